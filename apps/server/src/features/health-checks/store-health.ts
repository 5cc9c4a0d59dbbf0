import {
  type CheckFinding,
  type CheckPolicy,
  type HealthStatus,
  type HealthVerdict,
  judgeHealth,
} from '@flotilla/domain/targets'
import { sql } from 'kysely'
import { type Queryable, type Tx, together } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import type { PlaceFacts } from '../../execution/index.ts'
import { systemCaller } from '../access/authenticate.ts'
import { HEALTH_EVENTS, recordHostEvents } from '../machines/machine-events.ts'
import { summaryOf } from '../machines/service.ts'
import { type BatchedWrite, type Entry, entry } from '../tasks/batched-write.ts'
import { lockingChecks } from './lock-checks.ts'

export interface Checked {
  readonly id: string
  readonly policy: CheckPolicy
  readonly finding: CheckFinding
  /** What it said of itself; null when it was not asked. */
  readonly facts: PlaceFacts | null
}

const TABLES = ['machine', 'worker'] as const

/** Which table a machine or worker is in. */
export const tableOf = (id: string): (typeof TABLES)[number] => (id.startsWith('Workers-') ? 'worker' : 'machine')

const tablesOf = (hosts: readonly { readonly id: string }[]): readonly (typeof TABLES)[number][] =>
  TABLES.filter((table) => hosts.some(({ id }) => tableOf(id) === table))

/**
 * Judges what checks found and stores what comes of it: health, facts, and an event where the health has changed. Times are
 * the database's. Answers in their order, and nothing for a machine that is gone or was disabled meanwhile.
 *
 * Machines are locked in the order of their ids, so that no two who store several wait for each other.
 */
export async function storeHealth(tx: Tx, checks: readonly Checked[]): Promise<readonly (HealthVerdict | undefined)[]> {
  const hosts = await lockHosts(tx, checks)
  const found = checks.filter(({ id }) => hosts.has(id))
  const goneMs = await noteContact(tx, found)
  // Only those that would be removed now are looked for among what runs.
  const due = found.filter(
    ({ id, policy, finding }) =>
      finding.kind === 'out-of-reach' &&
      policy.removedAfterMs !== null &&
      (goneMs.get(id) ?? -1) >= policy.removedAfterMs,
  )
  const used = await findUsed(
    tx,
    due.map(({ id }) => id),
  )
  const judged = found.map((check): Judged => {
    const { id, policy, finding } = check
    const machine = {
      health: hosts.get(id)!.health_status,
      unavailableForMs: goneMs.get(id) ?? null,
      isInUse: used.has(id),
    }
    return { ...check, verdict: judgeHealth(finding, policy, machine) }
  })
  const events = judged.flatMap(({ id, verdict }) => {
    const category = HEALTH_EVENTS[verdict.health]
    return verdict.isChange && category ? [{ host: hosts.get(id)!.document, category }] : []
  })
  await Promise.all([
    together(
      tx,
      tablesOf(judged).map((table) =>
        updatingHosts(
          table,
          judged.filter(({ id }) => tableOf(id) === table),
        ),
      ),
    ),
    recordHostEvents(tx, systemCaller(), events),
  ])
  const verdicts = new Map(judged.map(({ id, verdict }) => [id, verdict]))
  return checks.map(({ id }) => verdicts.get(id))
}

interface HostRow {
  readonly id: string
  readonly document: Document
  readonly health_status: HealthStatus
}

async function lockHosts(tx: Tx, checks: readonly Checked[]): Promise<ReadonlyMap<string, HostRow>> {
  const ids = checks.map(({ id }) => id)
  const rows = await together(
    tx,
    tablesOf(checks).map(
      (table) => sql<HostRow>`
        select id, document, health_status from ${sql.table(table)} where id = any(${ids}::text[]) and not is_disabled
        order by id for no key update`,
    ),
  )
  return new Map(rows.flat().map((row) => [row.id, row]))
}

type Judged = Checked & { readonly verdict: HealthVerdict }

function updatingHosts(table: (typeof TABLES)[number], judged: readonly Judged[]) {
  const found = judged.map(({ facts, verdict }) => ({
    ...(facts ? factFields(facts) : {}),
    ...(verdict.isChange ? { HealthStatus: verdict.health, StatusSummary: summaryOf(verdict.health) } : {}),
  }))
  return sql`
    update ${sql.table(table)} host set health_status = found.health, document = document || found.facts
    from unnest(${judged.map(({ id }) => id)}::text[], ${judged.map(({ verdict }) => verdict.health)}::text[],
      ${found.map((facts) => JSON.stringify(facts))}::jsonb[]) found(id, health, facts)
    where host.id = found.id and not host.document @> found.facts`
}

const factFields = (facts: PlaceFacts) => ({
  OperatingSystem: facts.operatingSystem || 'Unknown',
  OperatingSystemVersion: facts.operatingSystemVersion,
  ShellName: facts.shellName || 'Unknown',
  ShellVersion: facts.shellVersion,
  Architecture: facts.architecture,
})

/** Notes when hosts were checked, and since when they could not be reached; answers for how long that is so, by id. */
async function noteContact(tx: Tx, checks: readonly Checked[]): Promise<ReadonlyMap<string, number>> {
  const contacts = checks.filter(({ finding: { kind } }) => kind !== 'not-checked' && kind !== 'not-offered')
  const ids = contacts.map(({ id }) => id)
  const [, rows] = await together(tx, [
    lockingChecks(sql`id = any(${ids}::text[])`),
    sql<{ id: string; gone_ms: number | null }>`
      update health_check known set checked_at = clock_timestamp(),
        unavailable_since = case when is_gone then coalesce(unavailable_since, clock_timestamp()) end,
        cleanup_has_failed = cleanup_has_failed and is_gone
      from unnest(${ids}::text[], ${contacts.map(({ finding }) => finding.kind === 'out-of-reach')}::boolean[]) contact(id, is_gone)
      where known.id = contact.id
      returning known.id, (extract(epoch from clock_timestamp() - unavailable_since) * 1000)::float8 as gone_ms`,
  ])
  return new Map(rows.flatMap(({ id, gone_ms }) => (gone_ms === null ? [] : [[id, Math.max(0, gone_ms)] as const])))
}

/** Those that a deployment, or a run, that is under way has among its machines or workers. */
async function findUsed(db: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select distinct used.id
    from server_task task join task_snapshot snapshot on snapshot.task_id = task.id cross join lateral (
      select jsonb_object_keys(snapshot.document -> 'reaches')
      union all select jsonb_path_query(snapshot.document, '$.workerPools[*].workers[*].id') #>> '{}') used(id)
    where task.state in ('Queued', 'Executing', 'Cancelling') and used.id = any(${ids}::text[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Stores what a check of a machine found, with what other checks of the task have found; answers like {@link storeHealth}. */
export const storingHealth = (checked: Checked): Entry<HealthVerdict | undefined> => entry(FINDINGS, checked)

const FINDINGS: BatchedWrite<Checked, HealthVerdict | undefined> = {
  turn: 'machines',
  write: (tx, _run, checks) => storeHealth(tx, checks),
}
