import { sql } from 'kysely'
import { crashPoint } from '../crash-point.ts'
import { type Database, inTransaction } from '../database/connection.ts'
import { errorFacts, logLine } from '../log.ts'

const HEARTBEAT_MS = 5_000
/** A node that was silent for this long is taken for dead (reliability V2); judged by the database's clock (rule 5). */
const DEAD_AFTER_SECONDS = 15

/** Goes on with the work of dead nodes; throws when it cannot, and is then asked again. */
type Recover = (nodes: readonly string[]) => Promise<void>

/**
 * Tells the other nodes that this one lives, and takes over the work of those that do not. Called before this node goes on
 * with its own work, so that nobody takes that over at the same moment. Answers how to stop.
 */
export async function keepAlive(database: Database, nodeName: string, recover: Recover): Promise<() => void> {
  await sql`insert into server_node (name, epoch, heartbeat_at) values (${nodeName}, 1, now())
    on conflict (name) do update set epoch = server_node.epoch + 1, heartbeat_at = now()`.execute(database)
  const beat = async (): Promise<void> => {
    // Taken for dead by mistake, this node has lost its row: it lives all the same, and must be missed when it dies.
    await sql`insert into server_node (name, epoch, heartbeat_at) values (${nodeName}, 1, now())
      on conflict (name) do update set heartbeat_at = now()`.execute(database)
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
async function takeOver(database: Database, nodeName: string, recover: Recover): Promise<void> {
  await inTransaction(database, async (tx) => {
    const { rows } = await sql<{ name: string }>`
      select name from server_node
      where name <> ${nodeName} and heartbeat_at < now() - make_interval(secs => ${DEAD_AFTER_SECONDS})
      for update skip locked`.execute(tx)
    if (rows.length === 0) return
    const dead = rows.map(({ name }) => name)
    await recover(dead)
    await crashPoint('recover.half')
    await sql`delete from server_node where name = any(${dead})`.execute(tx)
    logLine('warn', 'Took over the tasks of nodes that are gone', { nodes: dead })
  })
}
