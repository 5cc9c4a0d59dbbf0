import type { HealthStatus } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import type { Caller } from '../context.ts'
import { HEALTH_EVENTS, recordHostEvent } from './machine-events.ts'

const SUMMARIES: Readonly<Record<HealthStatus, string>> = {
  Healthy: 'The last health check passed.',
  HasWarnings: 'The last health check passed with warnings.',
  Unhealthy: 'The last health check failed.',
  Unavailable: 'The machine could not be reached.',
  Unknown: 'The machine has not been checked yet.',
}

/** What a document says besides its health. */
export const summaryOf = (status: HealthStatus): string => SUMMARIES[status]

/**
 * Stores what a health check found. The event is written on a change only; two nodes that find the same at once write one
 * (the guard is in the `where`). Answers whether the health changed. Source: domain reference 6.3, 7.2.
 */
export async function setHealth(tx: Tx, caller: Caller, machineId: string, status: HealthStatus): Promise<boolean> {
  const facts = JSON.stringify({ HealthStatus: status, StatusSummary: summaryOf(status) })
  const { rows } = await sql<{ document: Document }>`
    update machine set health_status = ${status}, document = document || ${facts}::jsonb
    where id = ${machineId} and health_status <> ${status}
    returning document`.execute(tx)
  const machine = rows[0]?.document
  const category = HEALTH_EVENTS[status]
  if (machine && category) await recordHostEvent(tx, caller, machine, category)
  return machine !== undefined
}

/** Roles as they were first written in the space: they are compared without case, and one spelling is kept. */
export async function settleRoles(db: Queryable, spaceId: string, roles: readonly string[]): Promise<string[]> {
  const settled = new Map<string, string>()
  for (const role of roles.map((text) => text.trim())) {
    if (settled.has(role.toLowerCase())) continue
    settled.set(role.toLowerCase(), (await spellingOf(db, spaceId, role)) ?? role)
  }
  return [...settled.values()]
}

async function spellingOf(db: Queryable, spaceId: string, role: string): Promise<string | undefined> {
  // The index answers for a role that is in use as it is written, which nearly all are.
  const { rows: same } = await sql`
    select 1 from machine where space_id = ${spaceId} and roles @> array[${role}]::text[] limit 1`.execute(db)
  if (same.length > 0) return role
  const { rows } = await sql<{ role: string }>`
    select role from machine, unnest(roles) as role where space_id = ${spaceId} and lower(role) = lower(${role}) limit 1`.execute(
    db,
  )
  return rows[0]?.role
}
