import { sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { type Document, deleteDocument } from '../../database/documents.ts'
import { forgetSecrets } from '../../database/secrets.ts'
import { CollectionOf } from '../../http/answers.ts'
import { forbidden, notFound } from '../../http/errors.ts'
import { Paging } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, route, type Space } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { mayInProject } from '../projects/scope.ts'
import {
  answerOf,
  bodyOf,
  createDocument,
  pageOfDocuments,
  presentDocument,
  replaceDocument,
  requireDocument,
  requireVisible,
  standardRoutes,
} from '../standard-routes.ts'
import { projectTriggerResource as resource } from './resource.ts'

const { permissions, kind } = resource
const body = bodyOf(resource)
/** In a project's own list the address names the project. */
const bodyInProject = Type.Object({ ...body.properties, ProjectId: Type.Optional(Type.String()) })

/** Triggers: std in the space, and the same under their project. */
export function projectTriggerRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: [resource.tag] } as const
  const requireProject = async (db: Queryable, caller: Caller, space: Space, id: string): Promise<Document> => {
    const project = await requireDocument(db, KINDS.project, id, { spaceId: space.id })
    if (!(await mayInProject(db, caller, 'TriggerView', project.Id))) throw notFound('Project', id)
    return project
  }
  const requireTrigger = async (
    db: Queryable,
    caller: Caller,
    space: Space,
    { projectId, id }: { readonly projectId: string; readonly id: string },
  ): Promise<Document> => {
    const project = await requireProject(db, caller, space, projectId)
    const trigger = await requireVisible(db, resource, caller, space.id, id)
    if (trigger.ProjectId !== project.Id) throw notFound(kind.itemType, id)
    return trigger
  }
  const path = '/projects/:projectId/triggers'
  return [
    route({
      ...common,
      method: 'GET',
      path,
      summary: 'The triggers of a project',
      operationId: 'getTriggersOfProject',
      access: permissions.view,
      query: Type.Object({
        ...Paging,
        partialName: Type.Optional(Type.String()),
        triggerActionType: Type.Optional(Type.String()),
      }),
      response: CollectionOf(answerOf(resource)),
      handler: async ({ space, caller, params, query }) => {
        const project = await requireProject(database, caller, space, params.projectId)
        const ofKind = query.triggerActionType
          ? { where: sql<boolean>`lower(document -> 'Action' ->> 'ActionType') = lower(${query.triggerActionType})` }
          : {}
        return pageOfDocuments(database, resource, caller, {
          spaceId: space.id,
          query,
          filter: { projectId: project.Id, ...ofKind },
          address: `/api/${space.id}/projects/${project.Id}/triggers`,
        })
      },
    }),
    route({
      ...common,
      method: 'POST',
      path,
      summary: 'Create a trigger in a project',
      operationId: 'createTriggerInProject',
      access: permissions.create,
      status: 201,
      body: bodyInProject,
      response: answerOf(resource),
      handler: ({ space, caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const project = await requireProject(tx, caller, space, params.projectId)
          const trigger = await createDocument(resource, tx, caller, space.id, { ...given, ProjectId: project.Id })
          return presentDocument(resource, await requireDocument(tx, kind, trigger.Id, {}))
        }),
    }),
    route({
      ...common,
      method: 'GET',
      path: `${path}/:id`,
      summary: 'Read a trigger of a project',
      operationId: 'getTriggerOfProject',
      access: permissions.view,
      response: answerOf(resource),
      handler: async ({ space, caller, params }) =>
        presentDocument(resource, await requireTrigger(database, caller, space, params)),
    }),
    route({
      ...common,
      method: 'PUT',
      path: `${path}/:id`,
      summary: 'Replace a trigger of a project',
      operationId: 'replaceTriggerOfProject',
      access: permissions.edit,
      body: bodyInProject,
      response: answerOf(resource),
      handler: ({ space, caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const before = await requireTrigger(tx, caller, space, params)
          await replaceDocument(resource, tx, caller, before, { ...given, ProjectId: before.ProjectId })
          return presentDocument(resource, await requireDocument(tx, kind, before.Id, {}))
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: `${path}/:id`,
      summary: 'Delete a trigger of a project',
      operationId: 'deleteTriggerOfProject',
      access: permissions.delete,
      response: answerOf(resource),
      handler: ({ space, caller, params }) =>
        inTransaction(database, async (tx) => {
          const trigger = await requireTrigger(tx, caller, space, params)
          if (!(await resource.may!(tx, caller, permissions.delete, trigger))) throw forbidden(permissions.delete)
          await deleteDocument(tx, kind, trigger.Id)
          await forgetSecrets(tx, trigger.Id)
          await recordEvent(tx, caller, {
            category: 'Deleted',
            message: `Project trigger ${trigger.Name} was deleted`,
            spaceId: space.id,
            related: [trigger.Id, trigger.ProjectId as string],
            details: { before: trigger },
          })
          return presentDocument(resource, trigger)
        }),
    }),
    ...standardRoutes(deps, resource),
  ]
}
