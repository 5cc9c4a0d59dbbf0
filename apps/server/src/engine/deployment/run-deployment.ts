import { type ActionOutcome, outcomeOf } from '@flotilla/domain/deployments'
import {
  type Action,
  actionsToRun,
  isRolling,
  judgeRunCondition,
  machineLimit,
  machinesToBegin,
  type Step,
  stepGroups,
  type WhySkipped,
  windowSize,
} from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import { applyPromptedValues } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import { crashPoint } from '../../crash-point.ts'
import { findDeploymentOfTask } from '../../features/deployments/queries.ts'
import { loadActionSecrets, loadProcess } from '../../features/processes/to-domain.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { findTask } from '../../features/tasks/queries.ts'
import { TaskLog } from '../../features/tasks/task-log.ts'
import { taskTopic } from '../../features/tasks/topics.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import { findStepType } from '../../steps/registry.ts'
import { type ActionResult, type ActionRun, cancelled, failed, type StepDeps } from '../../steps/step-type.ts'
import { finishDeployment } from './finish-deployment.ts'
import { Pauses } from './pauses.ts'
import { ensureRunSnapshot, tagOf } from './run-snapshot.ts'
import { loadProgress, RunState } from './run-state.ts'
import { Scope, stepKey } from './scope.ts'

/** The key of the root of a deployment's log. */
const ROOT = 'task'
const LOOK_AGAIN_MS = 10_000

/**
 * Runs a deployment that may run now, to its end. After a crash it is called again and goes on: what has an outcome is not
 * done again, what had begun is taken up where it stands (reliability E2, E3).
 */
export async function runDeployment(deps: StepDeps, task: TaskRow): Promise<void> {
  const deployment = await findDeploymentOfTask(deps.database, task.id)
  if (!deployment) throw new Error(`The deployment of ${task.id} is gone.`)
  const cancelling = new AbortController()
  const stopWatching = await watchForCancel(deps, task.id, cancelling)
  try {
    const snapshot = await ensureRunSnapshot(deps.database, task, deployment, deps.serverUri())
    await crashPoint('plan.after')
    const { names } = snapshot
    const [process, actionSecret, variables, progress] = await Promise.all([
      loadProcess(deps.database, snapshot.processId),
      loadActionSecrets(deps.database, snapshot.processId),
      loadVariables(deps.database, snapshot.variableSetIds),
      loadProgress(deps.database, task.id),
    ])
    const answered = applyPromptedValues(variables, new Map(Object.entries(deployment.form_values)), {
      environmentId: names.environment.id as never,
      channelId: names.channel.id as never,
      tenantId: (names.tenant?.id ?? null) as never,
      tenantTags: names.tenant?.tags ?? [],
    })
    const run = new RunState({
      task,
      deployment,
      snapshot,
      process,
      variables: answered.ok ? answered.value : variables,
      log: new TaskLog(deps.database, task.id),
      cancelled: cancelling.signal,
      actionSecret,
      ...progress,
    })
    const pauses = new Pauses({
      database: deps.database,
      signals: deps.signals,
      task,
      tag: await tagOf(deps.database, deployment),
      cancelled: run.cancelled,
    })
    await walk(deps, run, pauses)
    await crashPoint('final.before')
    await finishDeployment(
      deps,
      run,
      outcomeOf(
        [...run.outcomes].filter(([key]) => key.startsWith('step:')).map(([, { outcome }]) => outcome),
        run.cancelled.aborted,
      ),
    )
    await crashPoint('final.after')
  } finally {
    stopWatching()
  }
}

async function watchForCancel(deps: StepDeps, taskId: string, cancelling: AbortController): Promise<() => void> {
  const look = async () => {
    const task = await findTask(deps.database, taskId)
    if (!task || task.state === 'Cancelling') cancelling.abort()
  }
  const lookQuietly = () => void look().catch(() => {})
  const off = deps.signals.on(taskTopic(taskId), lookQuietly)
  const timer = setInterval(lookQuietly, LOOK_AGAIN_MS)
  await look()
  return () => {
    off()
    clearInterval(timer)
  }
}

async function walk(deps: StepDeps, run: RunState, pauses: Pauses): Promise<void> {
  await run.log.activity({
    key: ROOT,
    parentKey: null,
    name: run.task.description,
    status: 'Running',
    at: new Date(deps.now()),
  })
  for (const group of stepGroups(run.process.steps)) {
    await settleAll(group.map((step) => runStep(deps, run, pauses, step)))
    await crashPoint('step.between')
  }
}

/** Waits for all, then throws the first failure: nothing of a broken run is left going when it is taken up again. */
async function settleAll<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work)
  const broken = settled.find((each) => each.status === 'rejected')
  if (broken) throw broken.reason
  return settled.map((each) => (each as PromiseFulfilledResult<T>).value)
}

