import { type DeployPlan, MAX_CHILD_NESTING, specificMachineIds } from '@flotilla/domain/suites'
import type { PassedValue } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import { crashPoint } from '../crash-point.ts'
import { inTransaction } from '../database/connection.ts'
import { firstOrAborted } from '../engine/deployment/pauses.ts'
import type { Caller } from '../features/context.ts'
import { createDeployment, DEPLOYMENT_DEFAULTS } from '../features/deployments/create-deployment.ts'
import { asDeployment } from '../features/deployments/execution.ts'
import { type DeploymentRow, missingComponentsOf } from '../features/deployments/queries.ts'
import { findRelease } from '../features/releases/queries.ts'
import { refreshVariables } from '../features/releases/refresh-variables.ts'
import { cancelTask } from '../features/tasks/cancel-task.ts'
import { findTask, type TaskRow } from '../features/tasks/queries.ts'
import { lockTask } from '../features/tasks/task-run.ts'
import { taskTopic } from '../features/tasks/topics.ts'
import { type ActionResult, type ActionRun, cancelled, failed, succeeded } from './step-type.ts'

const LOOK_AGAIN_MS = 30_000
const FINAL = new Set(['Success', 'Failed', 'Canceled', 'TimedOut'])

/** Fails a step that would nest children too deep; nothing when it may go on (reliability C5). */
export async function refuseDeepNesting(action: ActionRun): Promise<ActionResult | undefined> {
  return (await nestingOf(action)) >= MAX_CHILD_NESTING
    ? failed(`Child projects may be nested ${MAX_CHILD_NESTING} deep; this one would be deeper.`)
    : undefined
}

async function nestingOf({ deps, run }: ActionRun): Promise<number> {
  if (run.task.parent_task_id === null) return 1
  const { rows } = await sql<{ depth: number }>`
    with recursive up as (
      select parent_task_id, 1 as depth from server_task where id = ${run.task.id}
      union all
      select t.parent_task_id, up.depth + 1 from server_task t join up on t.id = up.parent_task_id where up.depth < 20)
    select max(depth) as depth from up`.execute(deps.database)
  return rows[0]?.depth ?? 1
}

/**
 * Creates and begins the child that a plan is for, or answers how the step ends instead: one transaction, which also looks
 * whether the parent was cancelled meanwhile (reliability X1, S3). It acts with the rights of who started the parent, `caller` (Z6).
 */
export async function beginChild(
  action: ActionRun,
  caller: Caller,
  plan: DeployPlan,
  passed: readonly PassedValue[] = [],
): Promise<DeploymentRow | ActionResult> {
  await action.run.log.settled()
  const created = await create(action, caller, plan, passed)
  if ('outcome' in created) return created
  action.deps.tasks.begin(created.task_id)
  await crashPoint('child.created')
  return created
}

async function create(
  { deps, run, key }: ActionRun,
  caller: Caller,
  plan: DeployPlan,
  passed: readonly PassedValue[],
): Promise<DeploymentRow | ActionResult> {
  return inTransaction(deps.database, async (tx) => {
    if ((await lockTask(tx, run.task)) === 'Cancelling') return cancelled
    if (plan.refreshesVariables) {
      const release = await findRelease(tx, plan.release.id)
      if (release) await refreshVariables(tx, caller, release)
    }
    const created = await createDeployment(
      tx,
      caller,
      {
        ...DEPLOYMENT_DEFAULTS,
        releaseId: plan.release.id,
        environmentId: plan.environmentId,
        tenantId: plan.tenantId,
        specificMachineIds: specificMachineIds(plan),
        excludedMachineIds: plan.machines.excludedIds,
        missing: missingComponentsOf(asDeployment(run.execution)),
        formValues: plan.promptedValues,
        holdsSecret: (value) => run.mask(value) !== value,
        useGuidedFailure: plan.usesGuidedFailure,
        queueTime: plan.queueTime === null ? null : new Date(plan.queueTime),
        queueTimeExpiry: plan.queueTimeExpiry === null ? null : new Date(plan.queueTimeExpiry),
        trigger: null,
        parent: { taskId: run.task.id, actionKey: key, passed },
      },
      deps.now(),
    )
    if (created.ok) return created.value.deployment
    return failed(
      created.error.kind === 'forbidden'
        ? `${caller.username}, who started this deployment, may not deploy the child there (missing permission ${created.error.permission}).`
        : created.error.errors.join(' '),
    )
  })
}

