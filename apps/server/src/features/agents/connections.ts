import type { Hello } from '@flotilla/agent-protocol'
import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { notify } from '../../database/signals.ts'
import type { AgentPlace } from '../../execution/index.ts'
import { checkSoon } from '../health-checks/watch-health.ts'
import type { AgentHost } from './hosts.ts'
import { agentTopic } from './topics.ts'

export async function findConnection(db: Queryable, thumbprint: string): Promise<AgentPlace | undefined> {
  const { rows } = await sql<AgentPlace>`
    select node_name as "nodeName", node_url as "nodeUrl" from agent_connection
    where thumbprint = ${thumbprint} and not is_cut`.execute(db)
  return rows[0]
}

/** A connection as it is noted. */
export interface NewConnection {
  readonly thumbprint: string
  readonly hello: Hello
  readonly address: string
  readonly place: AgentPlace
  readonly hosts: readonly AgentHost[]
}

/**
 * Notes where an agent is connected, wakes who waits for it, and has machines checked of which nothing good is known. Answers its
 * epoch; nothing when its machine is not to be served any more.
 */
export const noteConnection = (database: Database, connection: NewConnection): Promise<number | undefined> =>
  inTransaction(database, async (tx) => {
    const epoch = await storeConnection(tx, connection)
    if (epoch === undefined) return undefined
    for (const { id, health_status, document } of connection.hosts) {
      const isNew = health_status === 'Unknown' && document.SkipInitialHealthCheck !== true
      if (isNew || health_status === 'Unavailable') await checkSoon(tx, id)
    }
    return epoch
  })

async function storeConnection(
  tx: Tx,
  { thumbprint, hello, address, place }: NewConnection,
): Promise<number | undefined> {
  // Locked, so that whoever disables the machine meanwhile finds this connection to cut.
  const { rows } = await sql<{ epoch: number }>`
    with enabled_machine as (
        select id from machine where document ->> 'Thumbprint' = ${thumbprint}
          and communication_style = 'TentacleActive' and not is_disabled for share),
      enabled_worker as (
        select id from worker where document ->> 'Thumbprint' = ${thumbprint}
          and communication_style = 'TentacleActive' and not is_disabled for share),
      told as (select ${notify(agentTopic(thumbprint))}),
      stored as (
        insert into agent_connection (thumbprint, node_name, node_url, instance, software, address)
        select ${thumbprint}, ${place.nodeName}, ${place.nodeUrl}, ${hello.instance}, ${hello.software}, ${address}
        where exists (select 1 from enabled_machine) or exists (select 1 from enabled_worker)
        on conflict (thumbprint) do update set epoch = nextval('agent_epoch'), node_name = excluded.node_name,
          node_url = excluded.node_url, instance = excluded.instance, software = excluded.software,
          address = excluded.address, connected_at = now(), is_cut = false
        returning epoch)
    select epoch, (select count(*) from told) from stored`.execute(tx)
  return rows[0]?.epoch
}

/** Forgets connections that are gone, unless there are newer ones. */
export async function forgetConnections(
  db: Queryable,
  gone: readonly { readonly thumbprint: string; readonly epoch: number }[],
): Promise<void> {
  await sql`
    delete from agent_connection using unnest(${gone.map((each) => each.thumbprint)}::text[], ${gone.map((each) => each.epoch)}::bigint[])
      gone(thumbprint, epoch)
    where agent_connection.thumbprint = gone.thumbprint and agent_connection.epoch = gone.epoch`.execute(db)
}

/** A node that starts has no connections yet, whatever it has left behind. */
export async function forgetNode(db: Queryable, nodeName: string): Promise<void> {
  await sql`delete from agent_connection where node_name = ${nodeName}`.execute(db)
}

/** Connections of a node whose machines are not to be served any more. */
export async function connectionsToCut(
  db: Queryable,
  nodeName: string,
): Promise<readonly { readonly thumbprint: string; readonly epoch: number }[]> {
  const { rows } = await sql<{ thumbprint: string; epoch: number }>`
    select thumbprint, epoch from agent_connection where node_name = ${nodeName} and is_cut limit 1000`.execute(db)
  return rows
}
