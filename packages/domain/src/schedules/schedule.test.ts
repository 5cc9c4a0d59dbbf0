import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  judgeLateness,
  LATEST_START_MS,
  nextFiring,
  parseSchedule,
  type Schedule,
  type ScheduleFields,
} from './index.ts'
import { WINDOWS_ZONES } from './windows-zones.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const at = (iso: string): number => Date.parse(iso)

const ALL_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const daily = (StartTime: string, Timezone = 'UTC', DaysOfWeek = ALL_DAYS): ScheduleFields => ({
  FilterType: 'OnceDailySchedule',
  StartTime,
  DaysOfWeek,
  Timezone,
})
const window = (RunAfter: string, RunUntil: string, more: object): ScheduleFields => ({
  FilterType: 'ContinuousDailySchedule',
  RunAfter,
  RunUntil,
  DaysOfWeek: ALL_DAYS,
  ...more,
})
const cron = (CronExpression: string, Timezone = 'UTC'): ScheduleFields => ({
  FilterType: 'CronExpressionSchedule',
  CronExpression,
  Timezone,
})
const monthly = (more: object): ScheduleFields => ({ FilterType: 'DaysPerMonthSchedule', StartTime: '09:30', ...more })

function read(fields: ScheduleFields): Schedule {
  const schedule = parseSchedule(fields)
  if (!schedule.ok) throw new Error(JSON.stringify(schedule.error))
  return schedule.value
}
/** The next `count` firings, as minutes in UTC, or with seconds when they are not whole minutes. */
function firings(fields: ScheduleFields, after: string, count: number): string[] {
  const schedule = read(fields)
  const found: string[] = []
  let last: number | null = at(after)
  while (found.length < count) {
    last = nextFiring(schedule, last)
    if (last === null) break
    found.push(new Date(last).toISOString().replace(/(:00)?\.000Z$/, ''))
  }
  return found
}

