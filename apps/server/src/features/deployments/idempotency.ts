import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { type RequestKey, requestHash } from '../../database/keyed-hashes.ts'
import { badRequest, conflict } from '../../http/errors.ts'
import type { Caller } from '../context.ts'

/** A request that is not to be doubled. */
export interface Once extends RequestKey {
  readonly hash: string
}

/** A repeated request is not doubled: with the same key the first answer is given again for 24 h (reliability A3). */
export function idempotencyOf(
  db: Queryable,
  route: string,
  { caller, raw }: { readonly caller: Caller; readonly raw: FastifyRequest },
  body: unknown,
): Once | undefined {
  const header = raw.headers['idempotency-key']
  const key = (typeof header === 'string' ? header : header?.[0])?.trim()
  if (!key) return undefined
  if (key.length > 255) throw badRequest('Idempotency-Key: must have at most 255 characters.')
  const request = { userId: caller.userId, route, key }
  return { ...request, hash: requestHash(db, request, body) }
}

/**
 * Does a request once, however often it is sent under its key; without a key always. `isNew` says whether `work` has run now.
 * Call it first in the transaction: who asks at the same time waits.
 */
export async function answerOnce<T>(
  tx: Tx,
  once: Once | undefined,
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly isNew: boolean }> {
  const repeated = once && (await findAnswer(tx, once))
  if (repeated !== undefined) return { answer: repeated as T, isNew: false }
  const answer = await work()
  if (once) await keepAnswer(tx, once, answer)
  return { answer, isNew: true }
}

/** The answer that was given before. Who asks at the same time waits. Errors: 409 when the body was another one. */
async function findAnswer(db: Queryable, once: Once): Promise<unknown> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${once.userId} ${once.route} ${once.key}`}, 0))`.execute(
    db,
  )
  const row = await db
    .selectFrom('idempotency_key')
    .selectAll()
    .where('user_id', '=', once.userId)
    .where('route', '=', once.route)
    .where('key', '=', once.key)
    .where('created_at', '>', sql<Date>`now() - interval '24 hours'`)
    .executeTakeFirst()
  if (!row) return undefined
  if (row.request_hash !== once.hash)
    throw conflict('Idempotency-Key: this key was used with another body. Use a new key for a new request.')
  return row.answer
}

async function keepAnswer(db: Queryable, once: Once, answer: unknown): Promise<void> {
  const row = { request_hash: once.hash, status: 201, answer: JSON.stringify(answer), created_at: new Date() }
  await db
    .insertInto('idempotency_key')
    .values({ user_id: once.userId, route: once.route, key: once.key, ...row })
    .onConflict((conflicted) => conflicted.columns(['user_id', 'route', 'key']).doUpdateSet(row))
    .execute()
}
