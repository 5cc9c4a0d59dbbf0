import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { badRequest } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { findExecutionOfTask, isDeployment, relatedIds } from '../deployments/execution.ts'
import type { DeploymentRow } from '../deployments/queries.ts'
import { type FinalState, signalTask } from './finish.ts'
import type { TaskRow } from './queries.ts'

/** What a person may say that came of a task. */
export const SETTABLE_STATES = ['Success', 'Failed', 'Canceled'] as const satisfies readonly FinalState[]

/**
 * Says that an ended task came to something else, with its reason in the audit. A deployment then counts, or no longer counts, as
 * a success for progression and as what its place runs; what was installed on machines is not touched.
 *
 * Errors: 400 for a task that has not ended. Source: domain reference 3.6 (edit state).
 */
export async function changeState(
  tx: Tx,
  caller: Caller,
  task: TaskRow,
  { state, reason }: { readonly state: (typeof SETTABLE_STATES)[number]; readonly reason: string },
): Promise<void> {
  const { rows } = await sql<{ state: string; completed_time: Date | null }>`
    select state, completed_time from server_task where id = ${task.id} for update`.execute(tx)
  const before = rows[0]!
  if (!before.completed_time) throw badRequest(`State: ${task.id} has not ended. Cancel it, or wait for its end.`)
  if (before.state === state) return
  await sql`update server_task set state = ${state}, last_updated_time = now(), error_message = ${state === 'Success' ? '' : reason}
    where id = ${task.id}`.execute(tx)
  const execution = await findExecutionOfTask(tx, task.id)
  if (execution && isDeployment(execution)) await projectSuccess(tx, execution)
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `${task.description} was ${before.state} and was set to ${state}${reason ? `: ${reason}` : ''}`,
    spaceId: task.space_id,
    related: [task.id, ...(execution ? relatedIds(execution) : []), task.parent_task_id],
    details: { before: { State: before.state }, after: { State: state } },
  })
  await signalTask(tx, task)
}

/** Makes the projection of successes anew for a release in a place: that of the success that began last, if there is one. */
async function projectSuccess(tx: Tx, deployment: DeploymentRow): Promise<void> {
  const { release_id, environment_id, tenant_id, channel_id } = deployment
  await sql`delete from release_success where release_id = ${release_id} and environment_id = ${environment_id}
    and tenant_id = ${tenant_id ?? ''} and channel_id = ${channel_id}`.execute(tx)
  await sql`insert into release_success
      (project_id, environment_id, tenant_id, channel_id, release_id, deployment_id, task_id, started_at, completed_at)
    select d.project_id, d.environment_id, coalesce(d.tenant_id, ''), d.channel_id, d.release_id, d.id, t.id,
      coalesce(t.start_time, t.completed_time), t.completed_time
    from deployment d join server_task t on t.id = d.task_id
    where d.release_id = ${release_id} and d.environment_id = ${environment_id} and d.channel_id = ${channel_id}
      and coalesce(d.tenant_id, '') = ${tenant_id ?? ''} and t.state = 'Success'
    order by t.start_time desc nulls last limit 1`.execute(tx)
}
