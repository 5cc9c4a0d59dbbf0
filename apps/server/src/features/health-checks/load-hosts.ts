import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Reach } from '../../execution/index.ts'
import { type HealthPolicy, loadHealthPolicies } from '../machine-policies/to-domain.ts'
import { REACH_COLUMNS, type ReachRow, reachOfRow, withPolicy } from '../machines/reach.ts'

/** A machine or worker, as far as a health check needs it. */
export interface Host {
  readonly id: string
  readonly name: string
  /** Of a machine. */
  readonly roles: readonly string[]
  readonly reach: Reach
  readonly policy: HealthPolicy
}

type HostRow = ReachRow & Pick<Host, 'name' | 'roles'> & { readonly policy_id: string }

/** The enabled ones of these machines and workers, with their policies, in the order of the ids. */
export async function loadHosts(db: Queryable, ids: readonly string[]): Promise<readonly Host[]> {
  const rowsOf = async (table: 'machine' | 'worker') => {
    const host = sql.table(table)
    const { rows } = await sql<HostRow>`
      select ${host}.id, ${host}.name, ${table === 'machine' ? sql`${host}.roles` : sql`'{}'::text[]`} as roles, policy.id as policy_id, ${REACH_COLUMNS}
      from ${withPolicy(table)} where ${host}.id = any(${ids}::text[]) and not ${host}.is_disabled and policy.id is not null`.execute(
      db,
    )
    return rows
  }
  const rows = new Map((await Promise.all([rowsOf('machine'), rowsOf('worker')])).flat().map((row) => [row.id, row]))
  const policies = await loadHealthPolicies(db, [...new Set([...rows.values()].map(({ policy_id }) => policy_id))])
  return ids.flatMap((id) => {
    const row = rows.get(id)
    if (!row) return []
    const { name, roles, policy_id } = row
    return [{ id, name, roles, reach: reachOfRow(row), policy: policies.get(policy_id)! }]
  })
}
