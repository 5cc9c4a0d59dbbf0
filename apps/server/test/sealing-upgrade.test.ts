import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database, inTransaction } from '../src/database/connection.ts'
import { unlockDataKeys } from '../src/database/data-keys.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'
import { Keyring } from '../src/database/keyring.ts'
import { migrate } from '../src/database/migrate.ts'
import { sealClearRows } from '../src/database/sealed-columns.ts'
import { loadSecrets, storeSecret } from '../src/database/secrets.ts'

const CANARY = 'c4n4ry'
/** More than one batch. */
const SECRETS = 1_201

let directory: string
let postgres: EmbeddedPostgres
let database: Database
let end: () => Promise<void>

/** A database as a server from before sealing left it: the first two migrations, and secrets in clear. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-upgrade-'))
  postgres = await startEmbeddedPostgres(join(directory, 'database'))
  const client = new pg.Client({ connectionString: postgres.connectionString })
  await client.connect()
  await client.query(
    'create table schema_migration (number integer primary key, name text not null, applied_at timestamptz not null default now())',
  )
  for (const [number, name] of [
    [1, '0001_foundation.sql'],
    [2, '0002_secret.sql'],
  ]) {
    await client.query(await readFile(new URL(`../src/database/migrations/${name}`, import.meta.url), 'utf8'))
    await client.query('insert into schema_migration (number, name) values ($1, $2)', [number, name])
  }
  await client.query(`
    insert into space (id, name, slug, document) values ('Spaces-1', 'Default', 'default', '{}');
    insert into secret (owner_id, field, space_id, value)
      select 'Projects-1', 'field-' || n, 'Spaces-1', '${CANARY}-' || n from generate_series(1, ${SECRETS}) n;
    insert into server_task (id, number, space_id, name, description, arguments, state, queue_time, started_by)
      values ('ServerTasks-1', 1, 'Spaces-1', 'Deploy', '', '{}', 'Executing', now(), 'Users-1');
    insert into task_action (task_id, key, outcome, detail) values
      ('ServerTasks-1', 'plan:one', 'deploy', '{"plan": {"promptedValues": {"a": "${CANARY}"}}}'),
      ('ServerTasks-1', 'two', 'succeeded', '{"message": "plain"}');
    insert into output_variable values ('ServerTasks-1', 'Step', '', '', 'Name', '${CANARY}', true);
    insert into script_attempt (ticket, task_id, action_key, attempt, payload_hash, state, interpreter_state) values
      ('one', 'ServerTasks-1', 'one', 1, '', 'created', '{"stdout": {"kept": "${CANARY}"}}'),
      ('two', 'ServerTasks-1', 'two', 1, '', 'ended', '{"stdout": {"kept": "${CANARY}"}}')`)
  await migrate(client)
  await client.end()
  const keyring = new Keyring()
  const opened = connect(postgres.connectionString, keyring, 2)
  database = opened.database
  end = () => opened.pool.end()
  await unlockDataKeys(database, keyring, { masterKey: undefined, dataDir: directory })
}, 60_000)
afterAll(async () => {
  await end()
  await postgres.stop()
  await rm(directory, { recursive: true, force: true })
})

test('D2 K1: an upgrade seals what lay in clear, goes on where it was interrupted, and keeps every value', async () => {
  // A start that was killed in the middle has moved a part.
  await inTransaction(database, async (tx) => {
    await sql`delete from unsealed_secret where field = 'field-7'`.execute(tx)
    await storeSecret(tx, { ownerId: 'Projects-1', spaceId: 'Spaces-1' }, 'field-7', `${CANARY}-7`)
  })
  await sealClearRows(database)
  await sealClearRows(database)
  const secrets = await loadSecrets(database, 'Projects-1')
  expect(secrets.size).toBe(SECRETS)
  expect(secrets.get('field-7')).toBe(`${CANARY}-7`)
  expect(secrets.get(`field-${SECRETS}`)).toBe(`${CANARY}-${SECRETS}`)

  const { rows: tables } = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(database)
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(database)
    expect(`${name} ${JSON.stringify(rows)}`).not.toContain(CANARY)
  }
  const actions = await database.selectFrom('task_action').select(['key', 'detail']).orderBy('key').execute()
  expect(actions.map(({ detail }) => typeof detail)).toEqual(['string', 'object'])
})
