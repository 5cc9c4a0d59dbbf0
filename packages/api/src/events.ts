import type { Client, Query } from './client.ts'
import { ApiError, UnreachableError } from './errors.ts'
import type { Schema } from './typed.ts'

/** Who did what, when. Source: API reference 5.12. */
export type AuditEvent = Schema<'Event'>

/** One field of a document that is another now. */
export type Difference = Schema<'Difference'>

const PAGE_SIZE = 200
/** Numbers are given before events are there to read: an earlier one may appear this many behind a later one. */
const LATE_BY = 500
const PAUSE_MS = 1_000
const AWAY_LIMIT_MS = 60_000

export const loadEvent = (client: Client, id: string): Promise<AuditEvent> =>
  client.get(`~/events/${encodeURIComponent(id)}`)

/** Newest first. What happens meanwhile moves nothing: each page begins behind the last event of the one before. */
export async function* listEvents(client: Client, filter: Query, limit?: number): AsyncGenerator<AuditEvent> {
  let given = 0
  let before: number | undefined
  for (;;) {
    const take = Math.min(PAGE_SIZE, (limit ?? Number.POSITIVE_INFINITY) - given)
    if (take <= 0) return
    const { Items } = await pageOf(client, { ...filter, take, toAutoId: before })
    yield* Items
    given += Items.length
    const last = Items.at(-1)
    if (!last || Items.length < take || numberOf(last) <= 1) return
    before = numberOf(last) - 1
  }
}

/**
 * First the newest `backlog` events, then each as it happens; oldest first, each once. A server that restarts is waited for.
 *
 * Errors: `ApiError` when it is refused; `UnreachableError` when the server stays away for a minute.
 */
export async function* followEvents(
  client: Client,
  filter: Query,
  { backlog, signal }: { readonly backlog: number; readonly signal: AbortSignal },
): AsyncGenerator<AuditEvent> {
  const { Items: newest } = await pageOf(client, { ...filter, take: PAGE_SIZE })
  yield* newest.slice(0, backlog).toReversed()
  // What was there before is no news, whether it was shown or not.
  let from = newest.length < PAGE_SIZE ? 0 : numberOf(newest.at(-1)!)
  let known = new Set(newest.map(numberOf))
  let awaySince: number | undefined
  while (!signal.aborted) {
    await pause(PAUSE_MS, signal)
    const found: AuditEvent[] = []
    try {
      for await (const event of listEvents(client, { ...filter, fromAutoId: from })) {
        if (!known.has(numberOf(event))) found.unshift(event)
      }
      awaySince = undefined
    } catch (error) {
      const isAway = error instanceof UnreachableError || (error instanceof ApiError && error.status >= 500)
      awaySince ??= Date.now()
      if (!isAway || Date.now() - awaySince > AWAY_LIMIT_MS) throw error
      continue
    }
    yield* found
    const numbers = [...known, ...found.map(numberOf)]
    from = Math.max(from, Math.max(...numbers, 0) - LATE_BY)
    known = new Set(numbers.filter((number) => number >= from))
  }
}

const pageOf = (client: Client, query: Query): Promise<Schema<'EventCollection'>> =>
  client.get('~/events', { skip: 0, ...query })

/** Ids of events are numbered in order. */
const numberOf = ({ Id }: AuditEvent): number => Number(Id.slice(Id.lastIndexOf('-') + 1))

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
