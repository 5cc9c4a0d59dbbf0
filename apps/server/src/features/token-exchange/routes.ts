import { Type } from 'typebox'
import { type Database, inTransaction } from '../../database/connection.ts'
import { Answer } from '../../http/answers.ts'
import { errorBody } from '../../http/errors.ts'
import { systemCaller, whereFrom } from '../access/authenticate.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, route } from '../context.ts'
import { holdTrust, listTrusting, type OidcIdentityRow } from '../service-accounts/queries.ts'
import { findUser } from '../users/queries.ts'
import { giveAccessToken, TOKEN_SECONDS } from './access-tokens.ts'
import { GRANT_TYPE, TOKEN_TYPE } from './discovery.ts'
import { createIssuerKeys } from './issuer-keys.ts'
import { claimedIssuer, judgeToken } from './judge-token.ts'

const LONGEST_TOKEN = 20_000

/** Every field is optional here: what is missing is told in the words of OAuth, not of this API. */
const body = Type.Object({
  grant_type: Type.Optional(Type.String()),
  audience: Type.Optional(Type.String()),
  subject_token_type: Type.Optional(Type.String()),
  subject_token: Type.Optional(Type.String()),
})

interface Exchange {
  readonly externalId: string
  readonly token: string
}

/** Build servers exchange the signed token of a run for one of ours. Source: API reference 3.3. */
export function tokenExchangeRoutes({ database, outboundFetch, clock }: Deps): AppRoute[] {
  const keysOf = createIssuerKeys(outboundFetch, () => clock.now())

  /** The identity that the token proves, or a sentence that says why there is none. */
  const judge = async ({ externalId, token }: Exchange): Promise<Judgement> => {
    const issuer = claimedIssuer(token)
    if (issuer === undefined) return { why: 'The subject_token is no signed token with an issuer.' }
    const identities = await listTrusting(database, externalId, issuer)
    // Nobody is called whom no service account trusts.
    if (!identities[0]) return { why: `No service account with the id ${externalId} trusts the issuer ${issuer}.` }
    const accountId = identities[0].user_id
    const keys = await keysOf(issuer)
    if (!keys.ok) return { accountId, why: `The keys of ${issuer} could not be fetched. ${keys.error}` }
    const judged = await judgeToken(token, identities, { issuer, externalId, keys: keys.value })
    return judged.ok ? { identity: judged.value } : { accountId, why: judged.error }
  }

  return [
    route({
      scope: 'system',
      tags: ['Sign-in'],
      method: 'POST',
      path: '/token/v1',
      summary: 'Exchange the token of a build server for one that acts as a service account',
      access: 'public',
      body,
      response: Answer('AccessToken', {
        access_token: Type.String(),
        issued_token_type: Type.String(),
        token_type: Type.String(),
        expires_in: Type.Integer({ description: 'Seconds.' }),
      }),
      operationId: 'exchangeToken',
      handler: async ({ body: given, raw, reply }) => {
        const from = { ...systemCaller(), ...whereFrom(raw) }
        const asked = readExchange(given)
        const judged = 'error' in asked ? { why: asked.error } : await judge(asked)
        const outcome = 'why' in judged ? judged : await signIn(database, from, judged.identity)
        if ('why' in outcome) {
          if (outcome.accountId !== undefined) await recordFailure(database, from, outcome.accountId, outcome.why)
          reply.code(400)
          return { ...errorBody(outcome.why, [outcome.why]), error: 'invalid_request', error_description: outcome.why }
        }
        return {
          access_token: outcome.token,
          issued_token_type: TOKEN_TYPE,
          token_type: 'Bearer',
          expires_in: TOKEN_SECONDS,
        }
      },
    }),
  ]
}

interface Refusal {
  readonly accountId?: string
  readonly why: string
}
type Judgement = { readonly identity: OidcIdentityRow } | Refusal

function readExchange(given: { readonly [name: string]: string | undefined }): Exchange | { readonly error: string } {
  if (given.grant_type !== GRANT_TYPE) return { error: `grant_type must be ${GRANT_TYPE}.` }
  if (given.subject_token_type !== TOKEN_TYPE) return { error: `subject_token_type must be ${TOKEN_TYPE}.` }
  const externalId = given.audience ?? ''
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(externalId)) {
    return {
      error: 'audience must be the external id of a service account, as its list of OpenID Connect identities has it.',
    }
  }
  const token = given.subject_token ?? ''
  if (token === '' || token.length > LONGEST_TOKEN) return { error: 'subject_token must be the token to exchange.' }
  return { externalId: externalId.toLowerCase(), token }
}

async function signIn(
  database: Database,
  from: Caller,
  identity: OidcIdentityRow,
): Promise<{ readonly token: string } | Refusal> {
  return inTransaction(database, async (tx) => {
    // Fetching keys takes time, in which the trust may have been taken back.
    if (!(await holdTrust(tx, identity)))
      return { accountId: identity.user_id, why: 'The service account was changed at the same moment. Try again.' }
    const account = (await findUser(tx, identity.user_id))!
    const token = await giveAccessToken(tx, { id: identity.id, userId: account.id })
    const caller: Caller = {
      ...from,
      userId: account.id,
      username: account.username,
      displayName: account.display_name,
      establishedWith: 'OpenID Connect',
    }
    await recordEvent(tx, caller, {
      category: 'LoginSucceeded',
      message: `${account.username} signed in with a token of ${identity.issuer} about '${identity.subject}'`,
      spaceId: null,
      related: [account.id, identity.id],
    })
    return { token }
  })
}

async function recordFailure(database: Database, from: Caller, accountId: string, why: string): Promise<void> {
  const account = await findUser(database, accountId)
  await inTransaction(database, (tx) =>
    recordEvent(tx, from, {
      category: 'LoginFailed',
      message: `Signing in as ${account?.username} with a token of a build server failed. ${why}`,
      spaceId: null,
      related: [accountId],
    }),
  )
}
