import { promisify } from 'node:util'
import { type Database, inTransaction, type Tx } from '../../database/connection.ts'
import { type Entry, takesLocks, writeEntries } from './batched-write.ts'
import { type ActivityChange, type LogLine, saying, showing, waiting } from './log-entries.ts'
import { lockTask, type TaskRun } from './task-run.ts'
import { taskLogTopic } from './topics.ts'

type Operation = (tx: Tx) => Promise<void>

const nextTurn = promisify(setImmediate)

export type TellWait = (waitsFor: string | null) => void

/** What is written together: entries, or what an operation writes. */
type Content = { readonly entries: readonly Entry[] } | { readonly operation: Operation }

/** Somebody who waits for a write, and for what is answered for its entries. */
interface Waiting {
  readonly done: (answers: readonly unknown[]) => void
  readonly failed: (error: unknown) => void
}

type Write = Content & { readonly waiting?: Waiting }
type Gathered = Extract<Write, { readonly entries: unknown }>
type Answers = Map<Write, readonly unknown[]>

/** How long a write that nobody waits for may lie here, so that it shares a transaction with the next one. */
const LATER_MS = 20

/** A transaction that stores more takes too long for a statement's time limit and for who waits; one write may be larger. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * The single writer of one task's log. Writes queue up and go to the database in order, as many as are waiting in one
 * transaction; line numbers are given under the task's row lock (reliability L1–L4). Only the newest run of a task
 * writes; to another, `Superseded` is thrown.
 */
export class TaskLog {
  readonly #database: Database
  readonly #run: TaskRun
  readonly #queue: Write[] = []
  #isDraining = false
  #timer: NodeJS.Timeout | undefined
  /** Why something that nobody waited for was not written. From then on nothing is, or the log would have a hole. */
  #loss: { readonly error: unknown } | undefined

  constructor(database: Database, run: TaskRun) {
    this.#database = database
    this.#run = run
  }

  /** Starts, changes or ends an activity of the tree. What has ended is not opened again. */
  activity(change: ActivityChange): Promise<void> {
    return this.write(showing(change))
  }

  /** Says that an activity has begun, for somebody who goes on at once. */
  begins(change: Omit<ActivityChange, 'status'>): void {
    this.later(showing({ ...change, status: 'Running' }))
  }

  /** Says that an activity has ended, for somebody who goes on at once. */
  ends(change: Omit<ActivityChange, 'status'>, status: ActivityChange['status']): void {
    this.later(showing({ ...change, status }))
  }

  /** For an activity that may have to wait: tells what it waits for, in words, or with null that it goes on. */
  waitOf(activityKey: string): TellWait {
    let told: string | null = null
    return (waitsFor) => {
      if (waitsFor !== told) this.later(waiting(activityKey, waitsFor))
      told = waitsFor
    }
  }

  /** Adds lines to an activity. */
  lines(activityKey: string, lines: readonly LogLine[]): Promise<void> {
    return lines.length === 0 ? Promise.resolve() : this.write(saying(activityKey, lines))
  }

  /** Writes entries in one transaction, in order with everything else that is written. */
  async write(...entries: readonly Entry[]): Promise<void> {
    await this.#add({ entries })
  }

  /** Writes an entry likewise, and answers what its kind says of it. */
  async ask<Answer>(entry: Entry<Answer>): Promise<Answer> {
    const [answer] = await this.#add({ entries: [entry] })
    return answer as Answer
  }

  /** Runs `operation` in the writer's next transaction, in order with everything else that is written. */
  async within(operation: Operation): Promise<void> {
    await this.#add({ operation })
  }

