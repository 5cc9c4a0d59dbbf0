import { sql } from 'kysely'
import { type Database, inTransaction, type Tx } from '../../database/connection.ts'
import { systemCaller } from '../access/authenticate.ts'
import { deletePackage } from '../packages/delete-package.ts'
import type { PackageRow } from '../packages/queries.ts'
import { deleteUnusedContents } from '../packages/store-content.ts'

const PACKAGES_AT_ONCE = 100

// Without a number of days the comparison is with null: nothing is too old.
const OLD_AND_UNUSED = sql`
  from feed join package on package.space_id = feed.space_id
    join package_content content on content.id = package.content_id
  where feed.document ->> 'FeedType' = 'BuiltIn'
    and published_at < now() - make_interval(days => (feed.document ->> 'DeleteUnreleasedPackagesAfterDays')::int)
    and not exists (select 1 from release_package used where used.space_id = package.space_id
      and lower(used.package_id) = lower(package.package_id) and lower(used.version) = lower(package.version))
    and not exists (select 1 from runbook_snapshot_package used where used.space_id = package.space_id
      and lower(used.package_id) = lower(package.package_id) and lower(used.version) = lower(package.version))`

/**
 * Deletes packages of built-in feeds that were pushed longer ago than their feed keeps what no release uses, then contents that
 * no package has any more; answers how many packages. A feed without a number of days keeps everything.
 * Source: domain reference 2.9; API reference 5.24 (`DeleteUnreleasedPackagesAfterDays`).
 */
export async function deleteOldPackages(database: Database): Promise<number> {
  let deleted = 0
  for (;;) {
    const batch = await inTransaction(database, async (tx) => {
      const held = await holdOldPackages(tx)
      // A release may have come before the rows were held; from here on none can begin to use one (`holdPackage`).
      const { rows: unused } = await sql<PackageRow>`
        select package.*, content.sha256, content.size_bytes ${OLD_AND_UNUSED} and package.ctid = any(${held}::tid[])`.execute(
        tx,
      )
      for (const row of unused) await deletePackage(tx, systemCaller(), row, ': no release uses it')
      return { held: held.length, deleted: unused.length }
    })
    deleted += batch.deleted
    if (batch.held < PACKAGES_AT_ONCE) break
  }
  await deleteUnusedContents(database)
  return deleted
}

/** Where the rows lie, which stays as it is while they are held. */
async function holdOldPackages(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ place: string }>`
    select package.ctid::text as place ${OLD_AND_UNUSED}
    limit ${PACKAGES_AT_ONCE} for update of package skip locked`.execute(tx)
  return rows.map(({ place }) => place)
}
