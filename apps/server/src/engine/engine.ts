import { AsyncResource } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { DBOS } from '@dbos-inc/dbos-sdk'
import { sql } from 'kysely'
import { crashPoint } from '../crash-point.ts'
import { type Database, openPool } from '../database/connection.ts'
import type { TaskStarter } from '../features/context.ts'
import { errorFacts, logLine } from '../log.ts'

/** Bumped only when a workflow's steps change incompatibly, so that an upgraded server finishes what the old one began (D2). */
const WORKFLOW_VERSION = '1'

/** Looks for tasks that a crash left without a workflow, and for those queued while nobody listened. */
const SWEEP_MS = 15_000

export interface Engine extends TaskStarter {
  /** Launches the durable engine; interrupted workflows of this node go on. Call while no other node starts (D1). */
  launch(): Promise<void>
  /** Starts what was committed but not started, now and from time to time. */
  watch(): Promise<void>
  /** Goes on with what dead nodes ran, and with what they had committed but not started. Throws before the launch. */
  recover(nodes: readonly string[]): Promise<void>
  /** Begins nothing more. What runs goes on until the process ends, and is recovered at the next start. */
  stop(): void
}

/**
 * The only code that calls DBOS (`take-up.ts` reads one of its tables). One workflow a task, its id the task's id (reliability A4). It has no steps:
 * `runTask` keeps its own progress in our tables and may be repeated at any point, which is all that the engine promises.
 */
export function createEngine(
  deps: { readonly database: Database; readonly nodeName: string },
  connectionString: string,
  runTask: (taskId: string) => Promise<void>,
): Engine {
  const { database } = deps
  let stopped = false
  let ready = false
  let timer: NodeJS.Timeout | undefined

  DBOS.setConfig({
    name: 'flotilla',
    systemDatabaseUrl: connectionString,
    systemDatabasePool: openPool(connectionString, 'flotilla engine', { max: 10 }),
    executorID: deps.nodeName,
    applicationVersion: WORKFLOW_VERSION,
    runAdminServer: false,
    logLevel: 'error',
  })
  const workflow = DBOS.registerWorkflow(
    async (taskId: string) => {
      // Not a step of the engine's: it would store an outcome that nobody reads.
      await runTask(taskId)
    },
    { name: 'task', maxRecoveryAttempts: 1_000_000 },
  )

  // Bound here, outside of any workflow: a parent begins its child from within its own workflow, which is to know nothing of it.
  const begin = AsyncResource.bind((taskId: string): void => {
    if (stopped || !ready) return
    crashPoint('start.before')
      .then(() => DBOS.startWorkflow(workflow, { workflowID: taskId })(taskId))
      .then((handle) => handle.getResult())
      // Awaiting the handle keeps a failing workflow from ending the process; the sweep tells what is left.
      .catch((error: unknown) => {
        if (!stopped) logLine('error', 'A task stopped unexpectedly', { task: taskId, ...errorFacts(error) })
      })
  })

  const sweep = async (): Promise<void> => {
    const { rows } = await sql<{ id: string }>`
      select t.id from server_task t
      where t.state in ('Queued', 'Executing', 'Cancelling')
        -- A task that was committed just now is being started by the node that did it.
        and t.last_updated_time < now() - interval '1 second'
        and not exists (select 1 from dbos.workflow_status w where w.workflow_uuid = t.id)
      order by t.number limit 1000`.execute(database)
    for (const { id } of rows) begin(id)
  }
  const sweepSafely = () => {
    if (!stopped)
      sweep().catch((error: unknown) =>
        logLine('warn', 'Tasks without a workflow could not be looked for', errorFacts(error)),
      )
  }

  return {
    begin,
    launch: async () => {
      await DBOS.launch()
      ready = true
    },
    watch: async () => {
      await sweep()
      timer = setInterval(sweepSafely, SWEEP_MS)
      timer.unref()
    },
    recover: async (nodes) => {
      await recoverWorkflowsOf(nodes)
      await sweep()
    },
    stop: () => {
      stopped = true
      clearInterval(timer)
    },
  }
}

interface Executor {
  recoverPendingWorkflows(executorIds: readonly string[]): Promise<unknown>
}

/**
 * DBOS's own recovery of workflows that are still pending and owned by the named executors. It touches nothing else, and a
 * second call does nothing; the public `resumeWorkflows` would also start again what others run or what was cancelled.
 * The package does not export it, so it is reached by its file: `test/fail-over.test.ts` pins it for the version we lock.
 */
async function recoverWorkflowsOf(nodes: readonly string[]): Promise<void> {
  const require = createRequire(import.meta.url)
  const file = join(dirname(require.resolve('@dbos-inc/dbos-sdk')), 'dbos-executor.js')
  const { DBOSExecutor } = require(file) as { DBOSExecutor: { globalInstance: Executor | undefined } }
  const executor = DBOSExecutor.globalInstance
  if (!executor) throw new Error('The engine is not launched yet.')
  await executor.recoverPendingWorkflows(nodes)
}
