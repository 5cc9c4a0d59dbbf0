import { type Selectable, sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { listAndCount } from '../../database/count-ahead.ts'
import type { Document } from '../../database/documents.ts'
import type { WebhookDeliveryTable } from '../../database/tables.ts'
import { wireDate } from '../../http/dates.ts'
import type { Page } from '../../http/paging.ts'
import { presentDocument } from '../standard-routes.ts'
import { subscriptionResource } from './resource.ts'

type DeliveryRow = Selectable<WebhookDeliveryTable>

/** Subscriptions as the API shows them, with the last event that arrived. */
export async function presentSubscriptions(db: Queryable, documents: readonly Document[]) {
  const { rows } = await sql<{ id: string; ended_at: Date; event_number: number }>`
    select subscription.id, newest.ended_at, newest.event_number
    from unnest(${documents.map(({ Id }) => Id)}::text[]) subscription(id) cross join lateral (
      select ended_at, event_number from webhook_delivery
      where subscription_id = subscription.id and state = 'delivered' order by event_number desc limit 1) newest`.execute(
    db,
  )
  const newest = new Map(rows.map((row) => [row.id, row]))
  return documents.map((document) => ({
    ...presentDocument(subscriptionResource, document),
    EventNotificationSubscription: {
      ...(document.EventNotificationSubscription as object),
      EmailDigestLastProcessed: null,
      EmailDigestLastProcessedEventAutoId: null,
      WebhookLastProcessed: wireDate(newest.get(document.Id)?.ended_at),
      WebhookLastProcessedEventAutoId: newest.get(document.Id)?.event_number ?? null,
    },
  }))
}

/** Deliveries of a subscription, newest first. */
export async function listDeliveries(
  db: Queryable,
  subscriptionId: string,
  state: DeliveryRow['state'] | undefined,
  page: Page,
): Promise<{ items: DeliveryRow[]; total: number }> {
  const where = sql`subscription_id = ${subscriptionId} ${state ? sql`and state = ${state}` : sql``}`
  const query = { fromWhere: sql`from webhook_delivery where ${where}`, order: sql`event_number desc` }
  return listAndCount<DeliveryRow>(db, query, page)
}

const STATES = { waiting: 'Waiting', delivered: 'Delivered', dead: 'Dead' } as const

/** A delivery as the API shows it. Of what a subscriber answered only the status (reliability U3). */
export const presentDelivery = (spaceId: string, row: DeliveryRow) => ({
  Id: `Events-${row.event_number}`,
  SubscriptionId: row.subscription_id,
  EventId: `Events-${row.event_number}`,
  State: STATES[row.state],
  Attempts: row.attempts,
  Queued: wireDate(row.queued_at),
  NextAttempt: row.state === 'waiting' ? wireDate(row.next_at) : null,
  LastAttempt: wireDate(row.last_attempt_at),
  LastStatus: row.last_status,
  LastReason: row.last_reason,
  Ended: wireDate(row.ended_at),
  Links: {
    Event: `/api/${spaceId}/events/Events-${row.event_number}`,
    Redeliver: `/api/${spaceId}/subscriptions/${row.subscription_id}/deliveries/Events-${row.event_number}/redeliver`,
  },
})

/** Queues deliveries that have ended once more: one, or all that did not arrive. Answers them as they are now. */
export async function requeue(tx: Tx, subscriptionId: string, eventNumber: number | 'dead'): Promise<DeliveryRow[]> {
  const which = eventNumber === 'dead' ? sql`state = 'dead'` : sql`event_number = ${eventNumber} and state <> 'waiting'`
  const { rows } = await sql<DeliveryRow>`
    update webhook_delivery set state = 'waiting', attempts = 0, queued_at = now(), next_at = now(), ended_at = null
    where subscription_id = ${subscriptionId} and ${which} returning *`.execute(tx)
  return rows
}
