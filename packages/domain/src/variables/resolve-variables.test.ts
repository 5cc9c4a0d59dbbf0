import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChannelId, EnvironmentId, TargetId, VariableId } from '../ids.ts'
import { resolveVariables } from './resolve-variables.ts'
import { isCandidate, scopeWeight } from './scope.ts'
import type { Variable, VariableContext } from './variable.ts'

const context: VariableContext = {
  environmentId: 'Environments-2' as EnvironmentId,
  channelId: 'Channels-1' as ChannelId,
  tenantId: null,
  tenantTags: [],
  targetId: 'Machines-1' as TargetId,
  targetRoles: ['Web'],
  stepRoles: ['Web'],
}
let count = 0
const variable = (value: string | null, extra: Partial<Variable> = {}): Variable => {
  count += 1
  return {
    id: `v${String(count).padStart(4, '0')}` as VariableId,
    name: 'Port',
    value,
    isSensitive: false,
    type: 'String',
    scope: {},
    prompt: null,
    source: 'project',
    ...extra,
  }
}
const library = (order: number) => ({ source: { library: `LibraryVariableSets-${order}`, order } })
const here = { scope: { Environment: ['Environments-2'] } }

describe('resolveVariables', () => {
  test.each<{ name: string; variables: Variable[]; gives: string | undefined }>([
    {
      name: 'nothing fits',
      variables: [variable('x', { scope: { Environment: ['Environments-3'] } })],
      gives: undefined,
    },
    { name: 'the more specific wins', variables: [variable('any'), variable('here', here)], gives: 'here' },
    {
      name: 'what does not fit cannot win',
      variables: [variable('any'), variable('x', { scope: { Machine: ['Machines-2'] } })],
      gives: 'any',
    },
    {
      name: 'scope before source',
      variables: [variable('project'), variable('library', { ...here, ...library(0) })],
      gives: 'library',
    },
    {
      name: 'project before library',
      variables: [variable('library', library(0)), variable('project')],
      gives: 'project',
    },
    {
      name: 'the set included first wins',
      variables: [variable('second', library(1)), variable('first', library(0))],
      gives: 'first',
    },
    {
      name: 'the server before the project',
      variables: [variable('server', { source: 'server' }), variable('project')],
      gives: 'server',
    },
    {
      name: 'a later output replaces an earlier one',
      variables: [variable('1', { source: 'server' }), variable('2', { source: 'server' })],
      gives: '2',
    },
    {
      name: 'names are compared without case',
      variables: [variable('any', { name: 'PORT' }), variable('here', { name: 'port', ...here })],
      gives: 'here',
    },
    { name: 'never set is empty', variables: [variable(null)], gives: '' },
  ])('$name', ({ variables, gives }) => {
    const { values, warnings } = resolveVariables(variables, context)
    expect(values.get('port')?.value).toBe(gives)
    expect(warnings).toEqual([])
  })

  test('a real tie is decided by id, and told', () => {
    const first = variable('first')
    const second = variable('second')
    const { values, warnings } = resolveVariables([second, first], context)
    expect(values.get('port')).toEqual({ variable: first, name: 'Port', value: 'first' })
    expect(warnings).toEqual([
      { kind: 'ambiguous-value', name: 'Port', chosen: first.id, among: [first.id, second.id] },
    ])
  })

  test('Y4 __proto__ and constructor are ordinary names', () => {
    const { values } = resolveVariables(
      ['__proto__', 'constructor'].map((name) => variable(name, { name })),
      context,
    )
    expect([...values.keys()]).toEqual(['__proto__', 'constructor'])
    expect(values.get('tostring')).toBeUndefined()
  })

  const arbVariable = fc.record({
    value: fc.string(),
    name: fc.constantFrom('A', 'a', 'B'),
    scope: fc.record(
      {
        Environment: fc.subarray(['Environments-2', 'Environments-3']),
        Machine: fc.subarray(['Machines-1', 'Machines-2']),
        Role: fc.subarray(['Web', 'Db']),
      },
      { requiredKeys: [] },
    ),
    source: fc.constantFrom('project' as const, library(0).source, library(1).source),
  })
  const arbVariables = fc.array(
    arbVariable.map(({ value, ...extra }) => variable(value, extra)),
    { maxLength: 8 },
  )

  test('the order of the entries makes no difference', async () => {
    const arbShuffled = arbVariables.chain((entries) =>
      fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
    )
    await fc.assert(
      fc.property(arbShuffled, ([entries, shuffled]) => {
        const ids = (list: Variable[]) =>
          [...resolveVariables(list, context).values]
            .map(
              ([
                key,
                {
                  variable: { id },
                },
              ]) => `${key} ${id}`,
            )
            .sort()
        expect(ids(shuffled)).toEqual(ids(entries))
      }),
    )
  })

  test('the winner applies here, and nothing that applies is more specific', async () => {
    await fc.assert(
      fc.property(arbVariables, (entries) => {
        const { values } = resolveVariables(entries, context)
        for (const entry of entries.filter((each) => isCandidate(each, context))) {
          const winner = values.get(entry.name.toLowerCase())?.variable
          expect(winner && isCandidate(winner, context)).toBe(true)
          expect(scopeWeight(winner?.scope ?? {}, context)).toBeGreaterThanOrEqual(scopeWeight(entry.scope, context))
        }
        const applying = entries.filter((each) => isCandidate(each, context))
        expect(values.size).toBe(new Set(applying.map(({ name }) => name.toLowerCase())).size)
      }),
    )
  })
})
