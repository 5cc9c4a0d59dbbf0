import type { ActionOutcome, Failure } from '@flotilla/domain/deployments'
import type { WhySkipped } from '@flotilla/domain/processes'
import { recording } from '../../features/tasks/action-outcomes.ts'
import type { ActivityStatus } from '../../features/tasks/log-entries.ts'
import type { ActionResult } from '../../steps/step-type.ts'
import type { RecordedOutcome, RunState } from './run-state.ts'

/** Why a step or action was not run, for people. */
export const WHY_SKIPPED: Readonly<Record<WhySkipped, string>> = {
  cancelled: 'The deployment was cancelled.',
  'earlier-failure': 'An earlier step failed, and this one runs only when all have succeeded.',
  'nothing-failed': 'Nothing has failed, and this step runs only after a failure.',
  'condition-false': 'Its run condition is false.',
}

/** Whether something came to an end that is no success: nobody may take an unknown one for good (reliability E5). */
export const isFailure = <R extends { readonly outcome: ActionOutcome }>(
  result: R,
): result is R & { readonly outcome: Failure } => result.outcome === 'failed' || result.outcome === 'unknown'

/** Stores what was decided or done under a key, once: with what rests on it, or before. */
export function record(run: RunState, key: string, result: RecordedOutcome): void {
  const { outcome, ...detail } = result
  run.log.later(recording({ key, outcome, detail }))
  run.outcomes.set(key, result)
}

const GRAVITY: readonly ActionOutcome[] = [
  'skipped',
  'succeeded',
  'succeeded-with-warning',
  'ignored',
  'cancelled',
  'unknown',
  'failed',
]

/** What several machines or actions come to: the gravest of them. */
export function worst(results: readonly ActionResult[]): ActionResult {
  return results.reduce<ActionResult>(
    (gravest, each) => (GRAVITY.indexOf(each.outcome) > GRAVITY.indexOf(gravest.outcome) ? each : gravest),
    {
      outcome: 'skipped',
      message: 'Nothing was to be done.',
    },
  )
}

/** How an outcome is shown in the log. */
export function statusOf(outcome: ActionOutcome): ActivityStatus {
  switch (outcome) {
    case 'succeeded':
      return 'Success'
    case 'succeeded-with-warning':
    case 'ignored':
      return 'SuccessWithWarning'
    case 'skipped':
      return 'Skipped'
    case 'cancelled':
      return 'Canceled'
    default:
      return 'Failed'
  }
}
