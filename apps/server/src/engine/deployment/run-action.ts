import { type Action, judgeRunCondition, type Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import { findStepType } from '../../steps/registry.ts'
import { type ActionResult, type ActionRun, cancelled, failed, type StepDeps } from '../../steps/step-type.ts'
import { noteFailure, record, statusOf, WHY_SKIPPED } from './outcomes.ts'
import type { Pauses } from './pauses.ts'
import type { RunState } from './run-state.ts'
import { Scope } from './scope.ts'

/** An action where it runs, and where it stands in the log. */
export interface ActionPlace {
  readonly step: Step
  readonly action: Action
  readonly target: Target | null
  readonly activityKey: string
  readonly activityName: string
  readonly parentActivity: string
}

/** Runs one action on one machine, or once, unless its outcome is known already. */
export async function runAction(
  deps: StepDeps,
  run: RunState,
  pauses: Pauses,
  place: ActionPlace,
): Promise<ActionResult> {
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
