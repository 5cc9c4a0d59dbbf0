import type { EpochMs } from '@flotilla/kit'

/** Deployments that triggers made to one place in a row, none long after the one before. */
export interface Rush {
  readonly beganAt: EpochMs
  /** When the last of them was made, and for how many machines. */
  readonly servedAt: EpochMs
  readonly servedCount: number
}

/** A rush is over when nothing was deployed for so long. */
export const RUSH_ENDS_AFTER_MS = 30_000
const LEAST_GAP_MS = 500
const LONGEST_GAP_MS = 15_000
/** For so long the gap stays the least one. */
const SHORT_RUSH_MS = 10_000
const GAP_SHARE = 0.5

/**
 * When machines that wait in a place may be served. The first are served at once, and so are those that come one by one. Those
 * who come together within ten seconds wait half a second at most; where many keep coming the gaps between deployments then grow with
 * the time that this has been going on, so that a storm of a minute makes no more than thirty, each machine being in one of them.
 * Source: reliability reference T4, 5.2.
 */
export function servingTime(rush: Rush | null, waitingCount: number): EpochMs {
  if (rush === null || Math.max(rush.servedCount, waitingCount) <= 1) return 0
  const longer = Math.max(0, rush.servedAt - rush.beganAt - SHORT_RUSH_MS) * GAP_SHARE
  return rush.servedAt + Math.min(LEAST_GAP_MS + longer, LONGEST_GAP_MS)
}

/** The rush that a deployment at `now` to so many machines belongs to. */
export function nextRush(rush: Rush | null, now: EpochMs, servedCount: number): Rush {
  const goesOn = rush !== null && now - rush.servedAt <= RUSH_ENDS_AFTER_MS
  return { beganAt: goesOn ? rush.beganAt : now, servedAt: now, servedCount }
}
