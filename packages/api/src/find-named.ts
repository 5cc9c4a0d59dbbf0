import type { Client } from './client.ts'
import type { Channel, Documents, LibraryVariableSet } from './documents.ts'
import { ApiError } from './errors.ts'
import type { Machine, Named } from './resources.ts'
import type { Runbook } from './runbooks.ts'
import type { Trigger } from './triggers.ts'
import type { Schema } from './typed.ts'

/** Collections whose items people call by name. */
export interface NamedThings extends Omit<Documents, 'channels'> {
  readonly machines: Machine
  readonly accounts: Schema<'Account'>
  readonly proxies: Schema<'Proxy'>
  readonly machinepolicies: Schema<'MachinePolicy'>
  readonly workerpools: Schema<'WorkerPool'>
  readonly libraryvariablesets: LibraryVariableSet
  readonly [triggers: `projects/${string}/triggers`]: Trigger
  readonly [runbooks: `projects/${string}/runbooks`]: Runbook
  readonly [channels: `projects/${string}/channels`]: Channel
}

export type NamedCollection = keyof NamedThings

/**
 * The item that has this id, else those that have this name without case: several where the server allows that, none if there
 * is no such thing.
 *
 * Source: API reference 1.6 (`partialName` gives substrings, the client matches the whole name).
 */
export async function findAllNamed<C extends NamedCollection>(
  client: Client,
  collection: C,
  nameOrId: string,
): Promise<readonly NamedThings[C][]> {
  const wanted = nameOrId.trim()
  if (wanted === '') return []
  const isWanted = (text: string) => text.toLowerCase() === wanted.toLowerCase()
  if (/^[A-Za-z]+-\d+$/.test(wanted)) {
    const item = await findById(client, collection, wanted)
    // A slug may look like an id; it is no way to name things here.
    if (item && isWanted(item.Id)) return [item]
  }
  const candidates = await client.all<NamedThings[C]>(`~/${collection}`, { partialName: wanted })
  return candidates.filter(({ Name }) => isWanted(Name))
}

/** The item that has this id, or the first that has this name without case; undefined if there is none. */
export const findNamed = async <C extends NamedCollection>(
  client: Client,
  collection: C,
  nameOrId: string,
): Promise<NamedThings[C] | undefined> => (await findAllNamed(client, collection, nameOrId))[0]

async function findById<C extends NamedCollection>(
  client: Client,
  collection: C,
  id: string,
): Promise<NamedThings[C] | undefined> {
  try {
    return await client.get(`~/${collection}/${encodeURIComponent(id)}`)
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
