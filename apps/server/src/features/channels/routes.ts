import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { Paging } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, require, route, type Space, spaceAddress } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { scopeOfProject } from '../projects/scope.ts'
import {
  answerOf,
  bodyOf,
  createDocument,
  pageOfDocuments,
  presentDocument,
  removeDocument,
  replaceDocument,
  requireDocument,
  requireVisible,
  reread,
  standardRoutes,
} from '../standard-routes.ts'
import { channelResource } from './resource.ts'
import { RuleTest, RuleTestAnswer, testRule } from './rule-test.ts'

/** Channels, at their own address and at their project's. */
export function channelsRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const { kind, permissions } = channelResource
  const common = { scope: 'space', tags: [channelResource.tag] } as const
  // In a project the address says which one, so the body need not.
  const body = Type.Object({ ...bodyOf(channelResource).properties, ProjectId: Type.Optional(Type.String()) })
  return [
    ...standardRoutes(deps, channelResource),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/channels',
      summary: 'The channels of a project',
      access: permissions.view,
      query: Type.Object({ ...Paging, partialName: Type.Optional(Type.String()) }),
      response: CollectionOf(answerOf(channelResource)),
      handler: async ({ space, params, query, caller }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        return pageOfDocuments(database, channelResource, caller, {
          spaceId: space.id,
          query,
          filter: { projectId: project.Id },
          address: `${spaceAddress(space.id)}/projects/${project.Id}/channels`,
        })
      },
    }),
    orderRoute(deps),
    ...(['GET', 'POST'] as const).map((method) =>
      route({
        ...common,
        method,
        path: '/channels/rule-test',
        summary: 'Try a version rule on a version',
        access: permissions.view,
        ...(method === 'GET' ? { query: RuleTest } : { body: RuleTest, operationId: 'testChannelRule' }),
        response: RuleTestAnswer,
        handler: async ({ query, body: asked }) =>
          testRule((method === 'GET' ? query : asked) as Static<typeof RuleTest>),
      }),
    ),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/channels/:channel',
      summary: 'A channel of a project, by id or slug',
      access: permissions.view,
      response: answerOf(channelResource),
      handler: async ({ space, params, caller }) =>
        presentDocument(channelResource, await channelOf(database, caller, space, params)),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/projects/:id/channels',
      summary: 'Add a channel to a project',
      access: permissions.create,
      status: 201,
      body,
      response: answerOf(channelResource),
      handler: ({ space, params, body: given, caller }) =>
        inTransaction(database, async (tx) => {
          const project = await requireVisible(tx, projectResource, caller, space.id, params.id)
          const wanted = { ...given, ProjectId: project.Id }
          const created = await createDocument(channelResource, tx, caller, space.id, wanted)
          return presentDocument(channelResource, await reread(tx, kind, created))
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/projects/:id/channels/:channel',
      summary: 'Replace a channel of a project',
      access: permissions.edit,
      body,
      response: answerOf(channelResource),
      handler: ({ space, params, body: given, caller }) =>
        inTransaction(database, async (tx) => {
          const before = await channelOf(tx, caller, space, params)
          const wanted = { ...given, ProjectId: before.ProjectId }
          const replaced = await replaceDocument(channelResource, tx, caller, before, wanted)
          return presentDocument(channelResource, await reread(tx, kind, replaced))
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/projects/:id/channels/:channel',
      summary: 'Delete a channel of a project',
      access: permissions.delete,
      response: answerOf(channelResource),
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const document = await channelOf(tx, caller, space, params)
          return removeDocument(channelResource, tx, caller, document)
        }),
    }),
  ]
}

/** `PUT …/channels/order`: the channels of a project in their new order; those that are left out follow in their old order. */
const orderRoute = ({ database }: Deps): AppRoute =>
  route({
    scope: 'space',
    tags: [channelResource.tag],
    method: 'PUT',
    path: '/projects/:id/channels/order',
    summary: 'Put the channels of a project in order',
    access: channelResource.permissions.edit,
    body: Type.Array(Type.String()),
    response: Type.Array(Type.String()),
    handler: ({ space, params, body, caller }) =>
      inTransaction(database, async (tx) => {
        const project = await requireVisible(tx, projectResource, caller, space.id, params.id)
        require(caller, channelResource.permissions.edit, scopeOfProject(project))
        const ids = body.map(canonicalId)
        const before = await orderOf(tx, project.Id)
        const { rows } = await sql<{ id: string }>`
          update channel as sorted set sort_order = place.number
          from (
            select id, (row_number() over (order by array_position(${ids}::text[], id), sort_order, lower(name)))::int as number
            from channel where project_id = ${project.Id}
          ) place
          where place.id = sorted.id
          returning sorted.id`.execute(tx)
        const known = new Set(rows.map(({ id }) => id))
        const unknown = ids.filter((id) => !known.has(id))
        if (unknown.length > 0) throw badRequest(`Ids: the project has no channel ${unknown.join(', ')}.`)
        await recordEvent(tx, caller, {
          category: 'Modified',
          message: `The order of the channels of ${project.Name} was changed`,
          spaceId: space.id,
          related: [project.Id, ...ids],
          details: { before: { Ids: before }, after: { Ids: await orderOf(tx, project.Id) } },
        })
        return ids
      }),
  })

async function channelOf(
  db: Queryable,
  caller: Caller,
  space: Space,
  params: { readonly id: string; readonly channel: string },
): Promise<Document> {
  const project = await requireVisible(db, projectResource, caller, space.id, params.id)
  const within = { spaceId: space.id, projectId: project.Id }
  const { Id } = await requireDocument(db, channelResource.kind, params.channel, within)
  const channel = await requireVisible(db, channelResource, caller, space.id, Id)
  if (channel.ProjectId !== project.Id) throw notFound(channelResource.kind.itemType, params.channel)
  return channel
}

async function orderOf(tx: Queryable, projectId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from channel where project_id = ${projectId} order by sort_order, lower(name)`.execute(tx)
  return rows.map(({ id }) => id)
}
