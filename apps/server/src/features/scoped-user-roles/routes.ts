import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { type Document, type DocumentKind, findDocument } from '../../database/documents.ts'
import { canonicalId, nextId } from '../../database/ids.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { requireAdministrator } from '../access/administrators.ts'
import { toGrant } from '../access/authenticate.ts'
import { SpacesParameters, spacesAsked } from '../access/spaces-asked.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, route, type Space } from '../context.ts'
import { Places } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { findTeam } from '../teams/queries.ts'
import { requireOverTeam, requireToGrant, visibleTeams } from '../teams/service.ts'
import { ScopedUserRoleAnswer } from './answers.ts'
import { listScopedUserRoles, presentScopedUserRole, type ScopedUserRole } from './queries.ts'

const common = { scope: 'mixed', tags: ['Scoped user roles'] } as const
const query = Type.Object({
  ...Paging,
  ...SpacesParameters,
  ids: ListParameter(),
  partialName: Type.Optional(Type.String()),
})
const body = Type.Object({
  UserRoleId: Type.String({ minLength: 1 }),
  TeamId: Type.String({ minLength: 1 }),
  SpaceId: Type.Optional(Type.String()),
  ProjectIds: Places(),
  ProjectGroupIds: Places(),
  EnvironmentIds: Places(),
  TenantIds: Places(),
})
const RESTRICTED: readonly { readonly field: string; readonly kind: DocumentKind }[] = [
  { field: 'ProjectIds', kind: KINDS.project },
  { field: 'ProjectGroupIds', kind: KINDS.projectGroup },
  { field: 'EnvironmentIds', kind: KINDS.environment },
  { field: 'TenantIds', kind: KINDS.tenant },
]

type Fields = Readonly<Record<string, unknown>>

interface Asked {
  readonly ids?: string | readonly string[]
  readonly spaces?: string | readonly string[]
  readonly includeSystem?: string
}

