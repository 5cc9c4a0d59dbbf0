import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { createApp, type EdgeSettings } from '../src/app.ts'
import { connect, type Database } from '../src/database/connection.ts'
import { unlockDataKeys } from '../src/database/data-keys.ts'
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'
import { Keyring } from '../src/database/keyring.ts'
import { migrate } from '../src/database/migrate.ts'
import { sealClearRows } from '../src/database/sealed-columns.ts'
import { ensureFirstStart } from '../src/features/access/first-start.ts'
import { ensureServerIdentity } from '../src/features/agents/server-identity.ts'
import type { Deps } from '../src/features/context.ts'
import { createOutboundFetch, parseNetworks } from '../src/outbound/index.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the wire has
  readonly body: any
}
export type Api = (method: string, path: string, body?: unknown) => Promise<Answer>

export interface TestApp {
  readonly api: Api
  /** The same as another user. */
  readonly as: (apiKey: string) => Api
  readonly database: Database
  /** A request as it is, for answers that are not JSON and callers without a key. */
  readonly inject: FastifyInstance['inject']
  /** Another node on the same database, with settings of its own; it ends with this one. */
  another(options: NodeOptions): Promise<FastifyInstance>
  stop(): Promise<void>
}

interface NodeOptions {
  readonly edge?: Partial<EdgeSettings>
  readonly deps?: Partial<Deps>
}

const ADMIN_KEY = 'API-ADMINISTRATOR0'

/** The HTTP surface over a real, throw-away PostgreSQL, without the engine: nothing is deployed. */
export async function startApp(): Promise<TestApp> {
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-app-'))
  const postgres = await startEmbeddedPostgres(join(directory, 'database'))
  const client = new pg.Client({ connectionString: postgres.connectionString })
  await client.connect()
  await migrate(client)
  await client.end()
  const keyring = new Keyring()
  const { database, pool } = connect(postgres.connectionString, keyring, 5)
  await unlockDataKeys(database, keyring, { masterKey: undefined, dataDir: directory })
  await sealClearRows(database)
  await ensureFirstStart(
    database,
    { username: 'admin', password: 'correct horse battery', apiKey: ADMIN_KEY },
    () => {},
  )
  await ensureServerIdentity(database)
  const loopback = parseNetworks('127.0.0.0/8, ::1')
  const deps: Deps = {
    database,
    signals: { next: async () => {}, on: () => () => {}, close: async () => {} },
    clock: { now: () => Date.now() },
    tasks: { begin: () => {} },
    planSuites: async (_, asks) => asks.map(() => []),
    nodeName: 'test',
    serverUri: () => 'http://localhost',
    publicUrl: undefined,
    streams: { open: () => () => {} },
    version: '2026.1.0',
    maxArtifactBytes: 10_000_000,
    maxPackageBytes: 10_000_000,
    outboundFetch: createOutboundFetch(loopback.ok ? loopback.value : []),
    hostKeyOf: async () => {
      throw new Error('No test of this kind looks at a host.')
    },
  }
  const app = createApp(deps)
  const others: FastifyInstance[] = []
  await app.ready()
  const as =
    (apiKey: string): Api =>
    async (method, path, body) => {
      const response = await app.inject({
        method: method as 'GET',
        url: path,
        headers: { 'x-octopus-apikey': apiKey, 'content-type': 'application/json; charset=utf-8' },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      })
      return { status: response.statusCode, body: response.json() }
    }
  return {
    api: as(ADMIN_KEY),
    as,
    database,
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    another: async (options) => {
      const edge = { requestsPerSecond: 0, anonymousRequestsPerSecond: 0, trustedProxies: [], ...options.edge }
      const other = createApp({ ...deps, ...options.deps }, edge)
      others.push(other)
      await other.ready()
      return other
    },
    stop: async () => {
      for (const each of [app, ...others]) await each.close()
      await pool.end()
      await postgres.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
