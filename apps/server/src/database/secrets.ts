import { sql } from 'kysely'
import type { Queryable, Tx } from './connection.ts'
import { openText, sealText } from './keyring.ts'
import { secretPlace } from './sealed-columns.ts'

/** Whose secrets: a document's or a set's id, and its space. */
export interface SecretOwner {
  readonly ownerId: string
  readonly spaceId: string
}

/** Keeps a secret, sealed; one that was kept under the same field is replaced. */
export async function storeSecret(tx: Tx, owner: SecretOwner, field: string, value: string): Promise<void> {
  const sealed = sealText(tx, secretPlace(owner.ownerId, field), value)
  await tx
    .insertInto('secret')
    .values({ owner_id: owner.ownerId, field, space_id: owner.spaceId, sealed })
    .onConflict((conflict) => conflict.columns(['owner_id', 'field']).doUpdateSet({ sealed }))
    .execute()
}

/** All secrets of an owner, by field. */
export async function loadSecrets(db: Queryable, ownerId: string): Promise<ReadonlyMap<string, string>> {
  return (await loadSecretsOf(db, [ownerId])).get(ownerId) ?? new Map()
}

/** All secrets of several owners, by owner and field. */
export async function loadSecretsOf(
  db: Queryable,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (ownerIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('secret')
    .select(['owner_id', 'field', 'sealed'])
    .where('owner_id', 'in', ownerIds)
    .execute()
  const found = new Map<string, Map<string, string>>()
  for (const { owner_id, field, sealed } of rows) {
    const fields = found.get(owner_id) ?? new Map<string, string>()
    found.set(owner_id, fields.set(field, await openText(db, secretPlace(owner_id, field), sealed)))
  }
  return found
}

/** So many rows go into one statement; PostgreSQL takes 65 535 parameters. */
const ROWS_AT_ONCE = 1_000

/** Gives `to` the secrets of `from`: a snapshot keeps what its original holds now. Each is sealed anew for its new place. */
export async function copySecrets(tx: Tx, from: string, to: string): Promise<void> {
  const rows = await tx.selectFrom('secret').selectAll().where('owner_id', '=', from).execute()
  const copies = await Promise.all(
    rows.map(async ({ field, space_id, sealed }) => ({
      owner_id: to,
      field,
      space_id,
      sealed: sealText(tx, secretPlace(to, field), await openText(tx, secretPlace(from, field), sealed)),
    })),
  )
  for (let next = 0; next < copies.length; next += ROWS_AT_ONCE) {
    await tx
      .insertInto('secret')
      .values(copies.slice(next, next + ROWS_AT_ONCE))
      .execute()
  }
}

/** Forgets secrets of an owner, all but those in the named fields. */
export async function forgetSecrets(tx: Tx, ownerId: string, keep: readonly string[] = []): Promise<void> {
  await sql`delete from secret where owner_id = ${ownerId} and not (field = any(${[...keep]}))`.execute(tx)
}