describe('each kind of schedule', () => {
  // 2027-03-15 is a Monday.
  test.each<{ name: string; fields: ScheduleFields; gives: string[] }>([
    {
      name: 'once daily, on some days',
      fields: daily('2021-01-01T09:00:00.000Z', 'UTC', ['Friday', 'monday']),
      gives: ['2027-03-19T09:00', '2027-03-22T09:00', '2027-03-26T09:00'],
    },
    {
      name: 'once daily, on the clocks of its zone whatever offset was written',
      fields: daily('2021-01-01T09:00:00.000+05:30', 'America/New_York'),
      gives: ['2027-03-15T13:00', '2027-03-16T13:00', '2027-03-17T13:00'],
    },
    {
      name: 'every 7 hours in a window that ends with one',
      fields: window('2021-01-01T03:00:00', '2021-01-01T17:00:00', { Interval: 'OnceHourly', HourInterval: 7 }),
      gives: ['2027-03-15T17:00', '2027-03-16T03:00', '2027-03-16T10:00', '2027-03-16T17:00', '2027-03-17T03:00'],
    },
    {
      name: 'every 50 minutes in a window, beginning anew each day',
      fields: window('20:15', '22:00', { Interval: 'OnceEveryMinute', MinuteInterval: 50 }),
      gives: ['2027-03-15T20:15', '2027-03-15T21:05', '2027-03-15T21:55', '2027-03-16T20:15'],
    },
    {
      name: 'once in a window',
      fields: window('20:15', '22:00', { Interval: 'OnceDaily' }),
      gives: ['2027-03-15T20:15', '2027-03-16T20:15'],
    },
    {
      name: 'a window of one second',
      fields: window('20:15', '20:15', { Interval: 'OnceHourly' }),
      gives: ['2027-03-15T20:15', '2027-03-16T20:15'],
    },
    {
      name: 'days of the week at a time',
      fields: {
        FilterType: 'DaysPerWeekSchedule',
        RunType: 'ScheduledTime',
        StartTime: '07:05',
        Sunday: true,
        Tuesday: true,
      },
      gives: ['2027-03-16T07:05', '2027-03-21T07:05', '2027-03-23T07:05'],
    },
    {
      name: 'days of the week continuously, all day long',
      fields: {
        FilterType: 'DaysPerWeekSchedule',
        RunType: 'Continuously',
        Interval: 'OnceHourly',
        HourInterval: 12,
        Sunday: true,
      },
      gives: ['2027-03-21T00:00', '2027-03-21T12:00', '2027-03-28T00:00'],
    },
    {
      name: 'continuously from a time on',
      fields: {
        FilterType: 'DailySchedule',
        RunType: 'Continuously',
        Interval: 'OnceHourly',
        HourInterval: 2,
        StartTime: '20:30',
        Monday: true,
      },
      gives: ['2027-03-15T20:30', '2027-03-15T22:30', '2027-03-22T20:30'],
    },
    {
      name: 'a date of the month, left out where there is none',
      fields: monthly({ MonthlyScheduleType: 'DateOfMonth', DateOfMonth: '31' }),
      gives: ['2027-03-31T09:30', '2027-05-31T09:30', '2027-07-31T09:30'],
    },
    {
      name: 'the last day of the month',
      fields: monthly({ MonthlyScheduleType: 'DateOfMonth', DateOfMonth: 'L' }),
      gives: ['2027-03-31T09:30', '2027-04-30T09:30', '2027-05-31T09:30'],
    },
    {
      name: 'the third Sunday',
      fields: monthly({ MonthlyScheduleType: 'DayOfMonth', DayNumberOfMonth: '3', DayOfWeek: 'Sunday' }),
      gives: ['2027-03-21T09:30', '2027-04-18T09:30', '2027-05-16T09:30'],
    },
    {
      name: 'the last Friday',
      fields: monthly({ MonthlyScheduleType: 'DayOfMonth', DayNumberOfMonth: 'Last', DayOfWeek: 'Friday' }),
      gives: ['2027-03-26T09:30', '2027-04-30T09:30'],
    },
    {
      name: 'cron with seconds',
      fields: cron('*/20 30 10 * * *'),
      gives: ['2027-03-16T10:30', '2027-03-16T10:30:20', '2027-03-16T10:30:40'],
    },
    {
      name: 'cron from a minute on',
      fields: cron('0 5/20 * * * *'),
      gives: ['2027-03-15T12:05', '2027-03-15T12:25', '2027-03-15T12:45', '2027-03-15T13:05'],
    },
    { name: 'cron with a year', fields: cron('0 0 0 29 2 ? 2028'), gives: ['2028-02-29T00:00'] },
    { name: 'cron whose year has passed', fields: cron('0 0 0 1 1 ? 2020'), gives: [] },
    { name: 'cron L', fields: cron('0 0 6 L * ?'), gives: ['2027-03-31T06:00', '2027-04-30T06:00'] },
    { name: 'cron W', fields: cron('0 0 6 15W * ?'), gives: ['2027-04-15T06:00', '2027-05-14T06:00'] },
    {
      name: 'cron LW: the last working day',
      fields: cron('0 0 6 LW * ?'),
      gives: ['2027-03-31T06:00', '2027-04-30T06:00', '2027-05-31T06:00'],
    },
    {
      name: 'cron W at the edge of a month stays in it',
      fields: cron('0 0 6 1W 5 ?'),
      gives: ['2027-05-03T06:00', '2028-05-01T06:00'],
    },
    {
      name: 'cron days of week from name to name',
      fields: cron('0 0 6 ? * FRI-SUN'),
      gives: ['2027-03-19T06:00', '2027-03-20T06:00', '2027-03-21T06:00', '2027-03-26T06:00'],
    },
    {
      name: 'cron in some years only',
      fields: cron('0 0 6 1 1 ? 2028-2029'),
      gives: ['2028-01-01T06:00', '2029-01-01T06:00'],
    },
    { name: 'cron #', fields: cron('0 0 6 ? * MON#2'), gives: ['2027-04-12T06:00', '2027-05-10T06:00'] },
    { name: 'cron day of week with L', fields: cron('0 0 6 ? * 5L'), gives: ['2027-03-26T06:00', '2027-04-30T06:00'] },
    {
      name: 'cron: days of month and week narrow each other',
      fields: cron('0 0 6 1-7 * MON'),
      gives: ['2027-04-05T06:00', '2027-05-03T06:00'],
    },
  ])('$name', ({ fields, gives }) => {
    expect(firings(fields, '2027-03-15T11:59:59.500Z', Math.max(gives.length, 1))).toEqual(gives)
  })
})

