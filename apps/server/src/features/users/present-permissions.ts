import { type Grant, SYSTEM_PERMISSIONS } from '@flotilla/domain/access'
import type { Membership } from '../access/rights.ts'

const ofServer: ReadonlySet<string> = new Set(SYSTEM_PERMISSIONS)

/** Everything that a user may do and where. Source: API reference 5.27. */
export function presentPermissions(grants: readonly Grant[], teams: readonly Membership[]) {
  const inSpaces = new Map<string, unknown[]>()
  const system = new Set<string>()
  for (const grant of grants) {
    const restriction = {
      RestrictedToProjectIds: grant.projectIds,
      RestrictedToEnvironmentIds: grant.environmentIds,
      RestrictedToTenantIds: grant.tenantIds,
      RestrictedToProjectGroupIds: grant.projectGroupIds,
      SpaceId: grant.spaceId,
    }
    for (const permission of grant.permissions) {
      if (ofServer.has(permission)) system.add(permission)
      else inSpaces.set(permission, [...(inSpaces.get(permission) ?? []), restriction])
    }
  }
  return {
    SpacePermissions: Object.fromEntries([...inSpaces].sort(([a], [b]) => a.localeCompare(b))),
    SystemPermissions: [...system].sort(),
    Teams: teams.map(presentMembership),
    IsPermissionsComplete: true,
    IsTeamsComplete: true,
    Links: {},
  }
}

export const presentMembership = ({ teamId, teamName, spaceId }: Membership) => ({
  Id: teamId,
  Name: teamName,
  SpaceId: spaceId,
  IsDirectlyAssigned: true,
  ExternalGroupNames: [],
})
