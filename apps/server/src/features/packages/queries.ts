import { parsePackageFileName } from '@flotilla/domain/packages'
import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { countAhead } from '../../database/count-ahead.ts'
import type { Page } from '../../http/paging.ts'

/** A package with what is known of its content. */
export interface PackageRow {
  readonly space_id: string
  readonly package_id: string
  readonly version: string
  readonly version_key: string
  readonly extension: string
  readonly title: string
  readonly summary: string
  readonly description: string
  readonly notes: string
  readonly content_id: number
  readonly published_at: Date
  readonly sha256: string
  readonly size_bytes: number
}

/** What tells one package version of a space from the others; compared without case. */
export interface PackageIdentity {
  readonly packageId: string
  readonly version: string
}

const columns = sql`package.*, content.sha256, content.size_bytes`
const from = sql`from package join package_content content on content.id = package.content_id`

export async function findPackage(
  db: Queryable,
  spaceId: string,
  { packageId, version }: PackageIdentity,
): Promise<PackageRow | undefined> {
  const { rows } = await sql<PackageRow>`
    select ${columns} ${from} where space_id = ${spaceId}
      and lower(package_id) = lower(${packageId}) and lower(version) = lower(${version})`.execute(db)
  return rows[0]
}

/** Keeps retention from deleting a package until the transaction ends; false when it is gone. */
export async function holdPackage(tx: Queryable, row: PackageRow): Promise<boolean> {
  const { rows } = await sql`select 1 from package where space_id = ${row.space_id} and package_id = ${row.package_id}
    and version = ${row.version} for key share`.execute(tx)
  return rows.length > 0
}

/** Reads `packages-{PackageId}.{Version}`; undefined for what no package is called. */
export function identityOf(id: string): PackageIdentity | undefined {
  const name = /^packages-(.+)$/is.exec(id)?.[1]
  // The version begins where it does in the name of a file.
  const parsed = name === undefined ? undefined : parsePackageFileName(`${name}.zip`)
  return parsed?.ok ? parsed.value : undefined
}

export interface PackageFilter {
  readonly spaceId: string
  readonly packageId?: string
  /** Part of the package's id or title. */
  readonly text?: string
  /** Only the newest version of each package. */
  readonly latest?: boolean
}

/** A page of packages by id, the newest version of each first, and how many there are. */
export async function listPackages(
  db: Queryable,
  filter: PackageFilter,
  page: Page,
): Promise<{ items: readonly PackageRow[]; total: number }> {
  const { packageId, text } = filter
  const conditions: RawBuilder<boolean>[] = [
    sql<boolean>`space_id = ${filter.spaceId}`,
    ...(packageId ? [sql<boolean>`lower(package_id) = lower(${packageId})`] : []),
    ...(text
      ? [
          sql<boolean>`(position(lower(${text}) in lower(package_id)) > 0 or position(lower(${text}) in lower(title)) > 0)`,
        ]
      : []),
  ]
  const where = sql`where ${sql.join(conditions, sql` and `)}`
  const chosen = filter.latest
    ? sql`from (select distinct on (lower(package_id)) * from package ${where} order by lower(package_id), version_key desc) package`
    : sql`from (select * from package ${where}) package`
  const { rows: items } = await sql<PackageRow>`
    select ${columns} ${chosen} join package_content content on content.id = package.content_id
    order by lower(package.package_id), version_key desc, lower(version) offset ${page.skip} limit ${page.take}`.execute(
    db,
  )
  return { items, total: await countAhead(db, chosen, page) }
}

/** The built-in feed of a space. */
export async function findBuiltInFeedId(db: Queryable, spaceId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from feed where space_id = ${spaceId} and document ->> 'FeedType' = 'BuiltIn'`.execute(db)
  if (!rows[0]) throw new Error(`Space ${spaceId} has no built-in feed.`)
  return rows[0].id
}
