import { sql } from 'kysely'
import { type Database, inTransaction } from '../../database/connection.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import type { TaskStarter } from '../../features/context.ts'
import { queueRetention } from '../../features/retention/queue-retention.ts'
import { errorFacts, logLine } from '../../log.ts'

const SETTING = 'retention.next-run'
const HOURS_BETWEEN_RUNS = 4
/** When the database could not be asked. */
const TRY_AGAIN_MS = 60_000

/** Queues retention whenever it is due, on one of the nodes, until it is stopped. The timer is armed from the stored time. */
export function watchRetention(deps: { readonly database: Database; readonly tasks: TaskStarter }): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const look = async (): Promise<void> => {
    const waitMs = await queueWhenDue(deps.database)
      .then(({ taskId, dueInMs }) => {
        if (taskId) deps.tasks.begin(taskId)
        return dueInMs
      })
      .catch((error: unknown) => {
        if (!stopped) logLine('warn', 'Retention could not be queued; it is tried again', errorFacts(error))
        return TRY_AGAIN_MS
      })
    if (stopped) return
    timer = setTimeout(() => void look(), waitMs)
    timer.unref()
  }
  void look()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/**
 * Queues a run of retention if its time has come and none is under way, and stores the next time, in one transaction: the row's
 * lock decides between nodes, and its times are the database's. Runs that were missed while no server was up are one run.
 */
export function queueWhenDue(database: Database): Promise<{ taskId: string | null; dueInMs: number }> {
  return inTransaction(database, async (tx) => {
    const interval = sql`make_interval(hours => ${HOURS_BETWEEN_RUNS})`
    await sql`insert into server_setting (key, value) values (${SETTING}, to_jsonb(now() + ${interval}))
      on conflict (key) do nothing`.execute(tx)
    const { rows } = await sql<{ due_in_ms: number; is_under_way: boolean }>`
      select extract(epoch from (value #>> '{}')::timestamptz - clock_timestamp())::float8 * 1000 as due_in_ms,
        exists (select 1 from server_task
          where name = 'Retention' and state in ('Queued', 'Executing', 'Cancelling')) as is_under_way
      from server_setting where key = ${SETTING} for update`.execute(tx)
    const { due_in_ms, is_under_way } = rows[0]!
    if (due_in_ms > 0) return { taskId: null, dueInMs: due_in_ms }
    await sql`update server_setting set value = to_jsonb(now() + ${interval}) where key = ${SETTING}`.execute(tx)
    const taskId = is_under_way ? null : (await queueRetention(tx, systemCaller())).id
    return { taskId, dueInMs: HOURS_BETWEEN_RUNS * 3_600_000 }
  })
}