/** Says which deployment is the child, once. */
export const sayChild = ({ deps, say }: ActionRun, child: DeploymentRow): void =>
  say(
    'Info',
    'child',
    `${child.id} (${child.task_id}) deploys it: ${deps.serverUri()}/app#/${child.space_id}/deployments/${child.id}`,
  )

export interface ChildWait {
  /** Done at each look at the child, the last one included. */
  readonly onLook: (child: TaskRow) => Promise<void>
  /** What calls for a look beside signals of parent and child. */
  readonly alsoWakes?: readonly string[]
  /** Counted from the child's start; then it is cancelled, and the step fails. Without one there is no limit. */
  readonly longestWaitSeconds?: number
}

/** Waits for the child's end; no slot is held. Once the parent is cancelled, the child's end is still waited for. */
export async function awaitChild(action: ActionRun, child: DeploymentRow, wait: ChildWait): Promise<ActionResult> {
  const { deps, run } = action
  const tellWait = run.log.waitOf(action.activityKey)
  for (;;) {
    const topics = [taskTopic(run.task.id), taskTopic(child.task_id), ...(wait.alsoWakes ?? [])]
    const changed = Promise.race(topics.map((topic) => deps.signals.next(topic, LOOK_AGAIN_MS)))
    const task = await findTask(deps.database, child.task_id)
    if (!task) return failed(`${child.task_id} is gone, so nobody can tell how it ended.`)
    await wait.onLook(task)
    if (FINAL.has(task.state)) {
      await crashPoint('child.done')
      if (run.cancelled.aborted) return cancelled
      if (task.state === 'Success') return succeeded
      return failed(`${task.description} ended as ${task.state}${task.error_message ? `: ${task.error_message}` : '.'}`)
    }
    tellWait(waitOf(task))
    const leftMs = timeLeft(task, wait, deps.now())
    if (leftMs <= 0 && task.state !== 'Cancelling') return cancelOverdue(action, task, wait.longestWaitSeconds ?? 0)
    const timeIsUp = leftMs > 0 && leftMs < LOOK_AGAIN_MS ? [sleep(leftMs)] : []
    if (run.cancelled.aborted) await changed
    else await firstOrAborted(run.cancelled, [changed, ...timeIsUp])
  }
}

/** What who waits for a child waits for besides that it does its work. */
function waitOf({ state, pending_interruptions, waiting_for }: TaskRow): string | null {
  if (pending_interruptions > 0) return 'a person to answer what its child deployment asks'
  if (state !== 'Queued') return null
  return waiting_for ? `its child deployment, which waits for ${waiting_for}` : 'its child deployment to begin'
}

/** The clock starts when the child does: queueing is not counted (domain reference 10.13). */
function timeLeft({ start_time }: TaskRow, { longestWaitSeconds }: ChildWait, now: number): number {
  if (!start_time || longestWaitSeconds === undefined) return Number.POSITIVE_INFINITY
  return start_time.getTime() + longestWaitSeconds * 1_000 - now
}

async function cancelOverdue({ deps, run }: ActionRun, task: TaskRow, limitSeconds: number): Promise<ActionResult> {
  const caller = await deps.loadCaller(run.task.started_by)
  const because = `it took longer than ${limitSeconds} s, the longest wait of its parent ${run.task.id}`
  await inTransaction(deps.database, async (tx) => {
    await lockTask(tx, run.task)
    await cancelTask(tx, caller, task, because)
  })
  return failed(`${task.description} took longer than ${limitSeconds} s and was cancelled.`)
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
