import type { Action, Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import { findStepType } from '../../steps/registry.ts'
import type { ActionResult, StepDeps } from '../../steps/step-type.ts'
import type { ActionPlace } from './action-run.ts'
import { actionKey, placeKey, stepKey } from './keys.ts'
import { isFailure, statusOf, worst } from './outcomes.ts'
import type { Pauses } from './pauses.ts'
import { runAction } from './run-action.ts'
import type { RunFailure, RunState } from './run-state.ts'
import { workerOf } from './worker-pools.ts'

/** A step at one place: on a machine, or once. */
export interface StepPlace {
  readonly step: Step
  /** Those of the step that belong to this deployment. */
  readonly actions: readonly Action[]
  readonly target: Target | null
}

/** All actions of a step in order at one place; those behind a failed one run only by an expression of their own. */
export async function runPlace(
  deps: StepDeps,
  run: RunState,
  pauses: Pauses,
  { step, actions, target }: StepPlace,
): Promise<ActionResult> {
  const name = target?.name ?? nameOfWorker(run, actions)
  const key = placeKey(step, target)
  const isNested = actions.length > 1
  const node = () => ({ key, parentKey: stepKey(step), name, at: new Date(deps.now()) })
  if (isNested) run.log.begins(node())
  const results: ActionResult[] = []
  let failureHere: RunFailure | null = null
  for (const [index, action] of actions.entries()) {
    // A child step that runs once does so for each machine that the step rolls over.
    const onTarget = action.runOn === 'server' && !isNested ? null : target
    const place: ActionPlace = {
      step,
      action,
      target: onTarget,
      key: actionKey(action, onTarget),
      activityKey: isNested ? `${key}/${action.id}` : key,
      activityName: isNested ? action.name : name,
      parentActivity: isNested ? key : stepKey(step),
      failureHere,
      mayPause: !isNested || (target === null && index === actions.length - 1),
    }
    const result = await runAction(deps, run, pauses, place)
    results.push(result)
    if (isFailure(result)) failureHere ??= { error: result.message, detail: `${action.name}: ${result.message}` }
    if (result.outcome === 'cancelled') break
  }
  const result = worst(results)
  if (isNested) run.log.ends(node(), statusOf(result.outcome))
  return result
}

/** Who does a step that has no target. */
function nameOfWorker(run: RunState, [action]: readonly Action[]): string {
  const needsWorker = action && findStepType(action.actionType)?.needsWorker
  const worker = needsWorker ? workerOf(run, action, null) : undefined
  return (worker?.ok ? worker.value?.name : undefined) ?? 'Octopus Server'
}

/** Whether something has failed here for good, or waits for people to say what is to be done about it. */
export function isInQuestion(run: RunState, { actions, target }: StepPlace): boolean {
  return actions.some((action) => {
    const key = actionKey(action, target)
    const outcome = run.outcomes.get(key)
    return outcome ? isFailure(outcome) : run.failures.get(key)?.some(({ followedBy }) => followedBy === 'ask')
  })
}
