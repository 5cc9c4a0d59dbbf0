import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChannelId, EnvironmentId, TargetId, TenantId, VariableId } from '../ids.ts'
import { explainVariables, explainVerdict } from './explain-variables.ts'
import { expandPointers } from './pointed-things.ts'
import { resolveVariables } from './resolve-variables.ts'
import type { Variable, VariableContext, VariableScope } from './variable.ts'

const context: VariableContext = {
  environmentId: 'Environments-2' as EnvironmentId,
  channelId: 'Channels-1' as ChannelId,
  tenantId: 'Tenants-1' as TenantId,
  tenantTags: ['Ring/Early'],
  targetId: 'Machines-1' as TargetId,
  targetRoles: ['Web'],
}
const entry = (id: string, scope: VariableScope = {}, extra: Partial<Variable> = {}): Variable => ({
  id: id as VariableId,
  name: 'Port',
  value: id,
  isSensitive: false,
  type: 'String',
  scope,
  prompt: null,
  source: 'project',
  ...extra,
})
const here = { Environment: ['Environments-2'] }
const explain = (...variables: Variable[]) =>
  explainVariables(variables, context)[0]?.candidates.map(({ variable, verdict }) => [
    variable.id,
    explainVerdict(verdict),
  ])

describe('explainVariables', () => {
  test.each<{ name: string; variables: Variable[]; says: string[][] }>([
    { name: 'alone', variables: [entry('a')], says: [['a', 'Used: it is the only value that applies here.']] },
    {
      name: 'more specific, and what is elsewhere',
      variables: [
        entry('any'),
        entry('here', here),
        entry('there', { Environment: ['Environments-3'], Machine: ['Machines-2'] }),
      ],
      says: [
        ['here', 'Used: it is more specific than the other value that applies, being scoped to an environment.'],
        ['any', 'Applies, but is less specific: the value used is scoped to an environment, this one is not.'],
        ['there', 'Does not apply here: its machine and environment are others.'],
      ],
    },
    {
      name: 'the lead is over the next best, not over the worst',
      variables: [
        entry('any'),
        entry('tag', { TenantTag: ['Ring/Early'] }),
        entry('both', { TenantTag: ['Ring/Early'], ...here }),
      ],
      says: [
        ['both', 'Used: it is more specific than the 2 other values that apply, being scoped to an environment.'],
        ['any', 'Applies, but is less specific: the value used is scoped to a tenant tag, this one is not.'],
        ['tag', 'Applies, but is less specific: the value used is scoped to an environment, this one is not.'],
      ],
    },
    {
      name: 'project before library',
      variables: [entry('a', {}, { source: { library: 'LibraryVariableSets-1', order: 0 } }), entry('b')],
      says: [
        ['b', 'Used: it fits as well as the other value that applies, and its source counts first.'],
        [
          'a',
          'Applies, but the value used comes from a source that counts first: the server, then the project, then its library sets in their order.',
        ],
      ],
    },
    {
      name: 'a tie',
      variables: [entry('b'), entry('a')],
      says: [
        ['a', 'Used: it fits no better than the other value that applies; only its id comes first.'],
        ['b', 'Applies just as well as the value used; only its id comes later. Scope one of them, or remove it.'],
      ],
    },
    {
      name: 'an output that was replaced',
      variables: [entry('a', {}, { source: 'server' }), entry('b', {}, { source: 'server' })],
      says: [
        ['b', 'Used: it was set after the other value that applies.'],
        ['a', 'Applied, until a later step gave it another value.'],
      ],
    },
    {
      name: 'a scope that only the server sets',
      variables: [entry('a', { Private: ['x'] })],
      says: [['a', 'Never applies: its scope is one that only the server may set.']],
    },
  ])('$name', ({ variables, says }) => {
    expect(explain(...variables)).toEqual(says)
  })

  test('it names the winner that resolving picks, and judges every entry once', async () => {
    const arbScope = fc.record(
      {
        Environment: fc.subarray(['Environments-2', 'Environments-3']),
        Machine: fc.subarray(['Machines-1', 'Machines-2']),
        Role: fc.subarray(['web', 'db']),
        Tenant: fc.subarray(['Tenants-1', 'Tenants-2']),
      },
      { requiredKeys: [] },
    )
    const arbSource = fc.constantFrom<Variable['source']>('project', 'server', { library: 'L', order: 0 })
    const arbEntries = fc
      .array(fc.record({ scope: arbScope, source: arbSource, name: fc.constantFrom('A', 'a', 'B') }), { maxLength: 8 })
      .map((parts) => parts.map(({ scope, ...extra }, index) => entry(`v${index}`, scope, extra)))
    await fc.assert(
      fc.property(arbEntries, (entries) => {
        const { values, warnings } = resolveVariables(entries, context)
        const explained = explainVariables(entries, context)
        expect(explained.flatMap(({ candidates }) => candidates.map(({ variable }) => variable.id)).sort()).toEqual(
          entries.map(({ id }) => id).sort(),
        )
        for (const { name, winner, candidates } of explained) {
          expect(winner).toBe(values.get(name.toLowerCase())?.variable ?? null)
          const kinds = candidates.map(({ verdict }) => verdict.kind)
          expect(kinds.filter((kind) => kind === 'wins')).toHaveLength(winner ? 1 : 0)
          expect(kinds.includes('tie')).toBe(
            warnings.some((warning) => warning.name.toLowerCase() === name.toLowerCase()),
          )
          for (const { verdict } of candidates) {
            if (!winner) expect(['does-not-apply', 'forged-scope']).toContain(verdict.kind)
            if (verdict.kind === 'wins' && verdict.over > 0) expect(verdict.because).not.toBeNull()
          }
        }
      }),
    )
  })
})

describe('what a variable points to', () => {
  const account = (n: number, password: string) => ({
    id: `Accounts-${n}`,
    name: `account ${n}`,
    types: ['UsernamePasswordAccount' as const],
    properties: [
      { name: 'Username', value: `user${n}`, isSensitive: false },
      { name: 'Password', value: password, isSensitive: true },
    ],
  })
  const things = new Map([
    ['accounts-1', account(1, 'one')],
    ['accounts-2', { ...account(2, 'two'), properties: account(2, 'two').properties.slice(1) }],
  ])
  const pointer = (id: string, value: string, scope: VariableScope = {}) =>
    entry(id, scope, { name: 'Db', value, type: 'UsernamePasswordAccount' })
  const valuesOf = (...variables: Variable[]) => {
    const { values } = resolveVariables(expandPointers(variables, things), context)
    return Object.fromEntries([...values.values()].map(({ name, value }) => [name, value]))
  }

  test('it expands to its properties, secrets marked, never evaluated', () => {
    expect(valuesOf(pointer('a', 'accounts-1'))).toEqual({
      Db: 'accounts-1',
      'Db.Username': 'user1',
      'Db.Password': 'one',
    })
    const parts = expandPointers([pointer('a', 'Accounts-1')], things)
    expect(parts.map(({ isSensitive, isLiteral }) => [isSensitive, isLiteral])).toEqual([
      [false, undefined],
      [false, true],
      [true, true],
    ])
  })

  test('nothing of an account that was not chosen shows, although that has more properties', () => {
    expect(valuesOf(pointer('a', 'Accounts-1'), pointer('b', 'Accounts-2', here))).toEqual({
      Db: 'Accounts-2',
      'Db.Password': 'two',
    })
  })

  test('an id of an account is only text in a variable of another type', () => {
    expect(valuesOf(entry('a', {}, { name: 'Db', value: 'Accounts-1' }))).toEqual({ Db: 'Accounts-1' })
  })
})
