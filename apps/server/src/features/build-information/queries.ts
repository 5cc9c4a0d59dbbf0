import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { listAndCount } from '../../database/count-ahead.ts'
import type { Tables } from '../../database/tables.ts'
import type { Page } from '../../http/paging.ts'
import type { PackageIdentity } from '../packages/queries.ts'
import { type BuildInformation, presentBuildInformation } from './present-build-information.ts'

export type BuildInformationRow = Selectable<Tables['build_information']>

export async function findBuildInformationRow(
  db: Queryable,
  spaceId: string,
  { packageId, version }: PackageIdentity,
): Promise<BuildInformationRow | undefined> {
  const { rows } = await sql<BuildInformationRow>`select * from build_information where space_id = ${spaceId}
    and lower(package_id) = lower(${packageId}) and lower(version) = lower(${version})`.execute(db)
  return rows[0]
}

/** What is known of the builds of these package versions, in their order; undefined where nothing is. */
export async function findBuildInformation(
  db: Queryable,
  spaceId: string,
  identities: readonly PackageIdentity[],
): Promise<readonly (BuildInformation | undefined)[]> {
  if (identities.length === 0) return []
  const { rows } = await sql<BuildInformationRow>`
    select build_information.* from build_information
    join unnest(${identities.map(({ packageId }) => packageId)}::text[], ${identities.map(({ version }) => version)}::text[])
      asked(package_id, version)
      on lower(build_information.package_id) = lower(asked.package_id) and lower(build_information.version) = lower(asked.version)
    where space_id = ${spaceId}`.execute(db)
  const key = (packageId: string, version: string) => `${packageId}\n${version}`.toLowerCase()
  const found = new Map(rows.map((row) => [key(row.package_id, row.version), presentBuildInformation(row)]))
  return identities.map(({ packageId, version }) => found.get(key(packageId, version)))
}

/** What is known of the builds of the packages of releases, by release, each build once. */
export async function loadBuildInformation(
  db: Queryable,
  releaseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly BuildInformation[]>> {
  if (releaseIds.length === 0) return new Map()
  const { rows } = await sql<BuildInformationRow & { release_id: string }>`
    select distinct used.release_id, build.* from release_package used
    join build_information build on build.space_id = used.space_id
      and lower(build.package_id) = lower(used.package_id) and lower(build.version) = lower(used.version)
    where used.release_id = any(${releaseIds}::text[]) order by build.number`.execute(db)
  const found = new Map<string, BuildInformation[]>()
  for (const { release_id, ...row } of rows)
    found.set(release_id, [...(found.get(release_id) ?? []), presentBuildInformation(row)])
  return found
}

export interface BuildInformationFilter {
  readonly spaceId: string
  readonly packageId?: string
  /** Part of the package's id. */
  readonly text?: string
  /** Only that of the newest version of each package. */
  readonly latest?: boolean
}

/** A page of build information by package, the newest version of each first, and how much there is. */
export async function listBuildInformation(
  db: Queryable,
  filter: BuildInformationFilter,
  page: Page,
): Promise<{ items: readonly BuildInformationRow[]; total: number }> {
  const { packageId, text } = filter
  const conditions: RawBuilder<boolean>[] = [
    sql<boolean>`space_id = ${filter.spaceId}`,
    ...(packageId ? [sql<boolean>`lower(package_id) = lower(${packageId})`] : []),
    ...(text ? [sql<boolean>`position(lower(${text}) in lower(package_id)) > 0`] : []),
  ]
  const where = sql`where ${sql.join(conditions, sql` and `)}`
  const from = filter.latest
    ? sql`from (select distinct on (lower(package_id)) * from build_information ${where}
        order by lower(package_id), version_key desc) found`
    : sql`from build_information ${where}`
  const order = sql`lower(package_id), version_key desc, number desc`
  return listAndCount<BuildInformationRow>(db, { fromWhere: from, order }, page)
}
