import { Type } from 'typebox'
import { inTransaction, type Tx } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { CollectionOf } from '../../http/answers.ts'
import { ListParameter, Paging } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { findProcess } from '../processes/queries.ts'
import { saveProcess } from '../processes/save-process.ts'
import { projectResource } from '../projects/resource.ts'
import {
  answerOf,
  bodyOf,
  createDocument,
  pageOfDocuments,
  presentDocument,
  removeDocument,
  replaceDocument,
  requireVisible,
  reread,
  standardRoutes,
} from '../standard-routes.ts'
import { processIdOf } from '../versioned.ts'
import { runbookPreviewRoutes } from './preview-routes.ts'
import { runbookProcessRoutes } from './process-routes.ts'
import { requireRunbook, requireRunbookOf } from './require-runbook.ts'
import { runbookResource } from './resource.ts'
import { runbookRunRoutes } from './run-routes.ts'
import { runbookSnapshotRoutes } from './snapshot-routes.ts'

/** Runbooks, at their own address and at their project's (API reference 5.23). */
export function runbookRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const { kind, permissions } = runbookResource
  const common = { scope: 'space', tags: [runbookResource.tag] } as const
  const one = answerOf(runbookResource)
  // In a project the address says which one, so the body need not.
  const body = Type.Object({ ...bodyOf(runbookResource).properties, ProjectId: Type.Optional(Type.String()) })
  const create = (caller: Caller, space: Space, given: Readonly<Record<string, unknown>>, clone?: string) =>
    inTransaction(database, async (tx) => {
      const runbook = await createDocument(runbookResource, tx, caller, space.id, given)
      if (clone) await copyProcess(tx, caller, space, clone, runbook)
      return presentDocument(runbookResource, await reread(tx, kind, runbook))
    })
  const Clone = Type.Object({ clone: Type.Optional(Type.String()) })
  return [
    ...standardRoutes(deps, runbookResource).filter(({ method }) => method !== 'POST'),
    route({
      ...common,
      method: 'POST',
      path: '/runbooks',
      summary: 'Create a runbook; with `clone` it begins with the process of that one',
      access: permissions.create,
      status: 201,
      query: Clone,
      body: bodyOf(runbookResource),
      response: one,
      handler: ({ space, query, body: given, caller }) => create(caller, space, given as never, query.clone),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbooks',
      summary: 'The runbooks of a project',
      access: permissions.view,
      query: Type.Object({ ...Paging, ids: ListParameter(), partialName: Type.Optional(Type.String()) }),
      response: CollectionOf(one),
      handler: async ({ space, params, query, caller }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        return pageOfDocuments(database, runbookResource, caller, {
          spaceId: space.id,
          query,
          filter: { projectId: project.Id },
          address: `${spaceAddress(space.id)}/projects/${project.Id}/runbooks`,
        })
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/projects/:id/runbooks',
      summary: 'Add a runbook to a project',
      access: permissions.create,
      status: 201,
      query: Clone,
      body,
      response: one,
      handler: async ({ space, params, query, body: given, caller }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        return create(caller, space, { ...given, ProjectId: project.Id }, query.clone)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbooks/:runbook',
      summary: 'A runbook of a project, by id, slug or name',
      access: permissions.view,
      response: one,
      handler: async ({ space, params, caller }) =>
        presentDocument(runbookResource, (await requireRunbookOf(database, caller, space, params)).runbook),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/projects/:id/runbooks/:runbook',
      summary: 'Replace a runbook of a project',
      access: permissions.edit,
      body,
      response: one,
      handler: ({ space, params, body: given, caller }) =>
        inTransaction(database, async (tx) => {
          const { runbook, project } = await requireRunbookOf(tx, caller, space, params)
          const wanted = { ...given, ProjectId: project.Id }
          const replaced = await replaceDocument(runbookResource, tx, caller, runbook, wanted)
          return presentDocument(runbookResource, await reread(tx, kind, replaced))
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/projects/:id/runbooks/:runbook',
      summary: 'Delete a runbook of a project, with its snapshots and runs',
      access: permissions.delete,
      response: one,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const { runbook } = await requireRunbookOf(tx, caller, space, params)
          return removeDocument(runbookResource, tx, caller, runbook)
        }),
    }),
    ...runbookProcessRoutes(deps),
    ...runbookSnapshotRoutes(deps),
    ...runbookPreviewRoutes(deps),
    ...runbookRunRoutes(deps),
  ]
}

/** Gives a new runbook the steps of another one, of any project; secret properties have to be entered again. */
async function copyProcess(tx: Tx, caller: Caller, space: Space, from: string, runbook: Document): Promise<void> {
  const { runbook: original } = await requireRunbook(tx, caller, space, canonicalId(from))
  const project = (await findDocument(tx, KINDS.project, runbook.ProjectId as string))!
  const process = await findProcess(tx, processIdOf(original.Id))
  const Steps = (process?.steps ?? []).map((step) => ({ ...step, Id: '', Actions: step.Actions.map(asNew) }))
  await saveProcess(tx, caller, { space, project, runbook }, { Version: 0, Steps })
}

const asNew = <T extends object>(action: T): T => ({ ...action, Id: '' })