/** Roles given to teams, each with its restriction: std at `/api/scopeduserroles`, over all spaces and in one. */
export function scopedUserRoleRoutes({ database }: Deps): AppRoute[] {
  const where = (space: Space | undefined, caller: Caller, given: Asked): RawBuilder<boolean> => {
    const ids = listOf(given.ids)
    const conditions = [
      spacesAsked(space, given, sql.ref('space_id')),
      visibleTeams(caller, sql.ref('space_id')),
      ...(ids ? [sql<boolean>`id = any(${ids.map(canonicalId)}::text[])`] : []),
    ]
    return sql<boolean>`(${sql.join(conditions, sql` and `)})`
  }
  const requireOne = async (
    db: Queryable,
    caller: Caller,
    space: Space | undefined,
    id: string,
  ): Promise<ScopedUserRole> => {
    const { items } = await listScopedUserRoles(db, where(space, caller, { ids: id }), { skip: 0, take: 1 })
    if (!items[0]) throw notFound('ScopedUserRole', id)
    return items[0]
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/scopeduserroles',
      summary: 'List roles given to teams',
      access: 'TeamView',
      query,
      response: CollectionOf(ScopedUserRoleAnswer),
      handler: async ({ space, caller, query: given }) => {
        const page = pageOf(given)
        const { items, total } = await listScopedUserRoles(database, where(space, caller, given), page)
        const address = space ? `/api/${space.id}/scopeduserroles` : '/api/scopeduserroles'
        return collection('ScopedUserRole', items.map(presentScopedUserRole), total, page, address, given)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/scopeduserroles/all',
      summary: 'All roles given to teams, as an array',
      access: 'TeamView',
      query,
      response: Type.Array(ScopedUserRoleAnswer),
      handler: async ({ space, caller, query: given }) => {
        const all = { skip: 0, take: MOST_ITEMS }
        return (await listScopedUserRoles(database, where(space, caller, given), all)).items.map(presentScopedUserRole)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/scopeduserroles/:id',
      summary: 'Read one',
      access: 'TeamView',
      response: ScopedUserRoleAnswer,
      handler: async ({ space, caller, params }) =>
        presentScopedUserRole(await requireOne(database, caller, space, params.id)),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/scopeduserroles',
      summary: 'Give a role to a team',
      access: 'TeamEdit',
      status: 201,
      body,
      response: ScopedUserRoleAnswer,
      handler: ({ space, caller, body: given }) =>
        inTransaction(database, async (tx) => {
          const id = await nextId(tx, 'ScopedUserRoles')
          const document = await settle(tx, caller, id, { ...given, SpaceId: space?.id ?? (given.SpaceId || null) })
          await sql`
            insert into scoped_user_role (id, space_id, team_id, user_role_id, document, modified_by)
            values (${id}, ${document.SpaceId}, ${document.TeamId}, ${document.UserRoleId},
              ${JSON.stringify(document)}::jsonb, ${caller.username})`.execute(tx)
          await record(tx, caller, { after: document })
          return presentScopedUserRole(await requireOne(tx, caller, space, id))
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/scopeduserroles/:id',
      summary: 'Replace',
      access: 'TeamEdit',
      body,
      response: ScopedUserRoleAnswer,
      handler: ({ space, caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const before = await requireOne(tx, caller, space, params.id)
          await requireMayTake(tx, caller, before.document)
          const spaceId = (given.SpaceId || null) ?? space?.id ?? null
          const document = await settle(tx, caller, before.id, { ...given, SpaceId: spaceId })
          await sql`
            update scoped_user_role set space_id = ${document.SpaceId}, team_id = ${document.TeamId},
              user_role_id = ${document.UserRoleId}, document = ${JSON.stringify(document)}::jsonb,
              version = version + 1, modified_at = now(), modified_by = ${caller.username}
            where id = ${before.id}`.execute(tx)
          await requireAdministrator(tx)
          await record(tx, caller, { before: before.document, after: document })
          return presentScopedUserRole(await requireOne(tx, caller, undefined, before.id))
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/scopeduserroles/:id',
      summary: 'Take a role away from a team',
      access: 'TeamEdit',
      response: ScopedUserRoleAnswer,
      handler: ({ space, caller, params }) =>
        inTransaction(database, async (tx) => {
          const before = await requireOne(tx, caller, space, params.id)
          await requireMayTake(tx, caller, before.document)
          await sql`delete from scoped_user_role where id = ${before.id}`.execute(tx)
          await requireAdministrator(tx)
          await record(tx, caller, { before: before.document })
          return presentScopedUserRole(before)
        }),
    }),
  ]
}

/** Checks a body and makes the document of it. */
async function settle(tx: Tx, caller: Caller, id: string, given: Fields): Promise<Fields> {
  const spaceId = given.SpaceId as string | null
  const [team, role] = await Promise.all([
    findTeam(tx, given.TeamId as string),
    findDocument(tx, KINDS.userRole, given.UserRoleId as string),
  ])
  if (!team) throw badRequest(`TeamId: team ${given.TeamId} was not found.`)
  if (!role) throw badRequest(`UserRoleId: user role ${given.UserRoleId} was not found.`)
  const problems = [...placeProblems(team, role, spaceId), ...(await restrictionProblems(tx, spaceId, given))]
  if (problems.length > 0) throw badRequest(...problems)
  // Where the role works decides: who manages a space may give a team of the server a role in it.
  requireOverTeam(caller, 'TeamEdit', spaceId)
  const lists = Object.fromEntries(RESTRICTED.map(({ field }) => [field, (given[field] as string[]).map(canonicalId)]))
  const document = { Id: id, UserRoleId: role.Id, TeamId: team.Id, SpaceId: spaceId, ...lists }
  requireToGrant(caller, [toGrant({ document, role, space_id: spaceId, group_project_ids: null })])
  return document
}

function placeProblems(team: Document, role: Document, spaceId: string | null): string[] {
  const systemPermissions = role.GrantedSystemPermissions as readonly string[]
  return [
    ...(team.CanChangeRoles === false ? [`TeamId: the roles of ${team.Name} are built in and cannot be changed.`] : []),
    ...(team.SpaceId && team.SpaceId !== spaceId
      ? [`SpaceId: ${team.Name} belongs to ${team.SpaceId} and gets roles only there.`]
      : []),
    // Without this, the system half of the role would silently give nothing.
    ...(spaceId && systemPermissions.length > 0 && (role.GrantedSpacePermissions as readonly string[]).length === 0
      ? [`SpaceId: ${role.Name} holds only permissions over the server; leave SpaceId out.`]
      : []),
  ]
}

async function restrictionProblems(tx: Tx, spaceId: string | null, given: Fields): Promise<string[]> {
  if (spaceId && !(await findDocument(tx, KINDS.space, spaceId))) return [`SpaceId: space ${spaceId} was not found.`]
  const problems: string[] = []
  for (const { field, kind } of RESTRICTED) {
    const ids = (given[field] as readonly string[]).map(canonicalId)
    if (ids.length === 0) continue
    if (!spaceId) {
      problems.push(`${field}: name the space (SpaceId) in which the role is to be restricted.`)
      continue
    }
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(kind.table)} where space_id = ${spaceId} and id = any(${ids}::text[])`.execute(tx)
    const missing = ids.filter((id) => !rows.some((row) => row.id === id))
    if (missing.length > 0) problems.push(`${field}: ${missing.join(', ')} was not found in ${spaceId}.`)
  }
  return problems
}

/** Taking a role away, too, needs the right where it works; a built-in team keeps its roles. */
async function requireMayTake(tx: Tx, caller: Caller, document: Fields): Promise<void> {
  const team = (await findTeam(tx, document.TeamId as string))!
  requireOverTeam(caller, 'TeamEdit', document.SpaceId)
  if (team.CanChangeRoles === false) throw badRequest(`The roles of ${team.Name} are built in and cannot be changed.`)
}

async function record(
  tx: Tx,
  caller: Caller,
  change: { readonly before?: Fields; readonly after?: Fields },
): Promise<void> {
  const { before, after } = change
  const document = (after ?? before)!
  const what = before ? (after ? 'changed for' : 'taken from') : 'given to'
  await recordEvent(tx, caller, {
    category: before ? (after ? 'Modified' : 'Deleted') : 'Created',
    message: `User role ${document.UserRoleId} was ${what} ${document.TeamId}`,
    spaceId: (document.SpaceId as string | null) ?? null,
    related: [document.Id as string, document.TeamId as string, document.UserRoleId as string],
    details: change,
  })
}
