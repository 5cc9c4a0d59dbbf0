import { type EpochMs, err, ok, type Result } from '@flotilla/kit'
import { type ParsedResult, parse } from 'chrono-node'
import { instantOfWallClock, isTimeZone, zoneOffsetMinutes } from './wall-clock.ts'

const EXPIRES_AFTER_MS = 60 * 60 * 1000

/** When a deployment is to start, and until when it may still be started. */
export interface QueueTimes {
  readonly queueTime: EpochMs
  readonly queueTimeExpiry: EpochMs
}

export type FutureTimeRefusal =
  | { readonly code: 'time-unreadable'; readonly text: string }
  | { readonly code: 'time-in-past'; readonly text: string; readonly at: EpochMs; readonly now: EpochMs }
  | { readonly code: 'time-zone-unknown'; readonly timeZone: string }

/**
 * Reads a time that a person typed, as in `7:00 PM`, `2021/03/20 22:00:00`, `01 Jan 2021 18:00` or `in 10 minutes`.
 *
 * Blank and `N/A` mean now, given as null. A time of day alone means today; a date alone means its first minute; a month
 * comes before a day (`06/25/2021`) unless that cannot be. Text without a zone of its own is a clock reading in
 * `timeZone` (IANA name). Seconds are the finest unit. The expiry is one hour after the time.
 *
 * Errors: text that is not a time from its first to its last letter, and a time that has gone by.
 * Source: domain reference 10.10.
 */
export function parseFutureTime(
  text: string,
  moment: { readonly now: EpochMs; readonly timeZone: string },
): Result<QueueTimes | null, FutureTimeRefusal> {
  const asked = text.trim()
  if (asked === '' || asked.toLowerCase() === 'n/a') return ok(null)
  if (!isTimeZone(moment.timeZone)) return err({ code: 'time-zone-unknown', timeZone: moment.timeZone })
  const at = readInstant(asked, moment)
  if (at === null) return err({ code: 'time-unreadable', text: asked })
  if (at < Math.floor(moment.now / 1000) * 1000) return err({ code: 'time-in-past', text: asked, at, now: moment.now })
  return ok({ queueTime: at, queueTimeExpiry: at + EXPIRES_AFTER_MS })
}

function readInstant(text: string, { now, timeZone }: { now: EpochMs; timeZone: string }): EpochMs | null {
  const reference = { instant: new Date(now), timezone: zoneOffsetMinutes(now, timeZone) }
  const read = (forwardDate: boolean): EpochMs | null => {
    const [found, ...more] = parse(text, reference, { forwardDate })
    // Part of the text, or a span of time, is a guess at what was meant; a deployment does not start on a guess.
    if (found === undefined || more.length > 0 || found.end || found.text.length !== text.length) return null
    return instantOf(found, timeZone)
  }
  const nearest = parse(text, reference)[0]
  // A day of the week means the next one; without looking forward, on a Saturday "Friday" would be yesterday.
  return read(nearest?.start.isCertain('weekday') === true && !nearest.start.isCertain('day'))
}

function instantOf(found: ParsedResult, timeZone: string): EpochMs | null {
  const { start } = found
  const hasOwnZone = start.isCertain('timezoneOffset')
  if (hasOwnZone) return Math.floor(start.date().getTime() / 1000) * 1000
  const isBareDate = !start.isCertain('hour') && ![...found.tags()].some((tag) => /casual|relative/i.test(tag))
  const part = (name: Parameters<typeof start.get>[0]): number => start.get(name) ?? 0
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    isBareDate ? 0 : part('hour'),
    isBareDate ? 0 : part('minute'),
    part('second'),
  )
  return Number.isFinite(wall) ? instantOfWallClock(wall, timeZone) : null
}
