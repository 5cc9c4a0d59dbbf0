import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { packageWireId } from './present-package.ts'
import type { PackageRow } from './queries.ts'

/** Takes a package out of the feed. Its content goes with `deleteUnusedContents`. `because` ends the event's sentence. */
export async function deletePackage(tx: Tx, caller: Caller, row: PackageRow, because = ''): Promise<void> {
  await sql`delete from package where space_id = ${row.space_id} and package_id = ${row.package_id}
    and version = ${row.version}`.execute(tx)
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: `Package ${row.package_id} ${row.version} was deleted${because}`,
    spaceId: row.space_id,
    related: [packageWireId(row)],
    details: { before: { Hash: row.sha256 } },
  })
}
