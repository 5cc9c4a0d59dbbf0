import {
  type Action,
  isRolling,
  judgeRunCondition,
  machineLimit,
  type Step,
  type WindowRefusal,
  windowSize,
} from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import { ok, type Result } from '@flotilla/kit'
import type { LogCategory } from '../../features/tasks/log-entries.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import { type ActionResult, cancelled, type StepDeps } from '../../steps/step-type.ts'
import { acquireMachines } from './acquire-machines.ts'
import { decisionKey, exclusionKey, ROOT, stepKey, windowKey } from './keys.ts'
import { isFailure, record, statusOf, WHY_SKIPPED, worst } from './outcomes.ts'
import type { Pauses } from './pauses.ts'
import { runOnMachines } from './run-machines.ts'
import { runPlace } from './run-place.ts'
import type { RunState } from './run-state.ts'
import { Scope } from './scope.ts'

/** How a step ended. */
interface StepEnd extends ActionResult {
  /** What failed where, for people who look closer. */
  readonly detail?: string
}

/** Runs one step: whether it runs at all, on which machines, and its actions there. What has an outcome is not done again. */
export async function runStep(deps: StepDeps, run: RunState, pauses: Pauses, step: Step): Promise<void> {
  if (run.outcomes.has(stepKey(step))) return
  await acquireMachines(deps, run, step)
  const actions = step.actions.filter((action) => run.snapshot.actions[action.id] !== undefined)
  // Steps that do not belong here are not part of this deployment at all.
  if (actions.length === 0) return
  const verdict = judgeStep(deps, run, step, machinesOf(run, step, actions))
  if (verdict.kind === 'skip') return endStep(deps, run, step, { outcome: 'skipped', message: verdict.message })
  run.log.begins({ ...nodeOf(run, step), at: new Date(deps.now()) })
  if (verdict.kind === 'error') return endStep(deps, run, step, { outcome: 'failed', message: verdict.message })
  if (verdict.machines === null)
    return endStep(deps, run, step, await runPlace(deps, run, pauses, { step, actions, target: null }))
  endStep(deps, run, step, await runEverywhere(deps, run, pauses, step, actions, verdict.machines))
}

const nodeOf = (run: RunState, step: Step) => ({
  key: stepKey(step),
  parentKey: ROOT,
  name: `Step ${run.process.steps.indexOf(step) + 1}: ${step.name}`,
})

/** The machines of a step; null when it runs once. */
function machinesOf(run: RunState, step: Step, actions: readonly Action[]): readonly Target[] | null {
  if (actions.every((action) => action.runOn === 'server') || step.roles.length === 0) return null
  const ids = new Set(actions.flatMap((action) => run.snapshot.actions[action.id]?.machineIds ?? []))
  return run.snapshot.machines.filter(({ id }) => ids.has(id))
}

type StepVerdict =
  | { readonly kind: 'run'; readonly machines: readonly Target[] | null }
  | { readonly kind: 'skip'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string }

/** Whether a step runs, decided once: a repeated run goes by what was decided before. */
function judgeStep(deps: StepDeps, run: RunState, step: Step, planned: readonly Target[] | null): StepVerdict {
  const decided = run.outcomes.get(decisionKey(step))
  if (decided) {
    const ids = new Set(decided.message.split(','))
    return { kind: 'run', machines: planned?.filter(({ id }) => ids.has(id)) ?? null }
  }
  const machines = planned?.filter(({ id }) => !run.outcomes.has(exclusionKey(id)))
  if (machines?.length === 0) return { kind: 'skip', message: whyNoMachine(run, step, planned ?? []) }
  const sofar = { hasFailed: run.failure !== null, isCancelled: run.cancelled.aborted }
  const judge = (target: Target | null) => {
    const scope = new Scope(run, { step, ...(target ? { target } : {}) }, deps.now())
    return { target, verdict: judgeRunCondition(step.condition, sofar, (text) => scope.isTruthy(text)) }
  }
  // A condition may look at output of one machine, so it is asked for each.
  const verdicts = step.condition.kind === 'Variable' ? (machines ?? [null]).map(judge) : [judge(null)]
  for (const { verdict } of verdicts) {
    if (verdict.kind === 'error')
      return {
        kind: 'error',
        message: `Its run condition could not be evaluated: ${JSON.stringify(verdict.problem)}`,
      }
  }
  const skipped = verdicts.flatMap(({ verdict }) => (verdict.kind === 'skip' ? [verdict.why] : []))
  if (skipped[0] && skipped.length === verdicts.length) return { kind: 'skip', message: WHY_SKIPPED[skipped[0]] }
  const left = new Set(verdicts.flatMap(({ target, verdict }) => (verdict.kind === 'skip' && target ? target.id : [])))
  const kept = machines?.filter(({ id }) => !left.has(id))
  record(run, decisionKey(step), {
    outcome: 'succeeded',
    message: (kept ?? []).map(({ id }) => id).join(','),
  })
  return { kind: 'run', machines: kept ?? null }
}

