import type { EnvironmentId, ProjectId, ReleaseId, TenantId, TriggerId } from '@flotilla/domain'
import { isSameMachine } from '@flotilla/domain/drift'
import type { TenantedMode } from '@flotilla/domain/targets'
import { type ReleaseRef, stillMatches, TRY_WINDOW_MS, type TriggerFacts } from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../../database/connection.ts'
import { type Document, findDocument } from '../../../database/documents.ts'
import { targetOf } from '../../../features/deployments/deployment-world.ts'
import { type CurrentRelease, findCurrent, type ProjectPlace } from '../../../features/deployments/queries.ts'
import type { Converging } from '../../../features/drift/suite-drift.ts'
import { KINDS } from '../../../features/kinds.ts'
import { machineKeyIn } from '../../../features/machines/machine-key.ts'
import { findRelease } from '../../../features/releases/queries.ts'
import { tenantOf } from '../../../features/tenants/to-domain.ts'
import { loadNameOf } from '../name-of.ts'
import type { WaitingPlace } from './find-places.ts'
import { loadStepReach } from './load-step-reach.ts'
import { deploysOnlyMissing, filterOf, type MachineTrigger } from './machine-trigger.ts'
import { type PlannedMissing, plannedUntilNow } from './plan-missing.ts'

/** A machine that waits in a place, because of an event and a trigger. */
export interface WaitingRow {
  readonly id: number
  readonly trigger_id: string
  readonly machine_id: string
  readonly category: string
  readonly occurred_at: Date
}

export interface PlaceFacts {
  /** Undefined when the machine, or the trigger, has been deleted, and with it what waits. */
  readonly factsFor: (row: WaitingRow) => TriggerFacts | undefined
  readonly nameOf: (id: string) => string
  readonly current: CurrentRelease | undefined
  /** What is missing, as far as a trigger's owner may see it; by trigger, for those that bring only that. */
  readonly missing: ReadonlyMap<string, Converging>
  /** Whether all is known that this one is to be decided by; if not it is to be planned again. */
  readonly isPlanned: (row: WaitingRow) => boolean
}

interface ReleaseOverride {
  readonly EnvironmentId: string
  readonly TenantId?: string | null
  readonly ReleaseId: string
}

export const projectPlace = (place: WaitingPlace): ProjectPlace => ({
  projectId: place.project_id,
  environmentId: place.environment_id,
  tenantId: place.tenant_id || null,
})

/**
 * What is known of the machines that wait in a place: what they have in common is read once, and the rest for all of them
 * together. The machines cannot be deleted until the transaction ends.
 */
export async function loadPlaceFacts(
  tx: Tx,
  place: WaitingPlace,
  waiting: readonly WaitingRow[],
  planned: PlannedMissing,
): Promise<PlaceFacts> {
  const at = projectPlace(place)
  const machineIds = [...new Set(waiting.map(({ machine_id }) => machine_id))]
  const [targets, triggers, project, tenant, current, installed, nameOf] = await Promise.all([
    loadTargets(tx, machineIds),
    loadTriggers(tx, [...new Set(waiting.map(({ trigger_id }) => trigger_id))]),
    findDocument(tx, KINDS.project, place.project_id),
    at.tenantId ? findDocument(tx, KINDS.tenant, at.tenantId) : undefined,
    findCurrent(tx, at),
    loadInstalled(tx, place, machineIds),
    loadNameOf(tx, [place.environment_id, place.tenant_id, place.project_id, ...machineIds]),
  ])
  const { missing, isPlanned } = await plannedUntilNow(tx, place, planned, { triggers, current })
  const lacking = new Map(
    [...missing].map(([id, { missing: all }]) => [id, new Set<string>(all.flatMap(({ machineIds: ids }) => ids))]),
  )
  const pinned = await findPinned(tx, project, place)
  const currentRef = current ? { id: current.releaseId as ReleaseId, version: current.version } : null
  const release = pinned ?? currentRef
  const [reach, tries] = release
    ? await Promise.all([
        loadStepReach(tx, release.id, place.environment_id, at.tenantId),
        loadTries(tx, place, release.id, machineIds),
      ])
    : [() => [], new Map<string, number>()]
  const triggerPlace = { environmentId: at.environmentId as EnvironmentId, tenantId: at.tenantId as TenantId | null }
  const projectFacts = {
    id: place.project_id as ProjectId,
    isDisabled: project === undefined || project.IsDisabled === true,
    tenantedMode: (project?.TenantedDeploymentMode ?? 'Untenanted') as TenantedMode,
  }
  const factsFor = (row: WaitingRow): TriggerFacts | undefined => {
    const trigger = triggers.get(row.trigger_id)
    const target = targets.get(row.machine_id)
    if (!trigger || !target) return undefined
    return {
      trigger: {
        id: row.trigger_id as TriggerId,
        isDisabled: trigger.document.IsDisabled === true,
        redeploysWhenCurrent: trigger.document.Action.ShouldRedeployWhenMachineHasBeenDeployedTo === true,
        deploysOnlyMissing: deploysOnlyMissing(trigger),
      },
      project: projectFacts,
      target,
      place: triggerPlace,
      match: stillMatches({
        filter: filterOf(trigger),
        event: row,
        target,
        project: projectFacts,
        tenants: tenant ? [tenantOf(tenant)] : [],
        place: triggerPlace,
      }),
      eventAt: row.occurred_at.getTime(),
      current: currentRef,
      pinned,
      steps: reach(row.machine_id),
      installed: installed.get(row.machine_id) ?? null,
      lacksSomething: lacking.get(row.trigger_id)?.has(target.id) ?? false,
      triesInVain: tries.get(`${row.trigger_id} ${row.machine_id}`) ?? 0,
    }
  }
  return { factsFor, nameOf, current, missing, isPlanned }
}

