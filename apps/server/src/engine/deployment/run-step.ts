import {
  type Action,
  actionsToRun,
  isRolling,
  judgeRunCondition,
  machineLimit,
  machinesToBegin,
  type Step,
  windowSize,
} from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import { type ActionResult, cancelled, failed, type StepDeps } from '../../steps/step-type.ts'
import { noteFailure, record, statusOf, WHY_SKIPPED, worst } from './outcomes.ts'
import type { Pauses } from './pauses.ts'
import { runAction } from './run-action.ts'
import type { RunState } from './run-state.ts'
import { ROOT, Scope, stepKey } from './scope.ts'

/** The key in the log of what a step does at one place. */
const activityOf = (step: Step, place: string): string => `${stepKey(step)}/${place}`

/** Runs one step: whether it runs at all, on which machines, and its actions there. What has an outcome is not done again. */
export async function runStep(deps: StepDeps, run: RunState, pauses: Pauses, step: Step): Promise<void> {
  const key = stepKey(step)
  if (run.outcomes.has(key)) return
  const { names } = run.snapshot
  const judged = actionsToRun(run.process, {
    environmentId: names.environment.id as never,
    channelId: names.channel.id as never,
    tenantTags: names.tenant?.tags ?? null,
    skipActionIds: run.deployment.skip_actions as never,
  }).filter((each) => each.step === step)
  const actions = judged.filter(({ verdict }) => verdict.kind === 'run').map(({ action }) => action)
  // Steps that do not belong here are not part of this deployment at all.
  if (actions.length === 0) return

  const name = `Step ${run.process.steps.indexOf(step) + 1}: ${step.name}`
  const machines = machinesOf(run, step, actions)
  const verdict = await judgeStep(deps, run, step, machines)
  if (verdict.kind === 'error') {
    await run.log.activity({ key, parentKey: ROOT, name, status: 'Running', at: new Date(deps.now()) })
    return endStep(deps, run, step, name, { outcome: 'failed', message: verdict.message })
  }
  if (verdict.kind === 'skip') return endStep(deps, run, step, name, { outcome: 'skipped', message: verdict.message })

  await run.log.activity({ key, parentKey: ROOT, name, status: 'Running', at: new Date(deps.now()) })
  const results =
    machines === null
      ? [await runActions(deps, run, pauses, step, actions, null)]
      : await runOnMachines(deps, run, pauses, step, actions, verdict.machines)
  await endStep(deps, run, step, name, worst(results))
}

/** The machines of a step; null when it runs once. */
function machinesOf(run: RunState, step: Step, actions: readonly Action[]): readonly Target[] | null {
  if (actions.every((action) => action.runOn === 'server') || step.roles.length === 0) return null
  const ids = new Set(actions.flatMap((action) => run.snapshot.actions[action.id]?.machineIds ?? []))
  return run.snapshot.machines.filter(({ id }) => ids.has(id))
}

type StepVerdict =
  | { readonly kind: 'run'; readonly machines: readonly Target[] }
  | { readonly kind: 'skip'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string }

/** Whether a step runs, decided once: a repeated run goes by what was decided before. */
async function judgeStep(
  deps: StepDeps,
  run: RunState,
  step: Step,
  machines: readonly Target[] | null,
): Promise<StepVerdict> {
  const decided = run.outcomes.get(`run:${step.id}`)
  if (decided) {
    const ids = decided.message.split(',')
    return { kind: 'run', machines: (machines ?? []).filter(({ id }) => ids.includes(id)) }
  }
  if (machines?.length === 0) {
    return {
      kind: 'skip',
      message: `There is no machine for it: none in ${run.snapshot.names.environment.name} with ${step.roles.join(' or ')} takes part.`,
    }
  }
  const sofar = { hasFailed: run.failure !== null, isCancelled: run.cancelled.aborted }
  const judge = (target: Target | undefined) => {
    const scope = new Scope(run, { step, ...(target ? { target } : {}) }, deps.now())
    return judgeRunCondition(step.condition, sofar, (text) => scope.isTruthy(text))
  }
  // A condition may look at output of one machine, so it is asked for each.
  const perMachine = machines && step.condition.kind === 'Variable' ? machines : undefined
  const verdicts = perMachine
    ? perMachine.map((target) => ({ target, verdict: judge(target) }))
    : [{ target: undefined, verdict: judge(undefined) }]
  const wrong = verdicts.find(({ verdict }) => verdict.kind === 'error')?.verdict
  if (wrong?.kind === 'error')
    return { kind: 'error', message: `Its run condition could not be evaluated: ${JSON.stringify(wrong.problem)}` }
  const running = verdicts.filter(({ verdict }) => verdict.kind === 'run')
  const skipped = verdicts.find(({ verdict }) => verdict.kind === 'skip')?.verdict
  if (running.length === 0 && skipped?.kind === 'skip') return { kind: 'skip', message: WHY_SKIPPED[skipped.why] }
  const kept = perMachine ? running.flatMap(({ target }) => (target ? [target] : [])) : (machines ?? [])
  await record(run, `run:${step.id}`, { outcome: 'succeeded', message: kept.map(({ id }) => id).join(',') })
  return { kind: 'run', machines: kept }
}

