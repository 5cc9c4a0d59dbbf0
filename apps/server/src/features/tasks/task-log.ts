import { sql } from 'kysely'
import { type Database, inTransaction, type Tx } from '../../database/connection.ts'
import { signal } from '../../database/signals.ts'
import { taskTopic } from './topics.ts'

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
    return this.within((tx) => this.#writeActivity(tx, change))
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

  /** For use inside `within`: adds lines in that transaction. */
  async writeLines(tx: Tx, activityKey: string, lines: readonly LogLine[]): Promise<void> {
    const activity = await this.#activityNumber(tx, activityKey)
    const fresh = await this.#withoutTold(tx, lines)
    if (fresh.length === 0) return
    const { rows } = await sql<{ last_log_number: number }>`
      update server_task set last_log_number = last_log_number + ${fresh.length}, last_updated_time = now(),
        has_warnings_or_errors = has_warnings_or_errors or ${fresh.some((line) => /^(Warning|Error|Fatal)$/.test(line.category))}
      where id = ${this.#taskId} returning last_log_number`.execute(tx)
    const first = rows[0]!.last_log_number - fresh.length + 1
    await tx
      .insertInto('task_log_line')
      .values(
        fresh.map((line, index) => ({
          task_id: this.#taskId,
          number: first + index,
          activity_number: activity,
          category: line.category,
          occurred_at: line.occurredAt,
          // PostgreSQL text cannot hold NUL.
          message: line.text.replaceAll('\0', '\uFFFD'),
          detail: null,
          line_key: line.key ?? null,
        })),
      )
      .execute()
  }

  async #withoutTold(tx: Tx, lines: readonly LogLine[]): Promise<readonly LogLine[]> {
    const keys = lines.flatMap((line) => (line.key === undefined ? [] : [line.key]))
    if (keys.length === 0) return lines
    const told = await tx
      .selectFrom('task_log_line')
      .select('line_key')
      .where('task_id', '=', this.#taskId)
      .where('line_key', 'in', keys)
      .execute()
    const known = new Set(told.map((row) => row.line_key))
    return lines.filter((line) => line.key === undefined || !known.has(line.key))
  }

  async #writeActivity(tx: Tx, change: ActivityChange): Promise<void> {
    const parent = change.parentKey === null ? null : await this.#activityNumber(tx, change.parentKey)
    const started = change.status === 'Pending' ? null : change.at
    const ended = change.status === 'Pending' || change.status === 'Running' ? null : change.at
    const { rows } = await sql<{ number: number }>`
      update task_activity set
        status = case when ended_at is null then ${change.status} else status end,
        started_at = coalesce(started_at, ${started}), ended_at = coalesce(ended_at, ${ended}),
        progress_percentage = coalesce(${change.progress?.percentage ?? null}::int, case when ${ended}::timestamptz is null then progress_percentage else 100 end),
        progress_message = coalesce(${change.progress?.message ?? null}, progress_message)
      where task_id = ${this.#taskId} and key = ${change.key} returning number`.execute(tx)
    if (rows[0]) return
    const next = await sql<{ last_activity_number: number }>`
      update server_task set last_activity_number = last_activity_number + 1 where id = ${this.#taskId}
      returning last_activity_number`.execute(tx)
    await tx
      .insertInto('task_activity')
      .values({
        task_id: this.#taskId,
        number: next.rows[0]!.last_activity_number,
        parent_number: parent,
        key: change.key,
        name: change.name,
        status: change.status,
        started_at: started,
        ended_at: ended,
        progress_percentage: change.progress?.percentage ?? (ended ? 100 : 0),
        progress_message: change.progress?.message ?? '',
      })
      .execute()
  }

  async #activityNumber(tx: Tx, key: string): Promise<number> {
    const row = await tx
      .selectFrom('task_activity')
      .select('number')
      .where('task_id', '=', this.#taskId)
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    return row.number
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await inTransaction(this.#database, async (tx) => {
          for (const { operation } of batch) await operation(tx)
          await signal(tx, taskTopic(this.#taskId))
        })
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    this.#writing = undefined
  }
}
