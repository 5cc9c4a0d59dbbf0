import type { EnvironmentId, ProjectId, SpaceId, TenantId } from '../ids.ts'
import type { Permission } from './permissions.ts'

/** One role given to a team, with what it is restricted to. An empty list means no restriction of that kind. */
export interface Grant {
  readonly permissions: ReadonlySet<Permission>
  /** null: given for the whole server, every space included. */
  readonly spaceId: SpaceId | null
  readonly projectIds: readonly ProjectId[]
  readonly projectGroupIds: readonly string[]
  readonly environmentIds: readonly EnvironmentId[]
  readonly tenantIds: readonly TenantId[]
}

/**
 * What is to be touched. A kind that is left out is not involved (a lifecycle has no project); `tenantId: null` says that the
 * thing is untenanted.
 */
export interface AccessScope {
  readonly spaceId: SpaceId | null
  readonly projectId?: ProjectId
  readonly projectGroupId?: string
  readonly environmentId?: EnvironmentId
  readonly tenantId?: TenantId | null
}

/**
 * Whether these grants allow the permission there. Rights are the union of (role, restriction) pairs: a permission of one
 * pair never combines with the scope of another. Source: domain reference 9.5, reliability Z2.
 */
export function mayDo(grants: readonly Grant[], permission: Permission, scope: AccessScope): boolean {
  return grants.some((grant) => grant.permissions.has(permission) && covers(grant, scope))
}

/** Whether the permission is held somewhere in the space: the outer check, before it is known what will be touched. */
export function mayDoSomewhere(grants: readonly Grant[], permission: Permission, spaceId: SpaceId | null): boolean {
  return grants.some(
    (grant) =>
      grant.permissions.has(permission) && (spaceId === null || grant.spaceId === null || grant.spaceId === spaceId),
  )
}

function covers(grant: Grant, scope: AccessScope): boolean {
  return (
    (grant.spaceId === null || grant.spaceId === scope.spaceId) &&
    coversProject(grant, scope) &&
    coversPlace(grant.environmentIds, scope.environmentId) &&
    coversTenant(grant.tenantIds, scope.tenantId)
  )
}

/** The two project kinds are one restriction: their union. */
function coversProject(grant: Grant, scope: AccessScope): boolean {
  if (grant.projectIds.length === 0 && grant.projectGroupIds.length === 0) return true
  if (scope.projectId === undefined && scope.projectGroupId === undefined) return true
  return (
    (scope.projectId !== undefined && grant.projectIds.includes(scope.projectId)) ||
    (scope.projectGroupId !== undefined && grant.projectGroupIds.includes(scope.projectGroupId))
  )
}

const coversPlace = <T>(restriction: readonly T[], value: T | undefined): boolean =>
  restriction.length === 0 || value === undefined || restriction.includes(value)

/** A role restricted to tenants says nothing about untenanted things. */
const coversTenant = (restriction: readonly TenantId[], tenantId: TenantId | null | undefined): boolean =>
  restriction.length === 0 || tenantId === undefined || (tenantId !== null && restriction.includes(tenantId))
