import { type RawBuilder, sql } from 'kysely'
import { type Database, inTransaction, type Statement, type Tx, together } from '../../database/connection.ts'
import { lockTask, type TaskRun } from './task-run.ts'
import { taskLogTopic } from './topics.ts'

export type ActivityStatus =
  | 'Pending'
  | 'Running'
  | 'Success'
  | 'Failed'
  | 'Skipped'
  | 'SuccessWithWarning'
  | 'Canceled'
export type LogCategory = 'Verbose' | 'Info' | 'Highlight' | 'Wait' | 'Warning' | 'Error' | 'Fatal'

export interface LogLine {
  readonly category: LogCategory
  readonly text: string
  readonly occurredAt: Date
  /** Lines that the server itself writes carry a key: the same key is written once, however often a step is repeated. */
  readonly key?: string
}

export interface ActivityChange {
  readonly key: string
  readonly parentKey: string | null
  readonly name: string
  readonly status: ActivityStatus
  readonly at: Date
  readonly progress?: { readonly percentage: number; readonly message: string }
}

type Operation = (tx: Tx) => Promise<void>

/** Somebody who waits for a write. */
interface Waiting {
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

type Write =
  | { readonly operation: Operation; readonly isLast?: boolean; readonly lock?: string; readonly waiting: Waiting }
  | { readonly statements: readonly Statement[]; readonly waiting?: undefined }

/** How long a write that nobody waits for may lie here, so that it shares a transaction with the next one. */
const LATER_MS = 20

/**
 * The single writer of one task's log. Writes queue up and go to the database in order, as many as are waiting in one
 * transaction; line numbers are given under the task's row lock (reliability L1–L4). Only the newest run of a task
 * writes; to another, `Superseded` is thrown.
 */
export class TaskLog {
  readonly #database: Database
  readonly #run: TaskRun
  readonly #taskId: string
  readonly #queue: Write[] = []
  #isDraining = false
  #timer: NodeJS.Timeout | undefined
  /** Why something that nobody waited for was not written. From then on nothing is, or the log would have a hole. */
  #loss: { readonly error: unknown } | undefined

  constructor(database: Database, run: TaskRun) {
    this.#database = database
    this.#run = run
    this.#taskId = run.id
  }

  /** Starts, changes or ends an activity of the tree. What has ended is not opened again. */
  activity(change: ActivityChange): Promise<void> {
    return this.within(async (tx) => void (await this.writing(change).execute(tx)))
  }

  /** Says that an activity has begun, for somebody who goes on at once. */
  begins(change: Omit<ActivityChange, 'status'>): void {
    this.later(this.writing({ ...change, status: 'Running' }))
  }

  /** Says that an activity has ended, for somebody who goes on at once. */
  ends(change: Omit<ActivityChange, 'status'>, status: ActivityStatus): void {
    this.later(this.writing({ ...change, status }))
  }

  /** Adds lines to an activity. */
  lines(activityKey: string, lines: readonly LogLine[]): Promise<void> {
    return lines.length === 0 ? Promise.resolve() : this.within((tx) => this.writeLines(tx, activityKey, lines))
  }

  /** Runs `operation` in the writer's next transaction, in order with everything else that is written. */
  within(operation: Operation): Promise<void> {
    return this.#add({ operation })
  }

  /**
   * Like `within`, in a transaction with what is to be written earlier, but with nothing that comes after: for what takes
   * locks that others wait for, of which a transaction holds one at a time lest two wait for each other. Answers what the
   * operation does.
   */
  alone<T>(operation: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#answering(operation, { isLast: true })
  }

  /**
   * Like `within`, for what needs an advisory lock that others wait for. Those of a transaction are taken last and in one order,
   * so that no two transactions wait for each other, and the operations behind them run side by side. Answers what the operation
   * does.
   */
  holding<T>(lock: string, operation: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#answering(operation, { lock })
  }

