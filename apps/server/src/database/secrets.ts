import { sql } from 'kysely'
import type { Queryable, Tx } from './connection.ts'

/** Whose secrets: a document's or a set's id, and its space. */
export interface SecretOwner {
  readonly ownerId: string
  readonly spaceId: string
}

/** Keeps a secret; one that was kept under the same field is replaced. */
export async function storeSecret(tx: Tx, owner: SecretOwner, field: string, value: string): Promise<void> {
  await tx
    .insertInto('secret')
    .values({ owner_id: owner.ownerId, field, space_id: owner.spaceId, value })
    .onConflict((conflict) => conflict.columns(['owner_id', 'field']).doUpdateSet({ value }))
    .execute()
}

/** All secrets of an owner, by field. */
export async function loadSecrets(db: Queryable, ownerId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('secret').select(['field', 'value']).where('owner_id', '=', ownerId).execute()
  return new Map(rows.map((row) => [row.field, row.value]))
}

/** Gives `to` the secrets of `from`: a snapshot keeps what its original holds now. */
export async function copySecrets(tx: Tx, from: string, to: string): Promise<void> {
  await sql`insert into secret (owner_id, field, space_id, value)
    select ${to}, field, space_id, value from secret where owner_id = ${from}`.execute(tx)
}

/** Forgets secrets of an owner, all but those in the named fields. */
export async function forgetSecrets(tx: Tx, ownerId: string, keep: readonly string[] = []): Promise<void> {
  await sql`delete from secret where owner_id = ${ownerId} and not (field = any(${[...keep]}))`.execute(tx)
}
