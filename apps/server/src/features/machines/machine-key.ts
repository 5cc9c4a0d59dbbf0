import { type RawBuilder, sql } from 'kysely'
import type { Reach } from '../../execution/index.ts'

// A machine's key tells it from another one that takes its place: it is what the machine proves itself with. Empty for one that
// proves nothing, as a cloud region.

/** The key of the machine with this document. */
export const machineKeyIn = (document: RawBuilder<unknown>): RawBuilder<string> =>
  sql`coalesce(nullif(${document} -> 'Endpoint' ->> 'Thumbprint', ''), ${document} -> 'Endpoint' ->> 'Fingerprint', '')`

/** The key of a machine that is reached like this. */
export function machineKeyOf(reach: Reach | undefined): string {
  if (reach?.style === 'TentacleActive') return reach.thumbprint
  return reach?.style === 'Ssh' ? reach.fingerprint : ''
}
