import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'

/** For so long it can be seen what came of an event of a machine or a time of a trigger; the newest of each trigger stay, however old. */
const KEPT_DECISIONS = { days: 30, ofEachTrigger: 100 }
const ROWS_A_PAGE = 1_000

/**
 * Deletes what triggers decided long ago, and events of machines of which nothing is left to show. What still waits stays. Answers how
 * many decisions.
 */
export async function deleteOldDecisions(database: Database, kept = KEPT_DECISIONS): Promise<number> {
  const isOld = (column: string) => sql<boolean>`${sql.raw(column)} < now() - make_interval(days => ${kept.days})`
  const deleted = await throughPages(
    database,
    (after) => sql`
      with page as (select id, trigger_id, decided_at, created_at as at from trigger_decision where id > ${after} order by id limit ${ROWS_A_PAGE}),
      newest as (
        select trigger_id, (select id from trigger_decision d where d.trigger_id = of_page.trigger_id
          order by id desc offset ${kept.ofEachTrigger - 1} limit 1) as first_kept
        from (select distinct trigger_id from page) of_page),
      gone as (delete from trigger_decision using page, newest
        where trigger_decision.id = page.id and newest.trigger_id = page.trigger_id and page.id < newest.first_kept and ${isOld('page.decided_at')}
        returning 1)
      select max(id) as last, count(*) as rows, ${isOld('max(at)')} as is_old, (select count(*) from gone) as gone from page`,
  )
  await throughPages(
    database,
    (after) => sql`
      with page as (select id, judged_at, occurred_at as at from machine_event where id > ${after} order by id limit ${ROWS_A_PAGE}),
      gone as (delete from machine_event using page where machine_event.id = page.id and ${isOld('page.judged_at')}
        and not exists (select from trigger_decision d where d.machine_event_id = page.id)
        returning 1)
      select max(id) as last, count(*) as rows, ${isOld('max(at)')} as is_old, (select count(*) from gone) as gone from page`,
  )
  return deleted
}

interface PageOfRows {
  readonly last: number
  readonly rows: number
  readonly is_old: boolean
  readonly gone: number
}

/** Goes from the oldest rows on until it comes to a page that ends with a young one; answers how many have gone. */
async function throughPages(database: Database, page: (after: number) => RawBuilder<unknown>): Promise<number> {
  let gone = 0
  for (let after = 0; ; ) {
    const { rows } = await (page(after) as RawBuilder<PageOfRows>).execute(database)
    const found = rows[0]!
    gone += found.gone
    if (found.rows < ROWS_A_PAGE || !found.is_old) return gone
    after = found.last
  }
}
