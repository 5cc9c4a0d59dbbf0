import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import type { Tables } from '../../database/tables.ts'

export type UserRow = Selectable<Tables['user_account']>
export type ApiKeyRow = Omit<Selectable<Tables['api_key']>, 'hash'>

/** A user by id or by name, without case. */
export async function findUser(db: Queryable, idOrName: string): Promise<UserRow | undefined> {
  const { rows } = await sql<UserRow>`
    select * from user_account where id = ${canonicalId(idOrName)} or lower(username) = lower(${idOrName})
    order by id = ${canonicalId(idOrName)} desc limit 1`.execute(db)
  return rows[0]
}

/** A page of users by name. `filter` is part of a user name, a display name or a mail address. */
export async function listUsers(
  db: Queryable,
  asked: { readonly ids?: readonly string[] | undefined; readonly filter?: string | undefined },
  page: { readonly skip: number; readonly take: number },
): Promise<{ items: UserRow[]; total: number }> {
  const conditions: RawBuilder<boolean>[] = [sql<boolean>`true`]
  if (asked.ids) conditions.push(sql<boolean>`id = any(${asked.ids.map(canonicalId)}::text[])`)
  if (asked.filter) {
    conditions.push(
      sql<boolean>`position(lower(${asked.filter}) in lower(username || ' ' || display_name || ' ' || email_address)) > 0`,
    )
  }
  const where = sql.join(conditions, sql` and `)
  const { rows: items } = await sql<UserRow>`
    select * from user_account where ${where} order by lower(username) offset ${page.skip} limit ${page.take}`.execute(
    db,
  )
  const { rows } = await sql<{ count: number }>`select count(*) as count from user_account where ${where}`.execute(db)
  return { items, total: rows[0]!.count }
}

/** Takes a user out of every team that lists him. */
export async function leaveAllTeams(tx: Tx, userId: string): Promise<void> {
  await sql`
    update team set document = jsonb_set(document, '{MemberUserIds}', (document -> 'MemberUserIds') - ${userId}::text),
      version = version + 1, modified_at = now()
    where document -> 'MemberUserIds' @> to_jsonb(${userId}::text)`.execute(tx)
}

/** Puts a user into teams. */
export async function joinTeams(tx: Tx, userId: string, teamIds: readonly string[]): Promise<void> {
  await sql`
    update team set document = jsonb_set(document, '{MemberUserIds}', (document -> 'MemberUserIds') || to_jsonb(${userId}::text)),
      version = version + 1, modified_at = now()
    where id = any(${teamIds}::text[])`.execute(tx)
}

const keyColumns = ['id', 'user_id', 'purpose', 'hint', 'created_at', 'expires_at', 'last_used_at'] as const

/** A page of a user's API keys, newest first. */
export async function listApiKeys(
  db: Queryable,
  userId: string,
  page: { readonly skip: number; readonly take: number },
): Promise<{ items: ApiKeyRow[]; total: number }> {
  const items = await db
    .selectFrom('api_key')
    .select(keyColumns)
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .offset(page.skip)
    .limit(page.take)
    .execute()
  const { rows } = await sql<{
    count: number
  }>`select count(*) as count from api_key where user_id = ${userId}`.execute(db)
  return { items, total: rows[0]!.count }
}

export async function findApiKey(db: Queryable, userId: string, keyId: string): Promise<ApiKeyRow | undefined> {
  const rows = await db
    .selectFrom('api_key')
    .select(keyColumns)
    .where('user_id', '=', userId)
    .where(sql<boolean>`lower(id) = lower(${keyId})`)
    .execute()
  return rows[0]
}
