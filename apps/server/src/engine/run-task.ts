import { sql } from 'kysely'
import { crashPoint } from '../crash-point.ts'
import type { Database, Tx } from '../database/connection.ts'
import { inTransaction } from '../database/connection.ts'
import type { Signals } from '../database/signals.ts'
import { finishTask, signalTask } from '../features/tasks/finish.ts'
import { findTask, type TaskRow } from '../features/tasks/queries.ts'
import { lockTask, Superseded, type TaskRun } from '../features/tasks/task-run.ts'
import { taskTopic } from '../features/tasks/topics.ts'
import { errorFacts, logLine } from '../log.ts'
import { lockTopic, releaseAllLocks, takeLock } from './locks.ts'
import { takeUp } from './take-up.ts'

/** What a kind of task does once it may run. May be repeated after a crash at any point. */
export interface TaskKind {
  /** What people call one. */
  readonly noun: string
  /** Tasks with the same tag never run together; null for tasks that need no lock. */
  concurrencyTag(db: Database, task: TaskRow): Promise<string | null>
  /** In the transaction that lets the task begin, the first time. */
  onStarted(tx: Tx, task: TaskRow): Promise<void>
  /** Runs it to its end, which it stores itself. Of one that has just begun nothing is stored yet that would be taken up. */
  run(task: TaskRow, hasJustBegun?: boolean): Promise<void>
  /** In the transaction that ends a task which never ran (cancelled, expired, broken). */
  onEnded(tx: Tx, task: TaskRow, errorMessage: string): Promise<void>
}

export interface TaskDeps {
  readonly database: Database
  readonly signals: Signals
  readonly nodeName: string
  readonly now: () => number
}

/** Waiting tasks look again by themselves this often; a signal wakes them sooner. */
const LOOK_AGAIN_MS = 30_000
const FIRST_RETRY_MS = 200
const LONGEST_RETRY_MS = 10_000
const FINAL = new Set(['Success', 'Failed', 'Canceled', 'TimedOut'])

/**
 * Takes a task through its life: waits for its time and its lock, runs it, and sees that it ends. While the database is away
 * it tries again; everything else that is thrown is a bug, which fails this task and no other (reliability V3, V5).
 */
export async function runTask(
  deps: TaskDeps,
  kinds: Readonly<Record<string, TaskKind>>,
  taskId: string,
): Promise<void> {
  let run: TaskRow | undefined
  let next: 'run' | 'end-broken' | 'watch' = 'run'
  for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS)) {
    try {
      run ??= await takeUp(deps.database, deps.nodeName, taskId)
      if (!run || next === 'watch') return await watchToEnd(deps, taskId)
      if (next === 'end-broken') return await endBroken(deps, kinds, run)
      const kind = kinds[run.name]
      if (!kind) throw new Error(`There is no kind of task called ${run.name}.`)
      const begun = await waitToBegin(deps, kind, run)
      if (begun) await kind.run(begun.task, begun.hasJustBegun)
      return
    } catch (error) {
      if (error instanceof Superseded) {
        logLine('warn', 'A task was taken up elsewhere and is left to whoever did', { task: taskId })
        next = 'watch'
      } else if (isDatabaseAway(error)) {
        await sleep(waitMs)
      } else if (next === 'run') {
        logLine('error', 'A task failed for a reason of ours', { task: taskId, ...errorFacts(error) })
        next = 'end-broken'
      } else throw error
    }
  }
}

/**
 * Returns when the task is final, whoever brings it there. What the engine has given to this node must not count as done
 * earlier: it would not be recovered together with the node.
 */
async function watchToEnd({ database, signals }: TaskDeps, taskId: string): Promise<void> {
  for (;;) {
    const changed = signals.next(taskTopic(taskId), LOOK_AGAIN_MS)
    const task = await findTask(database, taskId)
    if (!task || FINAL.has(task.state)) return
    await changed
  }
}

interface Begun {
  readonly task: TaskRow
  readonly hasJustBegun: boolean
}

