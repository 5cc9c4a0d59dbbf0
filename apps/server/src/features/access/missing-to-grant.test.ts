import type { EnvironmentId, ProjectId, SpaceId, TenantId } from '@flotilla/domain'
import type { Grant, Permission } from '@flotilla/domain/access'
import { mayDo } from '@flotilla/domain/access'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { missingToGrant } from './missing-to-grant.ts'

const grant = (change: Partial<Grant> = {}): Grant => ({
  permissions: new Set<Permission>(['DeploymentCreate']),
  spaceId: 'Spaces-1' as SpaceId,
  projectIds: [],
  projectGroupIds: [],
  environmentIds: [],
  tenantIds: [],
  ...change,
})
const project = (n: number) => `Projects-${n}` as ProjectId

test.each([
  { name: 'the same right', own: grant(), wanted: grant(), missing: undefined },
  {
    name: 'a permission that is not held',
    own: grant({ permissions: new Set() }),
    wanted: grant(),
    missing: 'DeploymentCreate',
  },
  {
    name: 'the whole server from one space',
    own: grant(),
    wanted: grant({ spaceId: null }),
    missing: 'DeploymentCreate',
  },
  { name: 'one space from the whole server', own: grant({ spaceId: null }), wanted: grant(), missing: undefined },
  {
    name: 'unrestricted from restricted',
    own: grant({ projectIds: [project(1)] }),
    wanted: grant(),
    missing: 'DeploymentCreate',
  },
  {
    name: 'a part of what is held',
    own: grant({ projectIds: [project(1), project(2)] }),
    wanted: grant({ projectIds: [project(2)] }),
    missing: undefined,
  },
  {
    name: 'a group from its project',
    own: grant({ projectIds: [project(1)] }),
    wanted: grant({ projectGroupIds: ['ProjectGroups-1'] }),
    missing: 'DeploymentCreate',
  },
])('$name: $missing', ({ own, wanted, missing }) => {
  expect(missingToGrant([own], wanted)).toBe(missing)
})

const pick = <T extends string = string>(ids: readonly string[]) => fc.subarray([...ids] as T[])
const arbGrant: fc.Arbitrary<Grant> = fc.record({
  permissions: fc.subarray<Permission>(['DeploymentCreate', 'ProjectView']).map((names) => new Set(names)),
  spaceId: fc.constantFrom(null, 'Spaces-1' as SpaceId, 'Spaces-2' as SpaceId),
  projectIds: pick<ProjectId>(['Projects-1', 'Projects-2']),
  projectGroupIds: pick(['ProjectGroups-1']),
  environmentIds: pick<EnvironmentId>(['Environments-1', 'Environments-2']),
  tenantIds: pick<TenantId>(['Tenants-1', 'Tenants-2']),
})

test('Z5 whoever could give a right can do everything himself that it allows', async () => {
  const arbScope = fc.record({
    spaceId: fc.constantFrom('Spaces-1' as SpaceId, 'Spaces-2' as SpaceId),
    projectId: fc.constantFrom(project(1), project(2), project(3)),
    projectGroupId: fc.constantFrom('ProjectGroups-1', 'ProjectGroups-2'),
    environmentId: fc.constantFrom('Environments-1' as EnvironmentId, 'Environments-3' as EnvironmentId),
    tenantId: fc.constantFrom(null, 'Tenants-1' as TenantId, 'Tenants-3' as TenantId),
  })
  await fc.assert(
    fc.property(fc.array(arbGrant, { maxLength: 3 }), arbGrant, arbScope, (own, wanted, scope) => {
      if (missingToGrant(own, wanted)) return
      for (const permission of wanted.permissions) {
        if (mayDo([wanted], permission, scope)) expect(mayDo(own, permission, scope)).toBe(true)
      }
    }),
    { numRuns: 2_000 },
  )
})
