import createFetchClient from 'openapi-fetch'
import type { Client } from './client.ts'
import type { components, operations, paths } from './generated.ts'

/** A resource by its name in the API's document. */
export type Schema<Name extends keyof components['schemas']> = Given<components['schemas'][Name]>

/** The body that an operation takes, by the operation's id in the document. */
export type Body<Id extends keyof operations> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Fields } }
}
  ? Sent<Fields>
  : never

/** The query that an operation takes. */
export type QueryOf<Id extends keyof operations> = Sent<NonNullable<operations[Id]['parameters']['query']>>

/** What the server gave is looked at, never changed. */
type Given<T> = T extends object ? { readonly [Key in keyof T]: Given<T[Key]> } : T

/** What is optional may be `undefined` as well, which JSON and addresses leave out. */
type Sent<T> = {
  readonly [Key in keyof T]: Given<T[Key]> | (Partial<Pick<T, Key>> extends Pick<T, Key> ? undefined : never)
}

/**
 * The operations of the API with their types, sent by `client`: `api.GET('/api/{space}/releases/{id}', { params: { path: { id } } })`.
 * The client fills the space in.
 *
 * Errors: those of `client`; so what comes back always has `data`.
 */
export const typed = (client: Client) =>
  createFetchClient<paths>({ baseUrl: 'http://server', fetch: (request) => passOn(client, request) })

/** What an operation answered. */
export function given<T>({ data }: { readonly data?: T }): T {
  return data as T
}

/** Addresses are relative to the client's, which also knows the credentials, the space and when to try again. */
async function passOn(client: Client, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const path = pathname.replace(/^\/api\/(%7Bspace%7D|\{space\})/i, '~') + search
  const text = await request.text()
  const body = text === '' ? undefined : (JSON.parse(text) as unknown)
  switch (request.method) {
    case 'GET':
      return answer(await client.get(path))
    case 'PUT':
      return answer(await client.put(path, body))
    case 'DELETE':
      return answer(await client.delete(path))
    default:
      return answer(await client.post(path, body, Object.fromEntries(ownHeaders(request))))
  }
}

const answer = (value: unknown): Response =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } })

/** Those that the caller of the operation set. */
const ownHeaders = (request: Request): [string, string][] =>
  [...request.headers].filter(([name]) => name !== 'content-type' && name !== 'accept')
