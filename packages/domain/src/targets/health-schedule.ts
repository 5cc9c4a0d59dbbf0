import type { EpochMs } from '@flotilla/kit'
import { explainScheduleProblem, nextFiring, parseSchedule } from '../schedules/index.ts'

/** When the machines under a policy are checked. */
export interface HealthSchedule {
  /** 0: not by an interval. */
  readonly intervalMs: number
  /** Blank: not by a cron pattern. It goes before the interval. */
  readonly cron: string
  readonly timeZone: string
}

/** When a machine that was checked at `after` is checked next; null is never. Source: domain reference 6.6. */
export function nextHealthCheck(schedule: HealthSchedule, after: EpochMs): EpochMs | null {
  if (schedule.cron.trim() === '') return schedule.intervalMs > 0 ? after + schedule.intervalMs : null
  const parsed = parseCron(schedule)
  // Saved when more was accepted: it is checked when somebody asks for it.
  return parsed.ok ? nextFiring(parsed.value, after) : null
}

/** What is wrong with the cron pattern or its time zone, one sentence each, with the policy's own names of the fields. */
export function healthScheduleProblems(schedule: HealthSchedule): readonly string[] {
  if (schedule.cron.trim() === '') return []
  const parsed = parseCron(schedule)
  if (parsed.ok) return []
  return parsed.error.map((problem) => {
    const field = problem.field === 'Timezone' ? 'HealthCheckCronTimezone' : 'HealthCheckCron'
    return `MachineHealthCheckPolicy.${field}: ${explainScheduleProblem(problem)}`
  })
}

const parseCron = ({ cron, timeZone }: HealthSchedule) =>
  parseSchedule({ FilterType: 'CronExpressionSchedule', CronExpression: cron.trim(), Timezone: timeZone })
