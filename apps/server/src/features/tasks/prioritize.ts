import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { badRequest } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { signalTask } from './finish.ts'
import type { TaskRow } from './queries.ts'

/**
 * Moves a task before all others that wait for the same lock. Errors: 400 for one that does not wait any more.
 * Source: domain reference 3.5 (5).
 */
export async function prioritize(tx: Tx, caller: Caller, task: TaskRow): Promise<void> {
  const { numAffectedRows } = await sql`
    update server_task set is_first = true, last_updated_time = now() where id = ${task.id} and state = 'Queued'`.execute(
    tx,
  )
  if (!numAffectedRows) throw badRequest(`${task.id} is not waiting in the queue: its state is ${task.state}.`)
  await recordEvent(tx, caller, {
    category: 'TaskPrioritized',
    message: `${task.description} was moved to the top of the queue`,
    spaceId: task.space_id,
    related: [task.id, task.project_id, task.environment_id, task.tenant_id],
  })
  await signalTask(tx, task)
}
