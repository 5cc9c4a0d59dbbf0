import type { DeliveryVerdict } from '@flotilla/domain/subscriptions'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { type SubscriptionFacts, subscriptionFacts } from './facts.ts'

/** A delivery whose turn it is. */
export interface DueDelivery {
  readonly eventNumber: number
  /** How often it was sent, this time included. */
  readonly attempts: number
  /** Since it was queued. */
  readonly ageMs: number
}

const isDue = sql`exists (select 1 from (
  select next_at from webhook_delivery where subscription_id = subscription.id and state = 'waiting'
  order by event_number limit 1) head where head.next_at <= now())`

/**
 * The subscriptions that something may be sent to now, those first that were served longest ago; and when the next of the
 * others is due.
 */
export async function findDue(
  db: Queryable,
  most: number,
): Promise<{ readonly ids: readonly string[]; readonly nextInMs: number | null }> {
  const { rows } = await sql<{ id: string; in_ms: number }>`
    select subscription.id,
      extract(epoch from greatest(head.next_at, busy_until) - now())::float8 * 1000 as in_ms
    from subscription cross join lateral (
      select next_at from webhook_delivery where subscription_id = subscription.id and state = 'waiting'
      order by event_number limit 1) head
    where not is_disabled order by greatest(head.next_at, busy_until) limit ${most}`.execute(db)
  return {
    ids: rows.filter(({ in_ms }) => in_ms <= 0).map(({ id }) => id),
    nextInMs: rows.find(({ in_ms }) => in_ms > 0)?.in_ms ?? null,
  }
}

/**
 * Takes the right to send to a subscription for so long, or answers undefined: it is taken, disabled or has nothing due. The
 * row's lock decides between nodes; the right of a node that dies ends by itself.
 */
export async function takeSubscription(tx: Tx, id: string, marginMs: number): Promise<SubscriptionFacts | undefined> {
  const { rows } = await sql<{ document: Document }>`
    select document from subscription where id = ${id} and not is_disabled and busy_until <= now() and ${isDue}
    for no key update skip locked`.execute(tx)
  if (!rows[0]) return undefined
  const subscription = subscriptionFacts(rows[0].document)
  await sql`update subscription set busy_until = now() + make_interval(secs => ${(subscription.timeoutMs + marginMs) / 1_000})
    where id = ${id}`.execute(tx)
  return subscription
}

/** The next events that wait for a subscription, in their order. */
export async function nextWaiting(tx: Tx, id: string, most: number): Promise<readonly number[]> {
  const { rows } = await sql<{ event_number: number }>`
    select event_number from webhook_delivery where subscription_id = ${id} and state = 'waiting'
    order by event_number limit ${most}`.execute(tx)
  return rows.map(({ event_number }) => event_number)
}

/** Forgets events that a subscription is not to be told of. */
export async function dropWaiting(tx: Tx, id: string, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return
  await sql`delete from webhook_delivery
    where subscription_id = ${id} and event_number = any(${numbers}::bigint[])`.execute(tx)
}

/** Counts an attempt, before it is made. */
export async function beginAttempt(tx: Tx, id: string, eventNumber: number): Promise<DueDelivery> {
  const { rows } = await sql<{ attempts: number; age_ms: number }>`
    update webhook_delivery set attempts = attempts + 1, last_attempt_at = now()
    where subscription_id = ${id} and event_number = ${eventNumber}
    returning attempts, extract(epoch from now() - queued_at)::float8 * 1000 as age_ms`.execute(tx)
  return { eventNumber, attempts: rows[0]!.attempts, ageMs: rows[0]!.age_ms }
}

/** Whoever changes deliveries holds their subscription first: those who disable or delete it go the same way. */
export async function holdSubscription(tx: Tx, id: string): Promise<void> {
  await sql`select 1 from subscription where id = ${id} for no key update`.execute(tx)
}

/** Gives the right to send back. */
export async function releaseSubscription(tx: Tx, id: string): Promise<void> {
  await sql`update subscription set busy_until = now() where id = ${id}`.execute(tx)
}

/**
 * Writes down what came of an attempt. Answers false when it is not the newest one any more: this node was paused, and another
 * has gone on.
 */
export async function endAttempt(
  tx: Tx,
  id: string,
  { eventNumber, attempts }: DueDelivery,
  outcome: { readonly verdict: DeliveryVerdict; readonly status: number | null; readonly reason: string },
): Promise<boolean> {
  const { verdict, status, reason } = outcome
  const pause = sql`make_interval(secs => ${verdict.kind === 'retry' ? verdict.inMs / 1_000 : 0})`
  const { rows } = await sql`
    update webhook_delivery set state = ${verdict.kind === 'retry' ? 'waiting' : verdict.kind}, next_at = now() + ${pause},
      last_status = ${status}, last_reason = ${reason}, ended_at = ${verdict.kind === 'retry' ? null : sql`now()`}
    where subscription_id = ${id} and event_number = ${eventNumber} and attempts = ${attempts} and state = 'waiting'
    returning 1`.execute(tx)
  return rows.length > 0
}

/** What is kept of the past: what arrived for a week, what did not for a month. */
export async function pruneDeliveries(db: Queryable): Promise<void> {
  await sql`delete from webhook_delivery where ended_at < now() - interval '30 days'
    or (state = 'delivered' and ended_at < now() - interval '7 days')`.execute(db)
}
