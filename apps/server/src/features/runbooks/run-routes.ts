import type { EnvironmentId, TenantId } from '@flotilla/domain'
import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { CollectionOf } from '../../http/answers.ts'
import { WireDate } from '../../http/dates.ts'
import { badRequest, forbidden, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, require, route, type Space, spaceAddress } from '../context.ts'
import { answerOnce, idempotencyOf } from '../deployments/idempotency.ts'
import { dateOf } from '../deployments/routes.ts'
import { loadProjectScope } from '../projects/scope.ts'
import { RunbookRunAnswer } from './answers.ts'
import { createRun, type RunRefusal } from './create-run.ts'
import { deleteRun } from './delete-runs.ts'
import { presentRun } from './present.ts'
import { listRuns, type RunbookRunRow, runsSeenBy } from './queries.ts'
import { requirePublished, requireRunbook, requireSnapshot } from './require-runbook.ts'

const Ids = () => Type.Optional(Type.Array(Type.String(), { default: [], maxItems: 10_000 }))

const RunBody = Type.Object(
  {
    RunbookId: Type.Optional(Type.String()),
    RunbookSnapshotId: Type.Optional(Type.String()),
    EnvironmentId: Type.String({ minLength: 1 }),
    TenantId: Type.Optional(Type.String()),
    SpecificMachineIds: Ids(),
    ExcludedMachineIds: Ids(),
    SkipActions: Ids(),
    FormValues: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
    UseGuidedFailure: Type.Optional(Type.Boolean()),
    ForcePackageDownload: Type.Optional(Type.Boolean()),
    QueueTime: Type.Optional(WireDate()),
    QueueTimeExpiry: Type.Optional(WireDate()),
    Comments: Type.Optional(Type.String({ default: '', maxLength: 1_000_000 })),
    Priority: Type.Optional(
      Type.Union([Type.Literal('LifecycleDefault'), Type.Literal('On'), Type.Literal('Off')], {
        default: 'LifecycleDefault',
      }),
    ),
  },
  { title: 'RunbookRunBody' },
)

