import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Reach } from '../../execution/index.ts'
import type { EndpointBody } from './endpoint.ts'

/** How machines are reached as they are now, by id. */
export async function loadReaches(
  db: Queryable,
  machineIds: readonly string[],
): Promise<Readonly<Record<string, Reach>>> {
  if (machineIds.length === 0) return {}
  const { rows } = await sql<{ id: string; endpoint: EndpointBody }>`
    select id, document -> 'Endpoint' as endpoint from machine where id = any(${machineIds}::text[])`.execute(db)
  return Object.fromEntries(rows.map(({ id, endpoint }) => [id, reachOf(id, endpoint)]))
}

/** How the machine with this endpoint is reached. */
export function reachOf(machineId: string, endpoint: EndpointBody): Reach {
  const text = (field: string): string => (endpoint[field] as string | null | undefined) ?? ''
  switch (endpoint.CommunicationStyle) {
    case 'None':
      return { style: 'None' }
    case 'Ssh':
      return {
        style: 'Ssh',
        machineId,
        host: text('Host'),
        port: endpoint.Port as number,
        fingerprint: text('Fingerprint'),
        accountId: text('AccountId'),
        proxyId: text('ProxyId') || null,
      }
    case 'TentacleActive':
      return { style: 'TentacleActive', machineId, thumbprint: text('Thumbprint') }
    default:
      return { style: 'other', machineId, communicationStyle: endpoint.CommunicationStyle }
  }
}
