import type { Tx } from '../../database/connection.ts'
import { nextNumber } from '../../database/ids.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import type { TaskRow } from './queries.ts'

interface TaskToQueue {
  /** Null for a task of the server. */
  readonly spaceId: string | null
  readonly name: string
  readonly description: string
  readonly arguments: Readonly<Record<string, string>>
}

/** Queues a task that deploys and runs nothing, with its event. Start it after the commit. */
export async function queueServerTask(
  tx: Tx,
  caller: Caller,
  { related, ...asked }: TaskToQueue & { /** What it is about, for its event. */ readonly related: readonly string[] },
): Promise<TaskRow> {
  const task = await insertServerTask(tx, caller, asked)
  await recordEvent(tx, caller, {
    category: 'TaskQueued',
    message: `${task.description} was queued`,
    spaceId: task.space_id,
    related: [task.id, ...related],
  })
  return task
}

/** The same without an event: what the server does by itself all day long would drown what people do. */
export async function insertServerTask(tx: Tx, caller: Caller, asked: TaskToQueue): Promise<TaskRow> {
  const number = await nextNumber(tx, 'ServerTasks')
  return tx
    .insertInto('server_task')
    .values({
      id: `ServerTasks-${number}`,
      number,
      space_id: asked.spaceId,
      name: asked.name,
      description: asked.description,
      arguments: JSON.stringify(asked.arguments),
      state: 'Queued',
      queue_time: new Date(),
      started_by: caller.userId,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}
