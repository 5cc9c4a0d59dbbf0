import { type Grant, mayDo, SYSTEM_PERMISSIONS } from '@flotilla/domain/access'
import { Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { listDocuments } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { AnyObject, CollectionOf, Links } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { notFound } from '../../http/errors.ts'
import { collection, isTrue, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { loadGrants } from '../access/authenticate.ts'
import { type Membership, membershipOf } from '../access/rights.ts'
import { SpacesQuery } from '../access/spaces-asked.ts'
import { type AppRoute, type Caller, type Deps, route } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { SpaceAnswer } from '../spaces/answers.ts'
import { spaceManagersTeamId } from '../teams/defaults.ts'
import { UserAnswer, UserPermissionsAnswer, UserTeamAnswer } from './answers.ts'
import { permissionsAsCsv, presentMembership, presentPermissions } from './present-permissions.ts'
import { presentUser } from './present-user.ts'
import { findUser, listUsers, type UserRow } from './queries.ts'
import { createUser, deleteUser, updateUser } from './service.ts'

const common = { scope: 'system', tags: ['Users'] } as const
const query = Type.Object({ ...Paging, ids: ListParameter(), filter: Type.Optional(Type.String()) })
const body = Type.Object({
  Username: Type.String({ minLength: 1, maxLength: 200 }),
  DisplayName: Type.Optional(Type.String({ maxLength: 200 })),
  EmailAddress: Type.Optional(Type.String({ maxLength: 320 })),
  IsActive: Type.Optional(Type.Boolean()),
  IsService: Type.Optional(Type.Boolean()),
  Password: Type.Optional(Type.String()),
})

/** The user of the address, for himself and for whoever may view users; to everybody else there is no such user. */
export async function requireUser(db: Queryable, caller: Caller, idOrName: string): Promise<UserRow> {
  const isMe = idOrName.toLowerCase() === 'me'
  const user = await findUser(db, isMe ? caller.userId : idOrName)
  const maySee = user?.id === caller.userId || mayDo(caller.grants, 'UserView', { spaceId: null })
  if (!user || !maySee) throw notFound('User', idOrName)
  return user
}

/** People and service accounts: std at `/api/users`, and what one user has. */
export function userRoutes({ database }: Deps): AppRoute[] {
  return [
    route({
      ...common,
      method: 'GET',
      path: '/users',
      summary: 'List users',
      access: 'UserView',
      query,
      response: CollectionOf(UserAnswer),
      handler: async ({ caller, query: given }) => {
        const page = pageOf(given)
        const { items, total } = await listUsers(database, { ids: listOf(given.ids), filter: given.filter }, page)
        return collection(
          'User',
          items.map((user) => presentUser(user, caller)),
          total,
          page,
          '/api/users',
          given,
        )
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/all',
      summary: 'All users, as an array',
      access: 'UserView',
      query,
      response: Type.Array(UserAnswer),
      handler: async ({ caller, query: given }) => {
        const asked = { ids: listOf(given.ids), filter: given.filter }
        const { items } = await listUsers(database, asked, { skip: 0, take: MOST_ITEMS })
        return items.map((user) => presentUser(user, caller))
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/me',
      summary: 'The caller',
      access: 'signed-in',
      response: UserAnswer,
      handler: async ({ caller }) => presentUser(await requireUser(database, caller, 'me'), caller),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/:id',
      summary: 'Read one, by id or user name',
      access: 'signed-in',
      response: UserAnswer,
      handler: async ({ caller, params }) => presentUser(await requireUser(database, caller, params.id), caller),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/users',
      summary: 'Create',
      access: 'UserEdit',
      status: 201,
      body,
      response: UserAnswer,
      handler: ({ caller, body: given }) =>
        inTransaction(database, async (tx) => presentUser(await createUser(tx, caller, given), caller)),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/users/:id',
      summary: 'Replace; the password stays when it is left out',
      access: 'signed-in',
      body,
      response: UserAnswer,
      handler: ({ caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const user = await requireUser(tx, caller, params.id)
          return presentUser(await updateUser(tx, caller, user, given), caller)
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/users/:id',
      summary: 'Delete, with the API keys',
      access: 'UserEdit',
      response: UserAnswer,
      handler: ({ caller, params }) =>
        inTransaction(database, async (tx) => {
          const user = await requireUser(tx, caller, params.id)
          await deleteUser(tx, caller, user)
          return presentUser(user, caller)
        }),
    }),
    ...rightsRoutes(database),
  ]
}

function rightsRoutes(database: Queryable): AppRoute[] {
  const permissionsOf = async (userId: string, given: Asked) => {
    const [grants, teams] = await Promise.all([loadGrants(database, userId), membershipOf(database, userId)])
    return presentPermissions(
      grants.filter((grant) => isAsked(grant.spaceId, given, true)),
      teams.filter((team) => isAsked(team.spaceId, given, true)),
    )
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/users/:id/spaces',
      summary: 'The spaces that the user may enter, as an array',
      access: 'signed-in',
      response: Type.Array(SpaceAnswer),
      handler: async ({ caller, params }) => {
        const user = await requireUser(database, caller, params.id)
        const grants = await loadGrants(database, user.id)
        const { items } = await listDocuments(database, KINDS.space, {}, { skip: 0, take: MOST_ITEMS })
        return items
          .filter((space) => grants.some((grant) => entersSpace(grant, space.Id)))
          .map((space) => ({
            ...space,
            SpaceManagersTeamId: spaceManagersTeamId(space.Id),
            LastModifiedOn: wireDate(space.LastModifiedOn as Date),
            Links: { Self: `/api/spaces/${space.Id}`, SpaceHome: `/api/${space.Id}`, Web: `/app#/${space.Id}` },
          }))
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/:id/teams',
      summary: 'The teams of the user, as an array',
      access: 'signed-in',
      query: SpacesQuery,
      response: Type.Array(UserTeamAnswer),
      handler: async ({ caller, params, query: given }) => {
        const user = await requireUser(database, caller, params.id)
        const teams: readonly Membership[] = await membershipOf(database, user.id)
        return teams.filter((team) => isAsked(team.spaceId, given, false)).map(presentMembership)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/:id/permissions',
      summary: 'What the user may do, and where',
      access: 'signed-in',
      query: SpacesQuery,
      response: UserPermissionsAnswer,
      handler: async ({ caller, params, query: given }) =>
        permissionsOf((await requireUser(database, caller, params.id)).id, given),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/:id/permissions/configuration',
      summary: 'What the user may do over all spaces',
      access: 'signed-in',
      response: UserPermissionsAnswer,
      handler: async ({ caller, params }) => permissionsOf((await requireUser(database, caller, params.id)).id, {}),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/:id/permissions/export',
      summary: 'What the user may do, and where, as comma-separated values',
      access: 'signed-in',
      response: 'text',
      operationId: 'exportUserPermissions',
      handler: async ({ caller, params, reply }) => {
        const user = await requireUser(database, caller, params.id)
        reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="permissions.csv"')
          .header('content-security-policy', "sandbox; default-src 'none'")
        return permissionsAsCsv(await loadGrants(database, user.id))
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/external-search',
      summary: 'People of other directories: there are none',
      access: 'UserView',
      query: Type.Object({ partialName: Type.Optional(Type.String()) }),
      response: Type.Array(AnyObject()),
      operationId: 'searchExternalUsers',
      handler: async () => [],
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/identity-metadata',
      summary: 'What other directories tell of people: there are none',
      access: 'signed-in',
      response: Type.Object({ Providers: Type.Array(AnyObject()), Links: Links() }),
      operationId: 'getUserIdentityMetadata',
      handler: async () => ({ Providers: [], Links: {} }),
    }),
  ]
}

interface Asked {
  readonly spaces?: string | readonly string[]
  readonly includeSystem?: string
}

/** What counts for the whole server (`spaceId` null) counts in each space when it is a right, but not when it is a team. */
function isAsked(spaceId: string | null, asked: Asked, isRight: boolean): boolean {
  const spaces = listOf(asked.spaces)
  if (spaceId === null) return isTrue(asked.includeSystem) ?? (isRight || spaces === undefined)
  return spaces === undefined || spaces.some((id) => id.toLowerCase() === 'all' || canonicalId(id) === spaceId)
}

const ofServer: ReadonlySet<string> = new Set(SYSTEM_PERMISSIONS)

/** Some right that is about spaces, in this one. Rights over the server alone open no space. */
const entersSpace = (grant: Grant, spaceId: string): boolean =>
  (grant.spaceId === null || grant.spaceId === spaceId) &&
  [...grant.permissions].some((permission) => !ofServer.has(permission) || permission === 'SpaceView')
