import type { Grant, Permission } from '@flotilla/domain/access'
import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { forbidden } from '../../http/errors.ts'
import { requireAdministrator } from '../access/administrators.ts'
import { loadTeamGrants } from '../access/authenticate.ts'
import { missingToGrant } from '../access/missing-to-grant.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type Caller, require } from '../context.ts'
import { Text, Texts } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import type { Change, Resource } from '../standard-routes.ts'

export const EVERYONE = 'teams-everyone'
export const ADMINISTRATORS = 'teams-administrators'
export const MANAGERS = 'teams-managers'

/** What may be done to a team; built-in ones are partly fixed. */
export const ORDINARY_TEAM = { CanBeDeleted: true, CanBeRenamed: true, CanChangeRoles: true, CanChangeMembers: true }

type Fields = Readonly<Record<string, unknown>>

/** Teams collect people and roles, over the server or in one space. Source: API reference 5.27, domain reference 9.4. */
export const teamResource: Resource = {
  kind: KINDS.team,
  tag: 'Teams',
  fields: {
    Description: Text(),
    MemberUserIds: Texts(),
    ExternalSecurityGroups: Type.Optional(
      Type.Array(
        Type.Object({ Id: Type.String(), DisplayName: Text(), DisplayIdAndName: Type.Optional(Type.Boolean()) }),
        {
          default: [],
        },
      ),
    ),
  },
  permissions: { view: 'TeamView', create: 'TeamCreate', edit: 'TeamEdit', delete: 'TeamDelete' },
  check: async (change, body) => [
    ...builtInProblems(change.before, body),
    ...(await memberProblems(change, membersOf(body))),
  ],
  complete: async ({ before, spaceId }, body) => ({
    SpaceId: spaceId || null,
    MemberUserIds: membersOf(body),
    ...Object.fromEntries(Object.entries(ORDINARY_TEAM).map(([flag, may]) => [flag, before?.[flag] ?? may])),
  }),
  columns: (team) => ({ space_id: team.SpaceId }),
  afterUpdate: ({ tx }) => requireAdministrator(tx),
  inUse: async (_db, team) => (team.CanBeDeleted === false ? [`${team.Name} is built in and cannot be deleted.`] : []),
  links: (_team, address) => ({ ScopedUserRoles: `${address}/scopeduserroles{?skip,take}` }),
}

const membersOf = (body: Fields): string[] => [...new Set((body.MemberUserIds as readonly string[]).map(canonicalId))]

function builtInProblems(before: Document | undefined, body: Fields): string[] {
  if (!before) return []
  const members = before.MemberUserIds as readonly string[]
  return [
    ...(before.CanBeRenamed === false && before.Name !== body.Name
      ? [`Name: ${before.Name} is built in and keeps its name.`]
      : []),
    ...(before.CanChangeMembers === false && membersOf(body).join() !== members.join()
      ? [`MemberUserIds: everybody is in ${before.Name}; its members cannot be chosen.`]
      : []),
  ]
}

async function memberProblems({ tx, caller, id, before }: Change, members: readonly string[]): Promise<string[]> {
  const known = (before?.MemberUserIds ?? []) as readonly string[]
  const added = members.filter((member) => !known.includes(member))
  if (added.length === 0) return []
  // Whoever puts somebody into a team gives him the rights of the team (Z5).
  requireToGrant(caller, await loadTeamGrants(tx, id))
  const found = await tx.selectFrom('user_account').select('id').where('id', 'in', added).execute()
  return added
    .filter((member) => !found.some((user) => user.id === member))
    .map((member) => `MemberUserIds: user ${member} was not found.`)
}

/** Refuses with 403 unless the caller holds everything that the grants allow. */
export function requireToGrant(caller: Caller, grants: readonly Grant[]): void {
  const missing = grants
    .map((grant) => missingToGrant(caller.grants, grant))
    .find((permission) => permission !== undefined)
  if (missing) throw forbidden(missing)
}

/** Refuses unless the permission is held where the team belongs: in its space, or over the server. */
export const requireOverTeam = (caller: Caller, permission: Permission, spaceId: unknown): void =>
  require(caller, permission, { spaceId: (spaceId ?? null) as Grant['spaceId'] })

/** Teams that the caller may see: those of his spaces, and those of the server, which all spaces use. */
export const visibleTeams = (caller: Caller, space: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${space} is null or ${visibleWhere(caller, 'TeamView', { space })})`

export async function mayViewTeam(db: Queryable, caller: Caller, team: Document): Promise<boolean> {
  const space = sql`${(team.SpaceId as string | null) ?? null}::text`
  const { rows } = await sql<{ may: boolean }>`select ${visibleTeams(caller, space)} as may`.execute(db)
  return rows[0]!.may
}
