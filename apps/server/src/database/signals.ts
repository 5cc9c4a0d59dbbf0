import { EventEmitter } from 'node:events'
import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import type { Queryable } from './connection.ts'

/**
 * Wakes who waits, on every node: a signal is sent inside the transaction that changes the state, and arrives after its
 * commit. Signals only speed things up: whoever waits also looks again by itself now and then.
 */
export interface Signals {
  /** Resolves at the next signal of the topic, or after `limitMs`; never rejects. */
  next(topic: string, limitMs: number): Promise<void>
  /** Calls back at each signal of the topic until the returned function is called. */
  on(topic: string, listener: () => void): () => void
  close(): Promise<void>
}

const CHANNEL = 'flotilla'

/** Sends a signal when `db`'s transaction commits. */
export async function signal(db: Queryable, topic: string): Promise<void> {
  await sql`select ${notify(topic)}`.execute(db)
}

/** The same as part of a statement that selects something else too. */
export const notify = (topic: string | RawBuilder<string>) => sql`pg_notify(${CHANNEL}, ${topic})`

/** Listens on a connection of its own, and opens another when that one breaks. */
export async function listenForSignals(connectionString: string): Promise<Signals> {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  let client: pg.Client | undefined
  let closed = false

  const open = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString, keepAlive: true, application_name: 'flotilla signals' })
    fresh.on('notification', (message) => emitter.emit(message.payload ?? ''))
    const lost = () => {
      if (closed || client !== fresh) return
      client = undefined
      setTimeout(() => void open().catch(lost), 500).unref()
    }
    fresh.on('error', lost)
    fresh.on('end', lost)
    client = fresh
    await fresh.connect()
    await fresh.query(`listen ${CHANNEL}`)
    // What was signalled while nobody listened is lost: everybody looks again.
    for (const topic of emitter.eventNames()) emitter.emit(topic)
  }
  await open()

  return {
    next: (topic, limitMs) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          emitter.off(topic, done)
          resolve()
        }
        const timer = setTimeout(done, limitMs)
        emitter.once(topic, done)
      }),
    on: (topic, listener) => {
      emitter.on(topic, listener)
      return () => emitter.off(topic, listener)
    },
    close: async () => {
      closed = true
      await client?.end().catch(() => {})
    },
  }
}
