import { judgeRunCondition } from '@flotilla/domain/processes'
import type { ActivityChange } from '../../features/tasks/log-entries.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import { type ActionResult, failed, type StepDeps } from '../../steps/step-type.ts'
import { type ActionPlace, scopeOf } from './action-run.ts'
import { type Ending, runAttempts } from './attempts.ts'
import { attemptKey, exclusionKey, guidanceKey } from './keys.ts'
import { isFailure, record, statusOf, WHY_SKIPPED } from './outcomes.ts'
import type { Pauses } from './pauses.ts'
import type { RunState } from './run-state.ts'

/** Runs one action on one machine, or once, unless its outcome is known already. */
export async function runAction(
  deps: StepDeps,
  run: RunState,
  pauses: Pauses,
  place: ActionPlace,
): Promise<ActionResult> {
  const recorded = run.outcomes.get(place.key)
  if (recorded) return recorded
  // What had begun before a crash is taken up, whatever would be decided now.
  const unwanted = run.begun.has(place.activityKey) ? undefined : judgeAction(deps, run, place)
  if (unwanted) return endAction(deps, run, place, { ...unwanted, excludesMachine: false })
  run.log.begins(nodeOf(deps, place))
  const ending = await pauses.running(
    () => hasQuestion(deps, run, place),
    (wait) => runAttempts(deps, run, place, wait),
  )
  return endAction(deps, run, place, ending)
}

const nodeOf = (deps: StepDeps, place: ActionPlace): Omit<ActivityChange, 'status'> => ({
  key: place.activityKey,
  parentKey: place.parentActivity,
  name: place.activityName,
  at: new Date(deps.now()),
})

/** How the action ends without having run; nothing when it is to run. */
function judgeAction(deps: StepDeps, run: RunState, place: ActionPlace): ActionResult | undefined {
  const { action, target } = place
  const excluded = target && run.outcomes.get(exclusionKey(target.id))
  if (excluded) return { outcome: 'skipped', message: excluded.message }
  const judged = judgeRunCondition(
    action.condition,
    // A child step looks at those before it on its own machine; the whole step was judged by the deployment.
    { hasFailed: place.failureHere !== null, isCancelled: false },
    (text) => scopeOf(run, place, deps.now()).isTruthy(text),
  )
  if (judged.kind === 'error')
    return failed(`Its run condition could not be evaluated: ${JSON.stringify(judged.problem)}`)
  return judged.kind === 'skip' ? { outcome: 'skipped', message: WHY_SKIPPED[judged.why] } : undefined
}

/** Whether people had been asked something by this action before a crash and have not answered yet. */
async function hasQuestion(deps: StepDeps, run: RunState, { key }: ActionPlace): Promise<boolean> {
  const failures = run.failures.get(key)?.length ?? 0
  const asked = await deps.database
    .selectFrom('interruption')
    .select('id')
    .where('task_id', '=', run.task.id)
    .where('action_key', 'in', [attemptKey(key, failures + 1), guidanceKey(attemptKey(key, failures))])
    .where('is_pending', '=', true)
    .executeTakeFirst()
  return asked !== undefined
}

function endAction(
  deps: StepDeps,
  run: RunState,
  place: ActionPlace,
  { excludesMachine, ...ending }: Ending,
): ActionResult {
  const { key, activityKey, target } = place
  const result = { ...ending, message: run.mask(ending.message) }
  const exclusion =
    excludesMachine && target
      ? ({ outcome: 'skipped', message: `${target.name} was excluded from the deployment.` } as const)
      : undefined
  const node = nodeOf(deps, place)
  run.log.ends(node, statusOf(result.outcome))
  if ((isFailure(result) || result.outcome === 'skipped') && result.message) {
    const category = result.outcome === 'skipped' ? 'Info' : 'Fatal'
    const line = { category, text: result.message, occurredAt: node.at, key: `${key}:ended` } as const
    run.log.later(saying(activityKey, [line]))
  }
  record(run, key, result)
  if (exclusion && target) record(run, exclusionKey(target.id), exclusion)
  return result
}
