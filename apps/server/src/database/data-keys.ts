import { CodedError } from '@flotilla/kit'
import { type Database, inTransaction, type Queryable, type Tx } from './connection.ts'
import { unlockHashKey } from './keyed-hashes.ts'
import type { Keyring } from './keyring.ts'
import {
  adoptNextKey,
  createKeyFile,
  isNextKey,
  keyFileOf,
  type MasterKeySettings,
  readMasterKeys,
} from './master-key.ts'
import { newKeyBytes, open, type SealingKey, seal } from './sealing.ts'

const PROOF = 'This data key opens what it seals.'

/** Where a data key lies in the table, and its proof: neither opens in the place of another. */
const wrappedPlace = (id: string) => ['data_key', id] as const
const proofPlace = (id: string) => ['data_key', id, 'proof'] as const

/**
 * Gives the keyring the data keys of this database, and the key of hashes. The first start of an installation makes one, and a master key in the
 * data directory unless the environment has one. Call it while no other node starts.
 *
 * Errors: `sealing.key_missing` and `sealing.key_wrong` when this node cannot open the keys of a database that has some.
 * Source: reliability reference K1, K2.
 */
export async function unlockDataKeys(database: Database, keyring: Keyring, settings: MasterKeySettings): Promise<void> {
  const known = await database.selectFrom('data_key').select('id').limit(1).executeTakeFirst()
  if (!known) {
    const master = (await readMasterKeys(settings))[0] ?? (await createKeyFile(settings.dataDir))
    await inTransaction(database, (tx) => addDataKey(tx, master))
  }
  await keyring.unlock(database, async (db) => (await loadDataKeys(db, settings)).keys)
  await unlockHashKey(database, keyring)
  const { master } = await loadDataKeys(database, settings)
  // A rotation was interrupted after the database had changed to the new key: the file follows.
  if (!settings.masterKey && (await isNextKey(settings.dataDir, master))) await adoptNextKey(settings.dataDir)
}

/** How soon a node seals with a data key that another process has made; the new one it opens at once. */
export const DATA_KEY_REFRESH_MS = 5_000

/**
 * Takes in new data keys now and then, and says in the node's row which master key it has: a data key that it could not
 * open must not be made. Answers how to stop.
 */
export async function watchDataKeys(
  database: Database,
  keyring: Keyring,
  settings: MasterKeySettings & { readonly nodeName: string },
): Promise<() => void> {
  const tell = async () => {
    const { master } = await loadDataKeys(database, settings)
    await keyring.refresh(database)
    await database
      .updateTable('server_node')
      .set({ master_key_id: master.id })
      .where('name', '=', settings.nodeName)
      .where('master_key_id', 'is distinct from', master.id)
      .execute()
  }
  await tell()
  // A node that has not the newest master key yet keeps the data keys that it has.
  const timer = setInterval(() => void tell().catch(() => {}), DATA_KEY_REFRESH_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** The data keys, oldest first, and the master key that opens them: one of this node, or one of `more`. */
export async function loadDataKeys(
  db: Queryable,
  settings: MasterKeySettings,
  more: readonly SealingKey[] = [],
): Promise<{ readonly master: SealingKey; readonly keys: readonly SealingKey[] }> {
  const rows = await db.selectFrom('data_key').selectAll().orderBy('id').execute()
  const masters = [...(await readMasterKeys(settings)), ...more]
  const wanted = rows.at(-1)?.master_key_id
  const master = masters.find(({ id }) => id === wanted)
  if (!master) throw masters.length === 0 ? keyMissing(settings) : keyWrong(settings)
  return { master, keys: rows.map((row) => unwrap(master, row)) }
}

/** Makes a data key, from now on the one that seals. */
export async function addDataKey(tx: Tx, master: SealingKey): Promise<SealingKey> {
  const { newest } = await tx
    .selectFrom('data_key')
    .select((select) => select.fn.max('id').as('newest'))
    .executeTakeFirstOrThrow()
  const number = (newest ?? 0) + 1
  const key = { id: String(number), bytes: newKeyBytes() }
  await tx
    .insertInto('data_key')
    .values({
      id: number,
      wrapped: wrap(master, key),
      master_key_id: master.id,
      proof: seal(key, proofPlace(key.id), PROOF),
    })
    .execute()
  return key
}

/** Wraps every data key by another master key, all or none. */
export async function rewrapDataKeys(tx: Tx, keys: readonly SealingKey[], master: SealingKey): Promise<void> {
  for (const key of keys) {
    await tx
      .updateTable('data_key')
      .set({ wrapped: wrap(master, key), master_key_id: master.id })
      .where('id', '=', Number(key.id))
      .execute()
  }
}

const wrap = (master: SealingKey, key: SealingKey): string =>
  seal(master, wrappedPlace(key.id), key.bytes.toString('base64'))

function unwrap(master: SealingKey, row: { id: number; wrapped: string; proof: string }): SealingKey {
  const id = String(row.id)
  const key = { id, bytes: Buffer.from(open(master, wrappedPlace(id), row.wrapped), 'base64') }
  open(key, proofPlace(id), row.proof)
  return key
}

const keyMissing = ({ dataDir }: MasterKeySettings): CodedError =>
  new CodedError(
    'sealing.key_missing',
    'The secrets in this database are sealed with a master key, and this node has none.',
    {
      retry: 'never',
      hint: `Give it in FLOTILLA_MASTER_KEY, or copy the file master-key from the data directory of a node that has it to ${keyFileOf(dataDir)} (mode 600).`,
    },
  )

const keyWrong = ({ masterKey, dataDir }: MasterKeySettings): CodedError =>
  new CodedError(
    'sealing.key_wrong',
    `The secrets in this database are sealed with another master key than that in ${masterKey ? 'FLOTILLA_MASTER_KEY' : keyFileOf(dataDir)}.`,
    {
      retry: 'never',
      hint: 'Give the key that the other nodes use; after a rotation that is the new one.',
    },
  )
