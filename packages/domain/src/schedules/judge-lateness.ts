import type { EpochMs } from '@flotilla/kit'

/** How long after its time a firing may still begin: long enough to restart a server, too short to surprise anybody. */
export const LATEST_START_MS = 5 * 60_000

export interface Lateness {
  readonly kind: 'fire' | 'missed'
  /** The schedule goes on with its first time after this. */
  readonly goesOnAfter: EpochMs
}

/**
 * Whether a time that has come is still served, or was missed because no server ran. What was missed is not made up: a
 * deployment that was meant for the night must not begin when the servers come back in the morning. Of several times that
 * went by one is served at most, so that nothing comes in a burst.
 * Source: domain reference 7.7; reliability reference T6.
 */
export function judgeLateness(due: EpochMs, now: EpochMs): Lateness {
  return now - due <= LATEST_START_MS
    ? { kind: 'fire', goesOnAfter: Math.max(due, now) }
    : { kind: 'missed', goesOnAfter: now - LATEST_START_MS - 1 }
}
