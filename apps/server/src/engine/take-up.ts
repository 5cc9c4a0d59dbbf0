import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { TaskRow } from '../features/tasks/queries.ts'

/**
 * Begins a new run of a task, which supersedes every earlier one on whatever node. Answers nothing when there is nothing to
 * run: the task is final, or the engine has given it to another node, as when this one was paused and taken for dead.
 */
export async function takeUp(database: Database, nodeName: string, taskId: string): Promise<TaskRow | undefined> {
  const { rows } = await sql<TaskRow>`
    update server_task task set run_number = run_number + 1,
      server_node = case when start_time is null then server_node else ${nodeName} end
    where id = ${taskId} and state in ('Queued', 'Executing', 'Cancelling') and exists (
      select from dbos.workflow_status given where given.workflow_uuid = task.id and given.executor_id = ${nodeName})
    returning *`.execute(database)
  return rows[0]
}
