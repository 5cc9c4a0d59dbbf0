import { sql } from 'kysely'
import { type Database, inTransaction } from '../../database/connection.ts'
import type { Signals } from '../../database/signals.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import { recordEvent } from '../../features/audit/record-event.ts'
import { findExecutionOfTask, relatedIds, wordsOf } from '../../features/deployments/execution.ts'
import { signalTask } from '../../features/tasks/finish.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import type { TellWait } from '../../features/tasks/task-log.ts'
import { lockTask } from '../../features/tasks/task-run.ts'
import { taskTopic } from '../../features/tasks/topics.ts'
import { lockTopic, releaseLock, takeLock } from '../locks.ts'

const LOOK_AGAIN_MS = 30_000

/** Waits for people until `isOver`, which is asked again at each signal of the task. */
export type Wait = (isOver: () => Promise<boolean>, options: WaitOptions) => Promise<void>

interface WaitOptions {
  /** The task's concurrency lock is kept while the task pauses. */
  readonly keepsLock: boolean
  /** The task does not pause because of this: it goes on as `Executing`. */
  readonly keepsRunning: boolean
  readonly tellWait: TellWait
}

/** One action that is under way. */
interface Member {
  isWaiting: boolean
  keepsLock: boolean
}

/**
 * Lets a task pause while all of its running actions wait for people: it is `Queued` again and its concurrency lock is free,
 * so that other deployments pass. Before it goes on it takes the lock again (domain reference 3.4, 3.5).
 */
export class Pauses {
  readonly #database: Database
  readonly #signals: Signals
  readonly #task: TaskRow
  readonly #tag: string
  readonly #cancelled: AbortSignal
  readonly #members = new Set<Member>()
  #paused: boolean
  #changing: Promise<void> = Promise.resolve()

  constructor(parts: { database: Database; signals: Signals; task: TaskRow; tag: string; cancelled: AbortSignal }) {
    this.#database = parts.database
    this.#signals = parts.signals
    this.#task = parts.task
    this.#tag = parts.tag
    this.#cancelled = parts.cancelled
    this.#paused = parts.task.state === 'Queued'
  }

  /**
   * Counts an action as running while `work` does. `isAsking` tells whether it has a question open from before a crash: then
   * it only goes on waiting, where otherwise a task that has paused needs its lock again before anything begins.
   */
  async running<T>(isAsking: () => Promise<boolean>, work: (wait: Wait) => Promise<T>): Promise<T> {
    const member: Member = { isWaiting: this.#paused && (await isAsking()), keepsLock: false }
    this.#members.add(member)
    try {
      if (!member.isWaiting) await this.#settle()
      return await work((isOver, options) => this.#waitUntil(member, isOver, options))
    } finally {
      this.#members.delete(member)
      if (this.#members.size > 0) await this.#settle()
    }
  }

  async #waitUntil(member: Member, isOver: () => Promise<boolean>, options: WaitOptions): Promise<void> {
    member.isWaiting = !options.keepsRunning
    member.keepsLock = options.keepsLock
    try {
      for (;;) {
        const changed = this.#signals.next(taskTopic(this.#task.id), LOOK_AGAIN_MS)
        if (this.#cancelled.aborted || (await isOver())) break
        options.tellWait('a person')
        await this.#settle()
        await firstOrAborted(this.#cancelled, [changed])
      }
    } finally {
      member.isWaiting = false
      member.keepsLock = false
      if (this.#paused) options.tellWait(`its ${wordsOf(this.#task.name).noun} to go on`)
      await this.#settle()
      options.tellWait(null)
    }
  }

  #settle(): Promise<void> {
    this.#changing = this.#changing.then(() => {
      const members = [...this.#members]
      const shouldPause = members.length > 0 && members.every(({ isWaiting }) => isWaiting)
      if (shouldPause && !this.#paused) return this.#pause(members.some(({ keepsLock }) => keepsLock))
      if (!shouldPause && this.#paused) return this.#resume()
      return undefined
    })
    return this.#changing
  }

  async #pause(keepsLock: boolean): Promise<void> {
    this.#paused = true
    await inTransaction(this.#database, async (tx) => {
      if ((await lockTask(tx, this.#task)) !== 'Executing') return
      await sql`update server_task set state = 'Queued', waiting_for = 'a person', last_updated_time = now()
        where id = ${this.#task.id}`.execute(tx)
      if (!keepsLock) await releaseLock(tx, this.#tag, this.#task.id)
      await signalTask(tx, this.#task)
    })
  }

  async #resume(): Promise<void> {
    while (!this.#cancelled.aborted) {
      const freed = this.#signals.next(lockTopic(this.#tag), LOOK_AGAIN_MS)
      const resumed = await inTransaction(this.#database, async (tx) => {
        // Not queued: cancelled meanwhile.
        if ((await lockTask(tx, this.#task)) !== 'Queued') return true
        const lock = await takeLock(tx, this.#tag, this.#task.id)
        await sql`update server_task set waiting_for_lock = ${lock.ok ? null : this.#tag},
            waiting_for = ${lock.ok ? null : `another ${wordsOf(this.#task.name).noun} to end first: ${lock.error.by}`},
            state = ${lock.ok ? 'Executing' : 'Queued'}, last_updated_time = now()
          where id = ${this.#task.id}`.execute(tx)
        if (!lock.ok) return false
        const execution = await findExecutionOfTask(tx, this.#task.id)
        await recordEvent(tx, systemCaller(), {
          category: `${wordsOf(this.#task.name).category}Resumed`,
          message: `${this.#task.description} was resumed`,
          spaceId: this.#task.space_id,
          related: [this.#task.id, ...(execution ? relatedIds(execution) : [])],
        })
        await signalTask(tx, this.#task)
        return true
      })
      if (resumed) break
      await firstOrAborted(this.#cancelled, [freed])
    }
    this.#paused = false
  }
}

/** Waits for the first of these, or until the signal aborts. Leaves no listener behind: waiting loops come here often. */
export async function firstOrAborted(
  signal: AbortSignal,
  work: readonly (Promise<unknown> | undefined)[],
): Promise<void> {
  if (signal.aborted) return
  let wake = () => {}
  const aborted = new Promise<void>((resolve) => {
    wake = resolve
    signal.addEventListener('abort', wake, { once: true })
  })
  try {
    await Promise.race([aborted, ...work])
  } finally {
    signal.removeEventListener('abort', wake)
  }
}
