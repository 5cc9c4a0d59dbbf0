import type { Action, Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import { sealText } from '../../database/keyring.ts'
import { outputPlace } from '../../database/sealed-columns.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import type { ActionRun, StepDeps } from '../../steps/step-type.ts'
import type { Wait } from './pauses.ts'
import type { RunFailure, RunState } from './run-state.ts'
import { Scope } from './scope.ts'

/** An action where it runs, and where it stands in the log. */
export interface ActionPlace {
  readonly step: Step
  readonly action: Action
  readonly target: Target | null
  /** Names the action at this place within the task. */
  readonly key: string
  readonly activityKey: string
  readonly activityName: string
  readonly parentActivity: string
  /** That of an action of the step that came before this one at the same place. */
  readonly failureHere: RunFailure | null
  /** Its questions let the task pause. A child step keeps the task running while it waits (domain reference 9.1). */
  readonly mayPause: boolean
}

export const scopeOf = (run: RunState, { step, action, target, failureHere }: ActionPlace, now: number): Scope =>
  new Scope(run, { step, action, failureHere, ...(target ? { target } : {}) }, now)

/** What a type of action works with in one attempt, which has a key and a place in the log of its own. */
export function createActionRun(
  deps: StepDeps,
  run: RunState,
  place: ActionPlace,
  attempt: Pick<ActionRun, 'key' | 'activityKey' | 'hadBegun'>,
  wait: Wait,
): ActionRun {
  const { step, action, target } = place
  return {
    deps,
    run,
    step,
    action,
    target,
    ...attempt,
    scope: scopeOf(run, place, deps.now()),
    say: (category, lineKey, text) => {
      const line = {
        category,
        text: run.mask(text),
        occurredAt: new Date(deps.now()),
        key: `${attempt.key}:${lineKey}`,
      }
      run.log.later(saying(attempt.activityKey, [line]))
    },
    setOutput: async (tx, name, value, isSensitive = false) => {
      const sealed = sealText(tx, outputPlace(run.task.id, action.name, target?.id ?? '', name), value)
      await sql`insert into output_variable (task_id, action_name, machine_id, machine_name, name, sealed, is_sensitive)
        values (${run.task.id}, ${action.name}, ${target?.id ?? ''}, ${target?.name ?? ''}, ${name}, ${sealed}, ${isSensitive})
        on conflict (task_id, action_name, machine_id, name) do update set sealed = excluded.sealed, is_sensitive = excluded.is_sensitive`.execute(
        tx,
      )
      if (isSensitive) {
        run.protect([value])
        await run.announce(tx, [value])
      }
      run.outputBytes += Buffer.byteLength(value)
      run.outputs.push({
        action: action.name,
        machine: target && { id: target.id, name: target.name },
        name,
        value,
        isSensitive,
      })
    },
    pauseUntil: (isOver, options) =>
      wait(isOver, { ...options, keepsRunning: !place.mayPause, tellWait: run.log.waitOf(attempt.activityKey) }),
  }
}
