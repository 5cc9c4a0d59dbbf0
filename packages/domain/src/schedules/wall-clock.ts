import type { EpochMs } from '@flotilla/kit'

const MINUTE_MS = 60_000

/**
 * How far the clocks of `timeZone` are ahead of UTC at the instant `at`, in minutes.
 *
 * Errors: throws a `RangeError` for a zone the runtime does not know; check with `isTimeZone` where text enters.
 */
export function zoneOffsetMinutes(at: EpochMs, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value)
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'))
  return Math.round((wall - at) / MINUTE_MS)
}

/**
 * The instant at which the clocks of `timeZone` show `wallMs`, which is that clock reading written as if it were UTC.
 *
 * A reading that happens twice (autumn) means its first time; one that is left out (spring) means the same distance
 * after the gap began, as people's own clocks would show after being put forward.
 */
export function instantOfWallClock(wallMs: EpochMs, timeZone: string): EpochMs {
  const dayMs = 24 * 60 * MINUTE_MS
  const before = wallMs - zoneOffsetMinutes(wallMs - dayMs, timeZone) * MINUTE_MS
  if (before + zoneOffsetMinutes(before, timeZone) * MINUTE_MS === wallMs) return before
  const after = wallMs - zoneOffsetMinutes(wallMs + dayMs, timeZone) * MINUTE_MS
  return after + zoneOffsetMinutes(after, timeZone) * MINUTE_MS === wallMs ? after : before
}

/** True when the runtime knows the zone, as in `Europe/Berlin` or `UTC`. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text })
    return true
  } catch {
    return false
  }
}
