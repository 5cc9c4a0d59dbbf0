import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/** A statement that was sent this often is worth its place in the memory of every connection. */
const OFTEN = 20
const MOST_PREPARED = 300
/** Of texts that differ from call to call nothing is gained by knowing more. */
const MOST_COUNTED = 5_000

/** How many rows have something in their array depends on what it is: a plan for any value takes the wrong way for most. */
const DEPENDS_ON_VALUES = /&&|@>/

/** A plan knows how large the tables were when it was made, and PostgreSQL looks again a minute later at most. That is long where many machines join. */
const PLANS_LAST_MS = 10_000

/**
 * The pool as the query builder uses it: PostgreSQL reads a statement that is sent often only once for each connection, and soon
 * plans it no more than once, where that plan is no dearer than those made for the values. Reading and planning take longer than
 * running most of ours.
 */
export function preparing(pool: pg.Pool): PostgresPool {
  const often = new OftenSent()
  const known = new WeakMap<pg.PoolClient, PreparingClient>()
  return {
    connect: async () => {
      const client = await pool.connect()
      const preparing = known.get(client) ?? preparingClient(client, often)
      known.set(client, preparing)
      preparing.lookAgain(performance.now())
      return preparing
    },
    end: () => pool.end(),
  }
}

interface PreparingClient extends PostgresPoolClient {
  /** Has plans that are old by now made anew when they are next used. */
  lookAgain(nowMs: number): void
}

function preparingClient(client: pg.PoolClient, often: OftenSent): PreparingClient {
  let plannedAt = performance.now()
  const query = async (text: string, values: unknown[]) => {
    const name = values.length === 0 ? undefined : often.nameOf(text)
    try {
      return await client.query(name ? { name, text, values } : { text, values })
    } catch (error) {
      if (name && isOutdated(error)) often.forget()
      throw error
    }
  }
  return {
    // Rows are never read by cursor.
    query: query as never,
    release: () => client.release(),
    lookAgain: (nowMs) => {
      if (nowMs - plannedAt < PLANS_LAST_MS) return
      plannedAt = nowMs
      // Where this fails, so does what follows.
      client.query('discard plans').catch(() => {})
    },
  }
}

/** A newer version of the server has changed a table that the statement reads; or the connection has it no more. */
const isOutdated = (error: unknown): boolean => {
  const { code, message = '' } = error as { code?: string; message?: string }
  return code === '26000' || message.startsWith('cached plan must not change result type')
}

/** The statements that are sent often, and their names, which never come to mean anything else. */
class OftenSent {
  private readonly counts = new Map<string, number>()
  private readonly names = new Map<string, string>()
  private named = 0

  nameOf(text: string): string | undefined {
    const name = this.names.get(text)
    if (name || this.names.size >= MOST_PREPARED || DEPENDS_ON_VALUES.test(text)) return name
    const count = (this.counts.get(text) ?? 0) + 1
    if (count >= OFTEN) {
      this.counts.delete(text)
      this.named += 1
      this.names.set(text, `s${this.named}`)
      return this.names.get(text)
    }
    if (this.counts.size >= MOST_COUNTED) this.counts.clear()
    this.counts.set(text, count)
    return undefined
  }

  /** All are read anew. */
  forget(): void {
    this.names.clear()
  }
}
