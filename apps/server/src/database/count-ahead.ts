import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from './connection.ts'

/** Rows of a growing table are counted this far beyond the page that is shown: counting all would read all. */
const COUNTED_AHEAD = 10_000

export const mostCounted = ({ skip, take }: { readonly skip: number; readonly take: number }): number =>
  skip + take + COUNTED_AHEAD

/**
 * How many rows a query finds, exact up to 10,000 beyond the page and never less than what tells that there is another
 * page. `fromWhere` is the query without its columns, order and limit.
 */
export async function countAhead(
  db: Queryable,
  fromWhere: RawBuilder<unknown>,
  page: { readonly skip: number; readonly take: number },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 ${fromWhere} limit ${mostCounted(page)}) counted`.execute(db)
  return rows[0]!.count
}
