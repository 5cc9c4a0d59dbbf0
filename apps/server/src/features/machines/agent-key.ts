import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { EndpointBody } from './endpoint.ts'

/**
 * What is wrong with naming an agent's key for a machine or worker: an agent is one of them only. Whoever could name the key of
 * another one's agent for a machine of his own would reach that host with rights over his own places.
 *
 * Source: reliability reference H3.
 */
export async function agentKeyProblems(
  db: Queryable,
  hostId: string,
  { CommunicationStyle, Thumbprint }: EndpointBody,
): Promise<readonly string[]> {
  if (CommunicationStyle !== 'TentacleActive' || typeof Thumbprint !== 'string' || Thumbprint === '') return []
  const { rows } = await sql`
    select 1 from machine
      where document ->> 'Thumbprint' = ${Thumbprint} and communication_style = 'TentacleActive' and id <> ${hostId}
    union all
    select 1 from worker
      where document ->> 'Thumbprint' = ${Thumbprint} and communication_style = 'TentacleActive' and id <> ${hostId}
    limit 1`.execute(db)
  return rows.length === 0 ? [] : ['Endpoint.Thumbprint: is the key of another machine or worker.']
}
