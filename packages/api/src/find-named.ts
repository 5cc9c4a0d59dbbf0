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
  | 'lifecycles'
  | 'projectgroups'
  | 'libraryvariablesets'
  | `projects/${string}/triggers`
  | `projects/${string}/runbooks`
  | `projects/${string}/channels`

/**
 * The item that has this id, else those that have this name without case: several where the server allows that, none if there
 * is no such thing.
 *
 * Source: API reference 1.6 (`partialName` gives substrings, the client matches the whole name).
 */
export async function findAllNamed<T extends Named>(
  client: Client,
  collection: NamedCollection,
  nameOrId: string,
): Promise<readonly T[]> {
  const wanted = nameOrId.trim()
  if (wanted === '') return []
  const isWanted = (text: string) => text.toLowerCase() === wanted.toLowerCase()
  if (/^[A-Za-z]+-\d+$/.test(wanted)) {
    const item = await findById<T>(client, collection, wanted)
    // A slug may look like an id; it is no way to name things here.
    if (item && isWanted(item.Id)) return [item]
  }
  const candidates = await client.all<T>(`~/${collection}`, { partialName: wanted })
  return candidates.filter(({ Name }) => isWanted(Name))
}

/** The item that has this id, or the first that has this name without case; undefined if there is none. */
export const findNamed = async <T extends Named>(
  client: Client,
  collection: NamedCollection,
  nameOrId: string,
): Promise<T | undefined> => (await findAllNamed<T>(client, collection, nameOrId))[0]

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