describe('F35: changes of the clocks', () => {
  test.each<{ name: string; fields: ScheduleFields; after: string; gives: string[] }>([
    {
      name: 'Berlin, spring: 02:30 does not exist, so the first instant after it',
      fields: daily('02:30', 'Europe/Berlin'),
      after: '2027-03-26T23:00Z',
      gives: ['2027-03-27T01:30', '2027-03-28T01:00', '2027-03-29T00:30'],
    },
    {
      name: 'Berlin, autumn: 02:30 comes twice, and the first counts',
      fields: daily('02:30', 'W. Europe Standard Time'),
      after: '2027-10-29T23:00Z',
      gives: ['2027-10-30T00:30', '2027-10-31T00:30', '2027-11-01T01:30'],
    },
    {
      name: 'New York, spring',
      fields: daily('02:30', 'America/New_York'),
      after: '2027-03-13T06:00Z',
      gives: ['2027-03-13T07:30', '2027-03-14T07:00', '2027-03-15T06:30'],
    },
    {
      name: 'New York, autumn',
      fields: daily('01:30', 'Eastern Standard Time'),
      after: '2027-11-06T04:00Z',
      gives: ['2027-11-06T05:30', '2027-11-07T05:30', '2027-11-08T06:30'],
    },
    {
      name: 'Lord Howe, spring: half an hour is left out',
      fields: daily('02:15', 'Australia/Lord_Howe'),
      after: '2027-10-01T12:00Z',
      gives: ['2027-10-01T15:45', '2027-10-02T15:30', '2027-10-03T15:15'],
    },
    {
      name: 'Lord Howe, autumn: half an hour comes twice',
      fields: daily('01:45', 'Australia/Lord_Howe'),
      after: '2027-04-02T12:00Z',
      gives: ['2027-04-02T14:45', '2027-04-03T14:45', '2027-04-04T15:15'],
    },
    {
      name: 'Cairo, spring: the day begins at one',
      fields: daily('00:30', 'Africa/Cairo'),
      after: '2027-04-28T12:00Z',
      gives: ['2027-04-28T22:30', '2027-04-29T22:00', '2027-04-30T21:30'],
    },
    {
      name: 'Auckland, spring, which is in September',
      fields: daily('02:30', 'New Zealand Standard Time'),
      after: '2027-09-24T12:00Z',
      gives: ['2027-09-24T14:30', '2027-09-25T14:00', '2027-09-26T13:30'],
    },
    {
      name: 'Auckland, autumn',
      fields: daily('02:30', 'Pacific/Auckland'),
      after: '2027-04-02T12:00Z',
      gives: ['2027-04-02T13:30', '2027-04-03T13:30', '2027-04-04T14:30'],
    },
    {
      name: 'Santiago, spring: midnight is left out',
      fields: daily('00:00', 'America/Santiago'),
      after: '2027-09-04T00:00Z',
      gives: ['2027-09-04T04:00', '2027-09-05T04:00', '2027-09-06T03:00'],
    },
    {
      name: 'Santiago, autumn: the last hour of a day comes twice',
      fields: daily('23:30', 'America/Santiago'),
      after: '2027-04-03T00:00Z',
      gives: ['2027-04-03T02:30', '2027-04-04T02:30', '2027-04-05T03:30'],
    },
    {
      name: 'Dublin, whose winter is what is moved',
      fields: daily('01:30', 'Europe/Dublin'),
      after: '2027-03-27T00:00Z',
      gives: ['2027-03-27T01:30', '2027-03-28T01:00', '2027-03-29T00:30'],
    },
    {
      name: 'days of the week: the day that is meant is that of the zone',
      fields: {
        FilterType: 'DaysPerWeekSchedule',
        RunType: 'ScheduledTime',
        StartTime: '02:30',
        Sunday: true,
        Timezone: 'Europe/Berlin',
      },
      after: '2027-03-20T00:00Z',
      gives: ['2027-03-21T01:30', '2027-03-28T01:00', '2027-04-04T00:30'],
    },
    {
      name: 'days of the week, continuously: 25 hours have one round more',
      fields: {
        FilterType: 'DaysPerWeekSchedule',
        RunType: 'Continuously',
        Interval: 'OnceHourly',
        HourInterval: 12,
        Sunday: true,
        Timezone: 'Europe/Berlin',
      },
      after: '2027-10-30T12:00Z',
      gives: ['2027-10-30T22:00', '2027-10-31T10:00', '2027-10-31T22:00', '2027-11-06T23:00'],
    },
    {
      name: 'the last Sunday of the month, in the hour that is left out and in the one that comes twice',
      fields: {
        FilterType: 'DaysPerMonthSchedule',
        StartTime: '02:30',
        MonthlyScheduleType: 'DayOfMonth',
        DayNumberOfMonth: 'Last',
        DayOfWeek: 'Sunday',
        Timezone: 'Europe/Berlin',
      },
      after: '2027-03-01T00:00Z',
      gives: [
        '2027-03-28T01:00',
        '2027-04-25T00:30',
        '2027-05-30T00:30',
        '2027-06-27T00:30',
        '2027-07-25T00:30',
        '2027-08-29T00:30',
        '2027-09-26T00:30',
        '2027-10-31T00:30',
        '2027-11-28T01:30',
      ],
    },
    {
      name: 'several fixed times that do not exist are one',
      fields: cron('0 0,15,30,45 2 * * *', 'Europe/Berlin'),
      after: '2027-03-28T00:30Z',
      gives: ['2027-03-28T01:00', '2027-03-29T00:00'],
    },
    {
      name: 'a repeating pattern goes on through the hour that comes twice',
      fields: cron('0 */30 * * * *', 'Europe/Berlin'),
      after: '2027-10-30T23:45Z',
      gives: ['2027-10-31T00:00', '2027-10-31T00:30', '2027-10-31T01:00', '2027-10-31T01:30', '2027-10-31T02:00'],
    },
    {
      name: 'a repeating pattern does not bunch up after the hour that is left out',
      fields: cron('0 */30 * * * *', 'Europe/Berlin'),
      after: '2027-03-28T00:15Z',
      gives: ['2027-03-28T00:30', '2027-03-28T01:00', '2027-03-28T01:30'],
    },
    {
      name: 'a window goes by the time that passes, in autumn',
      fields: window('01:00', '04:00', { Interval: 'OnceHourly', Timezone: 'Europe/Berlin' }),
      after: '2027-10-30T20:00Z',
      gives: [
        '2027-10-30T23:00',
        '2027-10-31T00:00',
        '2027-10-31T01:00',
        '2027-10-31T02:00',
        '2027-10-31T03:00',
        '2027-11-01T00:00',
      ],
    },
    {
      name: 'a window goes by the time that passes, in spring',
      fields: window('01:30', '04:00', { Interval: 'OnceEveryMinute', MinuteInterval: 30, Timezone: 'Europe/Berlin' }),
      after: '2027-03-27T20:00Z',
      gives: ['2027-03-28T00:30', '2027-03-28T01:00', '2027-03-28T01:30', '2027-03-28T02:00', '2027-03-28T23:30'],
    },
    {
      name: 'a window that lies in what is left out is due once',
      fields: window('02:15', '02:45', { Interval: 'OnceEveryMinute', MinuteInterval: 10, Timezone: 'Europe/Berlin' }),
      after: '2027-03-28T00:00Z',
      gives: ['2027-03-28T01:00', '2027-03-29T00:15'],
    },
  ])('$name', ({ fields, after, gives }) => {
    expect(firings(fields, after, gives.length)).toEqual(gives)
  })
})