function whyNoMachine(run: RunState, step: Step, planned: readonly Target[]): string {
  const { environment } = run.snapshot.names
  return planned.length === 0
    ? `There is no machine for it: none in ${environment.name} with ${step.roles.join(' or ')} takes part.`
    : 'There is no machine for it: those that it would run on were excluded from the deployment.'
}

async function runEverywhere(
  deps: StepDeps,
  run: RunState,
  pauses: Pauses,
  step: Step,
  actions: readonly Action[],
  machines: readonly Target[],
): Promise<StepEnd> {
  const limit = await machinesAtOnce(deps, run, step)
  if (!limit.ok)
    return {
      outcome: 'failed',
      message: `The window size '${limit.error.text}' is not a whole number of at least 1.`,
    }
  const places = machines.map((target) => ({ step, actions, target }))
  const results = await runOnMachines(deps, run, pauses, step, places, limit.value)
  const reached = new Set(results.map(({ target }) => target))
  const notBegun = machines.filter((target) => !reached.has(target))
  if (notBegun.length > 0 && isRolling(step) && !run.cancelled.aborted)
    await tell(deps, run, step, 'not-begun', 'Warning', `Not begun after the failure: ${namesOf(notBegun)}.`)
  const failures = machines.flatMap((target) => {
    const result = results.find((each) => each.target === target)?.result
    return result && isFailure(result) ? [`${target.name}: ${result.message}`] : []
  })
  return {
    ...worst([
      ...results.map(({ result }) => result),
      ...(notBegun.length > 0 && run.cancelled.aborted ? [cancelled] : []),
    ]),
    ...(failures.length > 0 ? { detail: failures.join('\n') } : {}),
  }
}

/** How many machines the step works on at once, decided once; says so when the project's larger limit does not count. */
async function machinesAtOnce(deps: StepDeps, run: RunState, step: Step): Promise<Result<number, WindowRefusal>> {
  const decided = run.outcomes.get(windowKey(step))
  if (decided) return ok(Number(decided.message))
  const scope = new Scope(run, { step }, deps.now())
  const window = windowSize(step, (text) => scope.evaluate(text))
  if (!window.ok) return window
  const projectLimit = projectLimitOf(scope)
  const limit = machineLimit(window.value, projectLimit)
  if (limit.isProjectLimitIgnored)
    await tell(
      deps,
      run,
      step,
      'window',
      'Warning',
      `The step works on ${window.value} at once, as its window says; Octopus.Action.MaxParallelism of the project (${projectLimit}) is larger and was ignored.`,
    )
  record(run, windowKey(step), { outcome: 'succeeded', message: String(limit.machinesAtOnce) })
  return ok(limit.machinesAtOnce)
}

/** `Octopus.Action.MaxParallelism` as a variable; null when it is not set, or no number. */
export function projectLimitOf(scope: Scope): number | null {
  const limit = Number(scope.value('Octopus.Action.MaxParallelism'))
  return Number.isInteger(limit) && limit > 0 ? limit : null
}

const namesOf = (machines: readonly Target[]): string => machines.map(({ name }) => name).join(', ')

const tell = (
  deps: StepDeps,
  run: RunState,
  step: Step,
  what: string,
  category: LogCategory,
  text: string,
): Promise<void> =>
  run.log.lines(stepKey(step), [{ category, text, occurredAt: new Date(deps.now()), key: `${stepKey(step)}:${what}` }])

function endStep(deps: StepDeps, run: RunState, step: Step, end: StepEnd): void {
  const key = stepKey(step)
  const at = new Date(deps.now())
  const result = {
    outcome: end.outcome,
    message: run.mask(end.message),
    ...(isFailure(end) ? { detail: `${step.name}: ${run.mask(end.detail ?? end.message)}` } : {}),
  }
  run.log.ends({ ...nodeOf(run, step), at }, statusOf(result.outcome))
  if ((result.outcome === 'skipped' || isFailure(result)) && result.message) {
    const category = result.outcome === 'skipped' ? 'Info' : 'Error'
    run.log.later(saying(key, [{ category, text: result.message, occurredAt: at, key: `${key}:ended` }]))
  }
  record(run, key, result)
  if (isFailure(result))
    run.failure ??= { error: result.message || `${step.name} failed.`, detail: result.detail ?? '' }
}
