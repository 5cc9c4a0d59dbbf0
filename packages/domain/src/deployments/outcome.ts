import type { FinalTaskState } from './task-state.ts'

/**
 * How one action ended. `ignored` failed, and a person said to go on; `unknown` is a script of which nobody can tell
 * whether, or how, it ended.
 */
export const ACTION_OUTCOMES = [
  'succeeded',
  'succeeded-with-warning',
  'ignored',
  'skipped',
  'failed',
  'unknown',
  'cancelled',
] as const
export type ActionOutcome = (typeof ACTION_OUTCOMES)[number]

export interface DeploymentOutcome {
  readonly state: Exclude<FinalTaskState, 'TimedOut'>
  readonly hasWarningsOrErrors: boolean
}

const FAILURES: readonly ActionOutcome[] = ['failed', 'unknown']
const WORTH_A_LOOK: readonly ActionOutcome[] = [...FAILURES, 'succeeded-with-warning', 'ignored']

/**
 * How a deployment ends whose actions ended like this. `isCancelled`: it was stopped before all of them had ended.
 *
 * Cancelling wins over a failure, as what was not run has no outcome; unknown is never shown as success. A deployment
 * all of whose actions were skipped has done what it was asked to.
 * Source: domain reference 3.4, 3.7, 3.8; reliability E5.
 */
export function outcomeOf(actions: readonly ActionOutcome[], isCancelled: boolean): DeploymentOutcome {
  const hasWarningsOrErrors = actions.some((outcome) => WORTH_A_LOOK.includes(outcome))
  if (isCancelled || actions.includes('cancelled')) return { state: 'Canceled', hasWarningsOrErrors }
  const hasFailed = actions.some((outcome) => FAILURES.includes(outcome))
  return { state: hasFailed ? 'Failed' : 'Success', hasWarningsOrErrors }
}