describe('what cannot be a schedule', () => {
  test.each<{ fields: ScheduleFields; kinds: string[] }>([
    { fields: daily(''), kinds: ['required StartTime'] },
    { fields: daily('25:00'), kinds: ['unreadable-time StartTime'] },
    { fields: daily('soon'), kinds: ['unreadable-time StartTime'] },
    { fields: daily('09:00', 'Mars/Olympus'), kinds: ['unknown-time-zone Timezone'] },
    { fields: daily('09:00', 'UTC', []), kinds: ['no-day DaysOfWeek'] },
    { fields: daily('09:00', 'UTC', ['Funday']), kinds: ['unknown-value DaysOfWeek'] },
    { fields: window('09:00', '08:59', { Interval: 'OnceHourly' }), kinds: ['ends-before-it-begins RunUntil'] },
    { fields: window('', '', { Interval: 'OnceHourly' }), kinds: ['required RunAfter', 'required RunUntil'] },
    {
      fields: window('09:00', '10:00', { Interval: 'OnceHourly', HourInterval: 0 }),
      kinds: ['bad-interval HourInterval'],
    },
    {
      fields: window('09:00', '10:00', { Interval: 'OnceEveryMinute', MinuteInterval: 1441 }),
      kinds: ['bad-interval MinuteInterval'],
    },
    { fields: window('09:00', '10:00', { Interval: 'Often' }), kinds: ['unknown-value Interval'] },
    {
      fields: { FilterType: 'DaysPerWeekSchedule', RunType: 'ScheduledTime', StartTime: '09:00' },
      kinds: ['no-day Monday'],
    },
    {
      fields: { FilterType: 'DailySchedule', RunType: 'Sometimes', StartTime: '09:00', Monday: true },
      kinds: ['unknown-value RunType'],
    },
    {
      fields: monthly({ MonthlyScheduleType: 'DateOfMonth', DateOfMonth: '32' }),
      kinds: ['unknown-value DateOfMonth'],
    },
    { fields: monthly({ MonthlyScheduleType: 'DateOfMonth' }), kinds: ['required DateOfMonth'] },
    {
      fields: monthly({ MonthlyScheduleType: 'DayOfMonth', DayNumberOfMonth: '5', DayOfWeek: 'Caturday' }),
      kinds: ['unknown-value DayOfWeek', 'unknown-value DayNumberOfMonth'],
    },
    { fields: cron(''), kinds: ['required CronExpression'] },
    { fields: cron('* *'), kinds: ['unreadable-cron CronExpression'] },
    { fields: cron('0 0 9 * *'), kinds: ['unreadable-cron CronExpression'] },
    { fields: cron('@daily'), kinds: ['unreadable-cron CronExpression'] },
    { fields: cron('0 0 24 * * *'), kinds: ['unreadable-cron CronExpression'] },
    { fields: cron('0 0 9 * * 8'), kinds: ['unreadable-cron CronExpression'] },
    { fields: cron('? 0 9 * * *'), kinds: ['unreadable-cron CronExpression'] },
    { fields: cron('0 0 9 30 2 *'), kinds: ['never-due CronExpression'] },
  ])('$fields.FilterType with $kinds', ({ fields, kinds }) => {
    const schedule = parseSchedule(fields)
    expect(schedule.ok ? [] : schedule.error.map(({ kind, field }) => `${kind} ${field}`)).toEqual(kinds)
  })

  test('every zone that Windows has is accepted, without case', () => {
    const refused = [...WINDOWS_ZONES.keys()].filter((name) => !parseSchedule(daily('09:00', name.toUpperCase())).ok)
    expect(refused).toEqual([])
  })
})