/** Waits for queue time and lock. Answers the task that may run now, or undefined when it ended instead. */
async function waitToBegin(deps: TaskDeps, kind: TaskKind, run: TaskRow): Promise<Begun | undefined> {
  const { database, signals, now } = deps
  // What has changed since it was taken up is noticed when it begins; who waits looks again first.
  for (let known: TaskRow | undefined = run; ; known = undefined) {
    const changed = signals.next(taskTopic(run.id), LOOK_AGAIN_MS)
    const task = known ?? (await findTask(database, run.id))
    if (task && task.run_number !== run.run_number) throw new Superseded(run)
    if (!task || FINAL.has(task.state)) return undefined
    if (task.start_time !== null) return { task, hasJustBegun: false }
    const dueInMs = task.queue_time.getTime() - now()
    if (dueInMs > 0) {
      if (task !== run) await Promise.race([changed, sleep(Math.min(dueInMs, LOOK_AGAIN_MS))])
      continue
    }
    if (task.queue_time_expiry && task.queue_time_expiry.getTime() <= now()) {
      // When the database was away meanwhile, what was read at the take-up is old: the task may have begun in time.
      if (task === run) continue
      await endUnstarted(database, kind, task, 'TimedOut', 'It did not start before its queue time expired.')
      return undefined
    }
    const tag = await kind.concurrencyTag(database, task)
    const freed = tag === null ? undefined : signals.next(lockTopic(tag), LOOK_AGAIN_MS)
    const begun = await begin(deps, kind, run, tag)
    if (begun === 'held') {
      const expiresInMs = task.queue_time_expiry ? task.queue_time_expiry.getTime() - now() : LOOK_AGAIN_MS
      await Promise.race([changed, freed, sleep(Math.min(expiresInMs, LOOK_AGAIN_MS))])
    } else if (begun) {
      await crashPoint('lock.after')
      return { task: begun, hasJustBegun: true }
    }
  }
}

/** One transaction: lock, state, event. Answers undefined when the task changed meanwhile. */
function begin(
  deps: TaskDeps,
  kind: TaskKind,
  { id: taskId, run_number }: TaskRun,
  tag: string | null,
): Promise<TaskRow | 'held' | undefined> {
  return inTransaction(deps.database, async (tx) => {
    const task = await tx
      .selectFrom('server_task')
      .selectAll()
      .where('id', '=', taskId)
      .where('run_number', '=', run_number)
      .forUpdate()
      .executeTakeFirst()
    if (task?.state !== 'Queued' || task.start_time !== null) return undefined
    if (tag !== null) {
      const lock = await takeLock(tx, tag, taskId)
      if (!lock.ok) {
        if (task.waiting_for_lock !== tag) {
          await sql`update server_task set waiting_for_lock = ${tag}, waiting_for = ${`another ${kind.noun} to end first: ${lock.error.by}`}
            where id = ${taskId}`.execute(tx)
          await signalTask(tx, task)
        }
        return 'held'
      }
    }
    const update = tx
      .updateTable('server_task')
      .set({
        state: 'Executing',
        start_time: sql<Date>`clock_timestamp()`,
        last_updated_time: sql<Date>`now()`,
        server_node: deps.nodeName,
        waiting_for: null,
        waiting_for_lock: null,
      })
      .where('id', '=', taskId)
      .returningAll()
    const [begun] = await Promise.all([
      update.executeTakeFirstOrThrow(),
      kind.onStarted(tx, task),
      signalTask(tx, task),
    ])
    return begun
  })
}

function endUnstarted(
  database: Database,
  kind: TaskKind,
  task: TaskRow,
  state: 'TimedOut' | 'Failed',
  why: string,
): Promise<void> {
  return inTransaction(database, async (tx) => {
    await lockTask(tx, task)
    if (!(await finishTask(tx, task.id, { state, errorMessage: why, hasWarningsOrErrors: true }))) return
    await releaseAllLocks(tx, task.id)
    await kind.onEnded(tx, task, why)
  })
}

async function endBroken(deps: TaskDeps, kinds: Readonly<Record<string, TaskKind>>, task: TaskRow): Promise<void> {
  const kind = kinds[task.name]
  if (kind)
    await endUnstarted(
      deps.database,
      kind,
      task,
      'Failed',
      'The server could not go on with this task. Its log has the details; ask who runs it.',
    )
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  // This node was paused for so long in the middle of a transaction that the database gave it up.
  '25P03',
  '53300',
  '40001',
  '40P01',
  '53100',
  // A statement that took too long: the database is overloaded rather than gone, and may answer the next time.
  '57014',
])

/** Whether an error says that the database is away or overloaded: what was tried may work later. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    (code !== undefined && AWAY.has(code)) ||
    /Connection terminated|not queryable|Query read timeout|timeout exceeded when trying to connect|Cannot use a pool after/.test(
      message ?? '',
    )
  )
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
