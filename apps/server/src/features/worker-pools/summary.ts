import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { type CountedHost, countHosts } from '../machines/count-hosts.ts'
import { presentDocument } from '../standard-routes.ts'
import { workerFilter } from '../workers/filter.ts'
import { workerPoolResource } from './resource.ts'

/**
 * How many workers there are and how they are, over all of the given pools and in each. `query` narrows the workers as their
 * list does, with `machinePartialName` for the name. Source: API reference 5.15.
 */
export async function summarizePools(
  db: Queryable,
  spaceId: string,
  pools: readonly Document[],
  query: Readonly<Record<string, unknown>>,
) {
  const name = (query.machinePartialName as string | undefined) ?? ''
  const { rows: workers } = await sql<CountedHost & { readonly pools: readonly string[] }>`
    select worker_pool_ids as pools, health_status as health, communication_style as style, is_disabled from worker
    where space_id = ${spaceId} and worker_pool_ids && ${pools.map(({ Id }) => Id)}::text[]
      and position(lower(${name}) in lower(name)) > 0 and ${workerFilter(query).where ?? sql`true`}`.execute(db)
  const each = pools.map((pool) => ({
    WorkerPool: presentDocument(workerPoolResource, pool),
    ...countHosts(workers.filter((worker) => worker.pools.includes(pool.Id))),
  }))
  const hidesEmpty = query.hideEmptyWorkerPools?.toString().toLowerCase() === 'true'
  return {
    ...countHosts(workers),
    WorkerPoolSummaries: hidesEmpty ? each.filter(({ TotalMachines }) => TotalMachines > 0) : each,
    Links: {},
  }
}
