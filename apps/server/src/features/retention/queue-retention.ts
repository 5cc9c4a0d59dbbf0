import type { Tx } from '../../database/connection.ts'
import type { Caller } from '../context.ts'
import type { TaskRow } from '../tasks/queries.ts'
import { queueServerTask } from '../tasks/queue-server-task.ts'

/** Queues a run of retention over all spaces. Start its task after the commit. */
export const queueRetention = (tx: Tx, caller: Caller): Promise<TaskRow> =>
  queueServerTask(tx, caller, {
    spaceId: null,
    name: 'Retention',
    description: 'Apply retention policies',
    arguments: {},
    related: [],
  })
