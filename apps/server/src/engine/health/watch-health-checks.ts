import { nextHealthCheck } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import { type Database, inTransaction, type Tx } from '../../database/connection.ts'
import type { Signals } from '../../database/signals.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import type { TaskStarter } from '../../features/context.ts'
import { describeCheck, noteTask } from '../../features/health-checks/queue-health-check.ts'
import { HEALTH_CHECKS_TOPIC } from '../../features/health-checks/topics.ts'
import { databaseTime } from '../../features/health-checks/watch-health.ts'
import { loadHealthPolicies } from '../../features/machine-policies/to-domain.ts'
import { insertServerTask } from '../../features/tasks/queue-server-task.ts'
import { errorFacts, logLine } from '../../log.ts'

/** No timer runs longer: clocks are set, and signals get lost. */
const LOOK_AGAIN_MS = 30_000
/** When the database could not be asked. */
const TRY_AGAIN_MS = 1_000
/** Machines that come together are checked together. */
const COLLECT_MS = 200
const HOSTS_A_TASK = 250

interface WatchDeps {
  readonly database: Database
  readonly tasks: TaskStarter
}

/**
 * Queues health checks when they are due, on any one of the nodes, until it is stopped: one timer for the earliest time of all,
 * armed anew when a machine or policy is saved. Times are the database's.
 */
export function watchHealthChecks(deps: WatchDeps, signals: Signals): () => void {
  let isStopped = false
  let isStale = false
  let wake = (): void => {}
  const unlisten = signals.on(HEALTH_CHECKS_TOPIC, () => {
    isStale = true
    wake()
  })
  const sleep = (ms: number, wakesEarly: boolean): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      timer.unref()
      wake = () => {
        if (!wakesEarly && !isStopped) return
        clearTimeout(timer)
        resolve()
      }
    })
  const serve = async (): Promise<void> => {
    while (!isStopped) {
      isStale = false
      const restMs = await serveRound(deps).catch((error: unknown) => {
        if (!isStopped) logLine('warn', 'Health checks could not be queued; they are tried again', errorFacts(error))
        return TRY_AGAIN_MS
      })
      if (!isStale && !isStopped) await sleep(restMs, true)
      if (!isStopped) await sleep(COLLECT_MS, false)
    }
  }
  void serve()
  return () => {
    isStopped = true
    unlisten()
    wake()
  }
}

/** Queues what is due, and answers how long nothing is. */
async function serveRound({ database, tasks }: WatchDeps): Promise<number> {
  const { rows: due } = await sql<{ policy_id: string }>`
    select distinct policy_id from health_check where next_at <= now()`.execute(database)
  for (const { policy_id } of due) {
    for (let queued = HOSTS_A_TASK; queued === HOSTS_A_TASK; ) {
      const batch = await inTransaction(database, (tx) => queueBatch(tx, policy_id))
      if (batch.taskId) tasks.begin(batch.taskId)
      queued = batch.count
    }
  }
  const { rows } = await sql<{ rest_ms: number | null }>`
    select (extract(epoch from min(next_at) - clock_timestamp()) * 1000)::float8 as rest_ms from health_check`.execute(
    database,
  )
  // What is due still is being queued by another node.
  return Math.min(Math.max(rows[0]?.rest_ms ?? LOOK_AGAIN_MS, COLLECT_MS), LOOK_AGAIN_MS)
}

/** Of the time between two checks, so much may be cut so that machines under one policy share a task. */
const SHARED_PART = 0.1
const MOST_SHARED_MS = 60_000

interface DueRow {
  readonly id: string
  readonly space_id: string
  readonly is_under_way: boolean
}

/**
 * Queues one task for the hosts under a policy that are due, or nearly so unless it is their first time, and stores when they are
 * next, in one transaction: the rows' locks decide between nodes. What is being checked already is not checked twice.
 */
async function queueBatch(
  tx: Tx,
  policyId: string,
): Promise<{ readonly taskId: string | null; readonly count: number }> {
  const now = await databaseTime(tx)
  const policy = (await loadHealthPolicies(tx, [policyId])).get(policyId)
  const next = policy ? nextHealthCheck(policy.schedule, now) : null
  const sharedMs = next === null ? 0 : Math.min(MOST_SHARED_MS, SHARED_PART * (next - now))
  const { rows } = await sql<DueRow>`
    select due.id, coalesce(machine.space_id, worker.space_id) as space_id, exists (
      select from server_task task where task.id = due.task_id and task.state in ('Queued', 'Executing', 'Cancelling')) as is_under_way
    from health_check due left join machine on machine.id = due.machine_id left join worker on worker.id = due.worker_id
    where due.policy_id = ${policyId} and due.next_at <= now() + make_interval(secs => ${sharedMs / 1_000}::float8)
      and (due.next_at <= now() or due.checked_at is not null)
    order by due.next_at limit ${HOSTS_A_TASK} for update of due skip locked`.execute(tx)
  if (rows.length === 0) return { taskId: null, count: 0 }
  const nextAt = next === null ? null : new Date(next)
  await sql`update health_check set next_at = ${nextAt} where id = any(${rows.map(({ id }) => id)}::text[])`.execute(tx)
  const ids = rows.filter(({ is_under_way }) => !is_under_way).map(({ id }) => id)
  if (ids.length === 0) return { taskId: null, count: rows.length }
  const task = await insertServerTask(tx, systemCaller(), {
    spaceId: rows[0]!.space_id,
    name: 'Health',
    description: await describeCheck(tx, ids),
    arguments: { MachineIds: ids.join(',') },
  })
  await noteTask(tx, ids, task.id)
  return { taskId: task.id, count: rows.length }
}
