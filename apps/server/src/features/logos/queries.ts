import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'

interface Logo {
  readonly mediaType: string
  readonly content: Buffer
}

export async function findLogo(db: Queryable, ownerId: string): Promise<Logo | undefined> {
  const row = await db.selectFrom('logo').selectAll().where('owner_id', '=', ownerId).executeTakeFirst()
  return row && { mediaType: row.media_type, content: row.content }
}

/** Keeps the picture of something; one that was there is replaced. */
export async function storeLogo(
  tx: Tx,
  owner: { readonly id: string; readonly spaceId: string },
  { mediaType, content }: Logo,
): Promise<void> {
  await tx
    .insertInto('logo')
    .values({ owner_id: owner.id, space_id: owner.spaceId, media_type: mediaType, content })
    .onConflict((conflict) =>
      conflict.column('owner_id').doUpdateSet({ media_type: mediaType, content, changed_at: sql<Date>`now()` }),
    )
    .execute()
}

/** Takes away the picture of something; answers whether there was one. */
export async function forgetLogo(tx: Tx, ownerId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('logo').where('owner_id', '=', ownerId).executeTakeFirst()
  return numDeletedRows > 0n
}
