import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { notify } from '../../database/signals.ts'
import type { TaskState } from '../../database/tables.ts'

/**
 * One run of a task: it lasts from when a node takes the task up until the task ends, or until it is taken up again because
 * that node seemed dead. A node that was only paused goes on with its run, which may write nothing any more (reliability F5).
 */
export interface TaskRun {
  readonly id: string
  readonly run_number: number
}

/** Thrown to a run whose task was taken up again. The newer run does whatever is left to do. */
export class Superseded extends Error {
  constructor({ id, run_number }: TaskRun) {
    super(`Run ${run_number} of ${id} is not its newest.`)
  }
}

/**
 * Locks the task until the transaction ends and answers its state. Part of every transaction in which a run writes, at any
 * place in it: throws `Superseded`, so that nothing of it stays. With `topic` it also sends that signal.
 */
export async function lockTask(tx: Tx, run: TaskRun, topic?: string): Promise<TaskState> {
  const signalled = topic === undefined ? sql`` : sql`, ${notify(topic)}`
  const { rows } = await sql<{ state: TaskState }>`
    select state${signalled} from server_task where id = ${run.id} and run_number = ${run.run_number}
    for no key update`.execute(tx)
  if (!rows[0]) throw new Superseded(run)
  return rows[0].state
}
