import { thumbprintOf } from '@flotilla/agent-protocol'
import { type RawBuilder, sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { isSecret, newTicket, readTicket } from '../access/secrets.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { serverPublicKey } from './server-identity.ts'

/** What a token gives leave to: machines in these places and roles, or workers in these pools, and nothing beyond. */
export interface TokenScope {
  readonly Description: string
  readonly EnvironmentIds: readonly string[]
  readonly Roles: readonly string[]
  readonly TenantIds: readonly string[]
  readonly TenantTags: readonly string[]
  readonly TenantedDeploymentParticipation?: string
  readonly WorkerPoolIds: readonly string[]
  readonly MachinePolicyId?: string
  readonly AllowReplacing: boolean
  readonly MaxUses: number
}

export interface AgentToken {
  readonly id: string
  readonly space_id: string
  readonly created_by: string
  readonly document: TokenScope
  readonly created_at: Date
  readonly expires_at: Date
}

/** A token, and how many machines can register with it still. */
export interface CountedToken extends AgentToken {
  readonly uses_left: number
}

const usesLeft = sql`(select count(*)::int from agent_token_use where token_id = agent_token.id) as uses_left`

/** Source: reliability reference H1. */
export const LONGEST_TOKEN_MS = 3_600_000

/** How long ended tokens are listed, for who wonders why a machine could not register. */
const KEPT_FOR = sql`interval '1 day'`

/** Makes a token. Its text is in this answer and nowhere else; it also says which server made it. */
export async function makeToken(
  tx: Tx,
  caller: Caller,
  asked: { readonly spaceId: string; readonly scope: TokenScope; readonly expiresAt: Date },
): Promise<{ readonly token: CountedToken; readonly text: string }> {
  const { id, hash, text } = newTicket('agenttokens')
  await sql`delete from agent_token where expires_at < now() - ${KEPT_FOR}`.execute(tx)
  const uses = asked.scope.MaxUses
  const { rows } = await sql<AgentToken>`
    insert into agent_token (id, space_id, hash, created_by, document, expires_at)
    values (${id}, ${asked.spaceId}, ${hash}, ${caller.userId}, ${JSON.stringify(asked.scope)}::jsonb, ${asked.expiresAt})
    returning *`.execute(tx)
  await sql`insert into agent_token_use select ${id}, uses.number from generate_series(1, ${uses}::int) uses(number)`.execute(
    tx,
  )
  const token = { ...rows[0]!, uses_left: uses }
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `A registration token for ${uses === 1 ? 'one agent' : `${uses} agents`} was made`,
    spaceId: asked.spaceId,
    related: [id, ...asked.scope.EnvironmentIds, ...asked.scope.TenantIds, ...asked.scope.WorkerPoolIds],
    details: { after: presentToken(token) },
  })
  return { token, text: `${text}.${thumbprintOf(await serverPublicKey(tx))}` }
}

/** The token with this text, if it has not expired; it may have no use left, and is not used up by this. */
export async function findToken(tx: Tx, text: string): Promise<AgentToken> {
  const parts = /^([^.]+\.[^.]+)\.[0-9A-F]{64}$/.exec(text.trim())
  const ticket = readTicket(parts?.[1] ?? '')
  const { rows } = await sql<AgentToken & { readonly hash: Buffer; readonly is_over: boolean }>`
    select *, expires_at <= now() as is_over from agent_token where id = ${ticket?.id ?? ''}`.execute(tx)
  const token = rows[0]
  if (!ticket || !token || !isSecret(token.hash, ticket.secret)) {
    throw badRequest('Token: is not known here, or was revoked.')
  }
  if (token.is_over) throw badRequest('Token: has expired. Make another one.')
  return token
}

/**
 * Takes one use of a token; answers whether there was one. Many machines register with one token at once: each takes one that nobody
 * else is taking, and only who finds none of these waits for what becomes of the others.
 */
export async function useToken(tx: Tx, token: AgentToken): Promise<boolean> {
  const take = async (lock: RawBuilder<unknown>) => {
    const { rows } = await sql`
      delete from agent_token_use where token_id = ${token.id} and number = (
        select number from agent_token_use where token_id = ${token.id} order by number limit 1 ${lock})
      returning 1`.execute(tx)
    return rows.length > 0
  }
  return (await take(sql`for update skip locked`)) || (await take(sql`for update`))
}

/** Revokes a token: no machine registers with it any more. Those that did stay. */
export async function revokeToken(tx: Tx, caller: Caller, token: CountedToken): Promise<void> {
  const { rows } = await sql`delete from agent_token where id = ${token.id} returning id`.execute(tx)
  if (rows.length === 0) throw notFound('AgentRegistrationToken', token.id)
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: 'A registration token for agents was revoked',
    spaceId: token.space_id,
    related: [token.id],
    details: { before: presentToken(token) },
  })
}

export async function requireToken(db: Queryable, spaceId: string, id: string): Promise<CountedToken> {
  const { rows } = await sql<CountedToken>`
    select *, ${usesLeft} from agent_token where space_id = ${spaceId} and id = ${id}`.execute(db)
  if (!rows[0]) throw notFound('AgentRegistrationToken', id)
  return rows[0]
}

/** Tokens of a space, newest first. They are gone a day after their end: there are never many. */
export async function listTokens(db: Queryable, spaceId: string): Promise<readonly CountedToken[]> {
  const { rows } = await sql<CountedToken>`
    select *, ${usesLeft} from agent_token where space_id = ${spaceId} order by number desc`.execute(db)
  return rows
}

/** A token as people see it: without its secret. */
export const presentToken = (token: CountedToken) => ({
  Id: token.id,
  SpaceId: token.space_id,
  ...token.document,
  UsesLeft: token.uses_left,
  Created: wireDate(token.created_at),
  CreatedBy: token.created_by,
  Expires: wireDate(token.expires_at),
  Links: { Self: `/api/${token.space_id}/agentregistrationtokens/${token.id}` },
})
