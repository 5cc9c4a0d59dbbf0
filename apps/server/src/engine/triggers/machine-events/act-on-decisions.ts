import type { EnvironmentId, ProjectId, ReleaseId, TargetId, TriggerId } from '@flotilla/domain'
import {
  batchTriggers,
  decideTrigger,
  explainTriggerDecision,
  type PendingDeployment,
  type ReleaseRef,
  type TriggerBatch,
  type TriggerFacts,
} from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import { crashPoint } from '../../../crash-point.ts'
import { inTransaction, type Queryable, type Tx } from '../../../database/connection.ts'
import { type Document, findDocument } from '../../../database/documents.ts'
import { findCurrent, findDeployment } from '../../../features/deployments/queries.ts'
import { KINDS } from '../../../features/kinds.ts'
import { findRelease } from '../../../features/releases/queries.ts'
import { errorFacts, logLine } from '../../../log.ts'
import { deployForTrigger, findTrigger, type TriggerDeps } from '../deploy-for-trigger.ts'
import { loadNameOf } from '../name-of.ts'
import { loadStepReach } from './load-step-reach.ts'

interface ReleaseOverride {
  readonly EnvironmentId: string
  readonly TenantId?: string | null
  readonly ReleaseId: string
}

interface WaitingRow {
  id: number
  trigger_id: string
  machine_event_id: number
  machine_id: string
  occurred_at: Date
}
interface PlaceRow {
  project_id: string
  environment_id: string
  tenant_id: string
}

/**
 * Looks at the machines that wait for a deployment, place by place: deploys what may be deployed now, records why the rest is
 * not, and leaves those behind a running deployment waiting; its end wakes them (reliability T2, T4).
 */
export async function actOnDecisions(deps: TriggerDeps): Promise<void> {
  const { rows: places } = await sql<PlaceRow>`
    select distinct project_id, environment_id, tenant_id from trigger_decision where state = 'waiting' and machine_event_id is not null limit 1000`.execute(
    deps.database,
  )
  for (const place of places) {
    try {
      const begun = await inTransaction(deps.database, (tx) => actInPlace(deps, tx, place))
      await crashPoint('trigger.after')
      for (const taskId of begun) deps.tasks.begin(taskId)
    } catch (error) {
      // A broken project stops no other; its machines are looked at again (reliability T5).
      logLine('warn', 'The triggers of a project could not be served', { ...place, ...errorFacts(error) })
    }
  }
}

async function actInPlace(deps: TriggerDeps, tx: Tx, place: PlaceRow): Promise<readonly string[]> {
  const key = `${place.project_id} ${place.environment_id} ${place.tenant_id}`
  // One node at a time judges a place; the others come when it has committed and find nothing left.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`trigger ${key}`}, 0))`.execute(tx)
  const { rows: waiting } = await sql<WaitingRow>`
    select d.id, d.trigger_id, d.machine_event_id, d.machine_id, e.occurred_at
    from trigger_decision d join machine_event e on e.id = d.machine_event_id
    where d.state = 'waiting' and d.project_id = ${place.project_id} and d.environment_id = ${place.environment_id} and d.tenant_id = ${place.tenant_id}
    order by d.id limit 5000`.execute(tx)
  if (waiting.length === 0) return []
  const shared = await loadSharedFacts(tx, place, waiting)
  const deployable: {
    row: WaitingRow
    deployment: Extract<ReturnType<typeof decideTrigger>, { kind: 'deploy' }>['deployment']
    message: string
  }[] = []
  for (const row of waiting) {
    const decision = decideTrigger(await shared.factsFor(row))
    const message = explainTriggerDecision(decision, shared.nameOf)
    if (decision.kind === 'deploy') deployable.push({ row, deployment: decision.deployment, message })
    else if (decision.kind === 'not') await settle(tx, [row], 'not-deployed', { ...decision.why, message }, null)
    else
      await sql`update trigger_decision set reason = ${JSON.stringify({ code: 'wait', message })}::jsonb where id = ${row.id}`.execute(
        tx,
      )
  }
  await crashPoint('trigger.before')
  const begun: string[] = []
  for (const batch of batchTriggers(deployable.map(({ deployment }) => deployment))) {
    const rows = deployable.filter(({ deployment }) => deployment.releaseId === batch.releaseId).map(({ row }) => row)
    const taskId = await deploy(deps, tx, place, batch, rows)
    if (taskId) begun.push(taskId)
  }
  return begun
}

async function deploy(
  deps: TriggerDeps,
  tx: Tx,
  place: PlaceRow,
  batch: TriggerBatch,
  rows: readonly WaitingRow[],
): Promise<string | undefined> {
  const repeated = await findCurrent(tx, {
    projectId: place.project_id,
    environmentId: place.environment_id,
    tenantId: place.tenant_id || null,
  })
  const before = repeated && (await findDeployment(tx, repeated.deploymentId))
  const deployed = await deployForTrigger(deps, tx, await findTrigger(tx, batch.triggerIds[0]!), {
    releaseId: batch.releaseId,
    environmentId: place.environment_id,
    tenantId: place.tenant_id || null,
    specificMachineIds: batch.targetIds,
    skipActions: before && before.release_id === batch.releaseId ? before.skip_actions : [],
  })
  if (!deployed.ok) {
    await settle(tx, rows, 'not-deployed', { code: 'refused', message: deployed.error }, null)
    return undefined
  }
  const { id, task_id } = deployed.value
  await settle(tx, rows, 'deployed', { code: 'deployed', message: `${id} deploys it.` }, id)
  return task_id
}

