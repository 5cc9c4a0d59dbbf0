import { type Grant, SYSTEM_PERMISSIONS } from '@flotilla/domain/access'
import { csvCell } from '../../http/csv.ts'
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

const CSV_COLUMNS = ['Permission', 'SpaceId', 'ProjectIds', 'ProjectGroupIds', 'EnvironmentIds', 'TenantIds']

/** The same as a table, a line for each permission of each grant; what is empty restricts nothing. */
export function permissionsAsCsv(grants: readonly Grant[]): string {
  const lines = grants.flatMap((grant) => {
    const lists = [grant.projectIds, grant.projectGroupIds, grant.environmentIds, grant.tenantIds]
    return [...grant.permissions]
      .toSorted()
      .map((name) => [name, grant.spaceId ?? '', ...lists.map((ids) => ids.join(' '))])
  })
  return [CSV_COLUMNS, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}
