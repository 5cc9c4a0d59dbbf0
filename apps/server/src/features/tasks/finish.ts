import { sql } from 'kysely'
import { type Tx, together } from '../../database/connection.ts'
import { notify } from '../../database/signals.ts'
import { taskTopic } from './topics.ts'

/** Wakes everybody who watches a task or waits for it: its own workflow, its readers, its parent's workflow. */
export async function signalTask(
  tx: Tx,
  task: { readonly id: string; readonly parent_task_id: string | null },
): Promise<void> {
  await signalling(task).execute(tx)
}

/** The statement that does so. */
const signalling = (task: { readonly id: string; readonly parent_task_id: string | null }) =>
  sql`select ${notify(sql`topic`)} from unnest(${[task.id, task.parent_task_id ?? task.id].map(taskTopic)}::text[]) topic`

export type FinalState = 'Success' | 'Failed' | 'Canceled' | 'TimedOut'

/**
 * Stores the final state of a task, once: answers false when it was final already (reliability X3). Closes what is open in
 * its log and its interruptions.
 */
export async function finishTask(
  tx: Tx,
  taskId: string,
  final: { readonly state: FinalState; readonly errorMessage: string; readonly hasWarningsOrErrors: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ id: string; parent_task_id: string | null }>`
    update server_task set state = ${final.state}, completed_time = now(), last_updated_time = now(), error_message = ${final.errorMessage},
      has_warnings_or_errors = has_warnings_or_errors or ${final.hasWarningsOrErrors}, pending_interruptions = 0, pending_guidance = 0, waiting_for = null, waiting_for_lock = null
    where id = ${taskId} and state in ('Queued', 'Executing', 'Cancelling')
    returning id, parent_task_id`.execute(tx)
  if (!rows[0]) return false
  await together(tx, [
    sql`update interruption set is_pending = false where task_id = ${taskId} and is_pending`,
    sql`update task_activity set ended_at = now(), status = ${final.state === 'Canceled' ? 'Canceled' : 'Failed'}
      where task_id = ${taskId} and ended_at is null`,
    signalling(rows[0]),
  ])
  return true
}
