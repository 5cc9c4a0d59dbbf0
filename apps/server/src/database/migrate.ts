import { readdir, readFile } from 'node:fs/promises'
import { CodedError } from '@flotilla/kit'
import pg from 'pg'
import { crashPoint } from '../crash-point.ts'

/** One lock for everything that may happen once while nodes start: our migrations and the engine's own. */
const START_LOCK = 7_083_220_612
const LOOK_AGAIN_MS = 100

/**
 * Runs `work` while no other node starts on this database (D1). The lock belongs to its connection: a killed node frees it.
 */
export async function whileStartingAlone<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: 'flotilla start' })
  await client.connect()
  try {
    while (!(await isTaken(client))) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Asks again and again, rather than waiting in the database: a session that waits for a lock keeps a snapshot, and the
 * engine's migrations build indexes concurrently, which waits for every older snapshot to go away.
 */
async function isTaken(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [START_LOCK])
  return rows[0]?.taken === true
}

/**
 * Brings the schema up to date: each migration in one transaction with its number, in order, once.
 *
 * Errors: `database.newer_schema` when the database was migrated by a newer Flotilla.
 */
export async function migrate(client: pg.Client): Promise<void> {
  await client.query(`create table if not exists schema_migration (
    number integer primary key, name text not null, applied_at timestamptz not null default now())`)
  const { rows } = await client.query<{ number: number }>('select number from schema_migration')
  const applied = new Set(rows.map((row) => row.number))
  const files = (await readdir(new URL('./migrations/', import.meta.url)))
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const newest = Math.max(0, ...files.map(numberOf))
  for (const number of applied) {
    if (number > newest) {
      throw new CodedError(
        'database.newer_schema',
        `The database has migration ${number}; this server knows ${newest}.`,
        {
          retry: 'never',
          hint: 'Start the newer version of Flotilla, or restore a backup from before the upgrade.',
        },
      )
    }
  }
  for (const file of files) {
    const number = numberOf(file)
    if (applied.has(number)) continue
    const statements = await readFile(new URL(`./migrations/${file}`, import.meta.url), 'utf8')
    await client.query('begin')
    try {
      await client.query(statements)
      await crashPoint('migrate.half')
      await client.query('insert into schema_migration (number, name) values ($1, $2)', [number, file])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  }
}

const numberOf = (file: string): number => Number.parseInt(file, 10)
