import { type Identity, newIdentity, privateKeyText, readIdentity } from '@flotilla/agent-protocol'
import type { Database, Queryable } from '../../database/connection.ts'
import { openText, sealText } from '../../database/keyring.ts'
import { serverIdentityPlace } from '../../database/sealed-columns.ts'

const NAME = 'agents'

/**
 * The key by which agents know this installation. Made once, and the same for all nodes. Call it with the data keys unlocked, and
 * while no other node starts.
 */
export async function ensureServerIdentity(database: Database): Promise<Identity> {
  const row = await database.selectFrom('server_identity').select('sealed').where('name', '=', NAME).executeTakeFirst()
  if (row) return readIdentity(await openText(database, serverIdentityPlace(NAME), row.sealed))
  const identity = newIdentity()
  const sealed = sealText(database, serverIdentityPlace(NAME), privateKeyText(identity))
  await database.insertInto('server_identity').values({ name: NAME, public_key: identity.publicKey, sealed }).execute()
  return identity
}

/** What agents are told of it. */
export async function serverPublicKey(db: Queryable): Promise<string> {
  const row = await db
    .selectFrom('server_identity')
    .select('public_key')
    .where('name', '=', NAME)
    .executeTakeFirstOrThrow()
  return row.public_key
}
