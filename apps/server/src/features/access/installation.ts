import { randomUUID } from 'node:crypto'
import type { Queryable, Tx } from '../../database/connection.ts'

const KEY = 'installation-id'

/** The id of this installation, a UUID. Made at the first start. */
export async function installationIdOf(db: Queryable): Promise<string> {
  const row = await db.selectFrom('server_setting').select('value').where('key', '=', KEY).executeTakeFirstOrThrow()
  return row.value as string
}

export async function ensureInstallationId(tx: Tx): Promise<void> {
  await tx
    .insertInto('server_setting')
    .values({ key: KEY, value: JSON.stringify(randomUUID()) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}
