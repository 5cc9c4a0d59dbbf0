import type { Action, Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'

/** The key of the root of a deployment's log. */
export const ROOT = 'task'

/** The key of a step, in the log and among the outcomes. */
export const stepKey = (step: Step): string => `step:${step.id}`

/** The key in the log of what a step does at one place: on a machine, or once. */
export const placeKey = (step: Step, target: Target | null): string => `${stepKey(step)}/${target?.id ?? 'server'}`

/** Names an action, or an action on a machine, within the task. */
export const actionKey = (action: Action, target: Target | null): string =>
  target ? `${action.id}/${target.id}` : action.id

/** Names an attempt, counted from 1; the first has the key of its action. Scripts, children and questions begin under it. */
export const attemptKey = (action: string, attempt: number): string => (attempt === 1 ? action : `${action}#${attempt}`)

/** Names the question what is to be done about an attempt that failed. */
export const guidanceKey = (attempt: string): string => `guidance:${attempt}`

/** Under this key stands on which machines a step runs. */
export const decisionKey = (step: Step): string => `run:${step.id}`

/** Under this key stands how many machines a step works on at once. */
export const windowKey = (step: Step): string => `window:${step.id}`

/** Under this key stands which machines have joined before a step. */
export const acquisitionKey = (step: Step): string => `acquired:${step.id}`

/** Under this key stands that a person took a machine out of the deployment. */
export const exclusionKey = (targetId: string): string => `excluded:${targetId}`
