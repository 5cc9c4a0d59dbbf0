import { join } from 'node:path'
import { CodedError } from '@flotilla/kit'
import { sql } from 'kysely'
import { MASTER_KEY_FORM, type Settings } from './config.ts'
import { crashPoint } from './crash-point.ts'
import { connect, type Database, inTransaction } from './database/connection.ts'
import { addDataKey, DATA_KEY_REFRESH_MS, loadDataKeys, rewrapDataKeys } from './database/data-keys.ts'
import { findRunningPostgres, startEmbeddedPostgres } from './database/embedded-postgres.ts'
import { Keyring } from './database/keyring.ts'
import { adoptNextKey, keyFileOf, nextKey } from './database/master-key.ts'
import { whileStartingAlone } from './database/migrate.ts'
import { resealAll } from './database/sealed-columns.ts'
import { parseMasterKey, type SealingKey } from './database/sealing.ts'
import { claimDataDirectory } from './server.ts'

interface RotationAsk {
  /** A new data key, and every value sealed anew; otherwise a new master key. */
  readonly data: boolean
  /** From `FLOTILLA_NEW_MASTER_KEY`. */
  readonly newKey: string | undefined
}

/**
 * Changes the key that secrets are sealed with, while servers run or none does. Either change may be interrupted at any point
 * and is finished by asking for it again.
 *
 * Errors: `sealing.*` of docs/errors.md. Source: reliability reference K3.
 */
export async function rotateKey(settings: Settings, ask: RotationAsk, print: (line: string) => void): Promise<void> {
  const { connectionString, release } = await reachDatabase(settings)
  const keyring = new Keyring()
  const { database, pool } = connect(connectionString, keyring, 4)
  try {
    const { rows } = await sql`select from pg_class where oid = to_regclass('hash_key')`.execute(database)
    if (rows.length === 0) throw notMigrated()
    if (ask.data) await changeDataKey(database, keyring, settings, print)
    // No node starts meanwhile: it would read the key file and the database between the two changes.
    else await whileStartingAlone(connectionString, () => changeMasterKey(database, settings, ask, print))
  } finally {
    await pool.end()
    await release()
  }
}

/** The embedded database is used as it runs; one that does not run is started for this alone. */
async function reachDatabase({
  databaseUrl,
  dataDir,
}: Settings): Promise<{ readonly connectionString: string; readonly release: () => Promise<void> }> {
  const directory = join(dataDir, 'database')
  const running = databaseUrl ?? (await findRunningPostgres(directory))
  if (running) return { connectionString: running, release: async () => {} }
  const embedded = await startEmbeddedPostgres(directory)
  const owner = await claimDataDirectory(embedded.connectionString)
  return {
    connectionString: embedded.connectionString,
    release: async () => {
      await owner.end()
      await embedded.stop()
    },
  }
}

async function changeMasterKey(
  database: Database,
  settings: Settings,
  ask: RotationAsk,
  print: (line: string) => void,
): Promise<void> {
  const next = await chooseKey(settings, ask)
  await inTransaction(database, async (tx) => {
    await sql`lock table data_key in exclusive mode`.execute(tx)
    const { master, keys } = await loadDataKeys(tx, settings, [next])
    if (master.id !== next.id) await rewrapDataKeys(tx, keys, next)
  })
  await crashPoint('rotate.half')
  if (ask.newKey === undefined) {
    await adoptNextKey(settings.dataDir)
    print(
      `The master key in ${keyFileOf(settings.dataDir)} is a new one. Copy it to the other nodes, if there are any.`,
    )
    return
  }
  print(
    'The data keys are wrapped by the new master key. Running servers go on; start each with it in FLOTILLA_MASTER_KEY.',
  )
  if (!settings.masterKey) print(`The file ${keyFileOf(settings.dataDir)} is not used any more; delete it then.`)
}

async function chooseKey(settings: Settings, { newKey }: RotationAsk): Promise<SealingKey> {
  if (newKey === undefined) {
    if (!settings.masterKey) return nextKey(settings.dataDir)
    throw new CodedError(
      'sealing.new_key_missing',
      'The master key comes from FLOTILLA_MASTER_KEY, so the new one must be given too.',
      {
        retry: 'never',
        hint: 'Put it into FLOTILLA_NEW_MASTER_KEY and ask again. Make one with: openssl rand -base64 32',
      },
    )
  }
  const key = parseMasterKey(newKey)
  if (key) return key
  throw new CodedError('sealing.new_key_invalid', `FLOTILLA_NEW_MASTER_KEY ${MASTER_KEY_FORM}`, { retry: 'never' })
}

async function changeDataKey(
  database: Database,
  keyring: Keyring,
  settings: Settings,
  print: (line: string) => void,
): Promise<void> {
  await keyring.unlock(database, async (db) => (await loadDataKeys(db, settings)).keys)
  const { master, keys } = await loadDataKeys(database, settings)
  const unfinished = await resealAll(database, keys.at(-1)!.id)
  if (unfinished > 0) {
    print(`An earlier change was not finished: ${unfinished} values are sealed with the newest data key now.`)
    return
  }
  const key = await inTransaction(database, async (tx) => {
    await sql`lock table data_key in exclusive mode`.execute(tx)
    const nodes = await livingNodes(tx)
    const behind = nodes.filter((node) => node.master_key_id !== master.id)
    if (behind.length > 0) throw nodesBehind(behind.map(({ name }) => name))
    return addDataKey(tx, master)
  })
  await keyring.refresh(database)
  // Until then a running node may seal with the key that it knows.
  if ((await livingNodes(database)).length > 0) await sleep(DATA_KEY_REFRESH_MS * 2)
  let count = 0
  for (let more = await resealAll(database, key.id); more > 0; more = await resealAll(database, key.id)) count += more
  print(`Data key ${key.id} is in use; ${count} values were sealed anew.`)
}

/** A node that was silent for longer has ended, or is taken for dead (fail-over.ts). */
const ALIVE_SECONDS = 15

const livingNodes = (db: Database) =>
  db
    .selectFrom('server_node')
    .select(['name', 'master_key_id'])
    .where('heartbeat_at', '>', sql<Date>`now() - make_interval(secs => ${ALIVE_SECONDS})`)
    .execute()

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const nodesBehind = (names: readonly string[]): CodedError =>
  new CodedError('sealing.node_has_old_key', `These nodes still run with an earlier master key: ${names.join(', ')}.`, {
    retry: 'later',
    hint: 'They could not open a new data key. Restart them with the present master key, then ask again.',
  })

const notMigrated = (): CodedError =>
  new CodedError('sealing.nothing_to_rotate', 'This version of Flotilla was not started on this database yet.', {
    retry: 'never',
    hint: 'Start the server on it once; that makes the keys.',
  })
