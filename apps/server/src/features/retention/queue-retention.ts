import type { Tx } from '../../database/connection.ts'
import { nextNumber } from '../../database/ids.ts'
import type { Caller } from '../context.ts'
import type { TaskRow } from '../tasks/queries.ts'

/** Queues a run of retention over all spaces. Start its task after the commit. */
export async function queueRetention(tx: Tx, caller: Caller): Promise<TaskRow> {
  const number = await nextNumber(tx, 'ServerTasks')
  return tx
    .insertInto('server_task')
    .values({
      id: `ServerTasks-${number}`,
      number,
      space_id: null,
      name: 'Retention',
      description: 'Apply retention policies',
      arguments: JSON.stringify({}),
      state: 'Queued',
      queue_time: new Date(),
      started_by: caller.userId,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}
