import { Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { notFound } from '../../http/errors.ts'
import { Paging } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import {
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
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/channels/:channel',
      summary: 'A channel of a project, by id or slug',
      access: permissions.view,
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
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const document = await channelOf(tx, caller, space, params)
          return removeDocument(channelResource, tx, caller, document)
        }),
    }),
  ]
}

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
