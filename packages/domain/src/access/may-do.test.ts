import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EnvironmentId, ProjectId, SpaceId, TenantId } from '../ids.ts'
import { type AccessScope, type Grant, mayDo } from './may-do.ts'
import type { Permission } from './permissions.ts'

const space = 'Spaces-1' as SpaceId
const web = 'Projects-1' as ProjectId
const database = 'Projects-2' as ProjectId
const staging = 'Environments-1' as EnvironmentId
const production = 'Environments-2' as EnvironmentId
const petLife = 'Tenants-1' as TenantId

const grant = (permissions: Permission[], restriction: Partial<Grant> = {}): Grant => ({
  permissions: new Set(permissions),
  spaceId: space,
  projectIds: [],
  projectGroupIds: [],
  environmentIds: [],
  tenantIds: [],
  ...restriction,
})

test.each<{ name: string; grants: Grant[]; scope: AccessScope; gives: boolean }>([
  { name: 'no grant allows nothing', grants: [], scope: { spaceId: space }, gives: false },
  {
    name: 'an unrestricted role covers its space',
    grants: [grant(['DeploymentCreate'])],
    scope: { spaceId: space, projectId: web },
    gives: true,
  },
  {
    name: 'and no other space',
    grants: [grant(['DeploymentCreate'])],
    scope: { spaceId: 'Spaces-2' as SpaceId },
    gives: false,
  },
  {
    name: 'project groups and projects are a union',
    grants: [grant(['DeploymentCreate'], { projectIds: [database], projectGroupIds: ['ProjectGroups-1'] })],
    scope: { spaceId: space, projectId: web, projectGroupId: 'ProjectGroups-1' },
    gives: true,
  },
  {
    name: 'Z2: the permission of one pair does not take the scope of another',
    grants: [
      grant(['DeploymentCreate'], { environmentIds: [staging] }),
      grant(['TaskView'], { environmentIds: [production] }),
    ],
    scope: { spaceId: space, environmentId: production },
    gives: false,
  },
  {
    name: 'a role for tenants does not cover untenanted deployments',
    grants: [grant(['DeploymentCreate'], { tenantIds: [petLife] })],
    scope: { spaceId: space, tenantId: null },
    gives: false,
  },
])('$name', ({ grants, scope, gives }) => {
  expect(mayDo(grants, 'DeploymentCreate', scope)).toBe(gives)
})

const arbGrant = fc.record({
  permissions: fc.uniqueArray(fc.constantFrom<Permission>('DeploymentCreate', 'TaskView')).map((list) => new Set(list)),
  spaceId: fc.constantFrom(space, null),
  projectIds: fc.subarray([web, database]),
  projectGroupIds: fc.constant([] as string[]),
  environmentIds: fc.subarray([staging, production]),
  tenantIds: fc.subarray([petLife]),
})

test('Z2: a restriction added never grants', async () => {
  await fc.assert(
    fc.property(
      fc.array(arbGrant, { maxLength: 4 }),
      fc.constantFrom(web, database),
      fc.constantFrom(staging, production),
      (grants, projectId, environmentId) => {
        const scope: AccessScope = { spaceId: space, projectId, environmentId, tenantId: null }
        const narrowed = grants.map((each) => ({
          ...each,
          projectIds: each.projectIds.length === 0 ? [web] : each.projectIds,
        }))
        if (mayDo(narrowed, 'DeploymentCreate', scope)) expect(mayDo(grants, 'DeploymentCreate', scope)).toBe(true)
      },
    ),
  )
})
