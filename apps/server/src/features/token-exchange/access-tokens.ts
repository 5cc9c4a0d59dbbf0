import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import type { Identity } from '../access/identity.ts'
import { isSecret, newTicket, readTicket } from '../access/secrets.ts'

/** How long an exchanged token works. */
export const TOKEN_SECONDS = 3_600

const ENDED = 'The access token is not known here, or it has expired.'

/** The service account that a token was given to, or why it is nobody's. */
export async function findAccessToken(db: Queryable, text: string): Promise<Result<Identity, string>> {
  const ticket = readTicket(text)
  if (!ticket) return err(ENDED)
  const token = await db
    .selectFrom('access_token')
    .select(['id', 'user_id', 'hash'])
    .where('id', '=', ticket.id)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  if (!token || !isSecret(token.hash, ticket.secret)) return err(ENDED)
  return ok({ userId: token.user_id, credentialId: token.id, establishedWith: 'Access token' })
}

/** Gives a token to the service account of an identity. Tokens that have expired are swept away. */
export async function giveAccessToken(
  tx: Tx,
  identity: { readonly id: string; readonly userId: string },
): Promise<string> {
  await sql`delete from access_token where id = any(array(
    select id from access_token where expires_at < now() limit 100 for update skip locked))`.execute(tx)
  const { id, hash, text } = newTicket('accesstokens')
  await sql`insert into access_token (id, user_id, oidc_identity_id, hash, expires_at)
    values (${id}, ${identity.userId}, ${identity.id}, ${hash}, now() + make_interval(secs => ${TOKEN_SECONDS}))`.execute(
    tx,
  )
  return text
}
