import type { Doc } from './document.ts'

/** The server refused a request or could not be reached. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
  }
}

export interface Connection {
  readonly url: string
  readonly apiKey: string
  /** Name or id of the space; the default space when left out. */
  readonly space?: string | undefined
}

/** Requests to one space of a server. Paths that begin with `/api` are taken as they are, others belong to the space. */
export interface Api {
  readonly spaceId: string
  get(path: string): Promise<Doc>
  all(path: string): Promise<readonly Doc[]>
  post(path: string, body: Doc): Promise<Doc>
  put(path: string, body: Doc): Promise<Doc>
}

/** Finds the space and answers requests to it. Errors: `ApiError` with the server's own sentences. */
export async function connect(connection: Connection): Promise<Api> {
  const spaces = (await send(connection, 'GET', '/api/spaces/all')) as readonly Doc[]
  const wanted = connection.space?.toLowerCase()
  const space = spaces.find(({ Id, Name, IsDefault }) =>
    wanted === undefined ? IsDefault === true : [Id, Name].some((text) => String(text).toLowerCase() === wanted),
  )
  if (!space) throw new ApiError(404, `The space '${connection.space ?? 'default'}' was not found. Choose one with --space.`)
  const spaceId = String(space.Id)
  const addressOf = (path: string) => (path.startsWith('/api') ? path : `/api/${spaceId}/${path}`)
  return {
    spaceId,
    get: async (path) => (await send(connection, 'GET', addressOf(path))) as Doc,
    all: async (path) => (await send(connection, 'GET', addressOf(path))) as readonly Doc[],
    post: async (path, body) => (await send(connection, 'POST', addressOf(path), body)) as Doc,
    put: async (path, body) => (await send(connection, 'PUT', addressOf(path), body)) as Doc,
  }
}

async function send({ url, apiKey }: Connection, method: string, path: string, body?: Doc): Promise<unknown> {
  const address = `${url.replace(/\/+$/, '')}${path}`
  const response = await fetch(address, {
    method,
    headers: { 'x-octopus-apikey': apiKey, ...(body ? { 'content-type': 'application/json; charset=utf-8' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch((cause: unknown) => {
    throw new ApiError(0, `${url} cannot be reached (${causeOf(cause)}). Check the address and that the server runs.`)
  })
  const text = await response.text()
  const answer = response.headers.get('content-type')?.includes('json') === true ? (JSON.parse(text) as unknown) : text
  if (!response.ok) throw new ApiError(response.status, `${method} ${path} was refused (${response.status}): ${sentenceOf(answer)}`)
  return answer
}

const causeOf = (error: unknown): string => {
  const { cause, message } = error as Error
  return cause instanceof Error ? cause.message : message
}

function sentenceOf(answer: unknown): string {
  const { ErrorMessage, Errors } = (typeof answer === 'object' && answer !== null ? answer : {}) as {
    ErrorMessage?: string
    Errors?: readonly string[]
  }
  return [ErrorMessage ?? String(answer), ...(Errors ?? []).filter((error) => error !== ErrorMessage)].join(' ')
}
