import type { Client } from './client.ts'
import { ApiError } from './errors.ts'
import type { Named } from './resources.ts'

/** Collections whose items people call by name. */
export type NamedCollection =
  | 'projects'
  | 'environments'
  | 'tenants'
  | 'machines'
  | 'accounts'
  | 'machinepolicies'
  | `projects/${string}/channels`

/**
 * The item that has this id, or this name without case; undefined if there is none. An id wins over a name.
 *
 * Source: API reference 1.6 (`partialName` gives substrings, the client matches the whole name).
 */
export async function findNamed<T extends Named>(
  client: Client,
  collection: NamedCollection,
  nameOrId: string,
): Promise<T | undefined> {
  const wanted = nameOrId.trim()
  if (wanted === '') return undefined
  if (/^[A-Za-z]+-\d+$/.test(wanted)) {
    const item = await findById<T>(client, collection, wanted)
    if (item) return item
  }
  const candidates = await client.all<T>(`~/${collection}`, { partialName: wanted })
  return candidates.find(({ Name }) => Name.toLowerCase() === wanted.toLowerCase())
}

async function findById<T>(client: Client, collection: NamedCollection, id: string): Promise<T | undefined> {
  try {
    return await client.get<T>(`~/${collection}/${encodeURIComponent(id)}`)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

/** The first names of a collection, to choose from when one is unknown. */
export async function listNames(client: Client, collection: NamedCollection, most: number): Promise<readonly string[]> {
  const { Items } = await client.get<{ readonly Items: readonly Named[] }>(`~/${collection}`, { skip: 0, take: most })
  return Items.map(({ Name }) => Name)
}
