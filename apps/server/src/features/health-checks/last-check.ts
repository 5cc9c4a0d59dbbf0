import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'

/** The key of a machine's or worker's activity in the log of a task that checks it. */
export const checkKey = (id: string): string => `check:${id}`

/** When a machine or worker was checked last, and what the log of its newest check says. */
export async function lastCheck(db: Queryable, id: string) {
  const { rows } = await sql<{ checked_at: Date | null; task_id: string | null }>`
    select checked_at, task_id from health_check where id = ${id}`.execute(db)
  const last = rows[0]
  const lines = last?.task_id
    ? (
        await sql<{ category: string; occurred_at: Date; message: string; detail: string | null }>`
          select category, occurred_at, message, detail from task_log_line
          where task_id = ${last.task_id} and activity_number =
            (select number from task_activity where task_id = ${last.task_id} and key = ${checkKey(id)})
          order by number limit 1000`.execute(db)
      ).rows
    : []
  return {
    LastChecked: wireDate(last?.checked_at),
    Logs: lines.map((line) => ({
      Category: line.category,
      OccurredAt: wireDate(line.occurred_at),
      MessageText: line.message,
      Detail: line.detail,
    })),
  }
}
