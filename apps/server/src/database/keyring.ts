import { CodedError } from '@flotilla/kit'
import type { KyselyPlugin } from 'kysely'
import type { Queryable } from './connection.ts'
import { fingerprint, keyIdOf, open, type Place, type SealingKey, seal } from './sealing.ts'

/** Reads the data keys of the database anew; the last one is the newest. */
export type KeyLoader = (db: Queryable) => Promise<readonly SealingKey[]>

/** The data keys that this process has. Empty until `unlock`. */
export class Keyring {
  #keys: readonly SealingKey[] = []
  #load: KeyLoader | undefined
  #hashKey: SealingKey | undefined

  /** Takes in the keys, and remembers how to read them again. */
  async unlock(db: Queryable, load: KeyLoader): Promise<void> {
    this.#load = load
    await this.refresh(db)
  }

  /** Takes in keys that another process has made; from then on the newest one seals. */
  async refresh(db: Queryable): Promise<void> {
    if (this.#load) this.#keys = await this.#load(db)
  }

  /** From now on fingerprints are made with this key, which stays when data keys change. */
  hashWith(key: SealingKey): void {
    this.#hashKey = key
  }

  seal(place: Place, text: string): string {
    return seal(this.#newest(), place, text)
  }

  async open(db: Queryable, place: Place, sealed: string): Promise<string> {
    const id = keyIdOf(sealed)
    if (!this.#find(id)) await this.refresh(db)
    const key = this.#find(id)
    if (!key) {
      throw new CodedError('sealing.unknown_key', `A value is sealed with data key ${id}, which is not there.`, {
        retry: 'never',
        hint: 'Restore the table data_key together with the rest of the database.',
      })
    }
    return open(key, place, sealed)
  }

  fingerprint(place: Place, text: string): string {
    if (!this.#hashKey) throw new Error('The key of hashes was used before it was unlocked.')
    return fingerprint(this.#hashKey, place, text)
  }

  #find(id: string): SealingKey | undefined {
    return this.#keys.find((key) => key.id === id)
  }

  #newest(): SealingKey {
    const key = this.#keys.at(-1)
    if (!key) throw new Error('The data keys were used before they were unlocked.')
    return key
  }
}

/**
 * Lets a database handle, and every transaction of it, carry its keys: what reads and writes sealed columns takes a handle
 * anyway. It changes no query.
 */
export class CarriedKeyring implements KyselyPlugin {
  readonly keyring: Keyring

  constructor(keyring: Keyring) {
    this.keyring = keyring
  }

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => node
  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => result
}

function keyringOf(db: Queryable): Keyring {
  for (const plugin of db.getExecutor().plugins) if (plugin instanceof CarriedKeyring) return plugin.keyring
  throw new Error('This database handle carries no keys; open it with connect().')
}

/** Seals a text for its place. Synchronous work of some microseconds. */
export const sealText = (db: Queryable, place: Place, text: string): string => keyringOf(db).seal(place, text)

/** Opens what `sealText` made for this place. Errors: `sealing.cannot_open`, `sealing.unknown_key`. */
export const openText = (db: Queryable, place: Place, sealed: string): Promise<string> =>
  keyringOf(db).open(db, place, sealed)

/** A keyed hash that tells whether two texts of one place are equal, and nothing else. A change of keys leaves it as it is. */
export const fingerprintOf = (db: Queryable, place: Place, text: string): string =>
  keyringOf(db).fingerprint(place, text)
