import { explainScheduleProblem, parseSchedule } from '@flotilla/domain/schedules'
import { MACHINE_EVENT_CATEGORIES, MACHINE_EVENT_GROUPS } from '../machines/machine-events.ts'
import { readAnswers } from './answers.ts'
import { isSchedule } from './schedules.ts'
import type { ActionBody, FilterBody } from './schema.ts'

/** What is wrong with a complete filter and action by themselves, one sentence each, naming the field. */
export function triggerProblems(filter: FilterBody, action: ActionBody): string[] {
  if (action.ActionType === 'RunRunbook') {
    return [
      'Action.ActionType: RunRunbook cannot be used: triggers do not run runbooks yet. Use a project with the same steps.',
    ]
  }
  return [
    ...kindProblems(filter, action),
    ...(isSchedule(filter) ? scheduleProblems(filter) : eventProblems(filter)),
    ...requiredPlaces(action),
    ...variableProblems(action.Variables),
  ]
}

function kindProblems(filter: FilterBody, action: ActionBody): string[] {
  const isOfMachines = !isSchedule(filter)
  if (isOfMachines === (action.ActionType === 'AutoDeploy')) return []
  const hint = isOfMachines ? 'use AutoDeploy' : 'AutoDeploy goes with MachineFilter'
  return [`Action.ActionType: ${action.ActionType} cannot be used with ${filter.FilterType}; ${hint}.`]
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

function scheduleProblems(filter: Parameters<typeof parseSchedule>[0]): string[] {
  const schedule = parseSchedule(filter)
  return schedule.ok
    ? []
    : schedule.error.map((problem) => `Filter.${problem.field}: ${explainScheduleProblem(problem)}`)
}

/** An environment that is not named must not come to mean any. */
function requiredPlaces(action: ActionBody): string[] {
  const required = ['SourceEnvironmentIds', 'DestinationEnvironmentId', 'EnvironmentId'].filter(
    (name) => name in action,
  )
  return required
    .filter((name) => (action[name] as string | readonly string[]).length === 0)
    .map((name) => `Action.${name}: is required for ${action.ActionType}.`)
}

/** Values for prompted variables: a JSON object of texts, as text. */
function variableProblems(text: unknown): string[] {
  return readAnswers(text) ? [] : ['Action.Variables: must be a JSON object whose values are texts, itself as text.']
}
