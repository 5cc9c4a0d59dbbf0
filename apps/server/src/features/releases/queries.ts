import { type RawBuilder, type Selectable, sql } from 'kysely'
import { type Queryable, sameText } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { listNewest } from '../../database/list-newest.ts'
import type { ReleaseTable } from '../../database/tables.ts'
import type { Page } from '../../http/paging.ts'

export type ReleaseRow = Selectable<ReleaseTable>

export async function findRelease(db: Queryable, id: string): Promise<ReleaseRow | undefined> {
  return db.selectFrom('release').selectAll().where('id', '=', canonicalId(id)).executeTakeFirst()
}

/** The release of a project with this version, without case. */
export async function findReleaseByVersion(
  db: Queryable,
  projectId: string,
  version: string,
): Promise<ReleaseRow | undefined> {
  return db
    .selectFrom('release')
    .selectAll()
    .where('project_id', '=', projectId)
    .where(sameText('version', version.trim()))
    .executeTakeFirst()
}

export interface ReleaseFilter {
  readonly spaceId?: string
  readonly projectId?: string
  readonly channelId?: string
  readonly ids?: readonly string[]
  /** Part of the version text. */
  readonly searchByVersion?: string
  /** What the caller may see, as a condition on `release`. */
  readonly visible?: RawBuilder<boolean>
}

/** A page of releases, newest first, and how many there are. */
export async function listReleases(
  db: Queryable,
  filter: ReleaseFilter,
  page: Page,
): Promise<{ items: ReleaseRow[]; total: number }> {
  const conditions = [
    ...(filter.spaceId ? [sql`space_id = ${filter.spaceId}`] : []),
    ...(filter.projectId ? [sql`project_id = ${filter.projectId}`] : []),
    ...(filter.channelId ? [sql`channel_id = ${filter.channelId}`] : []),
    ...(filter.ids ? [sql`id = any(${filter.ids.map(canonicalId)})`] : []),
    ...(filter.searchByVersion ? [sql`position(lower(${filter.searchByVersion}) in lower(version)) > 0`] : []),
    ...(filter.visible ? [filter.visible] : []),
  ]
  return listNewest<ReleaseRow>(db, 'release', conditions, page)
}
