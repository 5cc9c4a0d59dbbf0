import type { SpaceId } from '@flotilla/domain'
import { mayDo } from '@flotilla/domain/access'
import { type RawBuilder, sql } from 'kysely'
import { type Queryable, type Tx, together } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { badRequest } from '../../http/errors.ts'
import { visibleWhere } from '../access/visible-where.ts'
import type { Caller } from '../context.ts'
import type { TaskRow } from '../tasks/queries.ts'
import { queueServerTask } from '../tasks/queue-server-task.ts'
import { checkArgumentProblems, idsIn } from './check-arguments.ts'
import { lockingChecks } from './lock-checks.ts'
import { tableOf } from './store-health.ts'

type Arguments = Readonly<Record<string, unknown>>

const MOST_HOSTS = 10_000

/**
 * Queues a health check of the machines and workers named, of an environment's machines, or of a pool's workers. Start its task
 * after the commit. What the caller may not see is not there. Source: API reference 5.10, domain reference 6.7.
 */
export async function queueHealthCheck(tx: Tx, caller: Caller, spaceId: string, asked: Arguments): Promise<TaskRow> {
  const problems = checkArgumentProblems(asked)
  if (problems.length > 0) throw badRequest(...problems)
  const ids = await idsAsked(tx, caller, spaceId, asked)
  if (ids.length === 0)
    throw badRequest(
      'Arguments.MachineIds: name at least one machine or worker, an EnvironmentId that has machines, or a WorkerPoolId that has workers.',
    )
  const kept = [
    'EnvironmentId',
    'WorkerPoolId',
    'WorkerPoolIds',
    'RestrictedTo',
    'Timeout',
    'MachineTimeout',
    'OnlyTestConnection',
  ]
  const task = await queueServerTask(tx, caller, {
    spaceId,
    name: 'Health',
    description: await describeCheck(tx, ids),
    arguments: {
      ...Object.fromEntries(kept.flatMap((name) => (asked[name] == null ? [] : [[name, String(asked[name])]]))),
      MachineIds: ids.join(','),
    },
    related: ids,
  })
  await noteTask(tx, ids, task.id)
  return task
}

/** What people read of a health check of these machines and workers. */
export async function describeCheck(db: Queryable, ids: readonly string[]): Promise<string> {
  if (ids.length === 1) return `Check the health of ${await nameOf(db, ids[0]!)}`
  const workers = ids.filter((id) => id.startsWith('Workers-')).length
  const words = [
    ...(ids.length > workers ? [`${ids.length - workers} deployment targets`] : []),
    ...(workers > 0 ? [`${workers} workers`] : []),
  ]
  return `Check the health of ${words.join(' and ')}`
}

async function nameOf(db: Queryable, id: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(tableOf(id))} where id = ${id}`.execute(db)
  return rows[0]?.name ?? id
}

/** Remembers which task checks these machines and workers, or did so last. */
export async function noteTask(tx: Tx, ids: readonly string[], taskId: string): Promise<void> {
  await together(tx, [
    lockingChecks(sql`id = any(${ids}::text[])`),
    sql`update health_check set task_id = ${taskId} where id = any(${ids}::text[])`,
  ])
}

async function idsAsked(db: Queryable, caller: Caller, spaceId: string, asked: Arguments): Promise<readonly string[]> {
  const find = finder(db, caller, spaceId)
  const named = idsIn(asked.MachineIds).map(canonicalId)
  if (named.length > 0) {
    const found = await find(sql`id = any(${named}::text[])`, sql`id = any(${named}::text[])`)
    const missing = named.filter((id) => !found.includes(id))
    if (missing.length > 0)
      throw badRequest(...missing.map((id) => `Arguments.MachineIds: there is no enabled machine or worker '${id}'.`))
    return found
  }
  const environment = textOf(asked.EnvironmentId)
  if (environment) return find(sql`environment_ids @> array[${canonicalId(environment)}]::text[]`, null)
  const pools = [asked.WorkerPoolIds, asked.WorkerPoolId, asked.WorkerpoolId].flatMap(idsIn).map(canonicalId)
  if (pools.length > 0) return find(null, sql`worker_pool_ids && ${pools}::text[]`)
  // Everything is meant only where somebody says so.
  switch (textOf(asked.RestrictedTo)) {
    case 'DeploymentTargets':
      return find(sql`true`, null)
    case 'Workers':
      return find(null, sql`true`)
    case 'Unrestricted':
      return find(sql`true`, sql`true`)
    default:
      return []
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** Finds enabled machines and workers that the caller may see; null leaves a kind out. */
const finder =
  (db: Queryable, caller: Caller, spaceId: string) =>
  async (machines: RawBuilder<unknown> | null, workers: RawBuilder<unknown> | null): Promise<readonly string[]> => {
    const columns = { space: sql`space_id`, environments: sql`environment_ids`, tenants: sql`tenant_ids` }
    const seesWorkers = mayDo(caller.grants, 'WorkerView', { spaceId: spaceId as SpaceId })
    const { rows } = await sql<{ id: string }>`
      select id from machine where ${machines ?? sql`false`} and space_id = ${spaceId} and not is_disabled
        and ${visibleWhere(caller, 'MachineView', columns)}
      union all
      select id from worker where ${workers ?? sql`false`} and space_id = ${spaceId} and not is_disabled and ${seesWorkers}::boolean
      limit ${MOST_HOSTS}`.execute(db)
    return rows.map(({ id }) => id)
  }
