import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'

/** Log lines that go in one statement: each stays far below the limit of a statement's time, however long a log is. */
const LINES_A_STATEMENT = 20_000

/** Deletes ended tasks with their logs, artifacts, interruptions and, if they are a deployment's, that deployment. */
export async function deleteTasks(tx: Tx, taskIds: readonly string[]): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from task_log_line where (task_id, number) in (
        select task_id, number from task_log_line where task_id = any(${taskIds}::text[]) limit ${LINES_A_STATEMENT})`.execute(
      tx,
    )
    if (Number(numAffectedRows ?? 0) < LINES_A_STATEMENT) break
  }
  await sql`delete from server_task where id = any(${taskIds}::text[])`.execute(tx)
}
