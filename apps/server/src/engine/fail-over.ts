import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { type Database, inTransaction } from '../database/connection.ts'
import { errorFacts, logLine } from '../log.ts'

const HEARTBEAT_MS = 5_000
/** A node that was silent for this long is taken for dead (reliability V2); judged by the database's clock (rule 5). */
const DEAD_AFTER_SECONDS = 15

interface Executor {
  recoverPendingWorkflows(executorIds: readonly string[]): Promise<unknown>
}

/**
 * The engine's own recovery of workflows that are still pending and owned by the named executors. It touches nothing else,
 * and a second call does nothing; the public `resumeWorkflows` would also start again what others run or what was cancelled.
 * The package does not export it, so it is reached by its file: `test/fail-over.test.ts` pins it for the version we lock.
 */
export async function recoverWorkflowsOf(nodes: readonly string[]): Promise<void> {
  const require = createRequire(import.meta.url)
  const file = join(dirname(require.resolve('@dbos-inc/dbos-sdk')), 'dbos-executor.js')
  const { DBOSExecutor } = require(file) as { DBOSExecutor: { globalInstance: Executor | undefined } }
  await DBOSExecutor.globalInstance?.recoverPendingWorkflows(nodes)
}

/** Tells the other nodes that this one lives, and takes over the work of those that do not. Answers how to stop. */
export async function keepAlive(
  database: Database,
  nodeName: string,
  recover: (nodes: readonly string[]) => Promise<void> = recoverWorkflowsOf,
): Promise<() => void> {
  await sql`insert into server_node (name, epoch, heartbeat_at) values (${nodeName}, 1, now())
    on conflict (name) do update set epoch = server_node.epoch + 1, heartbeat_at = now()`.execute(database)
  const beat = async (): Promise<void> => {
    await sql`update server_node set heartbeat_at = now() where name = ${nodeName}`.execute(database)
    await takeOver(database, nodeName, recover)
  }
  const timer = setInterval(() => {
    beat().catch((error: unknown) =>
      logLine('warn', 'The heartbeat of this node could not be written', errorFacts(error)),
    )
  }, HEARTBEAT_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Takes over from dead nodes, one node at a time: the lock on the dead one's row decides who (reliability F6). */
export async function takeOver(
  database: Database,
  nodeName: string,
  recover: (nodes: readonly string[]) => Promise<void>,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    const { rows } = await sql<{ name: string }>`
      select name from server_node
      where name <> ${nodeName} and heartbeat_at < now() - make_interval(secs => ${DEAD_AFTER_SECONDS})
      for update skip locked`.execute(tx)
    if (rows.length === 0) return
    const dead = rows.map(({ name }) => name)
    await recover(dead)
    await sql`delete from server_node where name = any(${dead})`.execute(tx)
    logLine('warn', 'Took over the tasks of nodes that are gone', { nodes: dead })
  })
}
