import type { DeploymentOutcome } from '@flotilla/domain/deployments'
import { sql } from 'kysely'
import { type Tx, together } from '../../database/connection.ts'
import { signal } from '../../database/signals.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import { recordEvent } from '../../features/audit/record-event.ts'
import {
  type Execution,
  findExecutionOfTask,
  isDeployment,
  relatedIds,
  wordsOf,
} from '../../features/deployments/execution.ts'
import type { DeploymentRow } from '../../features/deployments/queries.ts'
import { MACHINE_EVENTS_TOPIC } from '../../features/machines/topics.ts'
import { finishTask } from '../../features/tasks/finish.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { lockTask } from '../../features/tasks/task-run.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { releasingAllLocks } from '../locks.ts'
import { recordingLedger } from './record-ledger.ts'
import type { RunState } from './run-state.ts'

const CATEGORY = { Success: 'Succeeded', Failed: 'Failed', Canceled: 'Canceled' } as const
const WORDS = { Success: 'succeeded', Failed: 'failed', Canceled: 'was cancelled' } as const

/**
 * Stores the outcome of a deployment, or of a run of a runbook, in one transaction: final state, log, event, and every lock given
 * back (reliability C1, L8). A deployment also changes the projections of what is current and what is installed where.
 */
export async function finishDeployment(deps: StepDeps, run: RunState, outcome: DeploymentOutcome): Promise<void> {
  const at = new Date(deps.now())
  const { execution } = run
  const { noun } = wordsOf(run.task.name)
  await run.log.within(async (tx) => {
    // A cancel that came after the last look still counts: the state row decides (reliability X3).
    const state = (await lockTask(tx, run.task)) === 'Cancelling' ? 'Canceled' : outcome.state
    const lines =
      state === 'Success'
        ? [{ category: 'Info' as const, text: `The ${noun} completed successfully.`, occurredAt: at, key: 'final' }]
        : [
            {
              category: 'Error' as const,
              text: `The ${noun} ${state === 'Canceled' ? 'was cancelled' : 'failed'}.`,
              occurredAt: at,
              key: 'final',
            },
          ]
    const told = Promise.all([
      run.log.writeIn(tx, saying('task', lines)),
      sql`update task_activity set status = ${state === 'Success' ? (outcome.hasWarningsOrErrors ? 'SuccessWithWarning' : 'Success') : state},
        ended_at = ${at}, progress_percentage = 100 where task_id = ${run.task.id} and key = 'task'`.execute(tx),
    ])
    const errorMessage =
      state === 'Success'
        ? ''
        : state === 'Canceled'
          ? `The ${noun} was cancelled.`
          : (run.failure?.error ?? `The ${noun} failed.`)
    const final = { state, errorMessage, hasWarningsOrErrors: outcome.hasWarningsOrErrors }
    const [isFirst] = await Promise.all([finishTask(tx, run.task.id, final), told])
    if (!isFirst) return
    await Promise.all([
      together(tx, [
        sql`update ${sql.table(isDeployment(execution) ? 'deployment' : 'runbook_run')} set failure_encountered = ${run.failure !== null}, deployed_to_machine_ids = ${reachedMachines(run)}
          where id = ${execution.id}`,
        ...(isDeployment(execution) ? recordingRelease(run, execution, state === 'Success') : []),
        ...releasingAllLocks(run.task.id),
      ]),
      tellEnd(tx, run.task, execution, CATEGORY[state], WORDS[state]),
    ])
  })
}

/** The end of a deployment or run that never ran. */
export async function endUnstartedDeployment(tx: Tx, task: TaskRow, why: string): Promise<void> {
  await tellEnd(tx, task, await findExecutionOfTask(tx, task.id), 'Failed', `did not run: ${why}`)
}

async function tellEnd(
  tx: Tx,
  task: TaskRow,
  execution: Execution | undefined,
  outcome: (typeof CATEGORY)[keyof typeof CATEGORY],
  words: string,
): Promise<void> {
  const recorded = recordEvent(tx, systemCaller(), {
    category: `${wordsOf(task.name).category}${outcome}`,
    message: `${task.description} ${words}`,
    spaceId: task.space_id,
    related: [task.id, ...(execution ? relatedIds(execution) : []), task.parent_task_id],
  })
  // Machines that came meanwhile wait for this place to be free (domain reference 7.3).
  await Promise.all([recorded, signal(tx, MACHINE_EVENTS_TOPIC)])
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

/** Where the release has succeeded, and what is installed on which machines. */
const recordingRelease = (run: RunState, deployment: DeploymentRow, isSuccess: boolean) => [
  ...(isSuccess ? [recordingSuccess(run, deployment)] : []),
  ...recordingLedger(run, deployment, isSuccess),
]

const recordingSuccess = ({ task }: RunState, deployment: DeploymentRow) => sql`
    insert into release_success
      (project_id, environment_id, tenant_id, channel_id, release_id, deployment_id, task_id, started_at, completed_at)
    select ${deployment.project_id}, ${deployment.environment_id}, ${deployment.tenant_id ?? ''}, ${deployment.channel_id},
      ${deployment.release_id}, ${deployment.id}, ${task.id}, start_time, now() from server_task where id = ${task.id}
    on conflict (release_id, environment_id, tenant_id, channel_id) do update set
      deployment_id = excluded.deployment_id, task_id = excluded.task_id, started_at = excluded.started_at, completed_at = excluded.completed_at
    where release_success.started_at < excluded.started_at`
