import { sql } from 'kysely'
import { type Database, inTransaction, type Tx } from '../../database/connection.ts'
import { signal } from '../../database/signals.ts'
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

/**
 * The single writer of one task's log. Writes queue up and go to the database in order, as many as are waiting in one
 * transaction; line numbers are given under the task's row lock (reliability L1–L4).
 */
export class TaskLog {
  readonly #database: Database
  readonly #taskId: string
  #waiting: { operation: Operation; done: () => void; failed: (error: unknown) => void }[] = []
  #writing: Promise<void> | undefined

  constructor(database: Database, taskId: string) {
    this.#database = database
    this.#taskId = taskId
  }

  /** Starts, changes or ends an activity of the tree. What has ended is not opened again. */
  activity(change: ActivityChange): Promise<void> {
    return this.within((tx) => this.writeActivity(tx, change))
  }

  /** Adds lines to an activity. */
  lines(activityKey: string, lines: readonly LogLine[]): Promise<void> {
    return lines.length === 0 ? Promise.resolve() : this.within((tx) => this.writeLines(tx, activityKey, lines))
  }

  /** Runs `operation` in the writer's next transaction, in order with everything else that is written. */
  within(operation: Operation): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operation, done: resolve, failed: reject })
      this.#writing ??= this.#drain()
    })
  }

  /** For use inside `within`: adds lines in that transaction. A line whose key is there already is left out. */
  async writeLines(tx: Tx, activityKey: string, lines: readonly LogLine[]): Promise<void> {
    // PostgreSQL text cannot hold NUL.
    const messages = lines.map(({ text }) => text.replaceAll('\0', '\uFFFD'))
    await sql`
      with fresh as (
        select row_number() over (order by place) as rank, line.*
        from unnest(${lines.map(({ category }) => category)}::text[], ${lines.map(({ occurredAt }) => occurredAt)}::timestamptz[],
          ${messages}::text[], ${lines.map(({ key }) => key ?? null)}::text[]) with ordinality line(category, occurred_at, message, line_key, place)
        where not exists (
          select from task_log_line told where told.task_id = ${this.#taskId} and told.line_key = line.line_key)
      ), counted as (
        update server_task set last_log_number = last_log_number + (select count(*) from fresh), last_updated_time = now(),
          has_warnings_or_errors = has_warnings_or_errors or exists (select from fresh where category in ('Warning', 'Error', 'Fatal'))
        where id = ${this.#taskId} and exists (select from fresh)
        returning last_log_number - (select count(*) from fresh) as last_before
      )
      insert into task_log_line (task_id, number, activity_number, category, occurred_at, message, line_key)
      select ${this.#taskId}, last_before + rank, ${this.#activityNumber(activityKey)}, category, occurred_at, message, line_key
      from counted, fresh`.execute(tx)
  }

  /** For use inside `within`: starts, changes or ends an activity in that transaction. */
  async writeActivity(tx: Tx, change: ActivityChange): Promise<void> {
    const started = change.status === 'Pending' ? null : change.at
    const ended = change.status === 'Pending' || change.status === 'Running' ? null : change.at
    const { percentage = null, message = null } = change.progress ?? {}
    await sql`
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
      from counted`.execute(tx)
  }

  #activityNumber(key: string) {
    return sql<number>`(select number from task_activity where task_id = ${this.#taskId} and key = ${key})`
  }

  async #drain(): Promise<void> {
    // What is written in the same moment shares a transaction.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await inTransaction(this.#database, async (tx) => {
          for (const { operation } of batch) await operation(tx)
          await signal(tx, taskLogTopic(this.#taskId))
        })
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    this.#writing = undefined
  }
}
