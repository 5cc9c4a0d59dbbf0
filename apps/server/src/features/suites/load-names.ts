import type { ChildPlan } from '@flotilla/domain/suites'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'

/** Names for the ids that plans, and what is told with them, mention; an id without a thing stays as it is. */
export async function loadNames(
  db: Queryable,
  plans: readonly (ChildPlan | { readonly plan: ChildPlan | null })[],
): Promise<(id: string) => string> {
  const ids = [
    ...new Set(
      JSON.stringify(plans).match(/\b(Projects|Environments|Tenants|Channels|Machines|Releases)-\d+\b/g) ?? [],
    ),
  ]
  if (ids.length === 0) return (id) => id
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from project where id = any(${ids}) union all select id, name from environment where id = any(${ids})
    union all select id, name from tenant where id = any(${ids}) union all select id, name from channel where id = any(${ids})
    union all select id, name from machine where id = any(${ids}) union all select id, version from release where id = any(${ids})`.execute(
    db,
  )
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? id
}
