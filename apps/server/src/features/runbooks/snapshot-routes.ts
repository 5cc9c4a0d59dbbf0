import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { Nullable, Text } from '../fields.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { projectResource } from '../projects/resource.ts'
import { type SelectedPackage, SelectedPackages } from '../releases/selected-packages.ts'
import { packagesOfFeeds } from '../releases/template-routes.ts'
import { requireEditable, requireVisible } from '../standard-routes.ts'
import { RunbookSnapshotAnswer, RunbookSnapshotTemplateAnswer } from './answers.ts'
import { deleteSnapshot } from './delete-runs.ts'
import { presentSnapshot } from './present.ts'
import { findSnapshotByName, listSnapshots, snapshotsSeenBy } from './queries.ts'
import { type OwnedRunbook, requireRunbook, requireRunbookOf, requireSnapshot } from './require-runbook.ts'
import { runbookResource } from './resource.ts'
import { changeSnapshot, createSnapshot, nextSnapshotName, refreshSnapshotVariables } from './snapshots.ts'

const Fields = {
  Name: Text(),
  Notes: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 1_000_000 })], { default: null })),
  SelectedPackages: SelectedPackages(),
}
const SnapshotBody = Type.Object(
  { ProjectId: Text(), RunbookId: Type.String({ minLength: 1 }), ...Fields },
  { title: 'RunbookSnapshotBody' },
)
const ChangedBody = Type.Object(Fields, { title: 'ChangedRunbookSnapshotBody' })
const Publish = Type.Object({ publish: Nullable() })
const Search = Type.Object({ ...Paging, ids: ListParameter(), searchByName: Type.Optional(Type.String()) })

