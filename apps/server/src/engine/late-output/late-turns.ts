import { errorFacts, logLine } from '../../log.ts'

/** Machines that are asked at once; most of those that are away use up the time for an answer. */
export const MOST_ASKED = 50
/** Scripts whose machine has answered, followed at once: each holds a connection. */
export const MOST_FOLLOWED = 500
/** One that does not answer is asked again after so long, and then more and more seldom. */
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 300_000

/** Gives each of many that may be away its turn, so that those which are back do not wait for those which are not. */
export interface LateTurns<Key extends string> {
  /** All that waits now, in the order in which those that were never tried go first. What is not among it is forgotten. */
  waiting(keys: readonly Key[]): void
}

/**
 * Whoever was not tried for longest is next, and goes on as soon as there is a place: `attend` asks, calls `answered` when
 * the place of those that are asked is free again, and is done when it ended. `nowMs` is monotonic.
 */
export function createLateTurns<Key extends string>(
  attend: (key: Key, answered: () => void) => Promise<void>,
  nowMs: () => number,
): LateTurns<Key> {
  const tried = new Map<Key, { readonly atMs: number; readonly pauseMs: number }>()
  const busy = new Set<Key>()
  let asked = 0
  let line: Key[] = []
  const isDue = (key: Key): boolean => {
    const last = tried.get(key)
    return !busy.has(key) && (!last || last.atMs + last.pauseMs <= nowMs())
  }
  const goOn = (): void => {
    while (asked < MOST_ASKED && busy.size - asked < MOST_FOLLOWED) {
      const key = line.shift()
      if (key === undefined) return
      void take(key)
    }
  }
  const take = async (key: Key): Promise<void> => {
    let isAsked = true
    const answered = () => {
      if (isAsked) asked -= 1
      isAsked = false
      goOn()
    }
    busy.add(key)
    asked += 1
    try {
      await attend(key, answered)
    } catch (error) {
      logLine('warn', 'The rest of a log could not be fetched', { ticket: key, ...errorFacts(error) })
    }
    const before = tried.get(key)
    const pauseMs = before ? Math.min(2 * before.pauseMs, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS
    tried.set(key, { atMs: nowMs(), pauseMs })
    busy.delete(key)
    answered()
  }
  return {
    waiting: (keys) => {
      const known = new Set(keys)
      for (const key of tried.keys()) if (!known.has(key)) tried.delete(key)
      const since = (key: Key) => tried.get(key)?.atMs ?? Number.NEGATIVE_INFINITY
      line = keys
        .filter(isDue)
        .sort((one, other) => (since(one) < since(other) ? -1 : Number(since(one) > since(other))))
      goOn()
    },
  }
}
