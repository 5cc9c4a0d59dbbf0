import {
  type CheckFinding,
  type CheckPolicy,
  type HealthStatus,
  type HealthVerdict,
  judgeHealth,
} from '@flotilla/domain/targets'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import type { PlaceFacts } from '../../execution/index.ts'
import { systemCaller } from '../access/authenticate.ts'
import { HEALTH_EVENTS, recordHostEvent } from '../machines/machine-events.ts'
import { summaryOf } from '../machines/service.ts'

export interface Checked {
  readonly id: string
  readonly policy: CheckPolicy
  readonly finding: CheckFinding
  /** What it said of itself; null when it was not asked. */
  readonly facts: PlaceFacts | null
}

/** Which table a machine or worker is in. */
export const tableOf = (id: string): 'machine' | 'worker' => (id.startsWith('Workers-') ? 'worker' : 'machine')

/**
 * Judges what a check found and stores what comes of it: health, facts, and an event when the health has changed. Times are
 * the database's. Answers nothing when the machine is gone or was disabled meanwhile.
 */
export async function storeHealth(tx: Tx, { id, policy, finding, facts }: Checked): Promise<HealthVerdict | undefined> {
  const table = sql.table(tableOf(id))
  const { rows } = await sql<{ document: Document; health_status: HealthStatus }>`
    select document, health_status from ${table} where id = ${id} and not is_disabled for no key update`.execute(tx)
  const host = rows[0]
  if (!host) return undefined
  const unavailableForMs = await noteContact(tx, id, finding)
  // Only one that would be removed now is looked for among what runs.
  const isDue = policy.removedAfterMs !== null && (unavailableForMs ?? -1) >= policy.removedAfterMs
  const verdict = judgeHealth(finding, policy, {
    health: host.health_status,
    unavailableForMs,
    isInUse: isDue && finding.kind === 'out-of-reach' && (await isInUse(tx, id)),
  })
  const found = {
    ...(facts ? factFields(facts) : {}),
    ...(verdict.isChange ? { HealthStatus: verdict.health, StatusSummary: summaryOf(verdict.health) } : {}),
  }
  await sql`
    update ${table} set health_status = ${verdict.health}, document = document || ${JSON.stringify(found)}::jsonb
    where id = ${id} and not document @> ${JSON.stringify(found)}::jsonb`.execute(tx)
  const category = HEALTH_EVENTS[verdict.health]
  if (verdict.isChange && category) await recordHostEvent(tx, systemCaller(), host.document, category)
  return verdict
}

const factFields = (facts: PlaceFacts) => ({
  OperatingSystem: facts.operatingSystem || 'Unknown',
  OperatingSystemVersion: facts.operatingSystemVersion,
  ShellName: facts.shellName || 'Unknown',
  ShellVersion: facts.shellVersion,
  Architecture: facts.architecture,
})

/** Notes when it was checked, and since when it could not be reached; answers for how long that is so. */
async function noteContact(tx: Tx, id: string, { kind }: CheckFinding): Promise<number | null> {
  if (kind === 'not-checked' || kind === 'not-offered') return null
  const isGone = kind === 'out-of-reach'
  const { rows } = await sql<{ gone_ms: number | null }>`
    update health_check set checked_at = clock_timestamp(),
      unavailable_since = case when ${isGone}::boolean then coalesce(unavailable_since, clock_timestamp()) end,
      cleanup_has_failed = cleanup_has_failed and ${isGone}::boolean
    where id = ${id}
    returning (extract(epoch from clock_timestamp() - unavailable_since) * 1000)::float8 as gone_ms`.execute(tx)
  const goneMs = rows[0]?.gone_ms ?? null
  return goneMs === null ? null : Math.max(0, goneMs)
}

/** Whether a deployment, or a run, that is under way has it among its machines or workers. */
async function isInUse(db: Queryable, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from server_task task join task_snapshot snapshot on snapshot.task_id = task.id
    where task.state in ('Queued', 'Executing', 'Cancelling')
      and (snapshot.document -> 'reaches' ? ${id}
        or jsonb_path_exists(snapshot.document, '$.workerPools[*].workers[*].id ? (@ == $id)', jsonb_build_object('id', ${id}::text)))
    limit 1`.execute(db)
  return rows.length > 0
}
