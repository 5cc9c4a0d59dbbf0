import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from './connection.ts'
import { listAndCount } from './count-ahead.ts'
import type { Tables } from './tables.ts'

/** A page of a table that grows, newest first, and how many rows meet the conditions, as far as `countAhead` counts. */
export function listNewest<Row>(
  db: Queryable,
  table: keyof Tables,
  conditions: readonly RawBuilder<unknown>[],
  page: { readonly skip: number; readonly take: number },
): Promise<{ items: Row[]; total: number }> {
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  return listAndCount<Row>(
    db,
    { fromWhere: sql`from ${sql.table(table)} where ${where}`, order: sql`number desc` },
    page,
  )
}
