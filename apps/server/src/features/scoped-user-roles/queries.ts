import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'

/** A role given to a team, as it is stored. */
export interface ScopedUserRole {
  readonly id: string
  readonly document: Readonly<Record<string, unknown>>
  readonly modified_at: Date
  readonly modified_by: string | null
}

/** A page of scoped roles in the order they were given, and how many there are. */
export async function listScopedUserRoles(
  db: Queryable,
  where: RawBuilder<boolean>,
  page: { readonly skip: number; readonly take: number },
): Promise<{ items: ScopedUserRole[]; total: number }> {
  const { rows: items } = await sql<ScopedUserRole>`
    select id, document, modified_at, modified_by from scoped_user_role where ${where}
    order by length(id), id offset ${page.skip} limit ${page.take}`.execute(db)
  const { rows } = await sql<{ count: number }>`select count(*) as count from scoped_user_role where ${where}`.execute(
    db,
  )
  return { items, total: rows[0]!.count }
}

export function presentScopedUserRole({ id, document, modified_at, modified_by }: ScopedUserRole) {
  return {
    ...document,
    LastModifiedOn: wireDate(modified_at),
    LastModifiedBy: modified_by,
    Links: { Self: `/api/scopeduserroles/${id}` },
  }
}
