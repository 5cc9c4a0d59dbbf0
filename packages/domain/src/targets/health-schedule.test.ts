import { expect, test } from 'vitest'
import { type HealthSchedule, healthScheduleProblems, nextHealthCheck } from './health-schedule.ts'

const none: HealthSchedule = { intervalMs: 0, cron: '', timeZone: 'UTC' }
const at = Date.parse('2030-03-30T12:00:00Z')

test.each([
  { name: 'an interval counts from the last check', schedule: { intervalMs: 120_000 }, gives: '2030-03-30T12:02:00Z' },
  { name: 'neither is never', schedule: {}, gives: null },
  { name: 'a pattern', schedule: { cron: '0 30 3 * * *' }, gives: '2030-03-31T03:30:00Z' },
  {
    name: 'a pattern in its time zone, on the day on which clocks go forward',
    schedule: { cron: '0 30 3 * * *', timeZone: 'Europe/Stockholm' },
    gives: '2030-03-31T01:30:00Z',
  },
  {
    name: 'a pattern goes before an interval',
    schedule: { intervalMs: 1_000, cron: '0 0 13 * * *' },
    gives: '2030-03-30T13:00:00Z',
  },
  { name: 'a pattern that cannot be read is never', schedule: { cron: 'hourly' }, gives: null },
])('$name', ({ schedule, gives }) => {
  const next = nextHealthCheck({ ...none, ...schedule }, at)
  expect(next && new Date(next).toISOString().replace('.000', '')).toBe(gives)
})

test.each([
  { schedule: { cron: '' }, gives: [] },
  {
    schedule: { cron: '0 0 * * * *', timeZone: 'Nowhere/Else' },
    gives: ['MachineHealthCheckPolicy.HealthCheckCronTimezone'],
  },
  { schedule: { cron: '* *' }, gives: ['MachineHealthCheckPolicy.HealthCheckCron'] },
])('what is wrong with $schedule is said with its field', ({ schedule, gives }) => {
  const problems = healthScheduleProblems({ ...none, ...schedule })
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(gives)
})