async function loadTargets(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<Parameters<typeof targetOf>[0]>`
    select id, name, environment_ids, roles, tenancy, tenant_ids, tenant_tags, is_disabled, health_status
    from machine where id = any(${ids}) order by id for key share`.execute(tx)
  return new Map<string, ReturnType<typeof targetOf>>(rows.map((row) => [row.id, targetOf(row)]))
}

async function loadTriggers(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, MachineTrigger>> {
  const { rows } = await sql<MachineTrigger>`
    select id, project_id, document from project_trigger where id = any(${ids})`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What machines are known to hold for sure: not what another machine held under the name, nor what a failed attempt was to replace. */
async function loadInstalled(
  db: Queryable,
  place: WaitingPlace,
  machineIds: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<TriggerFacts['installed']>>> {
  const { rows } = await sql<{
    machine_id: string
    release_id: ReleaseId
    trigger_id: TriggerId | null
    start_time: Date | null
    completed_time: Date | null
    machine_key: string
    key_now: string
  }>`
    select i.machine_id, i.release_id, d.trigger_id, t.start_time, t.completed_time, i.machine_key,
      ${machineKeyIn(sql`machine.document`)} as key_now
    from machine_installation i join machine on machine.id = i.machine_id
      join deployment d on d.id = i.deployment_id join server_task t on t.id = d.task_id
    where i.project_id = ${place.project_id} and i.environment_id = ${place.environment_id} and i.tenant_id = ${place.tenant_id}
      and i.machine_id = any(${machineIds}) and i.failed_deployment_id is null`.execute(db)
  const sure = rows.filter(({ machine_key, key_now }) => isSameMachine(machine_key, key_now))
  return new Map(
    sure.map((row) => [
      row.machine_id,
      {
        releaseId: row.release_id,
        byTriggerId: row.trigger_id,
        startedAt: row.start_time?.getTime() ?? 0,
        endedAt: row.completed_time?.getTime() ?? 0,
      },
    ]),
  )
}

/**
 * How often each trigger has lately deployed a release to each machine in vain, by both their ids: it failed, or left the machine
 * out. A deployment that was cancelled does not count.
 */
async function loadTries(
  db: Queryable,
  place: WaitingPlace,
  releaseId: ReleaseId,
  machineIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ trigger_id: string; machine_id: string; tries: number }>`
    select tried.trigger_id, tried.machine_id, count(distinct tried.deployment_id) as tries
    from trigger_decision tried join deployment d on d.id = tried.deployment_id join server_task t on t.id = d.task_id
    where tried.machine_id = any(${machineIds}) and tried.state = 'deployed' and tried.project_id = ${place.project_id}
      and tried.environment_id = ${place.environment_id} and tried.tenant_id = ${place.tenant_id}
      and d.release_id = ${releaseId} and t.state in ('Success', 'Failed', 'TimedOut')
      and t.completed_time > now() - make_interval(secs => ${TRY_WINDOW_MS / 1_000})
      and not exists (select from machine_installation i where i.machine_id = tried.machine_id and i.project_id = tried.project_id
        and i.environment_id = tried.environment_id and i.tenant_id = tried.tenant_id and i.installed_at >= t.start_time)
    group by tried.trigger_id, tried.machine_id`.execute(db)
  return new Map(rows.map((row) => [`${row.trigger_id} ${row.machine_id}`, row.tries]))
}

/** The release that is pinned to a place for its triggers; used instead of the current one (domain reference 7.6). */
async function findPinned(
  db: Queryable,
  project: Document | undefined,
  place: WaitingPlace,
): Promise<ReleaseRef | null> {
  const overrides = (project?.AutoDeployReleaseOverrides ?? []) as readonly ReleaseOverride[]
  const own = overrides.find(
    ({ EnvironmentId, TenantId }) => EnvironmentId === place.environment_id && (TenantId || '') === place.tenant_id,
  )
  const release = own && (await findRelease(db, own.ReleaseId))
  return release && release.project_id === place.project_id
    ? { id: release.id as ReleaseId, version: release.version }
    : null
}