async function runOnMachines(
  deps: StepDeps,
  run: RunState,
  pauses: Pauses,
  step: Step,
  actions: readonly Action[],
  machines: readonly Target[],
): Promise<ActionResult[]> {
  const scope = new Scope(run, { step }, deps.now())
  const window = windowSize(step, (text) => scope.evaluate(text))
  if (!window.ok) return [failed(`The window size '${window.error.text}' is not a whole number of at least 1.`)]
  const limit = Number(scope.value('Octopus.Action.MaxParallelism'))
  const { machinesAtOnce } = machineLimit(window.value, Number.isInteger(limit) && limit > 0 ? limit : null)
  const results: ActionResult[] = []
  const broken: unknown[] = []
  const running = new Set<Promise<void>>()
  const begin = (target: Target): void => {
    const work: Promise<void> = runActions(deps, run, pauses, step, actions, target)
      .then((result) => void results.push(result))
      .catch((error: unknown) => void broken.push(error))
      .finally(() => running.delete(work))
    running.add(work)
  }
  // What had begun before a crash is taken up whatever has happened since: its script may run, and only who follows it can
  // end it or tell how it ended (reliability E6, X2).
  const hadBegun = ({ id }: Target) => run.begun.has(activityOf(step, id))
  machines.filter(hadBegun).forEach(begin)
  let waiting = machines.filter((machine) => !hadBegun(machine))
  for (;;) {
    const begun = machinesToBegin({
      waiting,
      runningCount: running.size,
      machinesAtOnce,
      isRolling: isRolling(step),
      hasFailed:
        broken.length > 0 ||
        run.cancelled.aborted ||
        results.some(({ outcome }) => outcome === 'failed' || outcome === 'unknown'),
    })
    waiting = waiting.slice(begun.length)
    if (broken.length === 0 && !run.cancelled.aborted) begun.forEach(begin)
    if (running.size === 0) break
    await Promise.race(running)
  }
  if (broken.length > 0) throw broken[0]
  return run.cancelled.aborted && results.length < machines.length ? [...results, cancelled] : results
}

/** All actions of a step in order, on one machine or once; those behind a failed one are left out. */
async function runActions(
  deps: StepDeps,
  run: RunState,
  pauses: Pauses,
  step: Step,
  actions: readonly Action[],
  target: Target | null,
): Promise<ActionResult> {
  const place = target?.name ?? 'Octopus Server'
  const parentKey = activityOf(step, target?.id ?? 'server')
  const several = actions.length > 1
  if (several)
    await run.log.activity({
      key: parentKey,
      parentKey: stepKey(step),
      name: place,
      status: 'Running',
      at: new Date(deps.now()),
    })
  const results: ActionResult[] = []
  for (const action of actions) {
    if (
      results.some(
        ({ outcome }) => outcome !== 'succeeded' && outcome !== 'skipped' && outcome !== 'succeeded-with-warning',
      )
    )
      break
    const onTarget = action.runOn === 'server' ? null : target
    // A child step that runs once does so for each machine that the step rolls over.
    const activityKey = several ? `${parentKey}/${action.id}` : parentKey
    const parts = {
      step,
      action,
      target: onTarget ?? (several ? target : null),
      activityKey,
      activityName: several ? action.name : place,
    }
    results.push(await runAction(deps, run, pauses, { ...parts, parentActivity: several ? parentKey : stepKey(step) }))
  }
  const result = worst(results)
  if (several)
    await run.log.activity({
      key: parentKey,
      parentKey: stepKey(step),
      name: place,
      status: statusOf(result.outcome),
      at: new Date(deps.now()),
    })
  return result
}

async function endStep(deps: StepDeps, run: RunState, step: Step, name: string, result: ActionResult): Promise<void> {
  const key = stepKey(step)
  await Promise.all([
    run.log.activity({ key, parentKey: ROOT, name, status: statusOf(result.outcome), at: new Date(deps.now()) }),
    ...(result.outcome === 'skipped' || (result.outcome === 'failed' && result.message)
      ? [
          run.log.lines(key, [
            {
              category: result.outcome === 'skipped' ? 'Info' : 'Error',
              text: run.mask(result.message),
              occurredAt: new Date(deps.now()),
              key: `${key}:ended`,
            },
          ]),
        ]
      : []),
    record(run, key, { outcome: result.outcome, message: run.mask(result.message) }),
  ])
  noteFailure(run, step, result)
}
