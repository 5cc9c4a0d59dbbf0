import { nextHealthCheck } from '@flotilla/domain/targets'
import type { EpochMs } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { signal } from '../../database/signals.ts'
import { KINDS } from '../kinds.ts'
import { healthScheduleOf } from '../machine-policies/to-domain.ts'
import type { EndpointBody } from '../machines/endpoint.ts'
import { lockingChecks } from './lock-checks.ts'
import { HEALTH_CHECKS_TOPIC } from './topics.ts'

/** Styles of machines that have a connection of their own, and that this server can reach. */
const CHECKED_STYLES: ReadonlySet<string> = new Set(['Ssh', 'TentacleActive'])

/**
 * Sees that a machine, or a worker, that was saved is checked when its policy says so; one of which nothing is known, soon.
 * A disabled one is left in peace.
 */
export async function watchHealth(tx: Tx, host: Document): Promise<void> {
  if (!CHECKED_STYLES.has((host.Endpoint as EndpointBody).CommunicationStyle)) {
    await sql`delete from health_check where id = ${host.Id}`.execute(tx)
    return
  }
  const policyId = host.MachinePolicyId as string
  const isUnknown = host.HealthStatus === 'Unknown'
  const isSoon = isUnknown && host.SkipInitialHealthCheck !== true
  const policy = isSoon || host.IsDisabled ? undefined : await findDocument(tx, KINDS.machinePolicy, policyId)
  const now = await databaseTime(tx)
  const next = host.IsDisabled ? null : policy ? nextHealthCheck(healthScheduleOf(policy), now) : now
  const nextAt = next === null ? null : new Date(next)
  // Under the same policy the next check stays where it is: saving a machine often must not put it off.
  await sql`
    insert into health_check (id, policy_id, next_at) values (${host.Id}, ${policyId}, ${nextAt})
    on conflict (id) do update set policy_id = excluded.policy_id,
      next_at = case when health_check.policy_id = excluded.policy_id and ${!isSoon}::boolean and excluded.next_at is not null
        then coalesce(health_check.next_at, excluded.next_at) else excluded.next_at end,
      unavailable_since = case when ${isUnknown}::boolean then null else health_check.unavailable_since end,
      cleanup_has_failed = health_check.cleanup_has_failed and not ${isUnknown}::boolean`.execute(tx)
  if (nextAt) await signal(tx, HEALTH_CHECKS_TOPIC)
}

/**
 * Sees that a machine is checked soon, because something has happened that makes one doubt what is known of it. Where the policy
 * has no schedule, one that was found gone would stay so for ever.
 */
export async function checkSoon(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql`
    update health_check set next_at = now()
    where id = ${id} and (next_at > now() or (next_at is null and unavailable_since is not null)) returning id`.execute(
    tx,
  )
  if (rows.length > 0) await signal(tx, HEALTH_CHECKS_TOPIC)
}

/** Gives the machines and workers under a policy, whose schedule was changed, their new times. */
export async function rescheduleUnder(tx: Tx, policy: Document): Promise<void> {
  const schedule = healthScheduleOf(policy)
  const now = await databaseTime(tx)
  const next = nextHealthCheck(schedule, now)
  const interval = sql`make_interval(secs => ${schedule.intervalMs / 1_000}::float8)`
  const time =
    next === null
      ? sql`null::timestamptz`
      : schedule.cron.trim() === ''
        ? sql`greatest(now(), coalesce(checked.checked_at, now()) + ${interval})`
        : sql`${new Date(next)}::timestamptz`
  await lockingChecks(sql`policy_id = ${policy.Id}`).execute(tx)
  // One that was never checked keeps its turn.
  await sql`
    update health_check checked set next_at = case when checked.checked_at is null and checked.next_at <= now() then checked.next_at else ${time} end
    from (select id from machine where document ->> 'MachinePolicyId' = ${policy.Id} and not is_disabled
      union all select id from worker where document ->> 'MachinePolicyId' = ${policy.Id} and not is_disabled) enabled
    where enabled.id = checked.id`.execute(tx)
  await signal(tx, HEALTH_CHECKS_TOPIC)
}

/** What all nodes agree on. */
export async function databaseTime(db: Queryable): Promise<EpochMs> {
  const { rows } = await sql<{ now: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(db)
  return Math.floor(rows[0]!.now)
}
