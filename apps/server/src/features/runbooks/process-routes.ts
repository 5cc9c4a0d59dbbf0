import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { CollectionOf } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { findProcess, listProcesses, newestProcessSnapshot, type ProcessRow } from '../processes/queries.ts'
import { saveProcess } from '../processes/save-process.ts'
import { processBody } from '../processes/schema.ts'
import { requireEditable } from '../standard-routes.ts'
import { isRunbookId } from '../versioned.ts'
import { RunbookProcessAnswer } from './answers.ts'
import { type OwnedRunbook, requireRunbook } from './require-runbook.ts'
import { runbookResource } from './resource.ts'

/** Processes of runbooks and their snapshots: the same document as a deployment process. Source: API reference 5.20, 5.23. */
export function runbookProcessRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Runbooks'] } as const
  const read = async (caller: Caller, space: Space, asked: Asked) => {
    const { row, project } = await requireProcess(database, caller, space, asked)
    return present(database, row, project.Id)
  }
  const save = (caller: Caller, space: Space, asked: Asked, body: Static<typeof processBody>) =>
    inTransaction(database, async (tx) => {
      const { row, runbook, project } = await requireProcess(tx, caller, space, asked)
      await requireEditable(tx, runbookResource, caller, space.id, runbook.Id)
      if (row.snapshotOf)
        throw badRequest(`Id: '${row.id}' is a snapshot, which never changes. Change '${row.snapshotOf}' instead.`)
      await saveProcess(tx, caller, { space, project, runbook }, { Version: body.Version, Steps: body.Steps ?? [] })
      return present(tx, (await findProcess(tx, row.id))!, project.Id)
    })
  return [
    route({
      ...common,
      method: 'GET',
      path: '/runbookprocesses',
      summary: 'List the processes of runbooks',
      access: 'RunbookView',
      query: Type.Object({ ...Paging, ids: ListParameter() }),
      response: CollectionOf(RunbookProcessAnswer),
      handler: async ({ space, query, caller }) => {
        const page = pageOf(query)
        const project = sql`(select project_id from runbook where runbook.id = owner_id)`
        const { rows, total } = await listProcesses(database, {
          spaceId: space.id,
          ofRunbooks: true,
          ids: listOf(query.ids),
          visible: visibleWhere(caller, 'RunbookView', { space: sql`space_id`, project }),
          page,
        })
        const items = []
        for (const row of rows) {
          const { project } = await requireRunbook(database, caller, space, row.ownerId)
          items.push(await present(database, row, project.Id))
        }
        return collection('RunbookProcess', items, total, page, `${spaceAddress(space.id)}/runbookProcesses`, query)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/runbookprocesses/:id',
      summary: "Read a runbook's process or a snapshot of one",
      access: 'RunbookView',
      response: RunbookProcessAnswer,
      handler: ({ space, params, caller }) => read(caller, space, { process: params.id }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/runbookprocesses/:id',
      summary: "Replace a runbook's process",
      access: 'RunbookEdit',
      body: processBody,
      response: RunbookProcessAnswer,
      handler: ({ space, params, body, caller }) => save(caller, space, { process: params.id }, body),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbookprocesses/:process',
      summary: "Read the process of a project's runbook",
      access: 'RunbookView',
      response: RunbookProcessAnswer,
      handler: ({ space, params, caller }) => read(caller, space, params),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/projects/:id/runbookprocesses/:process',
      summary: "Replace the process of a project's runbook",
      access: 'RunbookEdit',
      body: processBody,
      response: RunbookProcessAnswer,
      handler: ({ space, params, body, caller }) => save(caller, space, params, body),
    }),
  ]
}

/** The process that an address names, and its project where it names one. */
interface Asked {
  readonly process: string
  readonly id?: string
}

async function requireProcess(
  db: Queryable,
  caller: Caller,
  space: Space,
  { process, id }: Asked,
): Promise<OwnedRunbook & { readonly row: ProcessRow }> {
  const row = await findProcess(db, process)
  if (row?.spaceId !== space.id || !isRunbookId(row.ownerId)) throw notFound('RunbookProcess', process)
  const owner = await requireRunbook(db, caller, space, row.ownerId)
  const names = [owner.project.Id, owner.project.Slug as string]
  if (id !== undefined && !names.some((name) => name.toLowerCase() === id.toLowerCase()))
    throw notFound('RunbookProcess', process)
  return { ...owner, row }
}

async function present(db: Queryable, row: ProcessRow, projectId: string) {
  const space = spaceAddress(row.spaceId)
  return {
    Id: row.id,
    SpaceId: row.spaceId,
    ProjectId: projectId,
    RunbookId: row.ownerId,
    Version: row.version,
    LastSnapshotId: row.snapshotOf ? null : await newestProcessSnapshot(db, row.id),
    Steps: row.steps,
    LastModifiedOn: wireDate(row.modifiedAt),
    LastModifiedBy: null,
    Links: {
      Self: `${space}/runbookProcesses/${row.id}`,
      Project: `${space}/projects/${projectId}`,
      Runbook: `${space}/runbooks/${row.ownerId}`,
      RunbookSnapshotTemplate: `${space}/projects/${projectId}/runbooks/${row.ownerId}/runbookSnapshotTemplate`,
    },
  }
}
