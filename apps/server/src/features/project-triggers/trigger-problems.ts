import { explainScheduleProblem, parseSchedule } from '@flotilla/domain/schedules'
import { MACHINE_EVENT_CATEGORIES, MACHINE_EVENT_GROUPS } from '../machines/machine-events.ts'
import { type AnswersField, readAnswers } from './answers.ts'
import { isSchedule } from './schedules.ts'
import type { ActionBody, FilterBody } from './schema.ts'

/** What is wrong with a complete filter and action by themselves, one sentence each, naming the field. */
export function triggerProblems(filter: FilterBody, action: ActionBody): string[] {
  return [
    ...kindProblems(filter, action),
    ...(isSchedule(filter) ? scheduleProblems(filter) : eventProblems(filter)),
    ...requiredPlaces(action),
    ...answerProblems('Variables', action.Variables),
    ...answerProblems('FormValues', action.FormValues),
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
  const required = [
    'SourceEnvironmentIds',
    'DestinationEnvironmentId',
    'EnvironmentId',
    'EnvironmentIds',
    'RunbookId',
  ].filter((name) => name in action)
  return required
    .filter((name) => (action[name] as string | readonly string[]).length === 0)
    .map((name) => `Action.${name}: is required for ${action.ActionType}.`)
}

/** Values for prompted variables: a JSON object of texts, as text or as such. */
function answerProblems(field: AnswersField, given: unknown): string[] {
  if (readAnswers(given)) return []
  const form = field === 'Variables' ? ', itself as text' : ''
  return [`Action.${field}: must be a JSON object whose values are texts${form}.`]
}
