import type { ActionOutcome } from '@flotilla/domain/deployments'
import type { Step, WhySkipped } from '@flotilla/domain/processes'
import { sql } from 'kysely'
import type { ActivityStatus } from '../../features/tasks/task-log.ts'
import type { ActionResult } from '../../steps/step-type.ts'
import type { RunState } from './run-state.ts'

/** Why a step or action was not run, for people. */
export const WHY_SKIPPED: Readonly<Record<WhySkipped, string>> = {
  cancelled: 'The deployment was cancelled.',
  'earlier-failure': 'An earlier step failed, and this one runs only when all have succeeded.',
  'nothing-failed': 'Nothing has failed, and this step runs only after a failure.',
  'condition-false': 'Its run condition is false.',
}

/** Remembers the first failure, which later steps look at. */
export function noteFailure(run: RunState, step: Step, result: ActionResult): void {
  if (run.failure || (result.outcome !== 'failed' && result.outcome !== 'unknown')) return
  const detail = run.mask(result.message)
  run.failure = { error: detail || `${step.name} failed.`, detail }
}

/** Stores what was decided or done under a key, once. */
export async function record(run: RunState, key: string, result: ActionResult): Promise<void> {
  await run.log.within(async (tx) => {
    await sql`insert into task_action (task_id, key, outcome, detail) values (${run.task.id}, ${key}, ${result.outcome}, ${JSON.stringify({ message: result.message })}::jsonb)
      on conflict (task_id, key) do nothing`.execute(tx)
  })
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
