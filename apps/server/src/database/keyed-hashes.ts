import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable } from './connection.ts'
import { fingerprintOf, type Keyring, openText, sealText } from './keyring.ts'
import { hashKeyPlace } from './sealed-columns.ts'
import { newKeyBytes, type Place, type SealingKey } from './sealing.ts'

const NAME = 'fingerprints'

/**
 * Gives the keyring the key of hashes. An installation makes one and keeps it, so that hashes of before and after a change of
 * the data key can be compared. Call it with the data keys unlocked, and while no other node starts.
 */
export async function unlockHashKey(database: Database, keyring: Keyring): Promise<void> {
  keyring.hashWith((await loadHashKey(database)) ?? (await addHashKey(database)))
}

async function loadHashKey(db: Queryable): Promise<SealingKey | undefined> {
  const row = await db.selectFrom('hash_key').select('sealed').where('name', '=', NAME).executeTakeFirst()
  if (!row) return undefined
  return { id: NAME, bytes: Buffer.from(await openText(db, hashKeyPlace(NAME), row.sealed), 'base64') }
}

async function addHashKey(database: Database): Promise<SealingKey> {
  const key = { id: NAME, bytes: newKeyBytes() }
  const sealed = sealText(database, hashKeyPlace(NAME), key.bytes.toString('base64'))
  await database.insertInto('hash_key').values({ name: NAME, sealed }).execute()
  return key
}

/** What a repeated request is known by. */
export interface RequestKey {
  readonly userId: string
  readonly route: string
  readonly key: string
}

/** Tells whether a repeated request has the same body, which may hold secrets. */
export const requestHash = (db: Queryable, request: RequestKey, body: unknown): string =>
  keyedRequestHash(db, request, createHash('sha256').update(JSON.stringify(body)).digest('hex'))

const keyedRequestHash = (db: Queryable, { userId, route, key }: RequestKey, plain: string): string =>
  fingerprintOf(db, ['idempotency_key', userId, route, key] satisfies Place, plain)

/**
 * Tells whether a target holds for a ticket what was stored with it. A ticket of a server from before has the plain hash in
 * both places, which are only compared with each other.
 */
export const ticketHash = (db: Queryable, ticket: string, payloadHash: string): string =>
  fingerprintOf(db, ['script_attempt', ticket], payloadHash)

/** SHA-256 in hexadecimal digits; a keyed hash is shorter. */
const PLAIN_LENGTH = 64

/**
 * Puts keyed hashes in the place of the plain ones that a server from before has left: what was asked there is known here
 * when it is repeated. May be interrupted and repeated.
 */
export async function keyPlainHashes(database: Database): Promise<void> {
  await inTransaction(database, async (tx) => {
    const rows = await tx
      .selectFrom('idempotency_key')
      .select(['user_id', 'route', 'key', 'request_hash'])
      .where(sql<boolean>`length(request_hash) = ${PLAIN_LENGTH}`)
      .execute()
    for (const { user_id, route, key, request_hash } of rows) {
      await tx
        .updateTable('idempotency_key')
        .set({ request_hash: keyedRequestHash(tx, { userId: user_id, route, key }, request_hash) })
        .where('user_id', '=', user_id)
        .where('route', '=', route)
        .where('key', '=', key)
        .execute()
    }
  })
}
