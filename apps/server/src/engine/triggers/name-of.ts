import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'

/** Names of the things that reasons speak of; an id without a thing stays as it is. */
export async function loadNameOf(
  db: Queryable,
  ids: readonly (string | null | undefined)[],
): Promise<(id: string) => string> {
  const wanted = [...new Set(ids.filter((id) => typeof id === 'string' && id !== ''))]
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from machine where id = any(${wanted}) union all select id, name from environment where id = any(${wanted})
    union all select id, name from tenant where id = any(${wanted}) union all select id, name from project where id = any(${wanted})
    union all select id, name from channel where id = any(${wanted})`.execute(db)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? id
}
