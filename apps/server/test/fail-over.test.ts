import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createScriptProject, eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { connect, inTransaction, openPool } from '../src/database/connection.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'
import { Keyring } from '../src/database/keyring.ts'
import { isDatabaseAway } from '../src/engine/run-task.ts'

let directory: string
let postgres: EmbeddedPostgres
const servers: TestServer[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-nodes-'))
  postgres = await startEmbeddedPostgres(join(directory, 'database'))
})
afterAll(async () => {
  for (const server of servers) await server.stop()
  await postgres.stop()
  await rm(directory, { recursive: true, force: true })
})

/** Nodes of one installation share the database, and here also the folder where scripts run. */
const startNode = async (name: string): Promise<TestServer> => {
  const server = await startTestServer({
    dataDir: join(directory, 'data'),
    env: { DATABASE_URL: postgres.connectionString, FLOTILLA_NODE_NAME: name },
  })
  servers.push(server)
  return server
}

test('D1 V2 E1 L1: F8 F2 two nodes start at once, one dies, the other ends its deployment with one run of the script', async () => {
  const [one, other] = await Promise.all([startNode('one'), startNode('other')])
  onTestFailed(() => console.log(one.output(), other.output()))
  const begins = join(directory, 'begins')
  const environment = (await one.api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).body
  const script = `echo begin >> ${begins}\nfor n in $(seq 1 80); do echo "line $n"; sleep 0.1; done`
  const task = await (
    await createScriptProject(one.api, { name: 'Slow', script, environmentId: environment.Id })
  ).deploy()
  await eventually('the script to run', async () => (await readFile(begins, 'utf8').catch(() => '')) !== '')
  await one.stop('SIGKILL')

  const ended = await taskEnded(other.api, task, 60_000)
  expect(ended.State).toBe('Success')
  expect(await readFile(begins, 'utf8')).toBe('begin\n')
  const log: string = (await other.api('GET', `/api/tasks/${task}/raw`)).body
  const numbers = [...log.matchAll(/line (\d+)$/gm)].map((match) => Number(match[1]))
  expect(numbers).toEqual(Array.from({ length: 80 }, (_, index) => index + 1))
}, 120_000)

test('V3: F11 a task whose connection is cut between two statements of a transaction tries again', async () => {
  const { database, pool } = connect(postgres.connectionString, new Keyring())
  const cut = inTransaction(database, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    const isGone = async () =>
      (await sql`select from pg_stat_activity where pid = ${rows[0]!.pid}`.execute(database)).rows.length === 0
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(database)
    await eventually('the connection to be gone', isGone)
    await sql`select 1`.execute(tx)
  })
  const error = await cut.catch((thrown: unknown) => thrown)
  await pool.end()
  expect(error).toBeInstanceOf(Error)
  expect(isDatabaseAway(error)).toBe(true)
})

test('a connection is free when its first user gets it', async () => {
  const warnings: string[] = []
  const note = ({ message }: Error) => void warnings.push(message)
  process.on('warning', note)
  const pool = openPool(postgres.connectionString, 'first use')
  await pool.query('select 1')
  await pool.end()
  process.off('warning', note)
  // The driver warns of statements that wait for others on one connection, and will refuse them.
  expect(warnings).toEqual([])
})
