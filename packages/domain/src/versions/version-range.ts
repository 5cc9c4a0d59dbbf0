import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { comparePrecedence } from './compare-versions.ts'
import type { Version } from './version.ts'
import { parseVersion } from './version.ts'

export interface VersionBound {
  readonly version: Version
  readonly isInclusive: boolean
}

/** `null` at an end that is open for ever. */
export interface VersionInterval {
  readonly min: VersionBound | null
  readonly max: VersionBound | null
}

/** A version is in the range when any of the intervals holds it. */
export type VersionRange = readonly VersionInterval[]

export type VersionRangeRefusal =
  | { readonly kind: 'malformed-range'; readonly text: string }
  /** Well formed, but no version can be in it: `[2.0,1.0]`. */
  | { readonly kind: 'empty-range'; readonly text: string }

const INTERVAL = /([[(])([^[\](),]*)(?:(,)([^[\](),]*))?([\])])\s*(,?)\s*/y

/**
 * Reads a version range as NuGet and Maven write it: `[1.0,2.0)`, `(,1.0]`, `[1.0]`, and several intervals separated
 * by commas, of which one must hold. A bare version means "this or higher", as in NuGet.
 *
 * Errors: `malformed-range`, also for a blank text: what a missing range means is the caller's rule; `empty-range`.
 * Source: domain reference 1.7.
 */
export function parseVersionRange(text: string): Result<VersionRange, VersionRangeRefusal> {
  const trimmed = text.trim()
  if (!/^[[(]/.test(trimmed)) {
    const bare = parseVersion(trimmed)
    return bare.ok
      ? ok([{ min: { version: bare.value, isInclusive: true }, max: null }])
      : err({ kind: 'malformed-range', text })
  }
  const intervals = readIntervals(trimmed)
  if (!intervals) return err({ kind: 'malformed-range', text })
  return intervals.every(isPossible) ? ok(intervals) : err({ kind: 'empty-range', text })
}

/** Metadata is not looked at, so `[1.0]` holds `1.0+build.7`; `[1.0,2.0)` does hold `2.0-beta`, which is below 2.0. */
export function isInRange(range: VersionRange, version: Version): boolean {
  return range.some(({ min, max }) => isWithin(min, version, 1) && isWithin(max, version, -1))
}

function isWithin(bound: VersionBound | null, version: Version, direction: 1 | -1): boolean {
  if (!bound) return true
  const difference = comparePrecedence(version, bound.version) * direction
  return bound.isInclusive ? difference >= 0 : difference > 0
}

function readIntervals(text: string): VersionRange | undefined {
  const intervals: VersionInterval[] = []
  let at = 0
  let expectsMore = true
  while (expectsMore) {
    INTERVAL.lastIndex = at
    const found = INTERVAL.exec(text)
    const interval = found && readInterval(found)
    if (!found || !interval) return undefined
    intervals.push(interval)
    at += found[0].length
    expectsMore = found[6] === ','
  }
  return at === text.length ? intervals : undefined
}

function readInterval([, open, low = '', comma, high = '', close]: readonly string[]): VersionInterval | undefined {
  const bounds = { isMinInclusive: open === '[', isMaxInclusive: close === ']' }
  if (comma === undefined) {
    // Without a comma there is one version, so only `[1.0]` makes sense.
    const only = readBound(low, true)
    return only && bounds.isMinInclusive && bounds.isMaxInclusive ? { min: only, max: only } : undefined
  }
  const min = readBound(low, bounds.isMinInclusive)
  const max = readBound(high, bounds.isMaxInclusive)
  return min === undefined || max === undefined ? undefined : { min, max }
}

/** `null` for an open end, `undefined` for a text that is no version. */
function readBound(text: string, isInclusive: boolean): VersionBound | null | undefined {
  if (text.trim() === '') return null
  const version = parseVersion(text)
  return version.ok ? { version: version.value, isInclusive } : undefined
}

function isPossible({ min, max }: VersionInterval): boolean {
  if (!min || !max) return true
  const difference = comparePrecedence(min.version, max.version)
  return difference < 0 || (difference === 0 && min.isInclusive && max.isInclusive)
}
