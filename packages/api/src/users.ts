import type { Client } from './client.ts'
import { listItems } from './pages.ts'
import type { Body, Schema } from './typed.ts'

export type User = Schema<'User'>
export type ApiKey = Schema<'ApiKey'>
/** With the key itself, which is shown this once. */
export type NewApiKey = Schema<'NewApiKey'>

/** The user of the API key. */
export const loadCaller = (client: Client): Promise<User> => client.get('/api/users/me')

/** By id or user name. Errors: `ApiError` 404 for one that is not there or may not be seen. */
export const loadUser = (client: Client, idOrName: string): Promise<User> =>
  client.get(`/api/users/${encodeURIComponent(idOrName)}`)

export const listApiKeys = (client: Client, userId: string, limit?: number): Promise<readonly ApiKey[]> =>
  listItems(client, `/api/users/${userId}/apikeys`, {}, limit)

export const createApiKey = (client: Client, userId: string, key: Body<'createUserApiKey'>): Promise<NewApiKey> =>
  client.post(`/api/users/${userId}/apikeys`, key)

export const deleteApiKey = (client: Client, userId: string, keyId: string): Promise<ApiKey> =>
  client.delete(`/api/users/${userId}/apikeys/${encodeURIComponent(keyId)}`)
