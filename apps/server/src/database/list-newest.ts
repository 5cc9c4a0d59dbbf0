import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from './connection.ts'
import { countAhead } from './count-ahead.ts'
import type { Tables } from './tables.ts'

/** A page of a table that grows, newest first, and how many rows meet the conditions, as far as `countAhead` counts. */
export async function listNewest<Row>(
  db: Queryable,
  table: keyof Tables,
  conditions: readonly RawBuilder<unknown>[],
  page: { readonly skip: number; readonly take: number },
): Promise<{ items: Row[]; total: number }> {
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  const wanted = sql`from ${sql.table(table)} where ${where}`
  const [items, total] = await Promise.all([
    sql<Row>`select * ${wanted} order by number desc offset ${page.skip} limit ${page.take}`.execute(db),
    countAhead(db, wanted, page),
  ])
  return { items: items.rows, total }
}
