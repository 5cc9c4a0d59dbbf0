import { type TProperties, Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { parseWireDate } from '../../http/dates.ts'
import { MACHINE_EVENT_CATEGORIES, MACHINE_EVENT_GROUPS } from '../machines/machine-events.ts'

/** Which fields each kind of filter and action has, and its default for each. Source: API reference 5.22, domain reference 7.1. */
const timezone = { Timezone: 'UTC' }
const days = {
  Monday: false,
  Tuesday: false,
  Wednesday: false,
  Thursday: false,
  Friday: false,
  Saturday: false,
  Sunday: false,
}

export const FILTERS = {
  MachineFilter: { EnvironmentIds: [], Roles: [], EventGroups: [], EventCategories: [] },
  OnceDailySchedule: { StartTime: null, DaysOfWeek: [], ...timezone },
  ContinuousDailySchedule: {
    RunAfter: null,
    RunUntil: null,
    Interval: 'OnceHourly',
    HourInterval: null,
    MinuteInterval: null,
    DaysOfWeek: [],
    ...timezone,
  },
  DailySchedule: {
    StartTime: null,
    RunType: 'ScheduledTime',
    Interval: null,
    HourInterval: null,
    MinuteInterval: null,
    ...days,
    ...timezone,
  },
  DaysPerWeekSchedule: {
    StartTime: null,
    RunType: 'ScheduledTime',
    Interval: null,
    HourInterval: null,
    MinuteInterval: null,
    ...days,
    ...timezone,
  },
  DaysPerMonthSchedule: {
    StartTime: null,
    MonthlyScheduleType: 'DateOfMonth',
    DateOfMonth: null,
    DayNumberOfMonth: null,
    DayOfWeek: null,
    ...timezone,
  },
  CronExpressionSchedule: { CronExpression: '', ...timezone },
} as const
export type FilterType = keyof typeof FILTERS

const release = { ChannelId: null, TenantIds: [], TenantTags: [], Variables: null }
export const ACTIONS = {
  AutoDeploy: { ShouldRedeployWhenMachineHasBeenDeployedTo: false },
  DeployLatestRelease: {
    SourceEnvironmentIds: [],
    DestinationEnvironmentId: '',
    ShouldRedeployWhenReleaseIsCurrent: true,
    ...release,
  },
  DeployLatestReleaseToEnvironment: { EnvironmentId: '', ShouldRedeployWhenReleaseIsCurrent: true, ...release },
  DeployNewRelease: { EnvironmentId: '', ...release, VersionControlReference: null },
} as const
export type ActionType = keyof typeof ACTIONS

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
  if (Array.isArray(value)) return Type.Array(Type.String())
  if (typeof value === 'boolean') return Type.Boolean()
  if (/Interval$/.test(name) && name !== 'Interval') return Type.Integer({ minimum: 1 })
  return name === 'VersionControlReference' ? Type.Any() : Type.String()
}

export const TriggerFilter = () => Type.Object({ ...union(Object.values(FILTERS)), FilterType: names(FILTERS) })
export const TriggerAction = () => Type.Object({ ...union(Object.values(ACTIONS)), ActionType: names(ACTIONS) })

/** A filter or action with the fields of its kind and no others, as a GET shows it. */
export const completeFilter = (filter: FilterBody) => ({
  Id: null,
  FilterType: filter.FilterType,
  ...fieldsOf(FILTERS[filter.FilterType], filter),
  Links: {},
})
export const completeAction = (action: ActionBody) => ({
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

/** What is wrong with a filter and its action by themselves, one sentence each. */
export function triggerProblems(filter: FilterBody, action: ActionBody): string[] {
  const isOfMachines = filter.FilterType === 'MachineFilter'
  const fits = isOfMachines === (action.ActionType === 'AutoDeploy')
  return [
    ...(fits
      ? []
      : [
          `Action.ActionType: ${action.ActionType} cannot be used with ${filter.FilterType}; ${isOfMachines ? 'use AutoDeploy' : 'AutoDeploy goes with MachineFilter'}.`,
        ]),
    ...(isOfMachines ? eventProblems(filter) : scheduleProblems(filter)),
    ...variableProblems(action.Variables),
  ]
}

function eventProblems(filter: FilterBody): string[] {
  const known: Readonly<Record<string, readonly string[]>> = {
    EventCategories: MACHINE_EVENT_CATEGORIES,
    EventGroups: Object.keys(MACHINE_EVENT_GROUPS),
  }
  return Object.entries(known).flatMap(([field, allowed]) =>
    ((filter[field] ?? []) as readonly string[])
      .filter((name) => !allowed.includes(name))
      .map((name) => `Filter.${field}: '${name}' must be one of ${allowed.join(', ')}.`),
  )
}

const WEEK_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

function scheduleProblems(filter: FilterBody): string[] {
  const {
    Timezone = 'UTC',
    CronExpression,
    DaysOfWeek = [],
  } = filter as {
    Timezone?: string
    CronExpression?: string
    DaysOfWeek?: readonly string[]
  }
  const dates = ['StartTime', 'RunAfter', 'RunUntil'].filter((name) => name in FILTERS[filter.FilterType])
  const needed = filter.RunType === 'Continuously' ? [] : dates
  return [
    ...(isTimezone(Timezone)
      ? []
      : [`Filter.Timezone: '${Timezone}' is not known. Use a name such as Europe/Stockholm or UTC.`]),
    ...needed.filter((name) => !filter[name]).map((name) => `Filter.${name}: is required for ${filter.FilterType}.`),
    ...dates
      .filter((name) => filter[name] && !parseWireDate(filter[name] as string))
      .map((name) => `Filter.${name}: '${filter[name]}' is not a date and time.`),
    ...DaysOfWeek.filter((day) => !WEEK_DAYS.includes(day)).map(
      (day) => `Filter.DaysOfWeek: '${day}' must be one of ${WEEK_DAYS.join(', ')}.`,
    ),
    ...(filter.FilterType === 'CronExpressionSchedule' ? cronProblems(CronExpression ?? '') : []),
  ]
}

/** Six fields, seconds first, and optionally a year. */
function cronProblems(expression: string): string[] {
  const fields = expression.trim().split(/\s+/).filter(Boolean)
  const isWellFormed =
    (fields.length === 6 || fields.length === 7) && fields.every((field) => /^[\w*?,#/-]+$/.test(field))
  return isWellFormed
    ? []
    : [`Filter.CronExpression: '${expression}' must have 6 fields, seconds first, and optionally a year.`]
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Values for prompted variables: a JSON object as text. */
function variableProblems(text: unknown): string[] {
  if (typeof text !== 'string' || text.trim() === '') return []
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return []
  } catch {
    // Told below, like everything else that is no object.
  }
  return ['Action.Variables: must be a JSON object, as text.']
}
