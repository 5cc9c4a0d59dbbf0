import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, CrashWorld, eventually, startTestServer } from '@flotilla/testkit'
import pg from 'pg'
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'

/** One database for the nodes of a world: what a test looks at, or does to it, from outside. */
export interface WorldDatabase {
  /** Makes the others take a dead node for dead at their next heartbeat, instead of after 15 s. */
  forget(node: string): Promise<void>
  /** Waits until none of a forgotten node's tasks is left with it. */
  takenOver(node: string): Promise<void>
  /** What nobody may hold or own when everything has ended. */
  leftOvers(): Promise<unknown>
}

export interface OpenedWorld {
  readonly world: CrashWorld
  readonly database: WorldDatabase
  /** Ends its nodes and drops its database; its folder stays when `keep` is set. */
  close(options?: { readonly keep: boolean }): Promise<void>
}

/** A PostgreSQL for worlds of several nodes. */
export interface CrashDatabases {
  /** A world on a copy of the database that was set up. */
  open(): Promise<OpenedWorld>
  /** Runs `story` in a world of its own; keeps the folder of a story that fails. */
  inWorld(story: (world: CrashWorld, database: WorldDatabase) => Promise<void>): Promise<void>
  stop(): Promise<void>
}

/** Uses the PostgreSQL of `FLOTILLA_TEST_DATABASE_URL`, or one of our own, and lets `setUp` fill what every world starts from. */
export async function startCrashDatabases(setUp: (api: Api) => Promise<void>): Promise<CrashDatabases> {
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-nodes-'))
  const given = process.env.FLOTILLA_TEST_DATABASE_URL
  const embedded = given ? undefined : await startEmbeddedPostgres(join(directory, 'database'))
  const address = given ?? embedded!.connectionString
  const names = `flotilla_crash_${process.pid}_`
  let count = 0

  const template = `${names}template`
  const dataDir = join(directory, 'data')
  const stop = async () => {
    await query(address, `drop database if exists ${template} with (force)`)
    await embedded?.stop()
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await query(address, `create database ${template}`)
    const templateUrl = databaseAt(address, template)
    const server = await startTestServer({ dataDir, env: { DATABASE_URL: templateUrl } })
    try {
      await setUp(server.api)
    } finally {
      await server.stop()
    }
    // In the worlds it has never been: nobody takes over from it while something else is looked at.
    await query(templateUrl, 'delete from server_node')
  } catch (error) {
    await stop()
    throw error
  }
  const open = async (): Promise<OpenedWorld> => {
    count += 1
    const name = `${names}${count}`
    await query(address, `create database ${name} template ${template}`)
    const url = databaseAt(address, name)
    const world = await CrashWorld.copyOf(dataDir, url)
    return {
      world,
      database: worldDatabase(url),
      close: async ({ keep } = { keep: false }) => {
        await world.remove({ keep })
        await query(address, `drop database ${name} with (force)`)
      },
    }
  }
  return {
    open,
    inWorld: async (story) => {
      const { world, database, close } = await open()
      let keep = true
      try {
        await story(world, database)
        keep = false
      } finally {
        await close({ keep })
      }
    },
    stop,
  }
}

const worldDatabase = (url: string): WorldDatabase => ({
  forget: async (node) => {
    await query(url, `update server_node set heartbeat_at = heartbeat_at - interval '1 hour' where name = '${node}'`)
  },
  takenOver: async (node) => {
    const left = `select from dbos.workflow_status where executor_id = '${node}' and status in ('PENDING', 'ENQUEUED')`
    await eventually(`the tasks of ${node} to be taken over`, async () => (await query(url, left)).length === 0)
  },
  leftOvers: async () => {
    const [row] = await query(
      url,
      `select (select count(*)::int from concurrency_lock) as locks, (select count(*)::int from target_lock) as targets,
        (select count(*)::int from script_attempt where state <> 'ended') as attempts,
        (select count(*)::int from dbos.workflow_status where status in ('PENDING', 'ENQUEUED')) as workflows`,
    )
    return row
  },
})

/** What `leftOvers` says when everything has ended right. */
export const NOTHING_LEFT = { locks: 0, targets: 0, attempts: 0, workflows: 0 }

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

function databaseAt(address: string, name: string): string {
  const url = new URL(address)
  url.pathname = `/${name}`
  return url.href
}
