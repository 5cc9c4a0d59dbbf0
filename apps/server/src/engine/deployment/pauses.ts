import { sql } from 'kysely'
import { type Database, inTransaction } from '../../database/connection.ts'
import type { Signals } from '../../database/signals.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import { recordEvent } from '../../features/audit/record-event.ts'
import { signalTask } from '../../features/tasks/finish.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { taskTopic } from '../../features/tasks/topics.ts'
import { lockTopic, releaseLock, takeLock } from '../locks.ts'

const LOOK_AGAIN_MS = 30_000

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
  #running = 0
  #waiting = 0
  #keptLock = 0
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

  /** Counts an action as running while `work` does. */
  async running<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
      if (this.#running > 0) await this.#settle()
    }
  }

  async waitUntil(isOver: () => Promise<boolean>, options: { readonly keepsLock: boolean }): Promise<void> {
    this.#waiting += 1
    if (options.keepsLock) this.#keptLock += 1
    try {
      for (;;) {
        const changed = this.#signals.next(taskTopic(this.#task.id), LOOK_AGAIN_MS)
        if (this.#cancelled.aborted || (await isOver())) break
        await this.#settle()
        await firstOrAborted(this.#cancelled, [changed])
      }
    } finally {
      this.#waiting -= 1
      if (options.keepsLock) this.#keptLock -= 1
      await this.#settle()
    }
  }

  #settle(): Promise<void> {
    this.#changing = this.#changing.then(() => {
      const shouldPause = this.#waiting > 0 && this.#waiting === this.#running
      if (shouldPause && !this.#paused) return this.#pause()
      if (!shouldPause && this.#paused) return this.#resume()
      return undefined
    })
    return this.#changing
  }

  async #pause(): Promise<void> {
    this.#paused = true
    await inTransaction(this.#database, async (tx) => {
      const { rows } =
        await sql`update server_task set state = 'Queued', waiting_for = 'a person', last_updated_time = now()
        where id = ${this.#task.id} and state = 'Executing' returning id`.execute(tx)
      if (rows.length === 0) return
      if (this.#keptLock === 0) await releaseLock(tx, this.#tag, this.#task.id)
      await signalTask(tx, this.#task)
    })
  }

  async #resume(): Promise<void> {
    while (!this.#cancelled.aborted) {
      const freed = this.#signals.next(lockTopic(this.#tag), LOOK_AGAIN_MS)
      const resumed = await inTransaction(this.#database, async (tx) => {
        const lock = await takeLock(tx, this.#tag, this.#task.id)
        const { rows } = await sql`update server_task set waiting_for_lock = ${lock.ok ? null : this.#tag},
            waiting_for = ${lock.ok ? null : `another deployment to end first: ${lock.error.by}`},
            state = ${lock.ok ? 'Executing' : 'Queued'}, last_updated_time = now()
          where id = ${this.#task.id} and state = 'Queued' returning id`.execute(tx)
        // Cancelled meanwhile: the lock goes with the final state.
        if (rows.length === 0) return true
        if (!lock.ok) return false
        await recordEvent(tx, systemCaller(), {
          category: 'DeploymentResumed',
          message: `${this.#task.description} was resumed`,
          spaceId: this.#task.space_id,
          related: [this.#task.id, this.#task.arguments.DeploymentId, this.#task.project_id, this.#task.environment_id],
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
