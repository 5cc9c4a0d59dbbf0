import { ApiError, apiErrorOf, UnreachableError } from './errors.ts'
import type { components } from './generated.ts'
import { patientFetch } from './patient-fetch.ts'
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts'

export interface ClientSettings {
  /** Address of the server, with or without a slash at its end. */
  readonly url: string
  /** An API key, or the access token of a build server. */
  readonly apiKey?: string | undefined
  /** Id, slug or name of the space that `~/` means; without one, the default space. */
  readonly space?: string | undefined
  /** What audit events say that this is: `flotilla/0.1.0`. */
  readonly userAgent?: string | undefined
  /** Headers of every request beside these: a page in a browser proves with one that it is ours. */
  readonly headers?: () => Readonly<Record<string, string>>
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** How many items a page asks for; what a server gives less of is fetched page by page. */
const PAGE_SIZE = 1_000

/**
 * Requests to one server. In paths `~/` stands for the space: `~/projects`; others are taken as they are: `/api/tasks`.
 *
 * Errors: `ApiError` when the server refuses, `UnreachableError` when no answer comes.
 */
export interface Client {
  readonly url: string
  get<T>(path: string, query?: Query): Promise<T>
  post<T>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T>
  put<T>(path: string, body?: unknown): Promise<T>
  delete<T>(path: string): Promise<T>
  /** Every item of a collection, over all its pages. */
  all<T>(path: string, query?: Query): Promise<readonly T[]>
  /** A request whose body or answer is bytes, passed on as they come; a form says its own content type. */
  transfer(
    method: string,
    path: string,
    options?: {
      readonly query?: Query
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: AsyncIterable<Uint8Array> | FormData
    },
  ): Promise<Response>
  /** Server-Sent Events until the server ends the stream; `lastEventId` resumes behind that event. */
  events(
    path: string,
    options?: { lastEventId?: string | undefined; signal?: AbortSignal },
  ): AsyncIterable<ServerSentEvent>
}

export function createClient(settings: ClientSettings): Client {
  const url = settings.url.replace(/\/+$/, '')
  const root = spaceRoot(settings, (path) => request<Page<Space>>('GET', path))

  const addressOf = async (path: string, query: Query = {}): Promise<string> => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined)
    const parameters = given.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)])
    const text = new URLSearchParams(Object.fromEntries(parameters)).toString()
    const full = path.startsWith('~/') ? `${await root()}${path.slice(1)}` : path
    return text === '' ? full : `${full}${full.includes('?') ? '&' : '?'}${text}`
  }

  const send = async (
    method: string,
    address: string,
    options: {
      headers?: Readonly<Record<string, string>>
      body?: unknown
      bytes?: AsyncIterable<Uint8Array> | FormData
      signal?: AbortSignal
    } = {},
  ): Promise<Response> => {
    const { body, bytes, signal } = options
    // What is sent as it is read cannot be sent again.
    const response = await (bytes ? fetch : patientFetch)(`${url}${address}`, {
      method,
      headers: {
        ...(settings.apiKey ? credential(settings.apiKey) : {}),
        ...(settings.userAgent ? { 'user-agent': settings.userAgent } : {}),
        ...settings.headers?.(),
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // What is sent as it is read is sent once: half of the connection is enough.
      ...(bytes ? { body: bytes as unknown as ReadableStream, duplex: 'half' } : {}),
      ...(signal ? { signal } : {}),
    }).catch((cause: unknown) => {
      throw new UnreachableError(url, cause)
    })
    if (!response.ok) throw apiErrorOf(`${method} ${address}`, response.status, await bodyOf(url, response))
    return response
  }

  const request = async <T>(
    method: string,
    address: string,
    options: { headers?: Readonly<Record<string, string>>; body?: unknown } = {},
  ): Promise<T> => (await bodyOf(url, await send(method, address, options))) as T

  return {
    url,
    get: async (path, query) => request('GET', await addressOf(path, query)),
    post: async (path, body, headers = {}) => request('POST', await addressOf(path), { body, headers }),
    put: async (path, body) => request('PUT', await addressOf(path), { body }),
    delete: async (path) => request('DELETE', await addressOf(path)),
    all: async <T>(path: string, query: Query = {}) => {
      const items: T[] = []
      let next: string | undefined = await addressOf(path, { take: PAGE_SIZE, ...query })
      while (next) {
        const page: Page<T> = await request('GET', next)
        items.push(...page.Items)
        next = page.Links['Page.Next']
      }
      return items
    },
    transfer: async (method, path, { query, headers, body } = {}) =>
      send(method, await addressOf(path, query), {
        ...(headers ? { headers } : {}),
        ...(body ? { bytes: body } : {}),
      }),
    events: async function* (path, { lastEventId, signal } = {}) {
      const response = await send('GET', await addressOf(path), {
        headers: { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
        ...(signal ? { signal } : {}),
      })
      yield* readServerSentEvents(textOf(url, response))
    },
  }
}

/** A key, or a token that was exchanged for one of a build server. */
const credential = (text: string): Record<string, string> =>
  /^API-/i.test(text) ? { 'x-octopus-apikey': text } : { authorization: `Bearer ${text}` }

interface Page<T> {
  readonly Items: readonly T[]
  readonly Links: Readonly<Record<string, string>>
}

type Space = components['schemas']['Space']

/** Where the space's addresses begin. A name is looked up once, with the first request that needs it. */
function spaceRoot({ space }: ClientSettings, get: (path: string) => Promise<Page<Space>>): () => Promise<string> {
  if (!space) return async () => '/api'
  if (/^Spaces-\d+$/i.test(space)) return async () => `/api/${space}`
  let found: Promise<string> | undefined
  const find = async (): Promise<string> => {
    const { Items } = await get('/api/spaces?skip=0&take=1000')
    const match = Items.find(({ Name, Slug }) =>
      [Name, Slug].some((text) => text.toLowerCase() === space.toLowerCase()),
    )
    if (match) return `/api/${match.Id}`
    const names = Items.map(({ Name }) => Name).join(', ')
    throw new ApiError('GET /api/spaces', 404, `There is no space '${space}'. You can see: ${names || 'none'}.`)
  }
  return () => {
    found ??= find()
    return found
  }
}

async function bodyOf(url: string, response: Response): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    throw new UnreachableError(url, cause)
  })
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return isJson && text !== '' ? JSON.parse(text) : text
}

async function* textOf(url: string, response: Response): AsyncGenerator<string> {
  if (!response.body) return
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  try {
    // Not every browser iterates over a body.
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      yield decoder.decode(part.value, { stream: true })
    }
  } catch (cause) {
    throw new UnreachableError(url, cause)
  } finally {
    await reader.cancel().catch(() => {})
  }
}
