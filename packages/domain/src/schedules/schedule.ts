/** The kinds of schedule, as the API calls them. Source: domain reference 7.1. */
export const SCHEDULE_KINDS = [
  'OnceDailySchedule',
  'ContinuousDailySchedule',
  'DailySchedule',
  'DaysPerWeekSchedule',
  'DaysPerMonthSchedule',
  'CronExpressionSchedule',
] as const
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number]

/** In the order of cron's numbers, in which Sunday is 0. */
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/**
 * When something is due. Patterns are cron's, seconds first, and are read on the clocks of `timeZone` (IANA name); only
 * `parseSchedule` makes them, so they can always be read.
 */
export type Schedule =
  | { readonly kind: 'times'; readonly pattern: string; readonly timeZone: string }
  /** From the clock time of `from` on, every `everyMs`, not beyond the clock time of `until` of the same day. */
  | {
      readonly kind: 'window'
      readonly from: string
      readonly until: string
      readonly everyMs: number
      readonly timeZone: string
    }
