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
  const related = event.related.filter((each) => !!each)
  const details = event.details === undefined ? null : JSON.stringify(event.details)
  const { rows } = await sql<{ id: string }>`
    with added as (
      insert into event (id, number, space_id, category, user_id, username, is_service, identity_established_with, user_agent,
        ip_address, message, related_document_ids, details)
      select 'Events-' || number, number, ${event.spaceId}, ${event.category}, ${caller.userId}, ${caller.username},
        ${caller.isService}::boolean, ${caller.establishedWith}, ${caller.userAgent}, ${caller.ipAddress}, ${event.message},
        ${related}::text[], ${details}::jsonb
      from nextval('id_events') number
      returning id, number, space_id, category),
    queued as (
      insert into webhook_delivery (subscription_id, event_number)
      select subscription.id, added.number from added join subscription on subscription.space_id = added.space_id
      where not is_disabled and (categories is null or category = any(categories))
      returning 1)
    select id, (select ${notify(WEBHOOKS_TOPIC)} from queued limit 1)::text,
      case when space_id is not null then ${notify(changesTopic(event.spaceId ?? ''))}::text end from added`.execute(tx)
  return rows[0]!.id
}
