import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { notify } from '../../database/signals.ts'
import type { Caller } from '../context.ts'
import { changesTopic } from '../events/stream-changes.ts'
import type { EventCategory } from '../events/vocabulary.ts'
import { WEBHOOKS_TOPIC } from '../subscriptions/topic.ts'

export interface AuditEvent {
  readonly category: EventCategory
  readonly message: string
  readonly spaceId: string | null
  /** Ids of everything the event is about; what `regarding` finds it by. */
  readonly related: readonly (string | null | undefined)[]
  readonly details?: unknown
}

/**
 * Writes an audit event in the transaction of the change it tells of (reliability Q1), and queues it for the subscriptions of
 * its space. Answers its id.
 */
export async function recordEvent(tx: Tx, caller: Caller, event: AuditEvent): Promise<string> {
  const [id] = await recordEvents(tx, caller, [event])
  return id!
}

/** The same for several events, in their order. */
export async function recordEvents(tx: Tx, caller: Caller, events: readonly AuditEvent[]): Promise<readonly string[]> {
  const spaceIds = events.map(({ spaceId }) => spaceId)
  // An array of arrays has rows of one length: what a row is about travels as one text.
  const related = events.map((event) => JSON.stringify(event.related.filter((each) => !!each)))
  const details = events.map((event) => (event.details === undefined ? null : JSON.stringify(event.details)))
  const { rows } = await sql<{ id: string }>`
    with added as (
      insert into event (id, number, space_id, category, user_id, username, is_service, identity_established_with, user_agent,
        ip_address, message, related_document_ids, details)
      select 'Events-' || number, number, space_id, category, ${caller.userId}, ${caller.username},
        ${caller.isService}::boolean, ${caller.establishedWith}, ${caller.userAgent}, ${caller.ipAddress}, message,
        array(select jsonb_array_elements_text(related)), details
      from (
        select nextval('id_events') as number, told.*
        from unnest(${spaceIds}::text[], ${events.map(({ category }) => category)}::text[], ${events.map(({ message }) => message)}::text[],
          ${related}::jsonb[], ${details}::jsonb[]) told(space_id, category, message, related, details)) numbered
      returning id, number, space_id, category),
    queued as (
      insert into webhook_delivery (subscription_id, event_number)
      select subscription.id, added.number from added join subscription on subscription.space_id = added.space_id
      where not is_disabled and (categories is null or category = any(categories))
      returning 1),
    told as (
      select count(${notify(sql`${changesTopic('')} || space_id`)}::text) from (select distinct space_id from added where space_id is not null) changed)
    select id, (select ${notify(WEBHOOKS_TOPIC)} from queued limit 1)::text, (select count from told) from added order by number`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}
