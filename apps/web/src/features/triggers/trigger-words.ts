import type { Trigger } from '@flotilla/api'

export type Filter = Trigger['Filter']
export type Action = Trigger['Action']

/** What can happen to a target, in groups and one by one. Source: domain reference 7.2. */
export const EVENT_GROUPS: Readonly<Record<string, string>> = {
  MachineAvailableForDeployment: 'becomes available for deployments',
  MachineUnavailableForDeployment: 'becomes unavailable for deployments',
  MachineHealthChanged: 'changes its health',
  MachineCritical: 'has a critical fault',
  Machine: 'changes in any way',
}
export const EVENT_CATEGORIES: Readonly<Record<string, string>> = {
  MachineAdded: 'is added',
  MachineDeploymentRelatedPropertyWasUpdated: 'takes part in other deployments than before',
  MachineEnabled: 'is enabled',
  MachineDisabled: 'is disabled',
  MachineHealthy: 'is found healthy',
  MachineHasWarnings: 'is found healthy, with warnings',
  MachineUnhealthy: 'is found unhealthy',
  MachineUnavailable: 'cannot be reached',
  MachineCleanupFailed: 'cannot be removed by its clean-up policy',
}

/** The ways to say times; the last two are older ones that are kept for those who have them. */
export const SCHEDULES = {
  OnceDailySchedule: 'once a day',
  ContinuousDailySchedule: 'again and again during a day',
  DaysPerMonthSchedule: 'once a month',
  CronExpressionSchedule: 'by a cron expression',
  DailySchedule: 'every day (older form)',
  DaysPerWeekSchedule: 'on days of the week (older form)',
} as const satisfies Partial<Record<Filter['FilterType'], string>>

export const ACTIONS = {
  DeployLatestRelease: 'promote: the latest successful release of one environment to the next',
  DeployLatestReleaseToEnvironment: 'deploy the newest release',
  DeployNewRelease: 'create a release and deploy it',
  CreateRelease: 'create a release',
  RunRunbook: 'run a runbook',
} as const satisfies Partial<Record<Action['ActionType'], string>>

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** `06:30`, whatever date a client wrote around it. */
export const clockOf = (text: string | null | undefined): string => /\d{2}:\d{2}/.exec(text ?? '')?.[0] ?? ''

/** When a trigger acts and what it does, in a sentence. `nameOf` names environments, channels and runbooks. */
export function describeTrigger({ Filter, Action }: Trigger, nameOf: (id: string) => string): string {
  const when = Filter.FilterType === 'MachineFilter' ? targetWords(Filter, nameOf) : scheduleWords(Filter)
  return `${when}: ${actionWords(Action, nameOf)}.`
}

function targetWords({ EnvironmentIds, Roles, EventGroups, EventCategories }: Filter, nameOf: (id: string) => string) {
  const place = EnvironmentIds?.length ? `in ${EnvironmentIds.map(nameOf).join(' or ')}` : 'anywhere'
  const role = Roles?.length ? ` with the role ${Roles.join(' or ')}` : ''
  const words = [...(EventGroups ?? []), ...(EventCategories ?? [])].map(
    (name) => EVENT_GROUPS[name] ?? EVENT_CATEGORIES[name] ?? name,
  )
  return `When a target ${place}${role} ${words.join(' or ') || 'does something (nothing is chosen)'}`
}

function scheduleWords(filter: Filter): string {
  const zone = `(${filter.Timezone || 'UTC'})`
  const at = `at ${clockOf(filter.StartTime)}`
  switch (filter.FilterType) {
    case 'OnceDailySchedule':
      return `${daysWords(filter)} ${at} ${zone}`
    case 'ContinuousDailySchedule':
      return `${daysWords(filter)} from ${clockOf(filter.RunAfter)} to ${clockOf(filter.RunUntil)}, ${everyWords(filter)} ${zone}`
    case 'DaysPerMonthSchedule':
      return `Every month ${monthWords(filter)} ${at} ${zone}`
    case 'CronExpressionSchedule':
      return `At the times of the cron expression ${filter.CronExpression} ${zone}`
    default:
      return filter.RunType === 'Continuously'
        ? `${daysWords(filter)} ${everyWords(filter)} ${zone}`
        : `${daysWords(filter)} ${at} ${zone}`
  }
}

/** The days of a schedule, whichever of the two ways it has of saying them. */
export const daysOf = (filter: Filter): readonly string[] =>
  filter.FilterType === 'DailySchedule' || filter.FilterType === 'DaysPerWeekSchedule'
    ? WEEKDAYS.filter((day) => filter[day] === true)
    : (filter.DaysOfWeek ?? [])

function daysWords(filter: Filter): string {
  const days = daysOf(filter)
  return days.length === WEEKDAYS.length ? 'Every day' : `Every ${days.join(', ')}`
}

function everyWords({ Interval, HourInterval, MinuteInterval }: Filter): string {
  if (Interval === 'OnceHourly') return `every ${HourInterval ?? 1} h`
  if (Interval === 'OnceEveryMinute') return `every ${MinuteInterval ?? 1} min`
  return 'once'
}

const NUMBERS: Readonly<Record<string, string>> = {
  '1': 'first',
  '2': 'second',
  '3': 'third',
  '4': 'fourth',
  L: 'last',
}

const monthWords = ({ MonthlyScheduleType, DateOfMonth, DayNumberOfMonth, DayOfWeek }: Filter): string =>
  MonthlyScheduleType === 'DayOfMonth'
    ? `on the ${NUMBERS[(DayNumberOfMonth ?? '1').toUpperCase()] ?? DayNumberOfMonth} ${DayOfWeek}`
    : `on ${DateOfMonth?.toUpperCase() === 'L' ? 'its last day' : `day ${DateOfMonth}`}`

function actionWords(action: Action, nameOf: (id: string) => string): string {
  const names = (ids: readonly string[] | null | undefined) => (ids ?? []).map(nameOf).join(', ')
  const channel = action.ChannelId ? ` of the channel ${nameOf(action.ChannelId)}` : ''
  switch (action.ActionType) {
    case 'AutoDeploy':
      return action.ShouldDeployOnlyMissing
        ? 'it gets what it lacks of what its environment should run'
        : 'it gets the current release of its environment'
    case 'DeployLatestRelease':
      return `promote the latest successful release${channel} from ${names(action.SourceEnvironmentIds)} to ${nameOf(action.DestinationEnvironmentId ?? '')}`
    case 'DeployLatestReleaseToEnvironment':
      return `deploy the newest release${channel} to ${nameOf(action.EnvironmentId ?? '')}`
    case 'DeployNewRelease':
      return `create a release${channel} and deploy it to ${nameOf(action.EnvironmentId ?? '')}`
    case 'CreateRelease':
      return `create a release${channel}`
    default:
      return `run the runbook ${nameOf(action.RunbookId ?? '')} in ${names(action.EnvironmentIds)}`
  }
}
