import type { Tx } from '../../database/connection.ts'
import { nextNumber } from '../../database/ids.ts'
import type { Caller } from '../context.ts'

export interface AuditEvent {
  readonly category: string
  readonly message: string
  readonly spaceId: string | null
  /** Ids of everything the event is about; what `regarding` finds it by. */
  readonly related: readonly (string | null | undefined)[]
  readonly details?: unknown
}

/** Writes an audit event in the transaction of the change it tells of (reliability Q1). Answers its id. */
export async function recordEvent(tx: Tx, caller: Caller, event: AuditEvent): Promise<string> {
  const number = await nextNumber(tx, 'Events')
  const id = `Events-${number}`
  await tx
    .insertInto('event')
    .values({
      id,
      number,
      space_id: event.spaceId,
      category: event.category,
      user_id: caller.userId,
      username: caller.username,
      is_service: caller.isService,
      identity_established_with: caller.establishedWith,
      user_agent: caller.userAgent,
      ip_address: caller.ipAddress,
      message: event.message,
      related_document_ids: event.related.filter((related): related is string => !!related),
      details: event.details === undefined ? null : JSON.stringify(event.details),
    })
    .execute()
  return id
}
