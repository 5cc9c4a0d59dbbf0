import { sql } from 'kysely'
import type { Tx } from '../../../database/connection.ts'
import type { TriggerRow } from '../deploy-for-trigger.ts'

export interface Reason {
  readonly code: string
  readonly message: string
}

/** What came of a time of a trigger: for one place, or as a whole when `place` is null. */
interface Decision {
  readonly due: Date
  readonly place: { readonly environmentId: string; readonly tenantId: string | null } | null
  readonly state: 'waiting' | 'released' | 'not-deployed'
  readonly reason: Reason
  readonly releaseId?: string
}

/** Adds the one decision on (trigger, time, place); the key keeps it one, whoever repeats what was interrupted (T6). */
export async function recordDecision(tx: Tx, trigger: TriggerRow, decision: Decision): Promise<void> {
  const { due, place, state, reason, releaseId = null } = decision
  await sql`insert into trigger_decision
      (space_id, trigger_id, scheduled_for, project_id, environment_id, tenant_id, state, reason, release_id, decided_at)
    values (${trigger.space_id}, ${trigger.id}, ${due}, ${trigger.project_id}, ${place?.environmentId ?? ''}, ${place?.tenantId ?? ''},
      ${state}, ${JSON.stringify(reason)}::jsonb, ${releaseId}, ${state === 'waiting' ? null : sql`now()`})
    on conflict do nothing`.execute(tx)
}

/** Settles a decision that waited. */
export async function settleDecision(
  tx: Tx,
  id: number,
  outcome: {
    readonly state: 'deployed' | 'run' | 'not-deployed'
    readonly reason: Reason
    readonly releaseId?: string
    readonly deploymentId?: string
    readonly runId?: string
  },
): Promise<void> {
  const { state, reason, releaseId = null, deploymentId = null, runId = null } = outcome
  await sql`update trigger_decision set state = ${state}, reason = ${JSON.stringify(reason)}::jsonb,
      release_id = coalesce(${releaseId}, release_id), deployment_id = ${deploymentId}, runbook_run_id = ${runId}, decided_at = now()
    where id = ${id}`.execute(tx)
}
