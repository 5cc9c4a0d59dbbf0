import { availableParallelism } from 'node:os'
import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { type CheckArguments, checkArgumentsOf } from '../../features/health-checks/check-arguments.ts'
import { loadHosts } from '../../features/health-checks/load-hosts.ts'
import { finishTask } from '../../features/tasks/finish.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { lockTask } from '../../features/tasks/task-run.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { limitConcurrency } from '../limit-concurrency.ts'
import type { TaskKind } from '../run-task.ts'
import { watchForCancel } from '../watch-for-cancel.ts'
import { checkAndStore, type StoredCheck } from './check-and-store.ts'
import { createHealthRun, type HealthRun, ROOT } from './health-run.ts'

/** Source: domain reference 6.7. */
const CHECKS_AT_ONCE = Math.min(32, Math.max(2, 2 * availableParallelism()))

/**
 * Tasks named `Health`: finds out how machines and workers are, and stores it. What each check came to is stored with it, so a
 * repeated run checks those that are left.
 */
export const healthTask = (deps: StepDeps): TaskKind => ({
  noun: 'task',
  concurrencyTag: async () => null,
  onStarted: async () => {},
  onEnded: async () => {},
  run: async (task, hasJustBegun = false) => {
    const cancelling = new AbortController()
    const watch = watchForCancel(deps, task.id, cancelling)
    try {
      await watch.firstLook
      const run = await createHealthRun(deps, task, cancelling.signal, hasJustBegun)
      run.log.begins({ key: ROOT, parentKey: null, name: task.description, at: new Date(deps.now()) })
      const results = await checkAll(deps, run, checkArgumentsOf(task.arguments))
      await finish(deps, run, results)
    } finally {
      watch.stop()
    }
  },
})

async function checkAll(deps: StepDeps, run: HealthRun, asked: CheckArguments): Promise<readonly StoredCheck[]> {
  const hosts = await loadHosts(deps.database, asked.ids)
  const known = new Set(hosts.map(({ id }) => id))
  const gone = asked.ids.filter((id) => !known.has(id) && !run.done.has(id))
  if (gone.length > 0) {
    const text = `Not checked, as they are gone or disabled: ${gone.join(', ')}.`
    await run.log.lines(ROOT, [{ category: 'Info', text, occurredAt: new Date(deps.now()), key: 'gone' }])
  }
  const late = new AbortController()
  const leftMs = await timeLeft(deps.database, run.task, asked.timeoutMs)
  const timer = setTimeout(() => late.abort(), leftMs)
  // A timer of no time at all would let some begin.
  if (leftMs === 0) late.abort()
  const givenUp = AbortSignal.any([late.signal, run.cancelled])
  const inTurn = limitConcurrency(CHECKS_AT_ONCE)
  try {
    const left = hosts.filter(({ id }) => !run.done.has(id))
    const settled = await Promise.allSettled(
      left.map((host) => checkAndStore(deps, run, { host, asked, givenUp, inTurn })),
    )
    const broken = settled.find((each) => each.status === 'rejected')
    if (broken) throw broken.reason
  } finally {
    clearTimeout(timer)
  }
  return [...run.done.values()]
}

/** By the database's clock, so that a repeated run has no more time than is left. */
async function timeLeft(database: Database, task: TaskRow, timeoutMs: number): Promise<number> {
  const { rows } = await sql<{ gone_ms: number }>`
    select (extract(epoch from clock_timestamp() - coalesce(start_time, clock_timestamp())) * 1000)::float8 as gone_ms
    from server_task where id = ${task.id}`.execute(database)
  return Math.max(0, timeoutMs - (rows[0]?.gone_ms ?? 0))
}

const MOST_NAMED = 10

/** Stores how the task ended. The row's lock decides between a cancel and the end (reliability X3). */
async function finish(deps: StepDeps, run: HealthRun, results: readonly StoredCheck[]): Promise<void> {
  const at = new Date(deps.now())
  const failed = results.filter(({ check }) => check === 'failed').map(({ name }) => name)
  const names = failed.slice(0, MOST_NAMED).join(', ') + (failed.length > MOST_NAMED ? ' and others' : '')
  const errorMessage = failed.length > 0 ? `${failed.length} of ${results.length} checks failed: ${names}.` : ''
  await run.log.within(async (tx) => {
    const isCancelled = (await lockTask(tx, run.task)) === 'Cancelling'
    const state = isCancelled ? 'Canceled' : failed.length > 0 ? 'Failed' : 'Success'
    const hasWarningsOrErrors = results.some(({ check }) => check !== 'passed')
    const status = state === 'Success' && hasWarningsOrErrors ? 'SuccessWithWarning' : state
    await sql`update task_activity set status = ${status}, ended_at = ${at}, progress_percentage = 100
      where task_id = ${run.task.id} and key = ${ROOT}`.execute(tx)
    await finishTask(tx, run.task.id, {
      state,
      errorMessage: state === 'Failed' ? errorMessage : state === 'Canceled' ? 'The task was cancelled.' : '',
      hasWarningsOrErrors,
    })
  })
}
