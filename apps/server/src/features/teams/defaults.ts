import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { nextId } from '../../database/ids.ts'
import { badRequest } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { SPACE_MANAGER } from '../user-roles/built-in-roles.ts'
import { ORDINARY_TEAM } from './service.ts'

interface NewTeam {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly spaceId: string | null
  readonly members: readonly string[]
  readonly flags?: Partial<typeof ORDINARY_TEAM>
}

/** Adds a team that the server itself needs, with the id it must have. */
export async function insertBuiltInTeam(tx: Tx, caller: Caller, team: NewTeam): Promise<void> {
  const slug = team.id.toLowerCase()
  const document = {
    Id: team.id,
    SpaceId: team.spaceId,
    Name: team.name,
    Slug: slug,
    Description: team.description,
    MemberUserIds: team.members,
    ExternalSecurityGroups: [],
    ...ORDINARY_TEAM,
    CanBeDeleted: false,
    ...team.flags,
  }
  await tx
    .insertInto('team')
    .values({
      id: team.id,
      space_id: team.spaceId,
      name: team.name,
      slug,
      document: JSON.stringify(document),
      modified_by: caller.username,
    })
    .execute()
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `Team ${team.name} was created`,
    spaceId: team.spaceId,
    related: [team.id, ...team.members],
    details: { after: document },
  })
}

/** Gives a role to a team without restriction: in one space, or (`spaceId` null) over the whole server. */
export async function giveRole(tx: Tx, teamId: string, userRoleId: string, spaceId: string | null): Promise<void> {
  const id = await nextId(tx, 'ScopedUserRoles')
  const lists = { ProjectIds: [], ProjectGroupIds: [], EnvironmentIds: [], TenantIds: [] }
  const document = { Id: id, UserRoleId: userRoleId, TeamId: teamId, SpaceId: spaceId, ...lists }
  await sql`
    insert into scoped_user_role (id, space_id, team_id, user_role_id, document)
    values (${id}, ${spaceId}, ${teamId}, ${userRoleId}, ${JSON.stringify(document)}::jsonb)`.execute(tx)
}

/** The id of the team that manages a space. */
export const spaceManagersTeamId = (spaceId: string): string => `teams-spacemanagers-${spaceId}`

/**
 * Makes the team of a new space's managers, and gives the same right to other teams. Answers the ids of all teams that
 * manage the space, the new one last: the space's `SpaceManagersTeams`. Source: API reference 5.1, domain reference 1.1.
 */
export async function createSpaceManagersTeam(
  tx: Tx,
  caller: Caller,
  spaceId: string,
  managers: { readonly teamIds?: readonly string[]; readonly userIds?: readonly string[] },
): Promise<readonly string[]> {
  const own = spaceManagersTeamId(spaceId)
  const teamIds = (managers.teamIds ?? []).filter((id) => id !== own)
  const userIds = [...new Set(managers.userIds ?? [])]
  const problems = [
    ...(await unknownIds(tx, 'team', teamIds)).map((id) => `SpaceManagersTeams: team ${id} was not found.`),
    ...(await unknownIds(tx, 'user_account', userIds)).map(
      (id) => `SpaceManagersTeamMembers: user ${id} was not found.`,
    ),
  ]
  if (problems.length > 0) throw badRequest(...problems)
  await insertBuiltInTeam(tx, caller, {
    id: own,
    name: 'Space Managers',
    description: 'Manages everything in the space.',
    spaceId,
    members: userIds,
    flags: { CanBeRenamed: false, CanChangeRoles: false },
  })
  for (const id of [...teamIds, own]) await giveRole(tx, id, SPACE_MANAGER, spaceId)
  return [...teamIds, own]
}

async function unknownIds(tx: Tx, table: 'team' | 'user_account', ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const found = await tx.selectFrom(table).select('id').where('id', 'in', ids).execute()
  return ids.filter((id) => !found.some((row) => row.id === id))
}
