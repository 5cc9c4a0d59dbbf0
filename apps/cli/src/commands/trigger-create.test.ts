import { expect, test } from 'vitest'
import { UsageError } from '../failures.ts'
import { filterOf } from './trigger-create.ts'

const when = (options: object) => filterOf({ project: 'p', timezone: 'UTC', ...options })
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

test.each([
  {
    options: { cron: '0 0 6 * * 1' },
    filter: { FilterType: 'CronExpressionSchedule', CronExpression: '0 0 6 * * 1', Timezone: 'UTC' },
  },
  {
    options: { daily: '6:30', timezone: 'Europe/Berlin' },
    filter: { FilterType: 'OnceDailySchedule', StartTime: '06:30', DaysOfWeek: EVERY_DAY, Timezone: 'Europe/Berlin' },
  },
  {
    options: { every: '2h', day: ['Monday'] },
    filter: { RunAfter: '00:00', RunUntil: '23:59', Interval: 'OnceHourly', HourInterval: 2, DaysOfWeek: ['Monday'] },
  },
  {
    options: { every: '90m', between: '8:00-18:00' },
    filter: { RunAfter: '08:00', RunUntil: '18:00', Interval: 'OnceEveryMinute', MinuteInterval: 90 },
  },
])('$options', ({ options, filter }) => {
  expect(when(options)).toMatchObject(filter)
})

test.each([
  {},
  { cron: 'x', daily: '06:00' },
  { cron: 'x', day: ['Monday'] },
  { daily: '24:00' },
  { daily: 'noon' },
  { daily: '06:00', between: '08:00-09:00' },
  { every: '30s' },
  { every: '30m', between: '8' },
])('%o is refused', (options) => {
  expect(() => when(options)).toThrow(UsageError)
})
