import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Reach } from '../../execution/index.ts'
import { retryMsOf } from '../machine-policies/to-domain.ts'
import type { EndpointBody } from './endpoint.ts'

/** How machines are reached as they are now, by id. */
export async function loadReaches(
  db: Queryable,
  machineIds: readonly string[],
): Promise<Readonly<Record<string, Reach>>> {
  if (machineIds.length === 0) return {}
  const { rows } = await sql<ReachRow>`
    select machine.id, ${REACH_COLUMNS} from ${withPolicy('machine')}
    where machine.id = any(${machineIds}::text[])`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.id, reachOfRow(row)]))
}

/** What tells how a machine or worker is reached. */
export interface ReachRow {
  readonly id: string
  readonly endpoint: EndpointBody
  /** What its policy says about machines that do not answer. */
  readonly retry: unknown
  /** Of the machine that the connection goes through; missing where there is none. */
  readonly jump: EndpointBody | null
}

/** The columns of a `ReachRow`, from {@link withPolicy}. */
export const REACH_COLUMNS = sql`host.endpoint,
  policy.document -> 'MachineRpcCallRetryPolicy' as retry, jump.document -> 'Endpoint' as jump`

/** A table of machines or workers, with what tells how each is reached. */
export const withPolicy = (table: 'machine' | 'worker') => sql`${sql.table(table)}
  cross join lateral (select ${sql.table(table)}.document -> 'Endpoint' as endpoint) host
  left join machine_policy policy on policy.id = ${sql.table(table)}.document ->> 'MachinePolicyId'
  left join machine jump on jump.id = host.endpoint ->> 'JumpHostMachineId' and jump.space_id = ${sql.table(table)}.space_id`

/** How a machine or worker is reached, and for how long it is tried. */
export function reachOfRow({ id, endpoint, retry, jump }: ReachRow): Reach {
  const reach = through(reachOf(id, endpoint), endpoint.JumpHostMachineId as string | null | undefined, jump)
  if (reach.style === 'None') return reach
  return { ...reach, reachTimeoutMs: retryMsOf({ MachineRpcCallRetryPolicy: retry }, 'RetryDuration') }
}

/** A machine behind one that is gone is not tried without it: straight, its address may be somebody else's. */
function through(reach: Reach, jumpId: string | null | undefined, jump: EndpointBody | null): Reach {
  if (reach.style !== 'Ssh' || !jumpId) return reach
  const via = jump && reachOf(jumpId, jump)
  return via?.style === 'Ssh'
    ? { ...reach, via }
    : { style: 'other', machineId: reach.machineId, communicationStyle: `Ssh behind ${jumpId}, which is gone,` }
}

/** How the machine with this endpoint is reached. */
export function reachOf(machineId: string, endpoint: EndpointBody): Reach {
  const text = (field: string): string => (endpoint[field] as string | null | undefined) ?? ''
  switch (endpoint.CommunicationStyle) {
    case 'None':
      return text('DefaultWorkerPoolId')
        ? { style: 'None', workerPoolId: text('DefaultWorkerPoolId') }
        : { style: 'None' }
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
