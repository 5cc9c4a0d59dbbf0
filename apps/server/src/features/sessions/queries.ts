import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import type { Identity } from '../access/identity.ts'
import { isSecret, newTicket, readTicket } from '../access/secrets.ts'

/** A session ends after so many hours without a request, and after so many days in any case (reliability N4). */
const IDLE_HOURS = 8
export const LONGEST_DAYS = 7

const IS_LIVE = sql<boolean>`
  last_seen_at > now() - make_interval(hours => ${IDLE_HOURS}) and created_at > now() - make_interval(days => ${LONGEST_DAYS})`

const ENDED = 'Your session has ended. Sign in again.'

/** Whose session it is, or why it is nobody's. */
export async function findSession(db: Queryable, text: string): Promise<Result<Identity, string>> {
  const ticket = readTicket(text)
  if (!ticket) return err(ENDED)
  const session = await db
    .selectFrom('session')
    .select(['id', 'user_id', 'hash'])
    .where('id', '=', ticket.id)
    .where(IS_LIVE)
    .executeTakeFirst()
  if (!session || !isSecret(session.hash, ticket.secret)) return err(ENDED)
  return ok({ userId: session.user_id, credentialId: session.id, establishedWith: 'Session cookie' })
}

/** Notes that a session is used, at most once a minute. */
export async function noteSessionUse(db: Queryable, sessionId: string): Promise<void> {
  await sql`update session set last_seen_at = now()
    where id = ${sessionId} and last_seen_at < now() - interval '1 minute'`.execute(db)
}

/** Begins a session and answers what its cookie holds. Sessions that are over are swept away. */
export async function beginSession(tx: Tx, userId: string): Promise<string> {
  await sql`delete from session where id = any(array(
    select id from session where not (${IS_LIVE}) limit 100 for update skip locked))`.execute(tx)
  const { id, hash, text } = newTicket('sessions')
  await tx.insertInto('session').values({ id, user_id: userId, hash }).execute()
  return text
}

export async function endSession(tx: Tx, sessionId: string): Promise<void> {
  await tx.deleteFrom('session').where('id', '=', sessionId).execute()
}

/** Signs a user out everywhere. */
export async function endSessionsOf(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('session').where('user_id', '=', userId).execute()
}
