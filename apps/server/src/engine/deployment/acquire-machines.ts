import { judgeRunCondition, type Step } from '@flotilla/domain/processes'
import { sql } from 'kysely'
import { includesNewMachines } from '../../steps/health-check.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { acquisitionKey, stepKey } from './keys.ts'
import { type RunSnapshot, takeRunSnapshot } from './run-snapshot.ts'
import type { RunState } from './run-state.ts'
import { Scope } from './scope.ts'

/**
 * Before a health check that includes what it checks: machines that have come since the deployment began, and that the step
 * would look at, join this step and those behind it. Which ones is decided once and stored; what a machine was in the
 * deployment before stays as it is.
 *
 * Source: domain reference 4.9, 6.9.
 */
export async function acquireMachines(deps: StepDeps, run: RunState, step: Step): Promise<void> {
  const including = step.actions.filter(
    (action) => includesNewMachines(action) && run.snapshot.actions[action.id] !== undefined,
  )
  if (including.length === 0 || run.outcomes.has(acquisitionKey(step)) || run.outcomes.has(stepKey(step))) return
  const scope = new Scope(run, { step }, deps.now())
  const sofar = { hasFailed: run.failure !== null, isCancelled: run.cancelled.aborted }
  if (judgeRunCondition(step.condition, sofar, (text) => scope.isTruthy(text)).kind !== 'run') return

  const now = await takeRunSnapshot(deps.database, run.task, run.execution, deps.serverUri())
  const looked = new Set(including.flatMap((action) => now.actions[action.id]?.machineIds ?? []))
  const known = new Set<string>(run.snapshot.machines.map(({ id }) => id))
  const joining = now.machines.filter(({ id }) => looked.has(id) && !known.has(id))
  const next = withMachines(run, now, new Set(joining.map(({ id }) => id)), step)
  const names = joining.map(({ name }) => name).join(', ')
  const result = { outcome: 'succeeded', message: names } as const
  await run.log.within(async (tx) => {
    if (joining.length > 0)
      await sql`update task_snapshot set document = ${JSON.stringify(next)}::jsonb where task_id = ${run.task.id}`.execute(
        tx,
      )
    await sql`insert into task_action (task_id, key, outcome, detail, ended_at)
      values (${run.task.id}, ${acquisitionKey(step)}, ${result.outcome}, ${JSON.stringify({ message: names })}::jsonb, clock_timestamp())
      on conflict (task_id, key) do nothing`.execute(tx)
  })
  run.outcomes.set(acquisitionKey(step), result)
  run.snapshot = next
}

/** The snapshot with these machines of a newer one; each remembers with which step it came. */
function withMachines(
  { snapshot }: RunState,
  now: RunSnapshot,
  joining: ReadonlySet<string>,
  { id: stepId }: Step,
): RunSnapshot {
  const only = <T>(values: Readonly<Record<string, T>> = {}) =>
    Object.fromEntries(Object.entries(values).filter(([id]) => joining.has(id)))
  return {
    ...snapshot,
    machines: [...snapshot.machines, ...now.machines.filter(({ id }) => joining.has(id))],
    actions: Object.fromEntries(
      Object.entries(snapshot.actions).map(([id, action]) => {
        const more = (now.actions[id]?.machineIds ?? []).filter((machineId) => joining.has(machineId))
        return [id, { ...action, machineIds: [...action.machineIds, ...more] }]
      }),
    ),
    reaches: { ...snapshot.reaches, ...only(now.reaches) },
    hostnames: { ...snapshot.hostnames, ...only(now.hostnames) },
    joined: { ...snapshot.joined, ...Object.fromEntries([...joining].map((id) => [id, stepId])) },
  }
}