  /**
   * For somebody who goes on at once: what the statements say is written in order with everything else, with the next
   * transaction or a moment later. Who does something outside of this log that rests on it waits for {@link settled} first.
   */
  later(...statements: readonly Statement[]): void {
    this.#queue.push({ statements })
    if (!this.#isDraining) this.#timer ??= setTimeout(() => this.#drainNow(), LATER_MS)
  }

  /** Waits until all that was to be written later is written. Errors: that of a write that failed. */
  settled(): Promise<void> {
    const isWritten = this.#queue.length === 0 && !this.#isDraining && !this.#loss
    return isWritten ? Promise.resolve() : this.within(async () => {})
  }

  /** For use inside `within`: adds lines in that transaction. A line whose key is there already is left out. */
  async writeLines(tx: Tx, activityKey: string, lines: readonly LogLine[]): Promise<void> {
    await this.saying(activityKey, lines).execute(tx)
  }

  /** The statement that adds lines to an activity. A line whose key is there already is left out. */
  saying(activityKey: string, lines: readonly LogLine[]): RawBuilder<unknown> {
    // PostgreSQL text cannot hold NUL.
    const messages = lines.map(({ text }) => text.replaceAll('\0', '\uFFFD'))
    return sql`
      with fresh as (
        select row_number() over (order by place) as rank, line.*
        from unnest(${lines.map(({ category }) => category)}::text[], ${lines.map(({ occurredAt }) => occurredAt)}::timestamptz[],
          ${messages}::text[], ${lines.map(({ key }) => key ?? null)}::text[]) with ordinality line(category, occurred_at, message, line_key, place)
        where not exists (
          select from task_log_line told where told.task_id = ${this.#taskId} and told.line_key = line.line_key)
      ), counted as (
        update server_task set last_log_number = last_log_number + (select count(*) from fresh), last_updated_time = now(),
          log_bytes = log_bytes + (select coalesce(sum(octet_length(message)), 0) from fresh),
          has_warnings_or_errors = has_warnings_or_errors or exists (select from fresh where category in ('Warning', 'Error', 'Fatal'))
        where id = ${this.#taskId} and exists (select from fresh)
        returning last_log_number - (select count(*) from fresh) as last_before
      )
      insert into task_log_line (task_id, number, activity_number, category, occurred_at, message, line_key)
      select ${this.#taskId}, last_before + rank, ${this.#activityNumber(activityKey)}, category, occurred_at, message, line_key
      from counted, fresh`
  }

  /** The statement that starts, changes or ends an activity. */
  writing(change: ActivityChange): RawBuilder<unknown> {
    const started = change.status === 'Pending' ? null : change.at
    const ended = change.status === 'Pending' || change.status === 'Running' ? null : change.at
    const { percentage = null, message = null } = change.progress ?? {}
    return sql`
      with changed as (
        update task_activity set
          status = case when ended_at is null then ${change.status} else status end,
          started_at = coalesce(started_at, ${started}), ended_at = coalesce(ended_at, ${ended}),
          progress_percentage = coalesce(${percentage}::int, case when ${ended}::timestamptz is null then progress_percentage else 100 end),
          progress_message = coalesce(${message}, progress_message)
        where task_id = ${this.#taskId} and key = ${change.key} returning number
      ), counted as (
        update server_task set last_activity_number = last_activity_number + 1
        where id = ${this.#taskId} and not exists (select from changed) returning last_activity_number
      )
      insert into task_activity (task_id, number, parent_number, key, name, status, started_at, ended_at, progress_percentage, progress_message)
      select ${this.#taskId}, last_activity_number, ${change.parentKey === null ? sql`null::int` : this.#activityNumber(change.parentKey)},
        ${change.key}, ${change.name}, ${change.status}, ${started}::timestamptz, ${ended}::timestamptz,
        ${percentage ?? (ended ? 100 : 0)}::int, ${message ?? ''}
      from counted`
  }

  #activityNumber(key: string) {
    return sql<number>`(select number from task_activity where task_id = ${this.#taskId} and key = ${key})`
  }

  async #answering<T>(
    operation: (tx: Tx) => Promise<T>,
    how: { readonly isLast?: boolean; readonly lock?: string },
  ): Promise<T> {
    let result: { readonly value: T } | undefined
    await this.#add({
      ...how,
      operation: async (tx) => {
        result = { value: await operation(tx) }
      },
    })
    return result!.value
  }

  #add(write: { readonly operation: Operation; readonly isLast?: boolean; readonly lock?: string }): Promise<void> {
    if (this.#loss) return Promise.reject(this.#loss.error)
    return new Promise((done, failed) => {
      this.#queue.push({ ...write, waiting: { done, failed } })
      this.#drainNow()
    })
  }

  #drainNow(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#isDraining) void this.#drain()
  }

  async #drain(): Promise<void> {
    this.#isDraining = true
    // What is written in the same moment shares a transaction.
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const last = this.#queue.findIndex((write) => write.waiting && write.isLast)
      const batch = this.#queue.splice(0, last < 0 ? this.#queue.length : last + 1)
      try {
        if (this.#loss) throw this.#loss.error
        await inTransaction(this.#database, (tx) => this.#write(tx, batch))
        for (const { waiting } of batch) waiting?.done()
      } catch (error) {
        if (batch.some(({ waiting }) => !waiting)) this.#loss ??= { error }
        for (const { waiting } of batch) waiting?.failed(error)
      }
    }
    this.#isDraining = false
  }

  /** All of it is sent at once, in its order; only what an operation says after an answer comes later. */
  async #write(tx: Tx, batch: readonly Write[]): Promise<void> {
    const sent: Promise<unknown>[] = []
    const held: (readonly [string, Operation])[] = []
    let gathered: Statement[] = []
    const send = (operation: Operation) => {
      sent.push(together(tx, gathered), operation(tx))
      gathered = []
    }
    for (const write of batch) {
      if (!write.waiting) gathered.push(...write.statements)
      else if (write.lock === undefined) send(write.operation)
      else held.push([write.lock, write.operation])
    }
    if (held.length > 0) gathered.push(takingLocks(held.map(([lock]) => lock)))
    for (const [, operation] of held) send(operation)
    send(async () => void (await lockTask(tx, this.#run, taskLogTopic(this.#taskId))))
    await Promise.all(sent)
  }
}

/** In the order of their names, whoever takes them. */
const takingLocks = (names: readonly string[]): Statement =>
  sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${[...new Set(names)].toSorted()}::text[]) name`