/** Runs of runbooks. Source: API reference 5.23; domain reference 3 for what they have in common with deployments. */
export function runbookRunRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: ['Runbooks'] } as const
  const list = async (
    { caller, space }: { readonly caller: Caller; readonly space: Space },
    conditions: readonly RawBuilder<unknown>[],
    query: { readonly skip?: number; readonly take?: number },
    path: string,
  ) => {
    const page = pageOf(query)
    const { items, total } = await listRuns(
      database,
      [sql`space_id = ${space.id}`, runsSeenBy(caller), ...conditions],
      page,
    )
    return collection('RunbookRun', items.map(presentRun), total, page, `${spaceAddress(space.id)}${path}`, query)
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/runbookruns',
      summary: 'List runs of runbooks, newest first',
      access: 'RunbookRunView',
      query: Type.Object({
        ...Paging,
        ids: ListParameter(),
        projects: ListParameter(),
        environments: ListParameter(),
        tenants: ListParameter(),
        runbooks: ListParameter(),
        taskState: ListParameter(),
        partialName: Type.Optional(Type.String()),
      }),
      response: CollectionOf(RunbookRunAnswer),
      handler: (asked) => {
        const { query } = asked
        const among = (column: string, text: Parameters<typeof listOf>[0]) => {
          const ids = listOf(text)
          return ids ? [sql`${sql.ref(column)} = any(${ids.map(canonicalId)}::text[])`] : []
        }
        const states = listOf(query.taskState)?.map((state) => state.toLowerCase())
        const conditions = [
          ...among('id', query.ids),
          ...among('project_id', query.projects),
          ...among('environment_id', query.environments),
          ...among('tenant_id', query.tenants),
          ...among('runbook_id', query.runbooks),
          ...(states
            ? [sql`exists (select from server_task t where t.id = task_id and lower(t.state) = any(${states}::text[]))`]
            : []),
          ...(query.partialName ? [sql`position(lower(${query.partialName}) in lower(name)) > 0`] : []),
        ]
        return list(asked, conditions, query, '/runbookRuns')
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/runbookruns',
      summary: 'Run a snapshot of a runbook, by default the published one',
      access: 'RunbookRunCreate',
      status: 201,
      body: RunBody,
      response: RunbookRunAnswer,
      handler: async ({ space, body, caller, raw }) => {
        const once = idempotencyOf(database, `POST /${space.id}/runbookruns`, { caller, raw }, body)
        const run = async (tx: Tx) => {
          const { snapshot, runbook } = await snapshotOf(tx, caller, space, body)
          const created = await createRun(
            tx,
            caller,
            {
              snapshotId: snapshot.id,
              environmentId: body.EnvironmentId,
              tenantId: body.TenantId || null,
              specificMachineIds: body.SpecificMachineIds ?? [],
              excludedMachineIds: body.ExcludedMachineIds ?? [],
              skipActions: body.SkipActions ?? [],
              formValues: body.FormValues ?? {},
              useGuidedFailure: body.UseGuidedFailure ?? null,
              comments: body.Comments ?? '',
              queueTime: dateOf('QueueTime', body.QueueTime),
              queueTimeExpiry: dateOf('QueueTimeExpiry', body.QueueTimeExpiry),
              priority: body.Priority ?? 'LifecycleDefault',
              forcePackageDownload: body.ForcePackageDownload ?? runbook.ForcePackageDownload === true,
            },
            deps.clock.now(),
          )
          if (!created.ok) throw refusalOf(created.error)
          return presentRun(created.value)
        }
        const { answer, isNew } = await inTransaction(database, (tx) => answerOnce(tx, once, () => run(tx)))
        if (isNew) deps.tasks.begin(answer.TaskId)
        return answer
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/runbookruns/:id',
      summary: 'Read a run of a runbook',
      access: 'RunbookRunView',
      response: RunbookRunAnswer,
      handler: async ({ space, params, caller }) => presentRun(await requireRun(database, caller, space, params.id)),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/runbookruns/:id',
      summary: 'Delete a run that has ended, with its log and artifacts',
      access: 'RunbookRunDelete',
      response: RunbookRunAnswer,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const run = await requireRun(tx, caller, space, params.id)
          require(caller, 'RunbookRunDelete', {
            ...(await loadProjectScope(tx, run.project_id))!,
            environmentId: run.environment_id as EnvironmentId,
            tenantId: run.tenant_id as TenantId | null,
          })
          await deleteRun(tx, caller, run)
          return presentRun(run)
        }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/runbooks/:id/runbookruns',
      summary: 'The runs of a runbook, newest first',
      access: 'RunbookRunView',
      query: Type.Object(Paging),
      response: CollectionOf(RunbookRunAnswer),
      handler: async (asked) => {
        const { runbook } = await requireRunbook(database, asked.caller, asked.space, asked.params.id)
        return list(asked, [sql`runbook_id = ${runbook.Id}`], asked.query, `/runbooks/${runbook.Id}/runbookRuns`)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/runbooksnapshots/:id/runbookruns',
      summary: 'The runs of a snapshot, newest first',
      access: 'RunbookRunView',
      query: Type.Object(Paging),
      response: CollectionOf(RunbookRunAnswer),
      handler: async (asked) => {
        const { snapshot } = await requireSnapshot(database, asked.caller, asked.space, asked.params.id)
        const path = `/runbookSnapshots/${snapshot.id}/runbookRuns`
        return list(asked, [sql`runbook_snapshot_id = ${snapshot.id}`], asked.query, path)
      },
    }),
  ]
}

/** The snapshot that a body names, or the published one of the runbook it names. */
async function snapshotOf(
  db: Queryable,
  caller: Caller,
  space: Space,
  { RunbookSnapshotId, RunbookId }: { readonly RunbookSnapshotId?: string; readonly RunbookId?: string },
) {
  if (RunbookSnapshotId) {
    const parts = await requireSnapshot(db, caller, space, RunbookSnapshotId)
    if (RunbookId && canonicalId(RunbookId) !== parts.runbook.Id)
      throw badRequest(`RunbookSnapshotId: runbook ${RunbookId} has no snapshot ${RunbookSnapshotId}.`)
    return parts
  }
  if (!RunbookId) throw badRequest('RunbookSnapshotId: name a snapshot, or a runbook in RunbookId.')
  const owner = await requireRunbook(db, caller, space, RunbookId)
  if (!owner.runbook.PublishedRunbookSnapshotId)
    throw badRequest(
      `RunbookSnapshotId: runbook ${owner.runbook.Name} has no published snapshot. Publish one, or name the one to run.`,
    )
  return requirePublished(db, caller, space, owner)
}

export const refusalOf = (refusal: RunRefusal) =>
  refusal.kind === 'forbidden' ? forbidden(refusal.permission) : badRequest(...refusal.errors)

async function requireRun(db: Queryable, caller: Caller, space: Space, id: string): Promise<RunbookRunRow> {
  const { items } = await listRuns(
    db,
    [sql`space_id = ${space.id}`, runsSeenBy(caller), sql`id = ${canonicalId(id)}`],
    { skip: 0, take: 1 },
  )
  if (!items[0]) throw notFound('RunbookRun', id)
  return items[0]
}
