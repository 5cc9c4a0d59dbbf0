import { thumbprintOf } from '@flotilla/agent-protocol'
import { sql } from 'kysely'
import { type Queryable, sendLast, type Tx } from '../../database/connection.ts'
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
  readonly uses_left: number
  readonly created_at: Date
  readonly expires_at: Date
}

/** Source: reliability reference H1. */
export const LONGEST_TOKEN_MS = 3_600_000

/** How long ended tokens are listed, for who wonders why a machine could not register. */
const KEPT_FOR = sql`interval '1 day'`

/** Makes a token. Its text is in this answer and nowhere else; it also says which server made it. */
export async function makeToken(
  tx: Tx,
  caller: Caller,
  asked: { readonly spaceId: string; readonly scope: TokenScope; readonly expiresAt: Date },
): Promise<{ readonly token: AgentToken; readonly text: string }> {
  const { id, hash, text } = newTicket('agenttokens')
  await sql`delete from agent_token where expires_at < now() - ${KEPT_FOR}`.execute(tx)
  const { rows } = await sql<AgentToken>`
    insert into agent_token (id, space_id, hash, created_by, document, uses_left, expires_at)
    values (${id}, ${asked.spaceId}, ${hash}, ${caller.userId}, ${JSON.stringify(asked.scope)}::jsonb,
      ${asked.scope.MaxUses}, ${asked.expiresAt})
    returning *`.execute(tx)
  const token = rows[0]!
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `A registration token for ${asked.scope.MaxUses === 1 ? 'one agent' : `${asked.scope.MaxUses} agents`} was made`,
    spaceId: asked.spaceId,
    related: [id, ...asked.scope.EnvironmentIds, ...asked.scope.TenantIds, ...asked.scope.WorkerPoolIds],
    details: { after: presentToken(token) },
  })
  return { token, text: `${text}.${thumbprintOf(await serverPublicKey(tx))}` }
}

/**
 * The token with this text, if it has not expired; it may have no use left, and is not used up by this. It is not revoked before
 * the transaction ends.
 */
export async function findToken(tx: Tx, text: string): Promise<AgentToken> {
  const parts = /^([^.]+\.[^.]+)\.[0-9A-F]{64}$/.exec(text.trim())
  const ticket = readTicket(parts?.[1] ?? '')
  const { rows } = await sql<AgentToken & { readonly hash: Buffer; readonly is_over: boolean }>`
    select *, expires_at <= now() as is_over from agent_token where id = ${ticket?.id ?? ''} for key share`.execute(tx)
  const token = rows[0]
  if (!ticket || !token || !isSecret(token.hash, ticket.secret)) {
    throw badRequest('Token: is not known here, or was revoked.')
  }
  if (token.is_over) throw badRequest('Token: has expired. Make another one.')
  return token
}

/**
 * Takes one use of a token that was found in this transaction. Call it last: many machines register with one token at once, and
 * wait for one another from here to the commit.
 */
export function useToken(tx: Tx, token: AgentToken): void {
  // Fails where no use is left (`refusalOf`).
  sendLast(tx, sql`update agent_token set uses_left = uses_left - 1 where id = ${token.id}`)
}

/** Revokes a token: no machine registers with it any more. Those that did stay. */
export async function revokeToken(tx: Tx, caller: Caller, token: AgentToken): Promise<void> {
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

export async function requireToken(db: Queryable, spaceId: string, id: string): Promise<AgentToken> {
  const { rows } = await sql<AgentToken>`
    select * from agent_token where space_id = ${spaceId} and id = ${id}`.execute(db)
  if (!rows[0]) throw notFound('AgentRegistrationToken', id)
  return rows[0]
}

/** Tokens of a space, newest first. They are gone a day after their end: there are never many. */
export async function listTokens(db: Queryable, spaceId: string): Promise<readonly AgentToken[]> {
  const { rows } = await sql<AgentToken>`
    select * from agent_token where space_id = ${spaceId} order by number desc`.execute(db)
  return rows
}

/** A token as people see it: without its secret. */
export const presentToken = (token: AgentToken) => ({
  Id: token.id,
  SpaceId: token.space_id,
  ...token.document,
  UsesLeft: token.uses_left,
  Created: wireDate(token.created_at),
  CreatedBy: token.created_by,
  Expires: wireDate(token.expires_at),
  Links: { Self: `/api/${token.space_id}/agentregistrationtokens/${token.id}` },
})
