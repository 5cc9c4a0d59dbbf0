import { type SCHEDULE_KINDS, WEEKDAYS } from '@flotilla/domain/schedules'
import { type TProperties, Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { PlaceList } from '../fields.ts'

/** Which fields each kind of filter and action has, and its default for each. Source: API reference 5.22, domain reference 7.1. */
const timezone = { Timezone: 'UTC' }
const daysSet = (value: boolean) => Object.fromEntries(WEEKDAYS.map((day) => [day, value]))
const intervals = { Interval: null, HourInterval: null, MinuteInterval: null }

const FILTERS = {
  MachineFilter: { EnvironmentIds: [], Roles: [], EventGroups: [], EventCategories: [] },
  OnceDailySchedule: { StartTime: null, DaysOfWeek: [], ...timezone },
  ContinuousDailySchedule: {
    RunAfter: null,
    RunUntil: null,
    ...intervals,
    Interval: 'OnceHourly',
    DaysOfWeek: [],
    ...timezone,
  },
  DailySchedule: { StartTime: null, RunType: 'ScheduledTime', ...intervals, ...daysSet(false), ...timezone },
  DaysPerWeekSchedule: { StartTime: null, RunType: 'ScheduledTime', ...intervals, ...daysSet(false), ...timezone },
  DaysPerMonthSchedule: {
    StartTime: null,
    MonthlyScheduleType: 'DateOfMonth',
    DateOfMonth: null,
    DayNumberOfMonth: null,
    DayOfWeek: null,
    ...timezone,
  },
  CronExpressionSchedule: { CronExpression: '', ...timezone },
} as const satisfies Record<'MachineFilter' | (typeof SCHEDULE_KINDS)[number], object>
type FilterType = keyof typeof FILTERS

const release = { ChannelId: null, TenantIds: [], TenantTags: [], Variables: null }
const ACTIONS = {
  // The second one is our own: to machines that come goes what they lack of what is current, and no more.
  AutoDeploy: { ShouldRedeployWhenMachineHasBeenDeployedTo: false, ShouldDeployOnlyMissing: false },
  DeployLatestRelease: {
    SourceEnvironmentIds: [],
    DestinationEnvironmentId: '',
    ShouldRedeployWhenReleaseIsCurrent: true,
    ...release,
  },
  DeployLatestReleaseToEnvironment: { EnvironmentId: '', ShouldRedeployWhenReleaseIsCurrent: true, ...release },
  DeployNewRelease: { EnvironmentId: '', ...release, VersionControlReference: null },
  CreateRelease: { ChannelId: null },
  RunRunbook: { RunbookId: '', EnvironmentIds: [], TenantIds: [], TenantTags: [], FormValues: null },
} as const
type ActionType = keyof typeof ACTIONS

export type FilterBody = Readonly<Record<string, unknown>> & { readonly FilterType: FilterType }
export type ActionBody = Readonly<Record<string, unknown>> & { readonly ActionType: ActionType }

const names = <T extends string>(table: Readonly<Record<T, unknown>>) =>
  Type.Union((Object.keys(table) as T[]).map((name) => Type.Literal(name)))

/** One schema for all kinds, so that names match without case; which fields count is a question of the kind. */
const union = (tables: readonly Readonly<Record<string, unknown>>[]): TProperties =>
  Object.fromEntries(
    tables.flatMap((table) =>
      Object.entries(table).map(([name, value]) => [name, Type.Optional(schemaOf(name, value))] as const),
    ),
  )

function schemaOf(name: string, value: unknown) {
  if (Array.isArray(value)) return PlaceList()
  if (typeof value === 'boolean') return Type.Boolean()
  if (/Interval$/.test(name) && name !== 'Interval') return Type.Integer({ minimum: 1 })
  return name === 'VersionControlReference' || name === 'FormValues' ? Type.Any() : Type.String()
}

export const TriggerFilter = () => Type.Object({ ...union(Object.values(FILTERS)), FilterType: names(FILTERS) })
export const TriggerAction = () => Type.Object({ ...union(Object.values(ACTIONS)), ActionType: names(ACTIONS) })

/** A filter with the fields of its kind and no others, as a GET shows it. Daily is every day, unless days are given. */
export const completeFilter = (filter: FilterBody): FilterBody => {
  const isEveryDay = filter.FilterType === 'DailySchedule' && WEEKDAYS.every((day) => filter[day] === undefined)
  const given = isEveryDay ? { ...filter, ...daysSet(true) } : filter
  return { Id: null, FilterType: filter.FilterType, ...fieldsOf(FILTERS[filter.FilterType], given), Links: {} }
}

/** An action with the fields of its kind and no others, as a GET shows it. */
export const completeAction = (action: ActionBody): ActionBody => ({
  Id: null,
  ActionType: action.ActionType,
  ...fieldsOf(ACTIONS[action.ActionType], action),
  Links: {},
})

const fieldsOf = (defaults: Readonly<Record<string, unknown>>, given: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [
      name,
      /Ids?$/.test(name) ? canonical(given[name] ?? value) : (given[name] ?? value),
    ]),
  )

const canonical = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(canonical) : typeof value === 'string' && value !== '' ? canonicalId(value) : value
