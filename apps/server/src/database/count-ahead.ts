import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from './connection.ts'

interface Page {
  readonly skip: number
  readonly take: number
}

/** Rows of a growing table are counted this far beyond the page that is shown: counting all would read all. */
const COUNTED_AHEAD = 10_000

export const mostCounted = ({ skip, take }: Page): number => skip + take + COUNTED_AHEAD

/**
 * How many rows a query finds, exact up to 10,000 beyond the page and never less than what tells that there is another
 * page. `fromWhere` is the query without its columns, order and limit.
 */
export async function countAhead(db: Queryable, fromWhere: RawBuilder<unknown>, page: Page): Promise<number> {
  const { rows } = await countOf(fromWhere, page).execute(db)
  return rows[0]!.count
}

/** A page of what a query finds, and how many rows that is as `countAhead` counts them, in one statement. */
export async function listAndCount<Row>(
  db: Queryable,
  query: {
    readonly columns?: RawBuilder<unknown>
    readonly fromWhere: RawBuilder<unknown>
    readonly order: RawBuilder<unknown>
  },
  page: Page,
): Promise<{ items: Row[]; total: number }> {
  const { columns = sql`*`, fromWhere, order } = query
  const { rows } = await sql<Row & { readonly counted: number }>`
    select ${columns}, (${countOf(fromWhere, page)}) as counted ${fromWhere}
    order by ${order} offset ${page.skip} limit ${page.take}`.execute(db)
  return { items: rows, total: await totalOf(rows, page, () => countAhead(db, fromWhere, page)) }
}

/** How many rows there are in all, which each row of a page tells; `count` is asked when the page has none and others may. */
export async function totalOf(
  rows: readonly { readonly counted: number }[],
  page: Page,
  count: () => Promise<number>,
): Promise<number> {
  if (rows[0]) return rows[0].counted
  return page.skip > 0 || page.take === 0 ? await count() : 0
}

const countOf = (fromWhere: RawBuilder<unknown>, page: Page) =>
  sql<{ count: number }>`select count(*) as count from (select 1 ${fromWhere} limit ${mostCounted(page)}) counted`
