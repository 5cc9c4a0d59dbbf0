import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { type Document, deleteDocument, findDocument, listDocuments } from '../../database/documents.ts'
import { CollectionOf } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, require, route } from '../context.ts'
import { Flag, FreeForm, Text, Texts } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { spaceManagersTeamId } from '../teams/defaults.ts'
import { SpaceAnswer } from './answers.ts'
import { SearchHit, searchSpace } from './search.ts'
import { createSpace, type GivenSpace, membersOf, replaceSpace } from './service.ts'

const body = Type.Object({
  Name: Type.String({ minLength: 1, maxLength: 20 }),
  Slug: Type.Optional(Type.String({ maxLength: 200 })),
  Description: Text(),
  IsDefault: Type.Optional(Type.Boolean()),
  TaskQueueStopped: Flag(),
  SpaceManagersTeams: Texts(),
  SpaceManagersTeamMembers: Texts(),
  IsPrivate: Flag(),
  Icon: Type.Optional(FreeForm()),
})

const query = Type.Object({
  ...Paging,
  ids: ListParameter(),
  name: Type.Optional(Type.String()),
  partialName: Type.Optional(Type.String()),
})

interface Asked {
  readonly ids?: string | readonly string[]
  readonly name?: string
  readonly partialName?: string
}

/** Spaces (API reference 5.1). A space exists for whoever has any right in it. */
export function spacesRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'system', tags: ['Spaces'] } as const
  const filterOf = (caller: Caller, { ids, name, partialName }: Asked) => {
    const listed = listOf(ids)
    return {
      ...(listed ? { ids: listed } : {}),
      ...(name === undefined ? {} : { name }),
      ...(partialName === undefined ? {} : { partialName }),
      where: visible(caller),
    }
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/spaces',
      summary: 'List spaces',
      access: 'signed-in',
      query,
      response: CollectionOf(SpaceAnswer),
      handler: async ({ query: given, caller }) => {
        const page = pageOf(given)
        const { items, total } = await listDocuments(database, KINDS.space, filterOf(caller, given as Asked), page)
        const shown = await Promise.all(items.map((item) => present(database, item)))
        return collection('Space', shown, total, page, '/api/spaces', given)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/spaces/all',
      summary: 'All spaces, as an array',
      access: 'signed-in',
      query,
      response: Type.Array(SpaceAnswer),
      handler: async ({ query: given, caller }) => {
        const all = { skip: 0, take: MOST_ITEMS }
        const { items } = await listDocuments(database, KINDS.space, filterOf(caller, given as Asked), all)
        return Promise.all(items.map((item) => present(database, item)))
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/spaces/:id',
      summary: 'Read one, by id or slug',
      access: 'signed-in',
      response: SpaceAnswer,
      handler: async ({ params, caller }) => present(database, await requireSpace(database, caller, params.id)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/spaces/:id/search',
      summary: 'Find things of a space by name or id, as an array',
      access: 'signed-in',
      query: Type.Object({ keyword: Type.Optional(Type.String({ maxLength: 200 })) }),
      response: Type.Array(SearchHit),
      handler: async ({ params, query, caller }) => {
        const space = await requireSpace(database, caller, params.id)
        return searchSpace(database, caller, space.Id, query.keyword ?? '')
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/spaces',
      summary: 'Create a space with everything it needs',
      access: 'SpaceCreate',
      status: 201,
      body,
      response: SpaceAnswer,
      handler: ({ body: given, caller }) =>
        inTransaction(database, async (tx) => {
          require(caller, 'SpaceCreate', { spaceId: null })
          return present(tx, await createSpace(tx, caller, given as GivenSpace))
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/spaces/:id',
      summary: 'Replace',
      access: 'SpaceEdit',
      body,
      response: SpaceAnswer,
      handler: ({ params, body: given, caller }) =>
        inTransaction(database, async (tx) => {
          const before = await requireSpace(tx, caller, params.id)
          require(caller, 'SpaceEdit', { spaceId: before.Id as never })
          return present(tx, await replaceSpace(tx, caller, before, given as GivenSpace))
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/spaces/:id',
      summary: 'Delete a space with everything in it',
      access: 'SpaceDelete',
      response: SpaceAnswer,
      handler: ({ params, caller }) =>
        inTransaction(database, async (tx) => {
          const space = await requireSpace(tx, caller, params.id)
          require(caller, 'SpaceDelete', { spaceId: space.Id as never })
          const problems = await whyNotDelete(tx, space)
          if (problems.length > 0) throw badRequest(...problems)
          const shown = await present(tx, space)
          await deleteDocument(tx, KINDS.space, space.Id)
          await recordEvent(tx, caller, {
            category: 'Deleted',
            message: `Space ${space.Name} was deleted`,
            spaceId: null,
            related: [space.Id],
            details: { before: space },
          })
          return shown
        }),
    }),
  ]
}

const mayEnter = (caller: Caller, spaceId: string): boolean =>
  caller.grants.some((grant) => grant.permissions.size > 0 && (grant.spaceId === null || grant.spaceId === spaceId))

function visible({ grants }: Caller): RawBuilder<boolean> {
  const giving = grants.filter((grant) => grant.permissions.size > 0)
  if (giving.some((grant) => grant.spaceId === null)) return sql<boolean>`true`
  return sql<boolean>`id = any(${giving.map((grant) => grant.spaceId)}::text[])`
}

/** A space by id or slug; 404 for one that the caller has no rights in. */
export async function requireSpace(db: Queryable, caller: Caller, idOrSlug: string): Promise<Document> {
  const space = await findDocument(db, KINDS.space, idOrSlug)
  if (!space || !mayEnter(caller, space.Id)) throw notFound('Space', idOrSlug)
  return space
}

async function whyNotDelete(db: Queryable, space: Document): Promise<string[]> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select 1 from server_task where space_id = ${space.Id} and state in ('Executing', 'Cancelling')) as busy`.execute(
    db,
  )
  return [
    ...(space.IsDefault ? ['The default space cannot be deleted. Make another space the default first.'] : []),
    ...(space.TaskQueueStopped ? [] : ['TaskQueueStopped: stop the task queue of the space before you delete it.']),
    ...(rows[0]!.busy ? ['The space still has running tasks. Wait for them or cancel them.'] : []),
  ]
}

async function present(db: Queryable, space: Document) {
  const address = `/api/spaces/${space.Id}`
  return {
    ...space,
    SpaceManagersTeamMembers: await membersOf(db, space.Id),
    SpaceManagersTeamId: spaceManagersTeamId(space.Id),
    LastModifiedOn: wireDate(space.LastModifiedOn as Date),
    Links: {
      Self: address,
      SpaceHome: `/api/${space.Id}`,
      Web: `/app#/${space.Id}`,
      Logo: `${address}/logo`,
      Search: `${address}/search{?keyword}`,
    },
  }
}
