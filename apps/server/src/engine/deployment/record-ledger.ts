import { type ActionEnd, judgeInstallation, type MachineEnd } from '@flotilla/domain/drift'
import type { Action, Step } from '@flotilla/domain/processes'
import { sql } from 'kysely'
import type { DeploymentRow } from '../../features/deployments/queries.ts'
import { machineKeyIn, machineKeyOf } from '../../features/machines/machine-key.ts'
import { isHealthCheck } from '../../steps/health-check.ts'
import { decisionKey, exclusionKey, stepKey } from './keys.ts'
import { WHY_SKIPPED } from './outcomes.ts'
import type { RunState } from './run-state.ts'

/**
 * The statements that write what a deployment left on each machine (`judgeInstallation`).
 *
 * A parent that succeeded is held by the machines of its children, and by those that a trigger asked for even if no child
 * wanted them: the trigger need not ask again (reliability T3). One that something happened to meanwhile may have been left out
 * because of that, so it may be asked for again (T2).
 */
export function recordingLedger(run: RunState, deployment: DeploymentRow, isSuccess: boolean) {
  const ends = machineEnds(run)
  const machinesThat = (end: MachineEnd) => [...ends].filter(([, each]) => each === end).map(([id]) => id)
  const [installed, incomplete] = [machinesThat('installed'), machinesThat('incomplete')]
  // One that a step was to run on, and that was left out, holds nothing.
  const asked =
    isSuccess && deployment.trigger_id !== null ? deployment.specific_machine_ids.filter((id) => !ends.has(id)) : []
  const place = sql`${deployment.project_id}, ${deployment.environment_id}, ${deployment.tenant_id ?? ''}`
  const version = run.snapshot.names.release?.version ?? ''
  // A machine that was replaced meanwhile holds nothing of this: what counts is who was there when the deployment began.
  const reached = [...installed, ...incomplete]
  const keys = sql`unnest(${reached}::text[], ${reached.map((id) => machineKeyOf(run.snapshot.reaches?.[id]))}::text[])`
  const keyNow = machineKeyIn(sql`machine.document`)
  return [
    sql`
    insert into machine_installation
      (machine_id, project_id, environment_id, tenant_id, release_id, release_version, deployment_id, installed_at, machine_key)
    select machine.id, ${place}, ${deployment.release_id}, ${version}, ${deployment.id}, now(),
      coalesce(nullif(case when own.id is not null then own.key else (
        select child.machine_key from machine_installation child join deployment d on d.id = child.deployment_id
        where child.machine_id = machine.id and d.parent_task_id = ${run.task.id}
        order by child.machine_key = ${keyNow} limit 1) end, ''), ${keyNow})
    from machine left join ${keys} own(id, key) on own.id = machine.id
    where machine.id <> all(${incomplete}) and (machine.id = any(${installed})
      or (machine.id = any(${asked}) and not exists (
        select from machine_event where machine_id = machine.id and occurred_at >= ${run.task.queue_time})
        -- Nor one that a child was to run on, and left out.
        and not exists (
          select from deployment child
          where child.parent_task_id = ${run.task.id} and machine.id = any(child.specific_machine_ids) and not exists (
            select from machine_installation own where own.machine_id = machine.id and own.deployment_id = child.id)))
      or (${isSuccess} and machine.id in (
        select unnest(child.deployed_to_machine_ids) from deployment child
        where child.parent_task_id = ${run.task.id} and child.environment_id = ${deployment.environment_id})))
    on conflict (machine_id, project_id, environment_id, tenant_id) do update set
      release_id = excluded.release_id, release_version = excluded.release_version, deployment_id = excluded.deployment_id,
      installed_at = excluded.installed_at, machine_key = excluded.machine_key, failed_deployment_id = null, failed_version = null,
      failed_at = null, failed_machine_key = ''`,
    ...(incomplete.length === 0
      ? []
      : [
          sql`
    insert into machine_installation
      (machine_id, project_id, environment_id, tenant_id, failed_deployment_id, failed_version, failed_at, failed_machine_key)
    select machine.id, ${place}, ${deployment.id}, ${version}, now(), coalesce(nullif(own.key, ''), ${keyNow})
    from machine join ${keys} own(id, key) on own.id = machine.id
    where machine.id = any(${incomplete})
    on conflict (machine_id, project_id, environment_id, tenant_id) do update set
      failed_deployment_id = excluded.failed_deployment_id, failed_version = excluded.failed_version,
      failed_at = excluded.failed_at, failed_machine_key = excluded.failed_machine_key`,
        ]),
  ]
}

/** What is left on each machine of the deployment. */
function machineEnds(run: RunState): ReadonlyMap<string, MachineEnd> {
  const ends = new Map<string, ActionEnd[]>()
  for (const step of run.process.steps) {
    for (const action of step.actions) {
      for (const machineId of run.snapshot.actions[action.id]?.machineIds ?? []) {
        const own = ends.get(machineId) ?? []
        ends.set(machineId, own)
        own.push(endOf(run, step, action, machineId))
      }
    }
  }
  return new Map([...ends].map(([id, each]) => [id, judgeInstallation(each)]))
}

function endOf(run: RunState, step: Step, action: Action, machineId: string): ActionEnd {
  const { outcomes } = run
  const own = outcomes.get(`${action.id}/${machineId}`)
  // A machine that was left out of the rest has not been served, whatever was skipped or checked on it.
  const leavesNothing = !own || own.outcome === 'skipped' || isHealthCheck(action)
  if (outcomes.has(exclusionKey(machineId)) && leavesNothing) return 'not-begun'
  // To look at a machine changes nothing on it.
  if (own && isHealthCheck(action)) return own.outcome.startsWith('succeeded') ? 'skipped' : 'not-begun'
  if (own) return own.outcome
  // It was not there yet.
  if (comesBefore(run, step, run.snapshot.joined?.[machineId])) return 'not-begun'
  // The condition of the whole step, or that of the step on this machine, left it out.
  const whole = outcomes.get(stepKey(step))
  if (whole?.outcome === 'skipped') return AFTER_FAILURE.has(whole.message) ? 'not-begun' : 'skipped'
  const decided = outcomes.get(decisionKey(step))
  return decided && !decided.message.split(',').includes(machineId) ? 'skipped' : 'not-begun'
}

function comesBefore({ process: { steps } }: RunState, step: Step, stepId: string | undefined): boolean {
  return stepId !== undefined && steps.indexOf(step) < steps.findIndex(({ id }) => id === stepId)
}

const AFTER_FAILURE: ReadonlySet<string> = new Set([WHY_SKIPPED['earlier-failure'], WHY_SKIPPED.cancelled])
