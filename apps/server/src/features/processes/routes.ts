import { sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { CollectionOf } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { requireInProject } from '../projects/scope.ts'
import { requireVisible } from '../standard-routes.ts'
import { isRunbookId, processIdOf } from '../versioned.ts'
import { findProcess, listProcesses, newestProcessSnapshot, type ProcessRow } from './queries.ts'
import { saveProcess } from './save-process.ts'
import { processAnswer, processBody } from './schema.ts'

/** Deployment processes and their snapshots (API reference 5.20). */
export function processesRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: ['Deployment processes'] } as const
  const save = (caller: Caller, space: Space, project: Document, body: { Version: number; Steps?: unknown[] }) =>
    inTransaction(database, async (tx) => {
      await requireRight(tx, caller, project.Id, processIdOf(project.Id), 'ProcessEdit')
      await saveProcess(tx, caller, { space, project }, { Version: body.Version, Steps: body.Steps ?? [] })
      return present(tx, (await findProcess(tx, processIdOf(project.Id)))!)
    })
  return [
    route({
      ...common,
      method: 'GET',
      path: '/deploymentprocesses',
      summary: 'List deployment processes',
      access: 'ProcessView',
      query: Type.Object({ ...Paging, ids: ListParameter() }),
      response: CollectionOf(processAnswer),
      handler: async ({ space, query, caller }) => {
        const page = pageOf(query)
        const visible = visibleWhere(caller, 'ProcessView', { space: sql`space_id`, project: sql`owner_id` })
        const { rows, total } = await listProcesses(database, {
          spaceId: space.id,
          ofRunbooks: false,
          ids: listOf(query.ids),
          visible,
          page,
        })
        const items = await Promise.all(rows.map((row) => present(database, row)))
        const address = `${spaceAddress(space.id)}/deploymentprocesses`
        return collection('DeploymentProcess', items, total, page, address, query)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/deploymentprocesses/:id',
      summary: 'Read a process or a snapshot of one',
      access: 'ProcessView',
      response: processAnswer,
      handler: async ({ space, params, caller }) => {
        const row = await findProcess(database, params.id)
        if (!row || row.spaceId !== space.id || isRunbookId(row.ownerId)) throw notFound('DeploymentProcess', params.id)
        await requireRight(database, caller, row.ownerId, params.id)
        return present(database, row)
      },
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/deploymentprocesses/:id',
      summary: 'Replace a process',
      access: 'ProcessEdit',
      body: processBody,
      response: processAnswer,
      handler: async ({ space, params, body, caller }) => {
        const row = await findProcess(database, params.id)
        if (!row || row.spaceId !== space.id || isRunbookId(row.ownerId)) throw notFound('DeploymentProcess', params.id)
        await requireRight(database, caller, row.ownerId, params.id)
        if (row.snapshotOf) {
          throw badRequest(`Id: '${row.id}' is a snapshot, which never changes. Change '${row.snapshotOf}' instead.`)
        }
        const project = await requireVisible(database, projectResource, caller, space.id, row.ownerId)
        return save(caller, space, project, body)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/deploymentprocesses',
      summary: "Read a project's process",
      access: 'ProcessView',
      response: processAnswer,
      handler: async ({ space, params, caller }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        await requireRight(database, caller, project.Id, project.Id)
        const process = await findProcess(database, processIdOf(project.Id))
        // The project may have been deleted between the two readings.
        if (!process) throw notFound('Project', params.id)
        return present(database, process)
      },
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/projects/:id/deploymentprocesses',
      summary: "Replace a project's process",
      access: 'ProcessEdit',
      body: processBody,
      response: processAnswer,
      handler: async ({ space, params, body, caller }) =>
        save(caller, space, await requireVisible(database, projectResource, caller, space.id, params.id), body),
    }),
  ]
}

const requireRight = (db: Queryable, caller: Caller, projectId: string, id: string, permission?: 'ProcessEdit') =>
  requireInProject(db, caller, {
    projectId,
    view: 'ProcessView',
    itemType: 'DeploymentProcess',
    id,
    ...(permission ? { permission } : {}),
  })

async function present(db: Queryable, row: ProcessRow) {
  const address = `${spaceAddress(row.spaceId)}/deploymentprocesses/${row.id}`
  return {
    Id: row.id,
    SpaceId: row.spaceId,
    ProjectId: row.ownerId,
    Version: row.version,
    LastSnapshotId: row.snapshotOf ? null : await newestProcessSnapshot(db, row.id),
    Steps: row.steps,
    LastModifiedOn: wireDate(row.modifiedAt),
    LastModifiedBy: null,
    Links: {
      Self: address,
      Template: `${address}/template{?channel,releaseId}`,
      Project: `${spaceAddress(row.spaceId)}/projects/${row.ownerId}`,
    },
  }
}
