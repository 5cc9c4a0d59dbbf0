import type { DeploymentOutcome } from '@flotilla/domain/deployments'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { signal } from '../../database/signals.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import { recordEvent } from '../../features/audit/record-event.ts'
import { findDeploymentOfTask } from '../../features/deployments/queries.ts'
import { MACHINE_EVENTS_TOPIC } from '../../features/machines/topics.ts'
import { finishTask } from '../../features/tasks/finish.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { lockTask } from '../../features/tasks/task-run.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { releaseAllLocks } from '../locks.ts'
import type { RunState } from './run-state.ts'

const CATEGORY = { Success: 'DeploymentSucceeded', Failed: 'DeploymentFailed', Canceled: 'DeploymentCanceled' } as const
const WORDS = { Success: 'succeeded', Failed: 'failed', Canceled: 'was cancelled' } as const

/**
 * Stores the outcome of a deployment in one transaction: final state, log, projections of what is current and what is
 * installed where, event, and every lock given back (reliability C1, L8).
 */
export async function finishDeployment(deps: StepDeps, run: RunState, outcome: DeploymentOutcome): Promise<void> {
  const at = new Date(deps.now())
  await run.log.within(async (tx) => {
    // A cancel that came after the last look still counts: the state row decides (reliability X3).
    const state = (await lockTask(tx, run.task)) === 'Cancelling' ? 'Canceled' : outcome.state
    const lines =
      state === 'Success'
        ? [{ category: 'Info' as const, text: 'The deployment completed successfully.', occurredAt: at, key: 'final' }]
        : [
            {
              category: 'Error' as const,
              text: state === 'Canceled' ? 'The deployment was cancelled.' : 'The deployment failed.',
              occurredAt: at,
              key: 'final',
            },
          ]
    await run.log.writeLines(tx, 'task', lines)
    await sql`update task_activity set status = ${state === 'Success' ? (outcome.hasWarningsOrErrors ? 'SuccessWithWarning' : 'Success') : state},
        ended_at = ${at}, progress_percentage = 100 where task_id = ${run.task.id} and key = 'task'`.execute(tx)
    const errorMessage =
      state === 'Success'
        ? ''
        : state === 'Canceled'
          ? 'The deployment was cancelled.'
          : (run.failure?.error ?? 'The deployment failed.')
    if (!(await finishTask(tx, run.task.id, { state, errorMessage, hasWarningsOrErrors: outcome.hasWarningsOrErrors })))
      return
    await sql`update deployment set failure_encountered = ${run.failure !== null}, deployed_to_machine_ids = ${reachedMachines(run)}
      where id = ${run.deployment.id}`.execute(tx)
    if (state === 'Success') await recordSuccess(tx, run)
    await recordInstallations(tx, run, state === 'Success')
    await releaseAllLocks(tx, run.task.id)
    await tellEnd(tx, run.task, CATEGORY[state], WORDS[state])
  })
}

/** The end of a deployment that never ran. */
export async function endUnstartedDeployment(tx: Tx, task: TaskRow, why: string): Promise<void> {
  await tellEnd(tx, task, 'DeploymentFailed', `did not run: ${why}`)
}

async function tellEnd(tx: Tx, task: TaskRow, category: string, words: string): Promise<void> {
  const deployment = await findDeploymentOfTask(tx, task.id)
  await recordEvent(tx, systemCaller(), {
    category,
    message: `${task.description} ${words}`,
    spaceId: task.space_id,
    related: [
      task.id,
      deployment?.id,
      deployment?.release_id,
      task.project_id,
      task.environment_id,
      task.tenant_id,
      task.parent_task_id,
    ],
  })
  // Machines that came meanwhile wait for this place to be free (domain reference 7.3).
  await signal(tx, MACHINE_EVENTS_TOPIC)
}

/** What came of each action on each machine. */
const machineOutcomes = ({ snapshot, outcomes }: RunState) =>
  Object.entries(snapshot.actions).flatMap(([actionId, { machineIds }]) =>
    machineIds.flatMap((machineId) => {
      const outcome = outcomes.get(`${actionId}/${machineId}`)?.outcome
      return outcome && outcome !== 'skipped' ? [{ machineId, outcome }] : []
    }),
  )

/** Machines on which at least one action of this deployment ended. */
const reachedMachines = (run: RunState): string[] => [
  ...new Set(machineOutcomes(run).map(({ machineId }) => machineId)),
]

async function recordSuccess(tx: Tx, { task, deployment }: RunState): Promise<void> {
  await sql`insert into release_success
      (project_id, environment_id, tenant_id, channel_id, release_id, deployment_id, task_id, started_at, completed_at)
    select ${deployment.project_id}, ${deployment.environment_id}, ${deployment.tenant_id ?? ''}, ${deployment.channel_id},
      ${deployment.release_id}, ${deployment.id}, ${task.id}, start_time, now() from server_task where id = ${task.id}
    on conflict (release_id, environment_id, tenant_id, channel_id) do update set
      deployment_id = excluded.deployment_id, task_id = excluded.task_id, started_at = excluded.started_at, completed_at = excluded.completed_at
    where release_success.started_at < excluded.started_at`.execute(tx)
}

/**
 * A machine holds the release when every action that ran on it succeeded, also when the deployment failed elsewhere. A parent
 * that succeeded is held by the machines of its children, and by those that a trigger asked for even if no child wanted them:
 * the trigger need not ask again (reliability T3).
 */
async function recordInstallations(tx: Tx, run: RunState, isSuccess: boolean): Promise<void> {
  const good = new Map<string, boolean>()
  for (const { machineId, outcome } of machineOutcomes(run)) {
    const isGood = outcome === 'succeeded' || outcome === 'succeeded-with-warning'
    good.set(machineId, (good.get(machineId) ?? true) && isGood)
  }
  const { deployment } = run
  const own = [...good].filter(([, isGood]) => isGood).map(([machine]) => machine)
  const asked = isSuccess && deployment.trigger_id !== null ? deployment.specific_machine_ids : []
  await sql`insert into machine_installation (machine_id, project_id, environment_id, tenant_id, release_id, deployment_id, installed_at)
    select id, ${deployment.project_id}, ${deployment.environment_id}, ${deployment.tenant_id ?? ''}, ${deployment.release_id}, ${deployment.id}, now()
    from machine
    where id = any(${[...own, ...asked]})
      or (${isSuccess} and id in (
        select unnest(child.deployed_to_machine_ids) from deployment child
        where child.parent_task_id = ${run.task.id} and child.environment_id = ${deployment.environment_id}))
    on conflict (machine_id, project_id, environment_id, tenant_id) do update set
      release_id = excluded.release_id, deployment_id = excluded.deployment_id, installed_at = excluded.installed_at`.execute(
    tx,
  )
}
