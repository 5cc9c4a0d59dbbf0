import type { Grant, Permission } from '@flotilla/domain/access'

/**
 * A permission of `wanted` that `own` does not hold everywhere `wanted` reaches: nobody gives away more than he has
 * (reliability Z5). Undefined when everything is held.
 */
export function missingToGrant(own: readonly Grant[], wanted: Grant): Permission | undefined {
  return [...wanted.permissions].find(
    (permission) => !own.some((grant) => grant.permissions.has(permission) && contains(grant, wanted)),
  )
}

/** Whether everything inside `inner`'s restriction is inside `outer`'s. */
function contains(outer: Grant, inner: Grant): boolean {
  return (
    (outer.spaceId === null || outer.spaceId === inner.spaceId) &&
    containsProjects(outer, inner) &&
    isWithin(inner.environmentIds, outer.environmentIds) &&
    isWithin(inner.tenantIds, outer.tenantIds)
  )
}

/** An empty list is no restriction: only an unrestricted holder contains it. */
const isWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  outer.length === 0 || (inner.length > 0 && inner.every((id) => outer.includes(id)))

function containsProjects(outer: Grant, inner: Grant): boolean {
  if (outer.projectIds.length + outer.projectGroupIds.length === 0) return true
  if (inner.projectIds.length + inner.projectGroupIds.length === 0) return false
  return (
    inner.projectIds.every((id) => outer.projectIds.includes(id)) &&
    inner.projectGroupIds.every((id) => outer.projectGroupIds.includes(id))
  )
}
