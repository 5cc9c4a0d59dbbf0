import type { Client } from '@flotilla/api'
import { UsageError } from '../failures.ts'
import type { Doc } from './document.ts'

/** Requests to one space. Paths that begin with `/api` are taken as they are, others belong to the space. */
export interface Api {
  readonly spaceId: string
  get(path: string): Promise<Doc>
  all(path: string): Promise<readonly Doc[]>
  post(path: string, body: Doc): Promise<Doc>
  put(path: string, body: Doc): Promise<Doc>
}

/** Finds the space by name, slug or id; the default space when none is named. */
export async function enterSpace(client: Client, space: string | undefined): Promise<Api> {
  const spaces = await client.all<Doc>('/api/spaces')
  const wanted = space?.toLowerCase()
  const found = spaces.find(({ Id, Name, Slug, IsDefault }) =>
    wanted === undefined ? IsDefault === true : [Id, Name, Slug].some((text) => String(text).toLowerCase() === wanted),
  )
  if (!found) {
    const names = spaces.map(({ Name }) => Name).join(', ')
    throw new UsageError(`There is no space '${space ?? 'that is the default'}'.`, `You can see: ${names || 'none'}.`)
  }
  const spaceId = String(found.Id)
  const addressOf = (path: string) => (path.startsWith('/api') ? path : `/api/${spaceId}/${path}`)
  return {
    spaceId,
    get: (path) => client.get<Doc>(addressOf(path)),
    all: (path) => client.all<Doc>(addressOf(path)),
    post: (path, body) => client.post<Doc>(addressOf(path), body),
    put: (path, body) => client.put<Doc>(addressOf(path), body),
  }
}
