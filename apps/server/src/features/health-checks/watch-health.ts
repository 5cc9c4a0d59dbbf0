import { nextHealthCheck } from '@flotilla/domain/targets'
import type { EpochMs } from '@flotilla/kit'
import { type RawBuilder, sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { notify, signal } from '../../database/signals.ts'
import { KINDS } from '../kinds.ts'
import { healthScheduleOf } from '../machine-policies/to-domain.ts'
import type { EndpointBody } from '../machines/endpoint.ts'
import { lockingChecks } from './lock-checks.ts'
import { HEALTH_CHECKS_TOPIC } from './topics.ts'

/** Styles of machines that have a connection of their own, and that this server can reach. */
const CHECKED_STYLES: ReadonlySet<string> = new Set(['Ssh', 'TentacleActive'])

/** Who has just registered an agent has it connected within this time; one that is, is checked at once. */
const CONNECTS_WITHIN = sql`interval '30 seconds'`

/**
 * Sees that a machine, or a worker, that was saved is checked when its policy says so; one of which nothing is known, soon.
 * A disabled one is left in peace.
 */
export async function watchHealth(tx: Tx, host: Document): Promise<void> {
  const endpoint = host.Endpoint as EndpointBody
  if (!CHECKED_STYLES.has(endpoint.CommunicationStyle)) {
    await sql`delete from health_check where id = ${host.Id}`.execute(tx)
    return
  }
  const isUnknown = host.HealthStatus === 'Unknown'
  const isSoon = isUnknown && host.SkipInitialHealthCheck !== true
  const nextAt = host.IsDisabled ? sql`null::timestamptz` : isSoon ? soonest(endpoint) : await regularly(tx, host)
  // Under the same policy the next check stays where it is: saving a machine often must not put it off.
  await sql`
    with watched as (
      insert into health_check (id, policy_id, next_at) values (${host.Id}, ${host.MachinePolicyId}, ${nextAt})
      on conflict (id) do update set policy_id = excluded.policy_id,
        next_at = case when health_check.policy_id = excluded.policy_id and ${!isSoon}::boolean and excluded.next_at is not null
          then coalesce(health_check.next_at, excluded.next_at) else excluded.next_at end,
        unavailable_since = case when ${isUnknown}::boolean then null else health_check.unavailable_since end,
        cleanup_has_failed = health_check.cleanup_has_failed and not ${isUnknown}::boolean
      returning next_at)
    select ${notify(HEALTH_CHECKS_TOPIC)} from watched where next_at is not null`.execute(tx)
}

/** Now; of an agent when it is connected, which has it checked as well. */
function soonest({ CommunicationStyle, Thumbprint }: EndpointBody): RawBuilder<unknown> {
  if (CommunicationStyle !== 'TentacleActive') return sql`now()`
  return sql`case when exists (select from agent_connection where thumbprint = ${Thumbprint ?? ''} and not is_cut) then now() else now() + ${CONNECTS_WITHIN} end`
}

/** When the policy has a machine checked next. */
async function regularly(tx: Tx, host: Document): Promise<RawBuilder<unknown>> {
  const policy = await findDocument(tx, KINDS.machinePolicy, host.MachinePolicyId as string)
  const now = await databaseTime(tx)
  const next = policy ? nextHealthCheck(healthScheduleOf(policy), now) : now
  return sql`${next === null ? null : new Date(next)}::timestamptz`
}

/**
 * Sees that a machine is checked soon, because something has happened that makes one doubt what is known of it. Where the policy
 * has no schedule, one that was found gone would stay so for ever.
 */
export async function checkSoon(tx: Tx, id: string): Promise<void> {
  await sql`
    with doubted as (
      update health_check set next_at = now()
      where id = ${id} and (next_at > now() or (next_at is null and unavailable_since is not null)) returning 1)
    select ${notify(HEALTH_CHECKS_TOPIC)} from doubted`.execute(tx)
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
  // One that was never checked keeps its turn if that comes soon.
  await sql`
    update health_check checked set next_at = case when checked.checked_at is null and checked.next_at <= now() + ${CONNECTS_WITHIN} then checked.next_at else ${time} end
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
