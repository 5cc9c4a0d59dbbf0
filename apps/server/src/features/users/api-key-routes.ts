import { Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { CollectionOf } from '../../http/answers.ts'
import { parseWireDate, WireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, Paging, pageOf } from '../../http/paging.ts'
import { newApiKey } from '../access/api-keys.ts'
import { type AppRoute, type Caller, type Deps, require, route } from '../context.ts'
import { ApiKeyAnswer, NewApiKeyAnswer } from './answers.ts'
import { type ApiKeyRow, findApiKey, listApiKeys, type UserRow } from './queries.ts'
import { requireUser } from './routes.ts'
import { deleteApiKey, presentApiKey, requireAsMuchAs, storeApiKey } from './service.ts'

const common = { scope: 'system', tags: ['Users'], access: 'signed-in' } as const
const body = Type.Object({
  Purpose: Type.String({ minLength: 1, maxLength: 1_000 }),
  Expires: Type.Optional(WireDate()),
})

/** API keys of a user, for himself and for whoever has all of his rights. Source: API reference 3.1. */
export function apiKeyRoutes({ database, clock }: Deps): AppRoute[] {
  const requireKey = async (db: Queryable, user: UserRow, keyId: string): Promise<ApiKeyRow> => {
    const key = await findApiKey(db, user.id, keyId)
    if (!key) throw notFound('ApiKey', keyId)
    return key
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/users/:id/apikeys',
      summary: 'List the API keys of a user',
      query: Type.Object(Paging),
      response: CollectionOf(ApiKeyAnswer),
      handler: async ({ caller, params, query: given }) => {
        const user = await requireOwnOr(database, caller, params.id)
        const page = pageOf(given)
        const { items, total } = await listApiKeys(database, user.id, page)
        return collection('ApiKey', items.map(presentApiKey), total, page, `/api/users/${user.id}/apikeys`)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/:id/apikeys/:keyId',
      summary: 'Read one, without the key itself',
      response: ApiKeyAnswer,
      handler: async ({ caller, params }) =>
        presentApiKey(await requireKey(database, await requireOwnOr(database, caller, params.id), params.keyId)),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/users/:id/apikeys',
      summary: 'Create; the answer shows the key, this once',
      status: 201,
      body,
      response: NewApiKeyAnswer,
      handler: ({ caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const user = await requireUser(tx, caller, params.id)
          await requireMayUse(tx, caller, user)
          const key = newApiKey()
          const expiresAt = expiryOf(given.Expires, clock.now())
          const stored = await storeApiKey(tx, caller, user, key, { purpose: given.Purpose.trim(), expiresAt })
          return { ...presentApiKey(stored), ApiKey: key }
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/users/:id/apikeys/:keyId',
      summary: 'Revoke',
      response: ApiKeyAnswer,
      handler: ({ caller, params }) =>
        inTransaction(database, async (tx) => {
          const user = await requireOwnOr(tx, caller, params.id)
          const key = await requireKey(tx, user, params.keyId)
          await deleteApiKey(tx, caller, user, key)
          return presentApiKey(key)
        }),
    }),
  ]
}

/** Seeing and revoking keys of others needs `UserEdit`. */
async function requireOwnOr(db: Queryable, caller: Caller, idOrName: string): Promise<UserRow> {
  const user = await requireUser(db, caller, idOrName)
  if (user.id !== caller.userId) require(caller, 'UserEdit', { spaceId: null })
  return user
}

/** A key carries its owner's rights: making one for somebody else takes all of them. */
async function requireMayUse(tx: Tx, caller: Caller, user: UserRow): Promise<void> {
  if (user.id !== caller.userId) await requireAsMuchAs(tx, caller, user.id)
}

function expiryOf(text: string | undefined, now: number): Date | null {
  if (text === undefined || text.trim() === '') return null
  const date = parseWireDate(text)
  if (!date) throw badRequest(`Expires: '${text}' is not a date.`)
  if (date.getTime() <= now) throw badRequest('Expires: must be in the future.')
  return date
}
