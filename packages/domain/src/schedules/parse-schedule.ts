import { assertNever, err, ok, type Result } from '@flotilla/kit'
import { type ClockTime, createReader, type Reader, type ScheduleFields } from './read-schedule-fields.ts'
import { type Schedule, type ScheduleKind, WEEKDAYS } from './schedule.ts'
import type { ScheduleProblem } from './schedule-problem.ts'

const RUN_TYPES = ['ScheduledTime', 'Continuously'] as const
const INTERVALS = ['OnceHourly', 'OnceEveryMinute', 'OnceDaily'] as const
const MONTHLY_TYPES = ['DateOfMonth', 'DayOfMonth'] as const
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const LAST_SECOND: ClockTime = { hour: 23, minute: 59, second: 59 }

/**
 * Reads a schedule filter.
 *
 * Times of day are the clock readings as written: the date and the offset around them mean nothing, as clients send any
 * date, and `Timezone` says whose clocks are meant. It is an IANA name or one that Windows has; blank is UTC.
 * Errors: everything that is wrong, each with its field; a cron pattern that no day ever matches is one.
 * Source: domain reference 7.1, API reference 5.22.
 */
export function parseSchedule(fields: ScheduleFields): Result<Schedule, readonly ScheduleProblem[]> {
  const problems: ScheduleProblem[] = []
  const read = createReader(fields, (problem) => problems.push(problem))
  const schedule = build(fields.FilterType, read)
  return problems.length > 0 ? err(problems) : ok(schedule)
}

function build(kind: ScheduleKind, read: Reader): Schedule {
  const timeZone = read.timeZone()
  const at = (time: ClockTime, days: string): string => `${time.second} ${time.minute} ${time.hour} ${days}`
  switch (kind) {
    case 'OnceDailySchedule':
      return { kind: 'times', pattern: at(read.time('StartTime'), `* * ${read.daysOfWeek()}`), timeZone }
    case 'ContinuousDailySchedule': {
      const days = `* * ${read.daysOfWeek()}`
      const from = read.time('RunAfter')
      const until = read.time('RunUntil')
      read.requireOrder(from, until)
      return repeated(read, { from: at(from, days), until: at(until, days), timeZone })
    }
    case 'DailySchedule':
    case 'DaysPerWeekSchedule': {
      const days = `* * ${read.dayFlags()}`
      const runType = read.oneOf('RunType', RUN_TYPES)
      const isContinuous = runType === 'Continuously'
      const from = at(read.time('StartTime', isContinuous ? { hour: 0, minute: 0, second: 0 } : undefined), days)
      return isContinuous
        ? repeated(read, { from, until: at(LAST_SECOND, days), timeZone })
        : { kind: 'times', pattern: from, timeZone }
    }
    case 'DaysPerMonthSchedule':
      return { kind: 'times', pattern: at(read.time('StartTime'), monthly(read)), timeZone }
    case 'CronExpressionSchedule':
      return { kind: 'times', pattern: read.cron('CronExpression'), timeZone }
    default:
      return assertNever(kind)
  }
}

function repeated(
  read: Reader,
  window: { readonly from: string; readonly until: string; readonly timeZone: string },
): Schedule {
  switch (read.oneOf('Interval', INTERVALS)) {
    case 'OnceHourly':
      return { kind: 'window', ...window, everyMs: read.interval('HourInterval', 24) * HOUR_MS }
    case 'OnceEveryMinute':
      return { kind: 'window', ...window, everyMs: read.interval('MinuteInterval', 24 * 60) * MINUTE_MS }
    default:
      return { kind: 'times', pattern: window.from, timeZone: window.timeZone }
  }
}

/** The cron fields day of month, month and day of week. A date that a month does not have is left out in that month. */
function monthly(read: Reader): string {
  if (read.oneOf('MonthlyScheduleType', MONTHLY_TYPES) === 'DateOfMonth') return `${read.dateOfMonth()} * *`
  return `* * ${WEEKDAYS.indexOf(read.oneOf('DayOfWeek', WEEKDAYS))}#${read.dayNumber()}`
}
