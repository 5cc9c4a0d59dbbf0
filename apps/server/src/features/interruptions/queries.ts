import { type Selectable, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { listNewest } from '../../database/list-newest.ts'
import type { InterruptionTable } from '../../database/tables.ts'
import type { Page } from '../../http/paging.ts'

export type InterruptionRow = Selectable<InterruptionTable>

export async function findInterruption(db: Queryable, id: string): Promise<InterruptionRow | undefined> {
  return db.selectFrom('interruption').selectAll().where('id', '=', canonicalId(id)).executeTakeFirst()
}

/** The question that a linked one stands for; any other stands for itself. It says who may answer. */
export const originOf = async (db: Queryable, row: InterruptionRow): Promise<InterruptionRow> =>
  (row.linked_to && (await findInterruption(db, row.linked_to))) || row

export async function listInterruptions(
  db: Queryable,
  filter: {
    readonly spaceId?: string
    readonly regarding?: string
    readonly pendingOnly?: boolean
    readonly ids?: readonly string[]
  },
  page: Page,
): Promise<{ items: InterruptionRow[]; total: number }> {
  const conditions = [
    ...(filter.spaceId ? [sql`space_id = ${filter.spaceId}`] : []),
    ...(filter.regarding ? [sql`related_document_ids @> array[${canonicalId(filter.regarding)}]::text[]`] : []),
    ...(filter.pendingOnly ? [sql`is_pending`] : []),
    ...(filter.ids ? [sql`id = any(${filter.ids.map(canonicalId)})`] : []),
  ]
  return listNewest<InterruptionRow>(db, 'interruption', conditions, page)
}

/** The teams that list a user as a member. */
export async function teamsOf(db: Queryable, userId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from team where document -> 'MemberUserIds' @> to_jsonb(${userId}::text) or id = 'teams-everyone'`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}
