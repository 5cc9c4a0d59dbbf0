import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'

/** A machine or worker that has an agent. */
export interface AgentHost {
  readonly id: string
  readonly is_disabled: boolean
  readonly health_status: string
  readonly document: Document
  /** The running program that is connected with the key, as far as anybody knows. */
  readonly connected_instance: string | null
}

/** The machines and workers whose agent has this key: usually one, but the same agent may serve several spaces. */
export async function hostsOf(db: Queryable, thumbprint: string): Promise<readonly AgentHost[]> {
  const { rows } = await sql<AgentHost>`
    select host.*, (select instance from agent_connection where thumbprint = ${thumbprint}) as connected_instance
    from (
      select id, is_disabled, health_status, document from machine
      where document ->> 'Thumbprint' = ${thumbprint} and communication_style = 'TentacleActive'
      union all
      select id, is_disabled, health_status, document from worker
      where document ->> 'Thumbprint' = ${thumbprint} and communication_style = 'TentacleActive') host`.execute(db)
  return rows
}

/** Whether the machine, or worker, still has the key that was planned for. Source: reliability reference E9. */
export async function isHostWith(db: Queryable, hostId: string, thumbprint: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from machine where id = ${hostId} and document ->> 'Thumbprint' = ${thumbprint}
    union all
    select 1 from worker where id = ${hostId} and document ->> 'Thumbprint' = ${thumbprint}`.execute(db)
  return rows.length > 0
}
