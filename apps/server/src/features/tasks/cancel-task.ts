import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { finishTask, signalTask } from './finish.ts'
import { findTask, type TaskRow } from './queries.ts'

/**
 * Cancels a task and every child it started, and theirs, each with an event that names the parent (reliability X4). What has
 * not begun is final at once; what runs is `Cancelling` until its processes are gone. What is final stays as it is.
 */
export async function cancelTask(tx: Tx, caller: Caller, task: TaskRow, because: string): Promise<void> {
  const row = await tx
    .selectFrom('server_task')
    .selectAll()
    .where('id', '=', task.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (row.state === 'Queued' || row.state === 'Executing') {
    if (row.start_time === null) {
      await finishTask(tx, row.id, { state: 'Canceled', errorMessage: because, hasWarningsOrErrors: false })
    } else {
      await sql`update server_task set state = 'Cancelling', last_updated_time = now(), waiting_for_lock = null, error_message = ${because}
        where id = ${row.id}`.execute(tx)
      await sql`update interruption set is_pending = false where task_id = ${row.id} and is_pending`.execute(tx)
      await signalTask(tx, row)
    }
    await recordEvent(tx, caller, {
      category: 'TaskCanceled',
      message: `${row.description} was cancelled${because ? `: ${because}` : ''}`,
      spaceId: row.space_id,
      related: [
        row.id,
        row.arguments.DeploymentId ?? row.arguments.RunbookRunId,
        row.project_id,
        row.environment_id,
        row.tenant_id,
        row.parent_task_id,
      ],
    })
  }
  const children = await tx
    .selectFrom('server_task')
    .select('id')
    .where('parent_task_id', '=', row.id)
    .where('state', 'in', ['Queued', 'Executing'])
    .execute()
  for (const { id } of children) {
    const child = await findTask(tx, id)
    if (child) await cancelTask(tx, caller, child, `its parent ${row.id} (${row.description}) was cancelled`)
  }
}
