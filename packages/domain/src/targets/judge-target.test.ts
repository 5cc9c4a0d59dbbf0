import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EnvironmentId, TargetId, TenantId } from '../ids.ts'
import { applicableTargets, fitsTenancy, judgeTarget, type TargetAsk } from './judge-target.ts'
import { HEALTH_STATUSES, type Target, TENANTED_MODES } from './target.ts'

const staging = 'Environments-2' as EnvironmentId
const petLife = { id: 'Tenants-1' as TenantId, tags: ['Ring/Early', 'Region/EU'] }

const machine: Target = {
  id: 'Machines-1' as TargetId,
  name: 's-web-api-01',
  environmentIds: [staging],
  roles: ['App-WebApi'],
  isDisabled: false,
  health: 'Healthy',
  tenancy: 'Untenanted',
  tenantIds: [],
  tenantTags: [],
}
const ask: TargetAsk = {
  environmentId: staging,
  roles: ['app-webapi'],
  tenant: null,
  specific: [],
  excluded: [],
  excludeUnhealthy: false,
  skipUnavailable: { on: false, roles: [] },
}
const other = 'Machines-9' as TargetId
const skipAny = { skipUnavailable: { on: true, roles: [] } }

describe('judgeTarget', () => {
  test.each<{ name: string; target?: Partial<Target>; asked?: Partial<TargetAsk>; gives: string }>([
    { name: 'a plain machine is in, roles compared without case', gives: 'include' },
    { name: 'another environment', target: { environmentIds: [] }, gives: 'not-in-environment' },
    { name: 'none of the roles', asked: { roles: ['App-WebUI'] }, gives: 'no-role' },
    { name: 'any of the roles is enough', asked: { roles: ['App-WebUI', 'APP-WEBAPI'] }, gives: 'include' },
    { name: 'no roles asked for means no machine, not every machine', asked: { roles: [] }, gives: 'no-role' },
    { name: 'disabled', target: { isDisabled: true }, gives: 'disabled' },
    {
      name: 'disabled wins over being chosen',
      target: { isDisabled: true },
      asked: { specific: [machine.id] },
      gives: 'disabled',
    },
    { name: 'untenanted machine, tenanted deployment', asked: { tenant: petLife }, gives: 'other-tenancy' },
    {
      name: 'tenanted machine, untenanted deployment',
      target: { tenancy: 'Tenanted', tenantIds: [petLife.id] },
      gives: 'other-tenancy',
    },
    { name: 'chosen', asked: { specific: [machine.id] }, gives: 'include' },
    { name: 'others chosen', asked: { specific: [other] }, gives: 'not-selected' },
    { name: 'excluded', asked: { excluded: [machine.id] }, gives: 'excluded' },
    {
      name: 'excluding wins over choosing',
      asked: { specific: [machine.id], excluded: [machine.id] },
      gives: 'excluded',
    },
    { name: 'unhealthy stays in by default', target: { health: 'Unhealthy' }, gives: 'include' },
    {
      name: 'unhealthy goes when the project says so',
      target: { health: 'Unhealthy' },
      asked: { excludeUnhealthy: true },
      gives: 'unhealthy',
    },
    {
      name: 'warnings stay',
      target: { health: 'HasWarnings' },
      asked: { excludeUnhealthy: true, ...skipAny },
      gives: 'include',
    },
    {
      name: 'never checked stays',
      target: { health: 'Unknown' },
      asked: { excludeUnhealthy: true, ...skipAny },
      gives: 'include',
    },
    { name: 'unavailable stays by default (and fails)', target: { health: 'Unavailable' }, gives: 'include' },
    {
      name: 'unavailable is not "unhealthy"',
      target: { health: 'Unavailable' },
      asked: { excludeUnhealthy: true },
      gives: 'include',
    },
    { name: 'unavailable is skipped', target: { health: 'Unavailable' }, asked: skipAny, gives: 'unavailable' },
    {
      name: 'skipping limited to other roles',
      target: { health: 'Unavailable' },
      asked: { skipUnavailable: { on: true, roles: ['App-WebUI'] } },
      gives: 'include',
    },
    {
      name: 'skipping limited to its role',
      target: { health: 'Unavailable' },
      asked: { skipUnavailable: { on: true, roles: ['app-webAPI'] } },
      gives: 'unavailable',
    },
    {
      name: 'roles without the switch skip nothing',
      target: { health: 'Unavailable' },
      asked: { skipUnavailable: { on: false, roles: ['App-WebApi'] } },
      gives: 'include',
    },
  ])('$name: $gives', ({ target, asked, gives }) => {
    const verdict = judgeTarget({ ...machine, ...target }, { ...ask, ...asked })
    expect(verdict.kind === 'include' ? 'include' : verdict.why).toBe(gives)
  })
})

