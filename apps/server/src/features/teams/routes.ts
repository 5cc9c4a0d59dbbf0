import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { inTransaction } from '../../database/connection.ts'
import { type Document, deleteDocument, listDocuments } from '../../database/documents.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { requireAdministrator } from '../access/administrators.ts'
import { loadTeamGrants } from '../access/authenticate.ts'
import { SpacesParameters, spacesAsked } from '../access/spaces-asked.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, route, type Space } from '../context.ts'
import { ScopedUserRoleAnswer } from '../scoped-user-roles/answers.ts'
import { listScopedUserRoles, presentScopedUserRole } from '../scoped-user-roles/queries.ts'
import { bodyOf, createDocument, presentDocument, replaceDocument } from '../standard-routes.ts'
import { TeamAnswer } from './answers.ts'
import { findTeam, teamFilter } from './queries.ts'
import { mayViewTeam, requireOverTeam, requireToGrant, teamResource as resource, visibleTeams } from './service.ts'

const { kind, permissions } = resource
const common = { scope: 'mixed', tags: [resource.tag] } as const
const query = Type.Object({
  ...Paging,
  ...SpacesParameters,
  ids: ListParameter(),
  partialName: Type.Optional(Type.String()),
})
const body = Type.Object({ ...bodyOf(resource).properties, SpaceId: Type.Optional(Type.String()) })

interface Asked {
  readonly ids?: string | readonly string[]
  readonly partialName?: string
  readonly spaces?: string | readonly string[]
  readonly includeSystem?: string
}

/** Teams: std at `/api/teams` over all spaces and in a space, and a team's roles. */
export function teamRoutes({ database }: Deps): AppRoute[] {
  const present = (team: Document) => presentDocument(resource, team)
  const where = (space: Space | undefined, caller: Caller, given: Asked): RawBuilder<boolean> => {
    const conditions = [
      spacesAsked(space, given, sql.ref('space_id')),
      visibleTeams(caller, sql.ref('space_id')),
      ...teamFilter(listOf(given.ids), given.partialName),
    ]
    return sql<boolean>`(${sql.join(conditions, sql` and `)})`
  }
  const requireTeam = async (
    db: Queryable,
    caller: Caller,
    space: Space | undefined,
    id: string,
  ): Promise<Document> => {
    const team = await findTeam(db, id)
    const isElsewhere = space && team?.SpaceId && team.SpaceId !== space.id
    if (!team || isElsewhere || !(await mayViewTeam(db, caller, team))) throw notFound('Team', id)
    return team
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/teams',
      summary: 'List teams',
      access: permissions.view,
      query,
      response: CollectionOf(TeamAnswer),
      handler: async ({ space, caller, query: given }) => {
        const page = pageOf(given)
        const { items, total } = await listDocuments(database, kind, { where: where(space, caller, given) }, page)
        const address = space ? `/api/${space.id}/teams` : '/api/teams'
        return collection(kind.itemType, items.map(present), total, page, address, given)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/teams/all',
      summary: 'All teams, as an array',
      access: permissions.view,
      query,
      response: Type.Array(TeamAnswer),
      handler: async ({ space, caller, query: given }) => {
        const all = { skip: 0, take: MOST_ITEMS }
        return (await listDocuments(database, kind, { where: where(space, caller, given) }, all)).items.map(present)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/teams/:id',
      summary: 'Read one, by id or slug',
      access: permissions.view,
      response: TeamAnswer,
      handler: async ({ space, caller, params }) => present(await requireTeam(database, caller, space, params.id)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/teams/:id/scopeduserroles',
      summary: 'The roles of a team',
      access: permissions.view,
      query: Type.Object(Paging),
      response: CollectionOf(ScopedUserRoleAnswer),
      handler: async ({ space, caller, params, query: given }) => {
        const team = await requireTeam(database, caller, space, params.id)
        const page = pageOf(given)
        const inTeam = sql<boolean>`team_id = ${team.Id}`
        const { items, total } = await listScopedUserRoles(database, inTeam, page)
        const address = `/api/teams/${team.Id}/scopeduserroles`
        return collection('ScopedUserRole', items.map(presentScopedUserRole), total, page, address)
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/teams',
      summary: 'Create, in the space of the address or of the body; with neither over the server',
      access: permissions.create,
      status: 201,
      body,
      response: TeamAnswer,
      handler: ({ space, caller, body: given }) =>
        inTransaction(database, async (tx) => {
          const spaceId = space?.id ?? (given.SpaceId || undefined)
          requireOverTeam(caller, permissions.create, spaceId)
          if (spaceId && !(await tx.selectFrom('space').select('id').where('id', '=', spaceId).executeTakeFirst())) {
            throw badRequest(`SpaceId: space ${spaceId} was not found.`)
          }
          const { Id } = await createDocument(resource, tx, caller, spaceId ?? '', given)
          return present((await findTeam(tx, Id))!)
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/teams/:id',
      summary: 'Replace',
      access: permissions.edit,
      body,
      response: TeamAnswer,
      handler: ({ space, caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const before = await requireTeam(tx, caller, space, params.id)
          requireOverTeam(caller, permissions.edit, before.SpaceId)
          await replaceDocument(resource, tx, caller, before, given)
          return present((await findTeam(tx, before.Id))!)
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/teams/:id',
      summary: 'Delete',
      access: permissions.delete,
      response: TeamAnswer,
      handler: ({ space, caller, params }) =>
        inTransaction(database, async (tx) => {
          const team = await requireTeam(tx, caller, space, params.id)
          requireOverTeam(caller, permissions.delete, team.SpaceId)
          requireToGrant(caller, await loadTeamGrants(tx, team.Id))
          const uses = (await resource.inUse?.(tx, team)) ?? []
          if (uses.length > 0) throw badRequest(...uses)
          await deleteDocument(tx, kind, team.Id)
          await requireAdministrator(tx)
          await recordEvent(tx, caller, {
            category: 'Deleted',
            message: `Team ${team.Name} was deleted`,
            spaceId: (team.SpaceId as string | null) ?? null,
            related: [team.Id],
            details: { before: team },
          })
          return present(team)
        }),
    }),
  ]
}
