import { randomInt } from 'node:crypto'
import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable } from '../../database/connection.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import type { Identity } from './identity.ts'
import { digestOf, isSecret } from './secrets.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new API key: `API-` and 160 random bits (reliability N2). */
export function newApiKey(): string {
  let text = 'API-'
  for (let n = 0; n < 32; n += 1) text += LETTERS[randomInt(LETTERS.length)]
  return text
}

/** What people may see of a key, and what it is looked up by: `API-` and four letters. */
export const hintOf = (key: string): string => key.slice(0, 'API-'.length + 4)

/** What is stored of a key. */
export const hashApiKey = digestOf

/** The key's owner, or why nobody is, as a sentence for whoever holds the key. */
export async function findApiKey(db: Queryable, key: string): Promise<Result<Identity, string>> {
  const { rows } = await sql<KeyRow>`
    select id, user_id, hash, expires_at <= now() as is_expired from api_key where hint = ${hintOf(key)}`.execute(db)
  const found = rows.find(({ hash }) => isSecret(hash, key))
  if (!found) return err('The API key is not known here, or it was revoked.')
  if (found.is_expired) return err(`The API key ${hintOf(key)}… has expired.`)
  return ok({ userId: found.user_id, credentialId: found.id, establishedWith: 'API key' })
}

interface KeyRow {
  readonly id: string
  readonly user_id: string
  readonly hash: Buffer
  readonly is_expired: boolean | null
}

/** Notes that a key is used: its time at most once a minute, and an event the first time (reliability N2, Q1). */
export async function noteApiKeyUse(database: Database, caller: Caller): Promise<void> {
  const keyId = caller.credentialId!
  const { rows } = await sql<{ is_first: boolean }>`
    select last_used_at is null as is_first from api_key
    where id = ${keyId} and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(database)
  if (!rows[0]) return
  if (!rows[0].is_first) {
    await sql`update api_key set last_used_at = now() where id = ${keyId}`.execute(database)
    return
  }
  await inTransaction(database, async (tx) => {
    const used = await sql<{ hint: string; purpose: string }>`
      update api_key set last_used_at = now() where id = ${keyId} and last_used_at is null
      returning hint, purpose`.execute(tx)
    const key = used.rows[0]
    if (!key) return
    await recordEvent(tx, caller, {
      category: 'ApiKeyFirstUsed',
      message: `API key ${key.hint}… (${key.purpose}) of ${caller.username} was used for the first time`,
      spaceId: null,
      related: [caller.userId, keyId],
    })
  })
}
