import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { badRequest } from '../../http/errors.ts'
import type { Caller } from '../context.ts'
import type { TaskRow } from '../tasks/queries.ts'
import { queueServerTask } from '../tasks/queue-server-task.ts'

/** Queues a health check of the machines named, or of an environment's (API reference 5.10). Start its task after the commit. */
export async function queueHealthCheck(
  tx: Tx,
  caller: Caller,
  spaceId: string,
  asked: Readonly<Record<string, unknown>>,
): Promise<TaskRow> {
  const ids = await machinesAsked(tx, spaceId, asked)
  if (ids.length === 0)
    throw badRequest('Arguments.MachineIds: name at least one machine, or an EnvironmentId that has machines.')
  return queueServerTask(tx, caller, {
    spaceId,
    name: 'Health',
    description:
      ids.length === 1 ? `Check the health of ${ids[0]}` : `Check the health of ${ids.length} deployment targets`,
    arguments: { MachineIds: ids.join(',') },
    related: ids,
  })
}

async function machinesAsked(
  tx: Tx,
  spaceId: string,
  asked: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const { MachineIds, EnvironmentId } = asked
  const named = Array.isArray(MachineIds)
    ? MachineIds.map(String)
    : typeof MachineIds === 'string'
      ? MachineIds.split(',')
      : []
  const query = tx
    .selectFrom('machine')
    .select('id')
    .where('space_id', '=', spaceId)
    .where('is_disabled', '=', false)
    .limit(10_000)
  if (named.length > 0) {
    const ids = named.map((id) => canonicalId(id.trim()))
    const found = (await query.where('id', 'in', ids).execute()).map(({ id }) => id)
    const missing = ids.filter((id) => !found.includes(id))
    if (missing.length > 0)
      throw badRequest(...missing.map((id) => `Arguments.MachineIds: there is no enabled machine '${id}'.`))
    return found
  }
  if (typeof EnvironmentId !== 'string' || EnvironmentId === '') return []
  const rows = await query
    .where(sql<boolean>`environment_ids @> array[${canonicalId(EnvironmentId)}]::text[]`)
    .execute()
  return rows.map(({ id }) => id)
}