const arbZone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'America/Santiago',
  'Pacific/Auckland',
  'America/St_Johns',
)
const arbClock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const arbInstant = fc.integer({ min: at('2027-01-01T00:00Z'), max: at('2029-12-31T00:00Z') })
const arbDays = fc.subarray(ALL_DAYS, { minLength: 1 })
const arbCron = fc
  .tuple(
    fc.constantFrom('0', '*/10', '0,30'),
    fc.constantFrom('0', '*', '*/7', '15-20', '30'),
    fc.constantFrom('*', '2', '1-3', '*/5'),
    fc.constantFrom('*', '?', 'L', '1,15', '15W'),
    fc.constantFrom('*', '3', 'JAN-JUN', '10,11'),
    fc.constantFrom('*', '?', 'MON-FRI', '0', 'FRI#2'),
  )
  .map((fields) => fields.join(' '))
const arbFields: fc.Arbitrary<ScheduleFields> = fc.oneof(
  fc.tuple(arbClock, arbZone, arbDays).map(([time, zone, days]) => daily(time, zone, days)),
  fc
    .tuple(fc.tuple(arbClock, arbClock), arbZone, fc.integer({ min: 1, max: 200 }))
    .map(([clocks, Timezone, MinuteInterval]) => {
      const [from, until] = clocks.toSorted()
      return window(from!, until!, { Timezone, Interval: 'OnceEveryMinute', MinuteInterval })
    }),
  fc.tuple(arbCron, arbZone).map(([pattern, zone]) => cron(pattern, zone)),
  fc.record({
    FilterType: fc.constantFrom('DailySchedule' as const, 'DaysPerWeekSchedule' as const),
    RunType: fc.constantFrom('ScheduledTime', 'Continuously'),
    StartTime: arbClock,
    Interval: fc.constantFrom('OnceHourly', 'OnceEveryMinute'),
    HourInterval: fc.integer({ min: 1, max: 24 }),
    MinuteInterval: fc.integer({ min: 1, max: 600 }),
    Monday: fc.constant(true),
    Thursday: fc.boolean(),
    Sunday: fc.boolean(),
    Timezone: arbZone,
  }),
  fc.record({
    FilterType: fc.constant('DaysPerMonthSchedule' as const),
    StartTime: arbClock,
    MonthlyScheduleType: fc.constantFrom('DateOfMonth', 'DayOfMonth'),
    DateOfMonth: fc.constantFrom('1', '15', '29', '31', 'L'),
    DayNumberOfMonth: fc.constantFrom('1', '2', '3', '4', 'L'),
    DayOfWeek: fc.constantFrom(...ALL_DAYS),
    Timezone: arbZone,
  }),
)

