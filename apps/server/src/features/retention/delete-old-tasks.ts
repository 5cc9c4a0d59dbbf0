import { KEPT_TASKS } from '@flotilla/domain/retention'
import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable } from '../../database/connection.ts'
import { deleteTasks } from '../tasks/delete-tasks.ts'

// In the words of the index, but for runs of runbooks: ended tasks that belong to no release and no runbook.
const ENDED_OTHERS = sql<boolean>`name <> 'Deploy' and name <> 'RunbookRun' and state in ('Success', 'Failed', 'Canceled', 'TimedOut')`

const TASKS_AT_ONCE = 100

/**
 * Deletes ended tasks that belong to no release and no runbook, with their logs, beyond what is kept; answers how many. Tasks of
 * deployments go with their release, those of runs by the policy of their runbook.
 * Source: domain reference 2.9.
 */
export async function deleteOldTasks(database: Database, kept: KeptTasks = KEPT_TASKS): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select number from server_task where ${ENDED_OTHERS} order by number desc offset ${kept.ofAllKinds - 1} limit 1`.execute(
    database,
  )
  const lastOfAll = rows[0]?.number ?? 0
  let deleted = 0
  for (const name of await kindsOfTasks(database)) {
    for (;;) {
      const batch = await inTransaction(database, async (tx) => {
        const { rows: old } = await sql<{ id: string }>`
          select id from server_task
          where ${ENDED_OTHERS} and name = ${name}
            and number < (
              select number from server_task where ${ENDED_OTHERS} and name = ${name}
              order by number desc offset ${kept.ofEachKind - 1} limit 1)
            and (number < ${lastOfAll} or completed_time < now() - make_interval(days => ${kept.days}))
          order by number limit ${TASKS_AT_ONCE}`.execute(tx)
        await deleteTasks(
          tx,
          old.map(({ id }) => id),
        )
        return old.length
      })
      deleted += batch
      if (batch < TASKS_AT_ONCE) break
    }
  }
  return deleted
}

interface KeptTasks {
  readonly ofEachKind: number
  readonly ofAllKinds: number
  readonly days: number
}

/** Steps from name to name in an index. */
async function kindsOfTasks(db: Queryable): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    with recursive kind(known) as (
      (select name from server_task where ${ENDED_OTHERS} order by name limit 1)
      union all
      select next.name from kind cross join lateral (
        select name from server_task where ${ENDED_OTHERS} and name > known order by name limit 1) next)
    select known as name from kind`.execute(db)
  return rows.map(({ name }) => name)
}
