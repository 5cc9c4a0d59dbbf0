import { assertNever, type EpochMs } from '@flotilla/kit'
import { nextMatch } from './cron.ts'
import type { Schedule } from './schedule.ts'

const SECOND_MS = 1_000
/** The longest day has 25 hours; a window that began before that has ended. */
const LONGEST_WINDOW_MS = 25 * 3_600_000

/**
 * The first instant after `after` at which a schedule is due, in whole seconds; null when it never is again.
 *
 * It depends on nothing else, so whoever asks in between, in whatever order, gets the same instants.
 *
 * Changes of the clocks:
 * - A clock time that is left out (spring) is due once, at the first instant that exists after it. One that comes twice
 *   (autumn) is due once, the first time.
 * - What repeats goes by the time that passes and not by the clock, so that it neither pauses nor bunches up: a window
 *   counts on from its beginning, and a cron pattern with `*` or a step in its hours, minutes or seconds is due both times
 *   that its clock time comes, and not for times that are left out.
 * Source: domain reference 7.1; reliability reference T6.
 */
export function nextFiring(schedule: Schedule, after: EpochMs): EpochMs | null {
  switch (schedule.kind) {
    case 'times':
      return nextMatch(schedule.pattern, schedule.timeZone, after)
    case 'window':
      return nextInWindow(schedule, after)
    default:
      return assertNever(schedule)
  }
}

function nextInWindow(
  { from, until, everyMs, timeZone }: Extract<Schedule, { kind: 'window' }>,
  after: EpochMs,
): EpochMs | null {
  let begin = nextMatch(from, timeZone, after - LONGEST_WINDOW_MS - SECOND_MS)
  while (begin !== null) {
    // From a second before, as a window may end in the second in which it begins.
    const end = nextMatch(until, timeZone, begin - SECOND_MS)
    const rounds = begin > after ? 0 : Math.floor((after - begin) / everyMs) + 1
    const due = begin + rounds * everyMs
    if (end === null) return null
    if (due <= end) return due
    begin = nextMatch(from, timeZone, begin)
  }
  return null
}
