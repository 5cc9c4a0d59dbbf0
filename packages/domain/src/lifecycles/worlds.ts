import fc from 'fast-check'
import type { EnvironmentId, ReleaseId, TenantId } from '../ids.ts'
import type { Phase, ReleaseHistory, Success, TenantConnection } from './phase.ts'

/** Hand-made and generated lifecycles for the tests of this folder. */

export const [dev, test1, test2, staging, prod, elsewhere] = [
  'Environments-1',
  'Environments-2',
  'Environments-3',
  'Environments-4',
  'Environments-5',
  'Environments-6',
] as [EnvironmentId, EnvironmentId, EnvironmentId, EnvironmentId, EnvironmentId, EnvironmentId]

export const environmentIds = [dev, test1, test2, staging, prod, elsewhere]
export const [internal, allPets, dogsOnly] = ['Tenants-1', 'Tenants-2', 'Tenants-3'] as [TenantId, TenantId, TenantId]
export const tenantIds = [internal, allPets, dogsOnly]

export function phase(name: string, manual: readonly EnvironmentId[], change: Partial<Phase> = {}): Phase {
  return {
    id: `id-of-${name}`,
    name,
    automatic: [],
    manual,
    minimumEnvironments: 0,
    isOptional: false,
    isPriority: false,
    ...change,
  }
}

export function history(successes: readonly Success[], hasUnresolvedDefect = false): ReleaseHistory {
  return { releaseId: 'Releases-1' as ReleaseId, successes, hasUnresolvedDefect }
}

export function success(environmentId: EnvironmentId, tenantId: TenantId | null = null): Success {
  return { environmentId, tenantId }
}

export function connection(tenantId: TenantId, ...environmentIds: EnvironmentId[]): TenantConnection {
  return { tenantId, environmentIds }
}

export const arbEnvironmentId = fc.constantFrom(...environmentIds)
export const arbSuccess = fc.record({
  environmentId: arbEnvironmentId,
  tenantId: fc.constantFrom(null, ...tenantIds),
})
export const arbHistory = fc
  .record({ successes: fc.array(arbSuccess, { maxLength: 12 }), hasUnresolvedDefect: fc.boolean() })
  .map(({ successes, hasUnresolvedDefect }) => history(successes, hasUnresolvedDefect))
export const arbTenant = fc.option(
  fc.record({ tenantId: fc.constantFrom(...tenantIds), environmentIds: fc.subarray(environmentIds) }),
)

/** Effective phases that share out some of the environments, each in one phase at most. */
export const arbPhases: fc.Arbitrary<readonly Phase[]> = fc
  .record({
    places: fc.array(fc.nat(5), { minLength: environmentIds.length, maxLength: environmentIds.length }),
    settings: fc.array(
      fc.record({ minimumEnvironments: fc.nat(3), isOptional: fc.boolean(), isAutomatic: fc.boolean() }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ places, settings }) =>
    settings.map(({ isAutomatic, ...change }, at) => {
      const own = environmentIds.filter((_, i) => places[i] === at)
      const automatic = isAutomatic ? own.slice(0, 1) : []
      return phase(`Phase ${at}`, own.slice(automatic.length), { ...change, automatic })
    }),
  )
