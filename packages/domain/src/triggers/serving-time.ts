import type { EpochMs } from '@flotilla/kit'

/** Deployments that triggers made to one place in a row, none long after the one before. */
export interface Rush {
  readonly beganAt: EpochMs
  /** When the last of them was made, and for how many machines. */
  readonly servedAt: EpochMs
  readonly servedCount: number
}

/** A rush is over when nothing was deployed for so long. */
const RUSH_ENDS_AFTER_MS = 30_000
const LEAST_GAP_MS = 1_000
const LONGEST_GAP_MS = 15_000
const GAP_SHARE = 0.25

/**
 * When machines that wait in a place may be served. The first are served at once, and so are those that come one by one. As
 * long as many keep coming the gaps between deployments grow with the time that this has been going on: those who come within ten seconds
 * wait two at most, and a storm of a minute makes no more than twenty deployments, each machine being in one of them.
 * Source: reliability reference T4, 5.2.
 */
export function servingTime(rush: Rush | null, waitingCount: number): EpochMs {
  if (rush === null || Math.max(rush.servedCount, waitingCount) <= 1) return 0
  const gap = (rush.servedAt - rush.beganAt) * GAP_SHARE
  return rush.servedAt + Math.min(Math.max(gap, LEAST_GAP_MS), LONGEST_GAP_MS)
}

/** The rush that a deployment at `now` to so many machines belongs to. */
export function nextRush(rush: Rush | null, now: EpochMs, servedCount: number): Rush {
  const goesOn = rush !== null && now - rush.servedAt <= RUSH_ENDS_AFTER_MS
  return { beganAt: goesOn ? rush.beganAt : now, servedAt: now, servedCount }
}
