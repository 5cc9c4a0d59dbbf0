import { assertNever, type EpochMs } from '@flotilla/kit'
import type { ReleaseId } from '../ids.ts'
import type { RetentionPolicy } from './policy.ts'

/** A release as one count meets it, newest first. `order` grows with every deployment, or every release that is created. */
export interface Counted {
  readonly releaseId: ReleaseId
  readonly order: number
}

/**
 * Goes on counting the releases that a limit keeps. Releases on a dashboard stay anyway and take nobody's place, so that a
 * limit of 3 keeps up to 5.
 *
 * Shape: `newestFirst` continues where what is `counted` ended, and may name a release more than once.
 * Source: domain reference 2.9.
 */
export function countReleases(
  counted: readonly Counted[],
  newestFirst: readonly Counted[],
  { limit, isShown }: { readonly limit: number; readonly isShown: (id: ReleaseId) => boolean },
): readonly Counted[] {
  const all = [...counted]
  const known = new Set(counted.map(({ releaseId }) => releaseId))
  for (const next of newestFirst) {
    if (all.length >= limit) break
    if (known.has(next.releaseId) || isShown(next.releaseId)) continue
    known.add(next.releaseId)
    all.push(next)
  }
  return all
}

/** From here on a count keeps releases: those of this order or later, or of this time or later. */
export interface Boundary {
  readonly order: number | null
  readonly at: EpochMs | null
}

const DAY_MS = 86_400_000

/** Where a policy begins to keep. `counted` are the releases that a policy of items keeps, newest first. */
export function boundaryOf(policy: RetentionPolicy, counted: readonly Counted[], now: EpochMs): Boundary {
  switch (policy.kind) {
    case 'forever':
      return { order: 0, at: null }
    case 'items':
      // While there are fewer than the limit, all of them stay.
      return { order: counted.length < policy.count ? 0 : counted.at(-1)!.order, at: null }
    case 'days':
      return { order: null, at: now - policy.count * DAY_MS }
    default:
      return assertNever(policy)
  }
}

/** Whether something of this order and time is over the limit. */
export const isOver = ({ order, at }: Boundary, seen: { readonly order: number; readonly at: EpochMs }): boolean =>
  (order === null || seen.order < order) && (at === null || seen.at < at)
