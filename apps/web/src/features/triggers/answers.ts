import type { Action } from './trigger-words.ts'

/** An answer to a question of a deployment or run; of a secret one only whether it is there. */
type Answer = string | { readonly HasValue?: boolean; readonly NewValue?: string }
export type Answers = Readonly<Record<string, Answer>>

/** Where an action keeps its answers: those for a release as text, those for a runbook as such. Source: API reference 5.22. */
const FIELDS: Readonly<Partial<Record<Action['ActionType'], 'Variables' | 'FormValues'>>> = {
  DeployLatestRelease: 'Variables',
  DeployLatestReleaseToEnvironment: 'Variables',
  DeployNewRelease: 'Variables',
  RunRunbook: 'FormValues',
}

/** Whether what an action does can ask for values. */
export const hasAnswers = (action: Action): boolean => action.ActionType in FIELDS

export function readAnswers(action: Action): Answers {
  const field = FIELDS[action.ActionType]
  const given = field && action[field]
  if (!given) return {}
  try {
    return (typeof given === 'string' ? JSON.parse(given) : given) as Answers
  } catch {
    // The server says what is wrong with it.
    return {}
  }
}

/** The change of an action that gives it these answers. */
export function writeAnswers(action: Action, answers: Answers): Partial<Action> {
  const isNone = Object.keys(answers).length === 0
  return FIELDS[action.ActionType] === 'FormValues'
    ? { FormValues: isNone ? null : answers }
    : { Variables: isNone ? null : JSON.stringify(answers) }
}