describe('fitsTenancy', () => {
  const named = { tenantIds: [petLife.id], tenantTags: [] }
  const tagged = { tenantIds: [], tenantTags: ['Ring/Early', 'Ring/Late'] }
  const otherTag = { tenantIds: [], tenantTags: ['Ring/Early', 'Region/US'] }
  const nobody = { tenantIds: [], tenantTags: [] }
  test.each([
    { tenancy: 'Untenanted', serves: named, tenant: null, gives: true },
    { tenancy: 'Untenanted', serves: named, tenant: petLife, gives: false },
    { tenancy: 'Tenanted', serves: named, tenant: null, gives: false },
    { tenancy: 'Tenanted', serves: named, tenant: petLife, gives: true },
    { tenancy: 'Tenanted', serves: tagged, tenant: petLife, gives: true },
    { tenancy: 'Tenanted', serves: otherTag, tenant: petLife, gives: false },
    { tenancy: 'Tenanted', serves: { ...otherTag, tenantIds: [petLife.id] }, tenant: petLife, gives: true },
    { tenancy: 'Tenanted', serves: nobody, tenant: petLife, gives: false },
    { tenancy: 'TenantedOrUntenanted', serves: nobody, tenant: null, gives: true },
    { tenancy: 'TenantedOrUntenanted', serves: nobody, tenant: petLife, gives: false },
    { tenancy: 'TenantedOrUntenanted', serves: tagged, tenant: petLife, gives: true },
  ] as const)(
    '$tenancy machine of $serves in a deployment for $tenant.id: $gives',
    ({ tenancy, serves, tenant, gives }) => {
      expect(fitsTenancy({ tenancy, ...serves }, tenant)).toBe(gives)
    },
  )
})

const arbIds = fc.constantFrom(...([1, 2, 3, 4].map((n) => `Machines-${n}`) as TargetId[]))
const arbRoles = fc.uniqueArray(fc.constantFrom('web', 'WEB', 'app', 'db'), { maxLength: 3 })
const arbTags = fc.uniqueArray(fc.constantFrom('Ring/Early', 'Ring/Late', 'Region/EU'), { maxLength: 3 })
const arbTenantIds = fc.uniqueArray(fc.constantFrom('Tenants-1' as TenantId, 'Tenants-2' as TenantId))
const arbEnvironment = fc.constantFrom(staging, 'Environments-3' as EnvironmentId)
const arbTarget: fc.Arbitrary<Target> = fc.record({
  id: arbIds,
  name: fc.constantFrom('a', 'b'),
  environmentIds: fc.uniqueArray(arbEnvironment),
  roles: arbRoles,
  isDisabled: fc.boolean(),
  health: fc.constantFrom(...HEALTH_STATUSES),
  tenancy: fc.constantFrom(...TENANTED_MODES),
  tenantIds: arbTenantIds,
  tenantTags: arbTags,
})
const arbTargets = fc.uniqueArray(arbTarget, { selector: (target) => target.id })
const arbAsk: fc.Arbitrary<TargetAsk> = fc.record({
  environmentId: arbEnvironment,
  roles: arbRoles,
  tenant: fc.option(fc.record({ id: fc.constant('Tenants-1' as TenantId), tags: arbTags })),
  specific: fc.uniqueArray(arbIds),
  excluded: fc.uniqueArray(arbIds),
  excludeUnhealthy: fc.boolean(),
  skipUnavailable: fc.record({ on: fc.boolean(), roles: arbRoles }),
})
const keptIds = (targets: readonly Target[], of: TargetAsk) => applicableTargets(targets, of).kept.map(({ id }) => id)

describe('applicableTargets', () => {
  test('every machine is either kept or dropped, as judgeTarget says', async () => {
    await fc.assert(
      fc.property(arbTargets, arbAsk, (targets, of) => {
        const { kept, dropped } = applicableTargets(targets, of)
        expect(kept).toEqual(targets.filter((target) => judgeTarget(target, of).kind === 'include'))
        for (const { target, why } of dropped) expect(judgeTarget(target, of)).toEqual({ kind: 'exclude', why })
        expect(kept.length + dropped.length).toBe(targets.length)
      }),
    )
  })

  test('S2 machines kept are among those chosen, and never disabled, excluded or elsewhere', async () => {
    await fc.assert(
      fc.property(arbTargets, arbAsk, (targets, of) => {
        for (const target of applicableTargets(targets, of).kept) {
          if (of.specific.length > 0) expect(of.specific).toContain(target.id)
          expect(of.excluded).not.toContain(target.id)
          expect(target.environmentIds).toContain(of.environmentId)
          expect(target.isDisabled).toBe(false)
        }
      }),
    )
  })

  test('S2 adding a filter never adds a machine', async () => {
    const arbNarrower = (of: TargetAsk): fc.Arbitrary<TargetAsk> =>
      fc.oneof(
        // A choice narrows by keeping part of an existing choice, or by choosing where nobody had chosen.
        fc
          .subarray(of.specific.length > 0 ? [...of.specific] : [1, 2, 3, 4].map((n) => `Machines-${n}` as TargetId), {
            minLength: 1,
          })
          .map((specific) => ({ ...of, specific })),
        arbIds.map((id) => ({ ...of, excluded: [...of.excluded, id] })),
        fc.subarray([...of.roles]).map((roles) => ({ ...of, roles })),
        fc.constant({ ...of, excludeUnhealthy: true }),
        fc.constant({ ...of, skipUnavailable: { on: true, roles: [] } }),
      )
    const arbPair = arbAsk.chain((of) => fc.tuple(fc.constant(of), arbNarrower(of)))
    await fc.assert(
      fc.property(arbTargets, arbPair, (targets, [wide, narrow]) => {
        const before = keptIds(targets, wide)
        for (const id of keptIds(targets, narrow)) expect(before).toContain(id)
      }),
    )
  })

  test('ten thousand machines and as many chosen ones are judged in linear time', () => {
    const targets = Array.from({ length: 10_000 }, (_, n) => ({ ...machine, id: `Machines-${n}` as TargetId }))
    const chosen = targets.map(({ id }) => id)
    expect(applicableTargets(targets, { ...ask, specific: chosen, excluded: chosen.slice(1) }).kept).toHaveLength(1)
  })
})