async function runStep(deps: StepDeps, run: RunState, pauses: Pauses, step: Step): Promise<void> {
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

const WHY_SKIPPED: Readonly<Record<WhySkipped, string>> = {
  cancelled: 'The deployment was cancelled.',
  'earlier-failure': 'An earlier step failed, and this one runs only when all have succeeded.',
  'nothing-failed': 'Nothing has failed, and this step runs only after a failure.',
  'condition-false': 'Its run condition is false.',
}

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

/** The key in the log of what a step does at one place. */
const activityOf = (step: Step, place: string): string => `${stepKey(step)}/${place}`

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

interface ActionPlace {
  readonly step: Step
  readonly action: Action
  readonly target: Target | null
  readonly activityKey: string
  readonly activityName: string
  readonly parentActivity: string
}

async function runAction(deps: StepDeps, run: RunState, pauses: Pauses, place: ActionPlace): Promise<ActionResult> {
  const { step, action, target, activityKey } = place
  const key = `${action.id}${target ? `/${target.id}` : ''}`
  const recorded = run.outcomes.get(key)
  if (recorded) return recorded
  const scope = new Scope(run, { step, action, ...(target ? { target } : {}) }, deps.now())
  const activity = (status: Parameters<typeof run.log.activity>[0]['status']) =>
    run.log.activity({
      key: activityKey,
      parentKey: place.parentActivity,
      name: place.activityName,
      status,
      at: new Date(deps.now()),
    })
  if (action.condition.kind === 'Variable') {
    const judged = judgeRunCondition(
      action.condition,
      { hasFailed: false, isCancelled: run.cancelled.aborted },
      (text) => scope.isTruthy(text),
    )
    if (judged.kind !== 'run') {
      await activity(judged.kind === 'error' ? 'Failed' : 'Skipped')
      const result: ActionResult =
        judged.kind === 'error'
          ? failed('Its run condition could not be evaluated.')
          : { outcome: 'skipped', message: WHY_SKIPPED[judged.why] }
      await record(run, key, result)
      return result
    }
  }
  await activity('Running')
  const actionRun: ActionRun = {
    deps,
    run,
    step,
    action,
    target,
    key,
    activityKey,
    scope,
    say: (category, lineKey, text) =>
      run.log.lines(activityKey, [
        { category, text: run.mask(text), occurredAt: new Date(deps.now()), key: `${key}:${lineKey}` },
      ]),
    setOutput: async (tx, name, value, isSensitive = false) => {
      if (isSensitive) run.protect([value])
      await sql`insert into output_variable (task_id, action_name, machine_id, machine_name, name, value, is_sensitive)
        values (${run.task.id}, ${action.name}, ${target?.id ?? ''}, ${target?.name ?? ''}, ${name}, ${value.replaceAll('\0', '\uFFFD')}, ${isSensitive})
        on conflict (task_id, action_name, machine_id, name) do update set value = excluded.value, is_sensitive = excluded.is_sensitive`.execute(
        tx,
      )
      run.outputs.push({
        action: action.name,
        machine: target && { id: target.id, name: target.name },
        name,
        value,
        isSensitive,
      })
    },
    pauseUntil: (isOver, options) => pauses.waitUntil(isOver, options),
  }
  const type = findStepType(action.actionType)
  const result = run.cancelled.aborted
    ? await resumeForCancel(type !== undefined, actionRun)
    : await pauses.running(() =>
        type
          ? type.run(actionRun)
          : Promise.resolve(failed(`Steps of the type ${action.actionType} are not supported by this server.`)),
      )
  await endAction(deps, run, place, key, result)
  return result
}

/** A cancelled run still takes up what had begun, so that it is stopped and its outcome is known; it begins nothing. */
async function resumeForCancel(isKnown: boolean, action: ActionRun): Promise<ActionResult> {
  const { run, key, deps } = action
  const begun = await deps.database
    .selectFrom('script_attempt')
    .select('ticket')
    .where('task_id', '=', run.task.id)
    .where('action_key', '=', key)
    .where('state', '=', 'created')
    .executeTakeFirst()
  if (!begun || !isKnown) return cancelled
  return (await findStepType(action.action.actionType)?.run(action)) ?? cancelled
}

async function endAction(
  deps: StepDeps,
  run: RunState,
  place: ActionPlace,
  key: string,
  result: ActionResult,
): Promise<void> {
  const at = new Date(deps.now())
  await run.log.within(async (tx) => {
    if ((result.outcome === 'failed' || result.outcome === 'unknown') && result.message) {
      await run.log.writeLines(tx, place.activityKey, [
        { category: 'Fatal', text: run.mask(result.message), occurredAt: at, key: `${key}:failed` },
      ])
    }
    await sql`insert into task_action (task_id, key, outcome, detail) values (${run.task.id}, ${key}, ${result.outcome}, ${JSON.stringify({ message: run.mask(result.message) })}::jsonb)
      on conflict (task_id, key) do nothing`.execute(tx)
    await sql`update task_activity set status = ${statusOf(result.outcome)}, ended_at = coalesce(ended_at, ${at}), progress_percentage = 100
      where task_id = ${run.task.id} and key = ${place.activityKey}`.execute(tx)
  })
  run.outcomes.set(key, result)
  noteFailure(run, place.step, result)
}

function noteFailure(run: RunState, step: Step, result: ActionResult): void {
  if (run.failure || (result.outcome !== 'failed' && result.outcome !== 'unknown')) return
  const detail = run.mask(result.message)
  run.failure = { error: detail || `${step.name} failed.`, detail }
}

async function record(run: RunState, key: string, result: ActionResult): Promise<void> {
  await run.log.within(async (tx) => {
    await sql`insert into task_action (task_id, key, outcome, detail) values (${run.task.id}, ${key}, ${result.outcome}, ${JSON.stringify({ message: result.message })}::jsonb)
      on conflict (task_id, key) do nothing`.execute(tx)
  })
  run.outcomes.set(key, result)
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
function worst(results: readonly ActionResult[]): ActionResult {
  return results.reduce<ActionResult>(
    (gravest, each) => (GRAVITY.indexOf(each.outcome) > GRAVITY.indexOf(gravest.outcome) ? each : gravest),
    {
      outcome: 'skipped',
      message: 'Nothing was to be done.',
    },
  )
}

function statusOf(outcome: ActionOutcome): 'Success' | 'Failed' | 'Skipped' | 'SuccessWithWarning' | 'Canceled' {
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
