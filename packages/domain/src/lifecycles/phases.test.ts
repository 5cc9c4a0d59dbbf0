import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Phase } from './index.ts'
import { effectivePhases, phaseEnvironments, phaseOf, validatePhases } from './index.ts'
import { arbPhases, dev, elsewhere, environmentIds, phase, prod, staging, test1, test2 } from './worlds.ts'

const space = [dev, test1, prod].map((id) => ({ id, name: `name of ${id}` }))

test('no phases stand for one required phase per environment, in sort order', () => {
  expect(effectivePhases([], space)).toEqual(
    [dev, test1, prod].map((id) => ({
      id: `implicit-${id}`,
      name: `name of ${id}`,
      automatic: [],
      manual: [id],
      minimumEnvironments: 0,
      isOptional: false,
      isPriority: false,
    })),
  )
  expect(effectivePhases([], [])).toEqual([])
})

test.each([
  { name: 'last', given: [[dev], []], gives: [[dev], [test1, prod]] },
  { name: 'first', given: [[], [prod]], gives: [[dev, test1, prod], [prod]] },
  { name: 'in the middle', given: [[dev], [], [prod]], gives: [[dev], [test1, prod], [prod]] },
  { name: 'with nothing left', given: [[dev, test1, prod], []], gives: [[dev, test1, prod], []] },
  { name: 'twice, though that is not saved', given: [[dev], [], []], gives: [[dev], [test1, prod], []] },
  { name: 'absent', given: [[prod], [dev]], gives: [[prod], [dev]] },
])('a phase without environments, $name, stands for those no earlier phase names', ({ given, gives }) => {
  const phases = given.map((environments, i) => phase(`Phase ${i}`, environments))
  expect(effectivePhases(phases, space).map((each) => each.manual)).toEqual(gives)
})

test('an automatic environment counts as named, and its phase is not one without environments', () => {
  const phases = [phase('Auto', [], { automatic: [dev] }), phase('Rest', [])]
  expect(effectivePhases(phases, space).map(phaseEnvironments)).toEqual([[dev], [test1, prod]])
})

test('making phases explicit twice changes nothing more', async () => {
  const arbSpace = fc.subarray(environmentIds).map((ids) => ids.map((id) => ({ id, name: id })))
  await fc.assert(
    fc.property(arbPhases, arbSpace, (phases, environments) => {
      const once = effectivePhases(phases, environments)
      expect(effectivePhases(once, environments)).toEqual(once)
      expect(once.map(({ id }) => id)).toEqual(phases.map(({ id }) => id))
      // With a rest phase, no environment of the space is left out.
      if (phases.some((each) => phaseEnvironments(each).length === 0)) {
        for (const { id } of environments) expect(phaseOf(once, id)).not.toBeNull()
      }
    }),
  )
})

test('an environment belongs to the first phase that holds it, automatic or manual', () => {
  const phases = [phase('A', [dev]), phase('B', [test1], { automatic: [test2] }), phase('C', [test2, test1])]
  expect(phaseOf(phases, test1)?.name).toBe('B')
  expect(phaseOf(phases, test2)?.name).toBe('B')
  expect(phaseOf(phases, elsewhere)).toBeNull()
})

const optional = { isOptional: true }
const saves: readonly { name: string; phases: readonly Phase[]; problems: readonly object[] }[] = [
  { name: 'no phases', phases: [], problems: [] },
  { name: 'plain phases', phases: [phase('A', [dev]), phase('B', [prod], optional)], problems: [] },
  { name: 'one phase without environments', phases: [phase('A', [dev]), phase('B', [])], problems: [] },
  { name: 'both lists of one phase', phases: [phase('A', [dev], { automatic: [dev] })], problems: [] },
  {
    name: 'an environment twice',
    phases: [phase('A', [dev]), phase('B', [prod], { automatic: [dev] })],
    problems: [{ kind: 'environment-in-several-phases', environmentId: dev, phaseNames: ['A', 'B'] }],
  },
  {
    name: 'two phases without environments',
    phases: [phase('A', []), phase('B', [staging]), phase('C', [])],
    problems: [{ kind: 'several-phases-without-environments', phaseNames: ['A', 'C'] }],
  },
  {
    name: 'only optional phases',
    phases: [phase('A', [dev], optional), phase('B', [prod], optional)],
    problems: [{ kind: 'all-phases-optional' }],
  },
  {
    name: 'everything at once',
    phases: [
      phase('A', [dev], optional),
      phase('B', [dev], optional),
      phase('C', [], optional),
      phase('D', [], optional),
    ],
    problems: [
      { kind: 'environment-in-several-phases', environmentId: dev, phaseNames: ['A', 'B'] },
      { kind: 'several-phases-without-environments', phaseNames: ['C', 'D'] },
      { kind: 'all-phases-optional' },
    ],
  },
]

test.each(saves)('saving $name', ({ phases, problems }) => {
  expect(validatePhases(phases)).toEqual(problems.length > 0 ? { ok: false, error: problems } : { ok: true })
})
