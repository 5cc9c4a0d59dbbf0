import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActionId, ChannelId, EnvironmentId, ProjectId, TargetId, TenantId } from '../ids.ts'
import { isCandidate, scopeWeight } from './scope.ts'
import type { VariableContext, VariableScope, VariableSource } from './variable.ts'
import { SERVER_SCOPE_KINDS, USER_SCOPE_KINDS } from './variable.ts'

const onServer: VariableContext = {
  environmentId: 'Environments-2' as EnvironmentId,
  channelId: 'Channels-1' as ChannelId,
  tenantId: null,
  tenantTags: [],
}
const everywhere: VariableContext = {
  ...onServer,
  tenantId: 'Tenants-1' as TenantId,
  tenantTags: ['Ring/Early', 'Region/EU'],
  projectId: 'Projects-1' as ProjectId,
  targetId: 'Machines-1' as TargetId,
  targetRoles: ['Web', 'Log'],
  stepRoles: ['web'],
  actionId: 'action-1' as ActionId,
  processOwners: ['Projects-1', 'deploymentprocess-1'],
}
/** One matching scope for each kind that people write. */
const matching: VariableScope = {
  Action: ['action-1'],
  Machine: ['Machines-9', 'Machines-1'],
  TargetRole: ['WEB'],
  Role: ['log'],
  Tenant: ['Tenants-1'],
  TenantTag: ['Ring/Early', 'Ring/Late'],
  Environment: ['Environments-2'],
  Channel: ['Channels-1'],
  ProcessOwner: ['deploymentprocess-1'],
  Project: ['Projects-1'],
}
const judge = (scope: VariableScope, context: VariableContext, source: VariableSource = 'project') =>
  isCandidate({ scope, source }, context)

describe('isCandidate', () => {
  test.each(USER_SCOPE_KINDS)('%s: its value matches, another does not, an empty list does not count', (kind) => {
    expect(judge({ [kind]: matching[kind] }, everywhere)).toBe(true)
    expect(judge({ [kind]: ['elsewhere'] }, everywhere)).toBe(false)
    expect(judge({ ...matching, [kind]: ['elsewhere'] }, everywhere)).toBe(false)
    expect(judge({ [kind]: [] }, onServer)).toBe(true)
  })

  test.each<{ name: string; scope: VariableScope; context?: VariableContext; gives: boolean }>([
    { name: 'unscoped applies everywhere', scope: {}, gives: true },
    { name: 'a machine scope needs a machine', scope: { Machine: ['Machines-1'] }, gives: false },
    { name: 'a role scope needs a machine', scope: { Role: ['Web'] }, gives: false },
    { name: 'an action scope needs an action', scope: { Action: ['action-1'] }, gives: false },
    { name: 'a tenant scope needs a tenant', scope: { Tenant: ['Tenants-1'] }, gives: false },
    {
      name: 'a tag scope needs a tenant',
      scope: { TenantTag: ['Ring/Early'] },
      context: { ...everywhere, tenantId: null },
      gives: false,
    },
    {
      name: 'tags of different sets must all match',
      scope: { TenantTag: ['Ring/Early', 'Region/US'] },
      context: everywhere,
      gives: false,
    },
    {
      name: 'TargetRole needs a role that the step asks for',
      scope: { TargetRole: ['Log'] },
      context: everywhere,
      gives: false,
    },
    { name: 'all kinds at once', scope: matching, context: everywhere, gives: true },
  ])('$name: $gives', ({ scope, context = onServer, gives }) => {
    expect(judge(scope, context)).toBe(gives)
  })

  test.each(SERVER_SCOPE_KINDS)('%s is honoured on what the server adds, and on nothing that people write', (kind) => {
    const scope = { [kind]: ['anything'] }
    expect(judge(scope, onServer, 'server')).toBe(true)
    expect(judge(scope, onServer, 'project')).toBe(false)
    expect(judge(scope, onServer, { library: 'LibraryVariableSets-1', order: 0 })).toBe(false)
  })

  test('adding a kind to a scope never makes it apply in more places', async () => {
    const arbScope = fc.record(
      {
        Environment: fc.uniqueArray(fc.constantFrom('Environments-2', 'Environments-3'), { minLength: 1 }),
        Machine: fc.uniqueArray(fc.constantFrom('Machines-1', 'Machines-2'), { minLength: 1 }),
        Role: fc.uniqueArray(fc.constantFrom('web', 'db'), { minLength: 1 }),
        TenantTag: fc.uniqueArray(fc.constantFrom('Ring/Early', 'Region/US'), { minLength: 1 }),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.property(arbScope, arbScope, fc.constantFrom(onServer, everywhere), (scope, more, context) => {
        if (judge({ ...more, ...scope }, context)) expect(judge(scope, context)).toBe(true)
      }),
    )
  })
})

describe('scopeWeight', () => {
  const weigh = (scope: VariableScope) => scopeWeight(scope, everywhere)

  test('kinds weigh in the order of the reference, each more than all weaker ones together', () => {
    const kinds = USER_SCOPE_KINDS.filter((kind) => kind !== 'Role')
    kinds.forEach((kind, index) => {
      const weaker = Object.fromEntries(kinds.slice(index + 1).map((each) => [each, matching[each]]))
      expect(weigh({ [kind]: matching[kind] })).toBeGreaterThan(weigh(weaker))
    })
  })

  test.each<{ name: string; winner: VariableScope; loser: VariableScope }>([
    { name: 'more kinds beat fewer', winner: { Role: ['Log'], Environment: ['x'] }, loser: { Role: ['Log'] } },
    {
      name: 'tenant beats tag and environment',
      winner: { Tenant: ['x'] },
      loser: { TenantTag: ['x'], Environment: ['x'] },
    },
    { name: 'a role that the step asks for beats another role', winner: { Role: ['Web'] }, loser: { Role: ['Log'] } },
    {
      name: 'machine beats role',
      winner: { Machine: ['x'] },
      loser: { Role: ['Web'], Tenant: ['x'], Environment: ['x'] },
    },
    { name: "a trigger's value beats all that people write", winner: { Trigger: ['x'] }, loser: matching },
    { name: "a parent's value beats all that people write", winner: { ParentDeployment: ['x'] }, loser: matching },
    {
      name: 'built-ins beat everything',
      winner: { Private: ['x'] },
      loser: { ...matching, Trigger: ['x'], ParentDeployment: ['x'] },
    },
  ])('$name', ({ winner, loser }) => {
    expect(weigh(winner)).toBeGreaterThan(weigh(loser))
  })

  test('how many values a kind has makes no difference, nor does an empty kind', () => {
    expect(weigh({ Environment: ['a', 'b', 'c'] })).toBe(weigh({ Environment: ['a'], Machine: [] }))
    expect(weigh({})).toBe(0)
  })
})
