import type { Client } from './client.ts'
import { listItems } from './pages.ts'

export interface User {
  readonly Id: string
  readonly Username: string
  readonly DisplayName: string
  readonly IsService: boolean
}

/** The user of the API key. */
export const loadCaller = (client: Client): Promise<User> => client.get('/api/users/me')

/** By id or user name. Errors: `ApiError` 404 for one that is not there or may not be seen. */
export const loadUser = (client: Client, idOrName: string): Promise<User> =>
  client.get(`/api/users/${encodeURIComponent(idOrName)}`)

export interface ApiKey {
  readonly Id: string
  readonly UserId: string
  readonly Purpose: string
  readonly ApiKey: { readonly HasValue: boolean; readonly Hint: string }
  readonly Created: string
  readonly Expires: string | null
  readonly LastUsed: string | null
}

/** With the key itself, which is shown this once. */
export interface NewApiKey extends Omit<ApiKey, 'ApiKey'> {
  readonly ApiKey: string
}

export const listApiKeys = (client: Client, userId: string, limit?: number): Promise<readonly ApiKey[]> =>
  listItems(client, `/api/users/${userId}/apikeys`, {}, limit)

export const createApiKey = (
  client: Client,
  userId: string,
  key: { readonly Purpose: string; readonly Expires?: string },
): Promise<NewApiKey> => client.post(`/api/users/${userId}/apikeys`, key)

export const deleteApiKey = (client: Client, userId: string, keyId: string): Promise<ApiKey> =>
  client.delete(`/api/users/${userId}/apikeys/${encodeURIComponent(keyId)}`)
