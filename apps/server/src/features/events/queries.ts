import type { RawBuilder, Selectable } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { listNewest } from '../../database/list-newest.ts'
import type { EventTable } from '../../database/tables.ts'
import { wireDate } from '../../http/dates.ts'
import type { Page } from '../../http/paging.ts'
import type { SecretChange } from '../audit/secret-changes.ts'
import { differencesOf } from './differences.ts'

export type EventRow = Selectable<EventTable>

/** A page of events, newest first, and how many there are; exact up to 10,000 beyond the page. */
export const listEvents = (
  db: Queryable,
  conditions: readonly RawBuilder<boolean>[],
  page: Page,
): Promise<{ items: EventRow[]; total: number }> => listNewest<EventRow>(db, 'event', conditions, page)

/** An event as the API shows it. Source: API reference 5.12. */
export function presentEvent(event: EventRow, withDifference: boolean) {
  return {
    Id: event.id,
    SpaceId: event.space_id,
    Category: event.category,
    UserId: event.user_id,
    Username: event.username,
    IsService: event.is_service,
    IdentityEstablishedWith: event.identity_established_with,
    UserAgent: event.user_agent,
    IpAddress: event.ip_address,
    Occurred: wireDate(event.occurred_at),
    Message: event.message,
    MessageHtml: escapeHtml(event.message),
    MessageReferences: event.message_references,
    RelatedDocumentIds: event.related_document_ids,
    Comments: null,
    Details: null,
    ChangeDetails: withDifference ? changeDetails(event.details) : { Differences: null, DocumentContext: null },
    Links: { Self: `/api/events/${event.id}` },
  }
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** What changed, as a JSON patch; and the document it happened to. Of secrets only that they are others. */
function changeDetails(details: unknown) {
  const { before, after, secrets = [] } = (details ?? {}) as EventDetails
  const ofSecrets = secrets.map(secretDifference)
  if (before === undefined || after === undefined) {
    return { Differences: secrets.length > 0 ? ofSecrets : null, DocumentContext: asDocument(after ?? before) }
  }
  return { Differences: [...differencesOf(before, after), ...ofSecrets], DocumentContext: asDocument(before) }
}

/** Clients expect an object; what happened to a list is shown as one that holds it. */
const asDocument = (value: unknown) => (Array.isArray(value) ? { Items: value } : (value ?? null))

interface EventDetails {
  readonly before?: unknown
  readonly after?: unknown
  readonly secrets?: readonly SecretChange[]
}

/** A hash tells that two values of one secret are equal, and nothing of other secrets (reliability K6). */
const secretDifference = ({ field, before, after }: SecretChange) => ({
  op: before === null ? 'add' : after === null ? 'remove' : 'replace',
  path: `/Secrets/${field}`,
  ...(before === null ? {} : { old: { Hash: before } }),
  ...(after === null ? {} : { value: { Hash: after } }),
})
