import fc from 'fast-check'
import { expect, test } from 'vitest'
import { phaseEnvironments, phaseOf, sourceEnvironments } from './index.ts'
import { arbEnvironmentId, arbPhases, dev, elsewhere, phase, prod, staging, test1, test2 } from './worlds.ts'

const required = [
  phase('Development', [dev]),
  phase('Test', [test2], { automatic: [test1] }),
  phase('Production', [prod]),
]
const optionalTest = required.map((each) => (each.name === 'Test' ? { ...each, isOptional: true } : each))
const allOptional = required.map((each) => ({ ...each, isOptional: each.name !== 'Production' }))
const emptyBetween = [phase('Development', [dev]), phase('Rest', []), phase('Staging', [staging])]

test.each([
  { name: 'the phase before, automatic and manual', phases: required, to: prod, from: [test1, test2], stopped: true },
  {
    name: 'through an optional phase to the required one',
    phases: optionalTest,
    to: prod,
    from: [test1, test2, dev],
    stopped: true,
  },
  { name: 'all optional: all of them', phases: allOptional, to: prod, from: [test1, test2, dev], stopped: false },
  { name: 'through a phase with no environment left', phases: emptyBetween, to: staging, from: [dev], stopped: true },
  { name: 'nothing but such a phase before it', phases: emptyBetween.slice(1), to: staging, from: [], stopped: false },
])('$name', ({ phases, to, from, stopped }) => {
  const value = { environmentIds: from, isFirstPhase: false, isStoppedByRequiredPhase: stopped }
  expect(sourceEnvironments(phases, to)).toEqual({ ok: true, value })
})

test('in the first phase the destination is its own source', () => {
  const value = { environmentIds: [test1], isFirstPhase: true, isStoppedByRequiredPhase: false }
  expect(sourceEnvironments(required.slice(1), test1)).toEqual({ ok: true, value })
})

test('a destination of no phase is refused', () => {
  const error = { kind: 'environment-not-in-lifecycle', environmentId: elsewhere }
  expect(sourceEnvironments(required, elsewhere)).toEqual({ ok: false, error })
  expect(sourceEnvironments([], elsewhere)).toEqual({ ok: false, error })
})

test('sources lie before the destination, and at most one required phase among them has environments', async () => {
  await fc.assert(
    fc.property(arbPhases, arbEnvironmentId, (phases, destination) => {
      const sources = sourceEnvironments(phases, destination)
      const own = phaseOf(phases, destination)
      expect(sources.ok).toBe(own !== null)
      if (!sources.ok || !own) return
      const { environmentIds, isFirstPhase, isStoppedByRequiredPhase } = sources.value
      expect(isFirstPhase).toBe(own === phases[0])
      if (isFirstPhase) return
      const used = phases.filter((each) => phaseEnvironments(each).some((id) => environmentIds.includes(id)))
      for (const each of used) expect(phases.indexOf(each)).toBeLessThan(phases.indexOf(own))
      expect(used.filter((each) => !each.isOptional).length).toBe(isStoppedByRequiredPhase ? 1 : 0)
    }),
    { numRuns: 1000 },
  )
})