/** What of a runbook is run: its process and variables as they were, under a name. Source: API reference 5.23. */
export function runbookSnapshotRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: ['Runbooks'] } as const
  const one = { ...common, response: RunbookSnapshotAnswer } as const

  const list = async (
    { caller, space }: { readonly caller: Caller; readonly space: Space },
    within: { readonly projectId?: string; readonly runbookId?: string },
    query: Static<typeof Search>,
    path: string,
  ) => {
    const page = pageOf(query)
    const ids = listOf(query.ids)?.map(canonicalId)
    const conditions = [
      sql`space_id = ${space.id}`,
      snapshotsSeenBy(caller),
      ...(within.projectId ? [sql`project_id = ${within.projectId}`] : []),
      ...(within.runbookId ? [sql`runbook_id = ${within.runbookId}`] : []),
      ...(ids ? [sql`id = any(${ids}::text[])`] : []),
      ...(query.searchByName ? [sql`position(lower(${query.searchByName}) in lower(name)) > 0`] : []),
    ]
    const { items, total } = await listSnapshots(database, conditions, page)
    const address = `${spaceAddress(space.id)}${path}`
    return collection('RunbookSnapshot', items.map(presentSnapshot), total, page, address, query)
  }
  const create = (
    { caller, space }: { readonly caller: Caller; readonly space: Space },
    body: Static<typeof SnapshotBody>,
    publish: string | null | undefined,
    projectId?: string,
  ) =>
    inTransaction(database, async (tx) => {
      const owner = await requireRunbook(tx, caller, space, body.RunbookId)
      const wanted = projectId ?? (body.ProjectId ? canonicalId(body.ProjectId) : owner.project.Id)
      if (wanted !== owner.project.Id) throw badRequest(`RunbookId: the project has no runbook '${body.RunbookId}'.`)
      const isPublished = publish?.toLowerCase() === 'true'
      return presentSnapshot(await createSnapshot(tx, caller, { ...owner, ...askOf(body), isPublished }))
    })
  return [
    route({
      ...common,
      method: 'GET',
      path: '/runbooksnapshots',
      summary: 'List snapshots of runbooks, newest first',
      access: 'RunbookView',
      query: Search,
      response: CollectionOf(RunbookSnapshotAnswer),
      handler: (asked) => list(asked, {}, asked.query, '/runbookSnapshots'),
    }),
    route({
      ...one,
      method: 'POST',
      path: '/runbooksnapshots',
      summary: 'Take a snapshot of a runbook; with `publish` it becomes the one that is run',
      access: 'RunbookView',
      status: 201,
      query: Publish,
      body: SnapshotBody,
      handler: (asked) => create(asked, asked.body, asked.query.publish),
    }),
    route({
      ...one,
      method: 'GET',
      path: '/runbooksnapshots/:id',
      summary: 'Read a snapshot of a runbook',
      access: 'RunbookView',
      handler: async ({ space, params, caller }) =>
        presentSnapshot((await requireSnapshot(database, caller, space, params.id)).snapshot),
    }),
    route({
      ...one,
      method: 'PUT',
      path: '/runbooksnapshots/:id',
      summary: "Change a snapshot's name, notes and packages; with `publish` it becomes the one that is run",
      access: 'RunbookEdit',
      query: Publish,
      body: ChangedBody,
      handler: ({ space, params, query, body, caller }) =>
        inTransaction(database, async (tx) => {
          const parts = await requireSnapshot(tx, caller, space, params.id)
          await requireEditable(tx, runbookResource, caller, space.id, parts.runbook.Id)
          const isPublished = query.publish?.toLowerCase() === 'true'
          return presentSnapshot(await changeSnapshot(tx, caller, parts, { ...askOf(body), isPublished }))
        }),
    }),
    route({
      ...one,
      method: 'DELETE',
      path: '/runbooksnapshots/:id',
      summary: 'Delete a snapshot that is not published, with its runs',
      access: 'RunbookEdit',
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const { snapshot, runbook } = await requireSnapshot(tx, caller, space, params.id)
          const current = await requireEditable(tx, runbookResource, caller, space.id, runbook.Id)
          await deleteSnapshot(tx, caller, snapshot, current)
          return presentSnapshot(snapshot)
        }),
    }),
    route({
      ...one,
      method: 'POST',
      path: '/runbooksnapshots/:id/snapshot-variables',
      summary: 'Take the variables of a snapshot again',
      access: 'RunbookView',
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const { snapshot, project } = await requireSnapshot(tx, caller, space, params.id)
          return presentSnapshot(await refreshSnapshotVariables(tx, caller, snapshot, project))
        }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbooksnapshots',
      summary: "The snapshots of a project's runbooks, newest first",
      access: 'RunbookView',
      query: Search,
      response: CollectionOf(RunbookSnapshotAnswer),
      handler: async (asked) => {
        const project = await requireVisible(database, projectResource, asked.caller, asked.space.id, asked.params.id)
        const path = `/projects/${project.Id}/runbookSnapshots`
        return list(asked, { projectId: project.Id }, asked.query, path)
      },
    }),
    route({
      ...one,
      method: 'POST',
      path: '/projects/:id/runbooksnapshots',
      summary: "Take a snapshot of one of a project's runbooks",
      access: 'RunbookView',
      status: 201,
      query: Publish,
      body: SnapshotBody,
      handler: async (asked) => {
        const project = await requireVisible(database, projectResource, asked.caller, asked.space.id, asked.params.id)
        return create(asked, asked.body, asked.query.publish, project.Id)
      },
    }),
    route({
      ...one,
      method: 'GET',
      path: '/projects/:id/runbooksnapshots/:snapshot',
      summary: "A snapshot of one of a project's runbooks, by id, or by name where only one runbook has it",
      access: 'RunbookView',
      handler: async ({ space, params, caller }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        const { items } = await listSnapshots(
          database,
          [
            sql`project_id = ${project.Id}`,
            snapshotsSeenBy(caller),
            sql`(id = ${canonicalId(params.snapshot)} or lower(name) = lower(${params.snapshot}))`,
          ],
          { skip: 0, take: 2 },
        )
        if (items.length !== 1) throw notFound('RunbookSnapshot', params.snapshot)
        return presentSnapshot(items[0]!)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbooks/:runbook/runbooksnapshots',
      summary: 'The snapshots of a runbook, newest first',
      access: 'RunbookView',
      query: Search,
      response: CollectionOf(RunbookSnapshotAnswer),
      handler: async (asked) => {
        const { project, runbook } = await requireRunbookOf(database, asked.caller, asked.space, asked.params)
        const path = `/projects/${project.Id}/runbooks/${runbook.Id}/runbookSnapshots`
        return list(asked, { runbookId: runbook.Id }, asked.query, path)
      },
    }),
    route({
      ...one,
      method: 'GET',
      path: '/projects/:id/runbooks/:runbook/runbooksnapshots/:snapshot',
      summary: 'A snapshot of a runbook, by id or name',
      access: 'RunbookView',
      handler: async ({ space, params, caller }) => {
        const { runbook } = await requireRunbookOf(database, caller, space, params)
        const named = await findSnapshotByName(database, runbook.Id, params.snapshot)
        const snapshot = named ?? (await requireSnapshot(database, caller, space, params.snapshot)).snapshot
        if (snapshot.runbook_id !== runbook.Id) throw notFound('RunbookSnapshot', params.snapshot)
        return presentSnapshot(snapshot)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbooks/:runbook/runbooksnapshottemplate',
      summary: 'What a new snapshot of a runbook needs',
      access: 'RunbookView',
      response: RunbookSnapshotTemplateAnswer,
      handler: async ({ space, params, caller }) =>
        snapshotTemplate(deps, space, await requireRunbookOf(database, caller, space, params)),
    }),
  ]
}

const askOf = (body: Static<typeof ChangedBody>) => ({
  name: body.Name ?? '',
  notes: body.Notes ?? null,
  selectedPackages: body.SelectedPackages ?? [],
})

async function snapshotTemplate({ database }: Deps, space: Space, { runbook }: OwnedRunbook) {
  const newest = await listSnapshots(database, [sql`runbook_id = ${runbook.Id}`], { skip: 0, take: 1 })
  const before = (newest.items[0]?.document ?? {}) as { readonly SelectedPackages?: readonly SelectedPackage[] }
  const process = await loadProcess(database, runbook.RunbookProcessId as string)
  const at = { spaceId: space.id, channel: null }
  return {
    RunbookId: runbook.Id,
    RunbookProcessId: runbook.RunbookProcessId,
    NextNameIncrement: await nextSnapshotName(database, runbook.Id),
    Packages: await packagesOfFeeds(database, process, at, before.SelectedPackages ?? []),
    GitResources: [],
    Links: {},
  }
}
