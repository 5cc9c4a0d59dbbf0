import { type Selectable, sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { canonicalId, nextId } from '../../database/ids.ts'
import type { Tables } from '../../database/tables.ts'
import type { Page } from '../../http/paging.ts'

export type OidcIdentityRow = Selectable<Tables['oidc_identity']>

/** Whom a service account trusts: tokens of this issuer about this subject. */
export interface Trust {
  readonly name: string
  readonly issuer: string
  readonly subject: string
  /** What tokens must be meant for; empty: the external id of the account. */
  readonly audience: string
}

export async function listOidcIdentities(
  db: Queryable,
  userId: string,
  page: Page,
): Promise<{ readonly items: readonly OidcIdentityRow[]; readonly total: number }> {
  const items = await db
    .selectFrom('oidc_identity')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .offset(page.skip)
    .limit(page.take)
    .execute()
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from oidc_identity where user_id = ${userId}`.execute(db)
  return { items, total: rows[0]!.count }
}

export const findOidcIdentity = (db: Queryable, userId: string, id: string): Promise<OidcIdentityRow | undefined> =>
  db
    .selectFrom('oidc_identity')
    .selectAll()
    .where('user_id', '=', userId)
    .where('id', '=', canonicalId(id))
    .executeTakeFirst()

/** Stores a new one, or what changed of an old one. That one issuer and subject are there twice, the table's index refuses. */
export async function saveOidcIdentity(
  tx: Tx,
  userId: string,
  id: string | undefined,
  trust: Trust,
): Promise<OidcIdentityRow> {
  if (id === undefined) {
    const row = { id: await nextId(tx, 'ServiceAccountOidcIdentities'), user_id: userId, ...trust }
    return tx.insertInto('oidc_identity').values(row).returningAll().executeTakeFirstOrThrow()
  }
  const changed = await tx
    .updateTable('oidc_identity')
    .set(trust)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  // Tokens were given for the trust as it was. With the row held, no more of them come (`holdTrust`).
  await tx.deleteFrom('access_token').where('oidc_identity_id', '=', id).execute()
  return changed
}

/** Whether an identity still is what was read, of an active account; then it stays so until the transaction ends. */
export async function holdTrust(tx: Tx, { id, issuer, subject, audience }: OidcIdentityRow): Promise<boolean> {
  const { rows } = await sql`
    select 1 from oidc_identity identity join user_account account on account.id = identity.user_id
    where identity.id = ${id} and issuer = ${issuer} and subject = ${subject} and audience = ${audience}
      and account.is_active for share`.execute(tx)
  return rows.length > 0
}

/** Takes one away, with the tokens that were given for it. */
export async function deleteOidcIdentity(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('oidc_identity').where('id', '=', id).execute()
}

/** The identities of an active service account that trust an issuer, by what build servers name the account by. */
export async function listTrusting(
  db: Queryable,
  externalId: string,
  issuer: string,
): Promise<readonly OidcIdentityRow[]> {
  const { rows } = await sql<OidcIdentityRow>`
    select identity.* from oidc_identity identity join user_account account on account.id = identity.user_id
    where account.external_id = ${externalId}::uuid and account.is_active and account.is_service
      and identity.issuer = ${issuer}`.execute(db)
  return rows
}