/** What the clocks of a zone show. */
const shownIn = (instant: number, zone: string) => {
  const options = { timeZone: zone, hourCycle: 'h23' } as const
  const parts = new Intl.DateTimeFormat('en-US', {
    ...options,
    weekday: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  const of = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { weekday: of.weekday!, day: Number(of.day), time: `${of.hour}:${of.minute}` }
}
/** Whether the clocks of a zone are put forward within the two hours before. */
const isAfterGap = (instant: number, zone: string): boolean => {
  const offset = (at: number) => Date.parse(`${new Date(at).toLocaleString('sv-SE', { timeZone: zone })}Z`) - at
  return offset(instant) > offset(instant - 2 * HOUR_MS)
}

test('T6: whatever the schedule, its times only go forward, none comes twice, and each is one that was asked for', async () => {
  await fc.assert(
    fc.property(arbFields, arbInstant, (fields, after) => {
      const parsed = parseSchedule(fields)
      fc.pre(parsed.ok)
      const zone = String(fields.Timezone)
      let last = after
      for (let count = 0; count < 6; count += 1) {
        const due = nextFiring(parsed.value, last)
        if (due === null) return
        expect(due).toBeGreaterThan(last)
        const { weekday, day, time } = shownIn(due, zone)
        // A time that is left out is served just after, which may be another day.
        const isPutOff = isAfterGap(due, zone)
        const days =
          fields.FilterType === 'OnceDailySchedule' || fields.FilterType === 'ContinuousDailySchedule'
            ? (fields.DaysOfWeek as string[])
            : ALL_DAYS.filter((name) => fields[name] === true)
        if (days.length > 0 && !isPutOff) expect(days).toContain(weekday)
        const isOnce =
          fields.FilterType === 'DaysPerMonthSchedule' ||
          fields.RunType === 'ScheduledTime' ||
          fields.FilterType === 'OnceDailySchedule'
        if (isOnce && !isPutOff) expect(time).toBe(fields.StartTime)
        if (fields.FilterType === 'ContinuousDailySchedule' && !isPutOff) {
          expect(time >= String(fields.RunAfter)).toBe(true)
          expect(time <= String(fields.RunUntil)).toBe(true)
        }
        if (fields.MonthlyScheduleType === 'DateOfMonth' && fields.DateOfMonth !== 'L' && !isPutOff)
          expect(day).toBe(Number(fields.DateOfMonth))
        if (fields.MonthlyScheduleType === 'DayOfMonth' && !isPutOff) expect(weekday).toBe(fields.DayOfWeek)
        last = due
      }
    }),
    { numRuns: 400 },
  )
})

test('T6: the next firing is later, in whole seconds, and the same whoever asks in between', async () => {
  await fc.assert(
    fc.property(arbFields, arbInstant, fc.double({ min: 0, max: 1, noNaN: true }), (fields, after, part) => {
      const schedule = parseSchedule(fields)
      // The second Friday is never the last day of its month.
      fc.pre(schedule.ok)
      const first = nextFiring(schedule.value, after)
      expect(first!).toBeGreaterThan(after)
      expect(first! % 1_000).toBe(0)
      const between = after + Math.floor((first! - 1 - after) * part)
      expect(nextFiring(schedule.value, between)).toBe(first)
    }),
    { numRuns: 300 },
  )
})

test('T6: a daily schedule is due once a day, also when the clocks change', async () => {
  await fc.assert(
    fc.property(arbClock, arbZone, arbInstant, (time, zone, after) => {
      const schedule = read(daily(time, zone))
      const one = nextFiring(schedule, after)!
      const two = nextFiring(schedule, one)!
      const dayOf = (instant: number) => new Date(instant).toLocaleDateString('sv-SE', { timeZone: zone })
      expect(Date.parse(dayOf(two)) - Date.parse(dayOf(one))).toBe(DAY_MS)
      const shown = new Date(one).toLocaleTimeString('sv-SE', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
      // Only a time that does not exist is put off, never forward.
      expect(shown >= time).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('T6: firings of a window are exactly its interval apart, within the window', async () => {
  await fc.assert(
    fc.property(arbZone, arbInstant, fc.integer({ min: 1, max: 600 }), (Timezone, after, MinuteInterval) => {
      const schedule = read(window('00:00', '23:59:59', { Timezone, Interval: 'OnceEveryMinute', MinuteInterval }))
      const one = nextFiring(schedule, after)!
      const two = nextFiring(schedule, one)!
      expect(two - one).toBeLessThanOrEqual(MinuteInterval * MINUTE_MS)
      const isNewDay = /00:00|01:00/.test(new Date(two).toLocaleTimeString('sv-SE', { timeZone: Timezone }))
      if (!isNewDay) expect(two - one).toBe(MinuteInterval * MINUTE_MS)
    }),
    { numRuns: 300 },
  )
})

test.each([
  { late: 0, gives: 'fire' },
  { late: LATEST_START_MS, gives: 'fire' },
  { late: LATEST_START_MS + 1, gives: 'missed' },
  { late: -HOUR_MS, gives: 'fire' },
])('a time that came $late ms ago: $gives', ({ late, gives }) => {
  const due = at('2027-03-15T00:00Z')
  expect(judgeLateness(due, due + late).kind).toBe(gives)
})

test.each([
  { pattern: '0 0 * * * *', down: 93, fires: ['2027-03-15T02:00'], missed: 1 },
  { pattern: '0 0 * * * *', down: 99, fires: [], missed: 1 },
  { pattern: '0 * * * * *', down: 93, fires: ['2027-03-15T01:58'], missed: 1 },
  { pattern: '0 * * * * *', down: 3, fires: ['2027-03-15T00:31'], missed: 0 },
  { pattern: '*/2 * * * * *', down: 600, fires: ['2027-03-15T10:25'], missed: 1 },
])(
  'T6: $pattern after $down minutes without a server: at most one time is served, one told',
  ({ pattern, down, fires, missed }) => {
    const schedule = read(cron(pattern))
    const now = at('2027-03-15T00:30Z') + down * MINUTE_MS
    let due = nextFiring(schedule, at('2027-03-15T00:30Z'))!
    const seen = { fire: [] as string[], missed: [] as string[] }
    while (due <= now) {
      const { kind, goesOnAfter } = judgeLateness(due, now)
      seen[kind].push(new Date(due).toISOString().slice(0, 16))
      due = nextFiring(schedule, goesOnAfter)!
    }
    expect(seen.fire).toEqual(fires)
    expect(seen.missed).toHaveLength(missed)
  },
)
