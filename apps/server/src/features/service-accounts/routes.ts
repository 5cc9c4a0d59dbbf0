import { type Static, Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { Paging, pageOf } from '../../http/paging.ts'
import { isWebAddress } from '../../outbound/index.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, route } from '../context.ts'
import type { UserRow } from '../users/queries.ts'
import { requireUser } from '../users/routes.ts'
import { requireAsMuchAs } from '../users/service.ts'
import { OidcIdentitiesAnswer, OidcIdentityAnswer } from './answers.ts'
import {
  deleteOidcIdentity,
  findOidcIdentity,
  listOidcIdentities,
  type OidcIdentityRow,
  saveOidcIdentity,
  type Trust,
} from './queries.ts'

const common = { scope: 'system', tags: ['Service accounts'], access: 'signed-in' } as const

const body = Type.Object({
  ServiceAccountId: Type.Optional(Type.String()),
  Name: Type.String({ minLength: 1, maxLength: 200 }),
  Issuer: Type.String({ minLength: 1, maxLength: 200 }),
  Subject: Type.String({ minLength: 1, maxLength: 400 }),
  Audience: Type.Optional(Type.String({ maxLength: 200 })),
})

type NewPath = '/serviceaccounts/:id/oidcidentities/create/v1'
type OnePath = '/serviceaccounts/:id/oidcidentities/:identityId/v1'
// The addresses that clients of today use, and those that API reference 3.3 lists; their parameters are the same.
const NEW = ['/serviceaccounts/:id/oidcidentities/create/v1', '/serviceaccounts/:id/oidcidentities/v1'] as NewPath[]
const ONE = [
  '/serviceaccounts/:id/oidcidentities/:identityId/v1',
  '/serviceaccounts/:id/oidcidentities/v1/:identityId',
] as OnePath[]

/**
 * Which build servers may act as a service account: a trust is an issuer and a subject of tokens. Making one is a way to act as
 * the account, so it takes all of its rights, as a key does (reliability Z5).
 */
export function serviceAccountRoutes({ database, serverUri }: Deps): AppRoute[] {
  return [
    route({
      ...common,
      method: 'GET',
      path: '/serviceaccounts/:id/oidcidentities/v1',
      summary: 'List whom a service account trusts, and the id that build servers name it by',
      query: Type.Object(Paging),
      response: OidcIdentitiesAnswer,
      operationId: 'listOidcIdentities',
      handler: async ({ caller, params, query }) => {
        const account = await requireAccount(database, caller, params.id)
        const { items, total } = await listOidcIdentities(database, account.id, pageOf(query))
        return {
          ServerUrl: serverUri(),
          ExternalId: account.external_id,
          OidcIdentities: items.map(presentIdentity),
          Count: total,
        }
      },
    }),
    ...NEW.map((path) =>
      route({
        ...common,
        method: 'POST',
        path,
        summary: 'Trust an issuer and subject',
        status: 201,
        body,
        response: OidcIdentityAnswer,
        operationId: `createOidcIdentity${path.endsWith('create/v1') ? '' : 'Shortly'}`,
        handler: ({ caller, params, body: given }) =>
          inTransaction(database, async (tx) => {
            const account = await requireToChange(tx, caller, params.id)
            return presentIdentity(await save(tx, caller, account, undefined, given))
          }),
      }),
    ),
    ...ONE.flatMap((path) => routesOfOne(database, path)),
  ]
}

function routesOfOne(database: Deps['database'], path: OnePath): AppRoute[] {
  const named = (verb: string) => ({
    response: OidcIdentityAnswer,
    operationId: `${verb}OidcIdentity${path.endsWith('/v1') ? '' : 'Shortly'}`,
  })
  return [
    route({
      ...common,
      method: 'GET',
      path,
      summary: 'Read one',
      ...named('get'),
      handler: async ({ caller, params }) => {
        const account = await requireAccount(database, caller, params.id)
        return presentIdentity(await requireIdentity(database, account, params.identityId))
      },
    }),
    route({
      ...common,
      method: 'PUT',
      path,
      summary: 'Replace; tokens that were given for it end',
      ...named('replace'),
      body,
      handler: ({ caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const account = await requireToChange(tx, caller, params.id)
          const before = await requireIdentity(tx, account, params.identityId)
          return presentIdentity(await save(tx, caller, account, before, given))
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path,
      summary: 'Trust it no longer; tokens that were given for it end',
      ...named('delete'),
      handler: ({ caller, params }) =>
        inTransaction(database, async (tx) => {
          const account = await requireToChange(tx, caller, params.id)
          const before = await requireIdentity(tx, account, params.identityId)
          await deleteOidcIdentity(tx, before.id)
          await record(tx, caller, 'Deleted', account, { before })
          return presentIdentity(before)
        }),
    }),
  ]
}

async function requireAccount(db: Queryable, caller: Caller, id: string): Promise<UserRow> {
  const user = await requireUser(db, caller, id)
  if (!user.is_service) throw badRequest(`${user.username} is no service account: only those trust build servers.`)
  return user
}

async function requireToChange(tx: Tx, caller: Caller, id: string): Promise<UserRow> {
  const account = await requireAccount(tx, caller, id)
  await requireAsMuchAs(tx, caller, account.id)
  return account
}

async function requireIdentity(db: Queryable, account: UserRow, id: string): Promise<OidcIdentityRow> {
  const identity = await findOidcIdentity(db, account.id, id)
  if (!identity) throw notFound('ServiceAccountOidcIdentity', id)
  return identity
}

/** Stores the trust of a body, in place of `before` if there is one. */
async function save(
  tx: Tx,
  caller: Caller,
  account: UserRow,
  before: OidcIdentityRow | undefined,
  given: Static<typeof body>,
): Promise<OidcIdentityRow> {
  const trust: Trust = {
    name: given.Name.trim(),
    issuer: given.Issuer.trim(),
    subject: given.Subject.trim(),
    audience: given.Audience?.trim() ?? '',
  }
  const problems: string[] = []
  if (trust.name === '') problems.push('Name: must not be empty.')
  if (trust.subject === '') problems.push('Subject: must not be empty.')
  if (!isTrustworthy(trust.issuer))
    problems.push('Issuer: must be an address that begins with https://; http:// only on this very machine.')
  if (problems.length > 0) throw badRequest(...problems)
  const after = await saveOidcIdentity(tx, account.id, before?.id, trust)
  await record(tx, caller, before ? 'Modified' : 'Created', account, before ? { before, after } : { after })
  return after
}

/** Keys that came over http could be anybody's, unless they never left this machine. */
function isTrustworthy(issuer: string): boolean {
  if (!isWebAddress(issuer)) return false
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

const WORDS = { Created: 'now trusts', Modified: 'trusts, as changed,', Deleted: 'no longer trusts' } as const

async function record(
  tx: Tx,
  caller: Caller,
  category: keyof typeof WORDS,
  account: UserRow,
  details: { readonly before?: OidcIdentityRow; readonly after?: OidcIdentityRow },
): Promise<void> {
  const identity = details.after ?? details.before!
  await recordEvent(tx, caller, {
    category,
    message: `Service account ${account.username} ${WORDS[category]} '${identity.subject}' of ${identity.issuer}`,
    spaceId: null,
    related: [account.id, identity.id],
    details,
  })
}

const presentIdentity = (identity: OidcIdentityRow) => ({
  Id: identity.id,
  ServiceAccountId: identity.user_id,
  Name: identity.name,
  Issuer: identity.issuer,
  Subject: identity.subject,
  Audience: identity.audience,
})
