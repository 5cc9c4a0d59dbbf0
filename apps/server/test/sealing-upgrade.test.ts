import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createScriptProject, eventually, startTestServer, taskEnded } from '@flotilla/testkit'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database, inTransaction } from '../src/database/connection.ts'
import { addDataKey, loadDataKeys, unlockDataKeys } from '../src/database/data-keys.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'
import { keyPlainHashes, requestHash, ticketHash } from '../src/database/keyed-hashes.ts'
import { Keyring } from '../src/database/keyring.ts'
import { migrate } from '../src/database/migrate.ts'
import { resealAll, sealClearRows } from '../src/database/sealed-columns.ts'
import { loadSecrets, storeSecret } from '../src/database/secrets.ts'

const CANARY = 'c4n4ry'
/** The body of a request, and the plain hash that was kept of it. */
const BODY = { FormValues: { Pin: CANARY } }
const PLAIN = createHash('sha256').update(JSON.stringify(BODY)).digest('hex')
const REQUEST = { userId: 'Users-1', route: 'POST /deployments', key: 'once' }
/** More than one batch. */
const SECRETS = 1_201

let directory: string
let postgres: EmbeddedPostgres
let database: Database
let keyring: Keyring
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
      ('two', 'ServerTasks-1', 'two', 1, '${PLAIN}', 'ended', '{"stdout": {"kept": "${CANARY}"}}');
    insert into idempotency_key (user_id, route, key, request_hash, status, answer) values
      ('Users-1', 'POST /deployments', 'once', '${PLAIN}', 201, '{}');
    insert into event (id, number, category, user_id, username, identity_established_with, message, related_document_ids, details) values
      ('Events-1', 1, 'Created', 'Users-1', 'admin', '', '', '{}', '{"after": {"Action": {"Variables": "{\\"Pin\\": \\"${CANARY}\\"}"}}}')`)
  await migrate(client)
  await client.end()
  keyring = new Keyring()
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

test('K4: plain hashes of what may hold a secret are keyed, and a request from before the upgrade is known again', async () => {
  await keyPlainHashes(database)
  await keyPlainHashes(database)
  const { request_hash } = await database.selectFrom('idempotency_key').selectAll().executeTakeFirstOrThrow()
  expect(request_hash).not.toBe(PLAIN)
  expect(request_hash).toBe(requestHash(database, REQUEST, BODY))
  expect(requestHash(database, REQUEST, { FormValues: { Pin: 'other' } })).not.toBe(request_hash)
  const attempts = await database.selectFrom('script_attempt').select('payload_hash').execute()
  expect(attempts.map(({ payload_hash }) => payload_hash)).not.toContain(PLAIN)
})

test('K3: keyed hashes stay as they are when the data key is another one; they differ from ticket to ticket', async () => {
  const hashes = () => [requestHash(database, REQUEST, BODY), ticketHash(database, 'one', PLAIN)]
  const before = hashes()
  const settings = { masterKey: undefined, dataDir: directory }
  const { master } = await loadDataKeys(database, settings)
  const { id } = await inTransaction(database, (tx) => addDataKey(tx, master))
  await keyring.refresh(database)
  expect(await resealAll(database, id)).toBeGreaterThan(SECRETS)
  await unlockDataKeys(database, keyring, settings)
  expect(hashes()).toEqual(before)
  expect(ticketHash(database, 'two', PLAIN)).not.toBe(before[1])
})

test('E7 D2: a script that a server from before has begun is followed to its end', async () => {
  const dataDir = join(directory, 'attempt')
  const first = await startTestServer({ dataDir })
  const { body: environment } = await first.api('POST', '/api/Spaces-1/environments', { Name: 'Test' })
  const script = 'echo begun; sleep 4; echo done'
  const { deploy } = await createScriptProject(first.api, { name: 'Old', script, environmentId: environment.Id })
  const taskId = await deploy()
  const log = async (api: typeof first.api) => (await api('GET', `/api/tasks/${taskId}/raw`)).body as string
  await eventually('the script to begin', async () => (await log(first.api)).includes('begun'))
  const [ticket] = await readdir(join(dataDir, 'work'))
  const held = join(dataDir, 'work', ticket!, 'payload')
  const password = (await readFile(join(dataDir, 'database-password'), 'utf8')).trim()
  const port = (await readFile(join(dataDir, 'database/postmaster.pid'), 'utf8')).split('\n')[3]
  const client = new pg.Client(`postgres://flotilla:${encodeURIComponent(password)}@127.0.0.1:${port}/flotilla`)
  await client.connect()
  const { rows } = await client.query('select payload_hash from script_attempt')
  // Both places have the same keyed hash.
  expect(rows).toEqual([{ payload_hash: await readFile(held, 'utf8') }])
  await first.stop('SIGKILL')
  await client.query('update script_attempt set payload_hash = $1', [PLAIN])
  await client.end()
  await writeFile(held, PLAIN)
  const second = await startTestServer({ dataDir })
  try {
    expect((await taskEnded(second.api, taskId)).State).toBe('Success')
    expect((await log(second.api)).match(/begun|done/g)).toEqual(['begun', 'done'])
  } finally {
    await second.remove()
  }
}, 60_000)