  /**
   * For somebody who goes on at once: entries are written in order with everything else, with the next transaction or a moment
   * later. Who does something outside of this log that rests on it waits for {@link settled} first.
   */
  later(...entries: readonly Entry[]): void {
    this.#queue.push({ entries })
    if (!this.#isDraining) this.#timer ??= setTimeout(() => this.#drainNow(), LATER_MS)
  }

  /** Waits until all that was to be written later is written. Errors: that of a write that failed. */
  settled(): Promise<void> {
    const isWritten = this.#queue.length === 0 && !this.#isDraining && !this.#loss
    return isWritten ? Promise.resolve() : this.within(async () => {})
  }

  /** For use inside `within`: writes entries in that transaction. */
  async writeIn(tx: Tx, ...entries: readonly Entry[]): Promise<void> {
    await writeEntries(tx, this.#run, entries)
  }

  #add(content: Content): Promise<readonly unknown[]> {
    if (this.#loss) return Promise.reject(this.#loss.error)
    return new Promise((done, failed) => {
      this.#queue.push({ ...content, waiting: { done, failed } })
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
    while (this.#queue.length > 0) {
      // What is written in the same moment shares a transaction; so does what has arrived by now and was not looked at yet.
      await nextTurn()
      const batch = this.#nextBatch()
      try {
        if (this.#loss) throw this.#loss.error
        const answers = await inTransaction(this.#database, (tx) => this.#write(tx, batch))
        for (const write of batch) write.waiting?.done(answers.get(write) ?? [])
      } catch (error) {
        if (batch.some(({ waiting }) => !waiting)) this.#loss ??= { error }
        for (const { waiting } of batch) waiting?.failed(error)
      }
    }
    this.#isDraining = false
  }

  /**
   * What goes into the next transaction: as much as waits, up to a limit. What takes locks shares none with an operation, of which
   * nobody knows what it takes after its first answer; it waits for the next one.
   */
  #nextBatch(): readonly Write[] {
    let bytes = 0
    const isBeyond = (write: Write) => {
      bytes += bytesOf(write)
      return bytes > MOST_BYTES
    }
    const end = this.#queue.findIndex((write, place) => isBeyond(write) && place > 0)
    const batch = this.#queue.splice(0, end < 0 ? this.#queue.length : end)
    const operation = batch.findIndex((write) => 'operation' in write)
    if (operation < 0 || !batch.some(isLocking)) return batch
    // Those that have waited so before stand in front.
    const now = isLocking(batch[0]!) ? batch.slice(0, operation) : batch.filter((write) => !isLocking(write))
    const taken = new Set(now)
    this.#queue.unshift(...batch.filter((write) => !taken.has(write)))
    return now
  }

  /**
   * All of it is sent at once, in its order; only what an operation says after an answer comes later. Entries between two
   * operations go together, those that take locks behind everything.
   */
  async #write(tx: Tx, batch: readonly Write[]): Promise<Answers> {
    const answers: Answers = new Map()
    const sent: Promise<unknown>[] = []
    const held: Gathered[] = []
    let gathered: Gathered[] = []
    for (const write of batch) {
      if ('operation' in write) {
        sent.push(this.#writeGathered(tx, gathered, answers), write.operation(tx))
        gathered = []
      } else if (isLocking(write)) held.push(write)
      else gathered.push(write)
    }
    sent.push(this.#writeGathered(tx, gathered, answers), this.#writeGathered(tx, held, answers))
    sent.push(lockTask(tx, this.#run, taskLogTopic(this.#run.id)))
    await Promise.all(sent)
    return answers
  }

  async #writeGathered(tx: Tx, writes: readonly Gathered[], answers: Answers): Promise<void> {
    const answered = await writeEntries(
      tx,
      this.#run,
      writes.flatMap(({ entries }) => entries),
    )
    let place = 0
    for (const write of writes) {
      answers.set(write, answered.slice(place, place + write.entries.length))
      place += write.entries.length
    }
  }
}

const bytesOf = (write: Write): number =>
  'entries' in write ? write.entries.reduce((sum, { bytes }) => sum + bytes, 0) : 0

const isLocking = (write: Write): boolean => 'entries' in write && write.entries.some(takesLocks)
