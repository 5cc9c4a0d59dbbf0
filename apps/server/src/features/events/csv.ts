import { csvCell } from '../../http/csv.ts'
import { wireDate } from '../../http/dates.ts'
import type { EventRow } from './queries.ts'

const COLUMNS: readonly { readonly name: string; readonly of: (event: EventRow) => string }[] = [
  { name: 'Id', of: ({ id }) => id },
  { name: 'Occurred', of: ({ occurred_at }) => wireDate(occurred_at) },
  { name: 'Category', of: ({ category }) => category },
  { name: 'UserId', of: ({ user_id }) => user_id },
  { name: 'Username', of: ({ username }) => username },
  { name: 'IsService', of: ({ is_service }) => String(is_service) },
  { name: 'IdentityEstablishedWith', of: (event) => event.identity_established_with },
  { name: 'IpAddress', of: ({ ip_address }) => ip_address },
  { name: 'UserAgent', of: ({ user_agent }) => user_agent },
  { name: 'Message', of: ({ message }) => message },
  { name: 'RelatedDocumentIds', of: (event) => event.related_document_ids.join(' ') },
  { name: 'SpaceId', of: ({ space_id }) => space_id ?? '' },
]

/** Events as a table of comma-separated values (RFC 4180), a line each after the one of names. */
export const csvOf = (events: readonly EventRow[]): string =>
  [COLUMNS.map(({ name }) => name), ...events.map((event) => COLUMNS.map(({ of }) => csvCell(of(event))))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('')