async function settle(
  tx: Tx,
  rows: readonly WaitingRow[],
  state: 'deployed' | 'not-deployed',
  reason: object,
  deploymentId: string | null,
): Promise<void> {
  await sql`update trigger_decision set state = ${state}, reason = ${JSON.stringify(reason)}::jsonb, deployment_id = ${deploymentId}, decided_at = now()
    where id = any(${rows.map(({ id }) => id)})`.execute(tx)
}

/** What all waiting machines of a place have in common is read once. */
async function loadSharedFacts(db: Queryable, place: PlaceRow, waiting: readonly WaitingRow[]) {
  const project = await findDocument(db, KINDS.project, place.project_id)
  const current = await findCurrent(db, {
    projectId: place.project_id,
    environmentId: place.environment_id,
    tenantId: place.tenant_id || null,
  })
  const { rows: triggers } = await sql<{
    id: string
    document: { IsDisabled?: boolean; Action?: { ShouldRedeployWhenMachineHasBeenDeployedTo?: boolean } }
  }>`
    select id, document from project_trigger where id = any(${[...new Set(waiting.map((row) => row.trigger_id))]})`.execute(
    db,
  )
  const pending = await loadPending(db, place)
  const { rows: installed } = await sql<{
    machine_id: string
    release_id: string
    trigger_id: string | null
    start_time: Date | null
    completed_time: Date | null
  }>`
    select i.machine_id, i.release_id, d.trigger_id, t.start_time, t.completed_time
    from machine_installation i join deployment d on d.id = i.deployment_id join server_task t on t.id = d.task_id
    where i.project_id = ${place.project_id} and i.environment_id = ${place.environment_id} and i.tenant_id = ${place.tenant_id}
      and i.machine_id = any(${waiting.map((row) => row.machine_id)})`.execute(db)
  const pinned = await findPinned(db, project, place)
  const release = pinned ?? (current && { id: current.releaseId as ReleaseId, version: current.version })
  const reach = release ? await loadStepReach(db, release.id, place.environment_id, place.tenant_id || null) : () => []
  const nameOf = await loadNameOf(db, [
    place.environment_id,
    place.tenant_id,
    place.project_id,
    ...waiting.map((row) => row.machine_id),
  ])
  const factsFor = async (row: WaitingRow): Promise<TriggerFacts> => {
    const trigger = triggers.find(({ id }) => id === row.trigger_id)
    const has = installed.find(({ machine_id }) => machine_id === row.machine_id)
    return {
      trigger: {
        id: row.trigger_id as TriggerId,
        isDisabled: trigger === undefined || trigger.document.IsDisabled === true,
        redeploysWhenCurrent: trigger?.document.Action?.ShouldRedeployWhenMachineHasBeenDeployedTo === true,
      },
      project: { id: place.project_id as ProjectId, isDisabled: project === undefined || project.IsDisabled === true },
      targetId: row.machine_id as TargetId,
      place: { environmentId: place.environment_id as EnvironmentId, tenantId: (place.tenant_id || null) as never },
      eventAt: row.occurred_at.getTime(),
      current: current ? { id: current.releaseId as ReleaseId, version: current.version } : null,
      pinned,
      steps: reach(row.machine_id),
      installed: has
        ? {
            releaseId: has.release_id as ReleaseId,
            byTriggerId: has.trigger_id as TriggerId | null,
            startedAt: has.start_time?.getTime() ?? 0,
            endedAt: has.completed_time?.getTime() ?? 0,
          }
        : null,
      pending: pending.map(({ specific, excluded, ...each }) => ({
        ...each,
        takesMachine:
          (specific.length === 0 || specific.includes(row.machine_id)) && !excluded.includes(row.machine_id),
      })),
    }
  }
  return { factsFor, nameOf }
}

/** The release that is pinned to a place for its triggers; used instead of the current one (domain reference 7.6). */
async function findPinned(db: Queryable, project: Document | undefined, place: PlaceRow): Promise<ReleaseRef | null> {
  const overrides = (project?.AutoDeployReleaseOverrides ?? []) as readonly ReleaseOverride[]
  const own = overrides.find(
    ({ EnvironmentId, TenantId }) => EnvironmentId === place.environment_id && (TenantId || '') === place.tenant_id,
  )
  const release = own && (await findRelease(db, own.ReleaseId))
  return release && release.project_id === place.project_id
    ? { id: release.id as ReleaseId, version: release.version }
    : null
}

async function loadPending(
  db: Queryable,
  place: PlaceRow,
): Promise<(Omit<PendingDeployment, 'takesMachine'> & { specific: string[]; excluded: string[] })[]> {
  const { rows } = await sql<{
    id: string
    release_id: string
    started: boolean
    specific: string[]
    excluded: string[]
  }>`
    select d.id, d.release_id, t.start_time is not null as started, d.specific_machine_ids as specific, d.excluded_machine_ids as excluded
    from server_task t join deployment d on d.task_id = t.id
    where t.state in ('Queued', 'Executing', 'Cancelling') and t.project_id = ${place.project_id} and t.environment_id = ${place.environment_id}
      and coalesce(t.tenant_id, '') = ${place.tenant_id} and (t.start_time is not null or t.queue_time <= now() + interval '1 second')`.execute(
    db,
  )
  return rows.map((row) => ({
    id: row.id as PendingDeployment['id'],
    releaseId: row.release_id as ReleaseId,
    hasStarted: row.started,
    specific: row.specific,
    excluded: row.excluded,
  }))
}
