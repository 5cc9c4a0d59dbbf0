import { isDeepStrictEqual } from 'node:util'
import type { EnvironmentId, ProjectId, TenantId } from '@flotilla/domain'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../../database/connection.ts'
import type { CurrentRelease } from '../../../features/deployments/queries.ts'
import { type Converging, convergingOf, loadSuiteDrift } from '../../../features/drift/suite-drift.ts'
import { triggerFacts } from '../../../features/project-triggers/resource.ts'
import type { TriggerDeps } from '../deploy-for-trigger.ts'
import { isBlocked, type WaitingPlace } from './find-places.ts'
import { deploysOnlyMissing, type MachineTrigger } from './machine-trigger.ts'

/** What one trigger was planned to bring to a place, and what that was planned for. */
interface PlannedTrigger {
  readonly trigger: MachineTrigger
  /** The decisions that waited then: of a machine that came later nothing is known. */
  readonly decisionIds: ReadonlySet<number>
  readonly currentDeploymentId: string | undefined
  readonly converging: Converging
}

/** What is missing in a place, by trigger, for those that bring only that; as far as the owner of each may see it. */
export interface PlannedMissing {
  readonly at: Date | null
  readonly byTrigger: ReadonlyMap<string, PlannedTrigger>
}

/**
 * Plans what is missing where machines wait, before the place is taken: with a large suite that takes its time, and nobody who
 * deploys there is to wait for it. Whoever has the place asks {@link plannedUntilNow} whether it still holds.
 */
export async function planMissing(deps: TriggerDeps, place: WaitingPlace): Promise<PlannedMissing> {
  const { database } = deps
  const { rows } = await sql<MachineTrigger & { decision_ids: number[]; now: Date }>`
    select t.id, t.project_id, t.document, json_agg(d.id) as decision_ids, now() as now
    from trigger_decision d join project_trigger t on t.id = d.trigger_id
    where d.state = 'waiting' and d.machine_event_id is not null and d.project_id = ${place.project_id}
      and d.environment_id = ${place.environment_id} and d.tenant_id = ${place.tenant_id}
      and t.document -> 'Action' ->> 'ShouldDeployOnlyMissing' = 'true'
    group by t.id`.execute(database)
  const byTrigger = new Map<string, PlannedTrigger>()
  if (rows.length === 0 || (await isBlocked(database, place))) return { at: null, byTrigger }
  const at = {
    projectId: place.project_id as ProjectId,
    environmentId: place.environment_id as EnvironmentId,
    tenantId: (place.tenant_id || null) as TenantId | null,
  }
  for (const { decision_ids, now: _now, ...trigger } of rows) {
    const owner = await deps.loadCaller(triggerFacts(trigger.document).ownerId)
    const drift = await loadSuiteDrift(deps, owner, at)
    byTrigger.set(trigger.id, {
      trigger,
      decisionIds: new Set(decision_ids),
      currentDeploymentId: drift.current?.deploymentId,
      converging: convergingOf(drift, null),
    })
  }
  return { at: rows[0]!.now, byTrigger }
}

/**
 * Of what was planned, what holds now that the place is taken: nothing has run there since, what is current is the same, and so
 * is the trigger. `isPlanned` says whether a decision can be made on it; one that needs no plan always can.
 */
export async function plannedUntilNow(
  tx: Tx,
  place: WaitingPlace,
  planned: PlannedMissing,
  now: { readonly triggers: ReadonlyMap<string, MachineTrigger>; readonly current: CurrentRelease | undefined },
) {
  const hasHeld = planned.at !== null && !(await hasRunSince(tx, place, planned.at))
  const holds = ({ trigger, currentDeploymentId }: PlannedTrigger) =>
    hasHeld &&
    currentDeploymentId === now.current?.deploymentId &&
    isDeepStrictEqual(trigger.document, now.triggers.get(trigger.id)?.document)
  const holding = new Map([...planned.byTrigger].filter(([, each]) => holds(each)))
  return {
    missing: new Map([...holding].map(([id, { converging }]) => [id, converging])),
    isPlanned: (decision: { readonly id: number; readonly trigger_id: string }): boolean => {
      const trigger = now.triggers.get(decision.trigger_id)
      if (!trigger || !deploysOnlyMissing(trigger)) return true
      return holding.get(trigger.id)?.decisionIds.has(decision.id) === true
    },
  }
}

/** Whether a deployment to the place has begun since and ended. When it was planned none was due there, and none is now. */
async function hasRunSince(db: Queryable, place: WaitingPlace, at: Date): Promise<boolean> {
  const { rows } = await sql`
    select from server_task where project_id = ${place.project_id} and environment_id = ${place.environment_id}
      and coalesce(tenant_id, '') = ${place.tenant_id} and state in ('Success', 'Failed', 'Canceled', 'TimedOut')
      and start_time >= ${at} limit 1`.execute(db)
  return rows.length > 0
}
