import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'

/** A team that somebody is in. */
export interface Membership {
  readonly teamId: string
  readonly teamName: string
  /** Null for a team of the server. */
  readonly spaceId: string | null
}

/** The teams of a user, by name; the team of everyone is one of them. An unknown user is in none. */
export async function membershipOf(db: Queryable, userId: string): Promise<readonly Membership[]> {
  const { rows } = await sql<Membership>`
    select id as "teamId", name as "teamName", space_id as "spaceId" from team
    where (document -> 'MemberUserIds' @> to_jsonb(${userId}::text) or id = 'teams-everyone')
      and exists (select 1 from user_account where id = ${userId})
    order by lower(name), id`.execute(db)
  return rows
}
