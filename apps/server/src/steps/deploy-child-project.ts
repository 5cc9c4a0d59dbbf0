import type { EnvironmentId } from '@flotilla/domain'
import {
  type ChildPlan,
  type ChildRequest,
  type DeployPlan,
  explainDroppedMachine,
  explainReason,
  MAX_CHILD_NESTING,
  specificMachineIds,
} from '@flotilla/domain/suites'
import { sql } from 'kysely'
import { crashPoint } from '../crash-point.ts'
import { inTransaction } from '../database/connection.ts'
import { firstOrAborted } from '../engine/deployment/pauses.ts'
import { storeArtifactText } from '../features/artifacts/store-artifact.ts'
import { createDeployment, DEPLOYMENT_DEFAULTS } from '../features/deployments/create-deployment.ts'
import { type DeploymentRow, findChildDeployment } from '../features/deployments/queries.ts'
import { findRelease } from '../features/releases/queries.ts'
import { refreshVariables } from '../features/releases/refresh-variables.ts'
import { planChildDeployment } from '../features/suites/load-child-world.ts'
import { loadNames } from '../features/suites/load-names.ts'
import { cancelTask } from '../features/tasks/cancel-task.ts'
import { findTask } from '../features/tasks/queries.ts'
import { loadLines } from '../features/tasks/read-log.ts'
import type { LogCategory } from '../features/tasks/task-log.ts'
import { taskTopic } from '../features/tasks/topics.ts'
import { readChildRequest } from './child-request.ts'
import { answerFromParent, findParentApprovals, type ParentApprovals } from './parent-approvals.ts'
import { type ActionResult, type ActionRun, cancelled, failed, type StepType, succeeded } from './step-type.ts'

const LOOK_AGAIN_MS = 30_000
const FINAL = new Set(['Success', 'Failed', 'Canceled', 'TimedOut'])

/**
 * `Flotilla.DeployChildProject`: plans a child project and deploys it, natively: no request to oneself, no polling, and no
 * slot held while waiting (domain reference 10). It acts with the rights of who started the parent (reliability Z6).
 */
export const deployChildProject: StepType = { run }

async function run(action: ActionRun): Promise<ActionResult> {
  const { deps, run, key } = action
  const parsed = readChildRequest(action.action, action.scope, deps.serverUri())
  if (!parsed.ok) return failed(parsed.error.join(' '))
  const request = parsed.value
  const existing = await findChildDeployment(deps.database, run.task.id, key)
  if (existing) return await wait(action, request, existing)

  const depth = await nestingOf(action)
  if (depth >= MAX_CHILD_NESTING)
    return failed(`Child projects may be nested ${MAX_CHILD_NESTING} deep; this one would be deeper.`)
  const plan = (await toldPlan(action)) ?? (await makePlan(action, request))
  if (plan.kind !== 'deploy')
    return { outcome: OUTCOMES[plan.kind], message: plan.kind === 'fail' ? await lastReason(action, plan) : '' }
  if (request.savesNotes) await saveNotes(action, plan)
  if (plan.isWhatIf) return succeeded

  const approvals = await findParentApprovals(action, request, plan)
  if (approvals.kind === 'fail') return failed(`The approval ${approvals.why} "${approvals.name}" was not found.`)
  const created = await create(action, plan)
  if (created === 'cancelled') return cancelled
  if ('refusal' in created) return failed(created.refusal)
  deps.tasks.begin(created.task_id)
  await crashPoint('child.created')
  return wait(action, request, created, approvals)
}

/** How the line is shown that says what came of the plan. */
const CATEGORIES: Readonly<Record<ChildPlan['kind'], LogCategory>> = {
  deploy: 'Info',
  skip: 'Highlight',
  warn: 'Warning',
  fail: 'Error',
}

/** `warn` is a real warning: the step goes on, and the deployment ends with warnings. */
const OUTCOMES = { skip: 'succeeded', warn: 'succeeded-with-warning', fail: 'failed' } as const

async function nestingOf({ deps, run }: ActionRun): Promise<number> {
  const { rows } = await sql<{ depth: number }>`
    with recursive up as (
      select parent_task_id, 1 as depth from server_task where id = ${run.task.id}
      union all
      select t.parent_task_id, up.depth + 1 from server_task t join up on t.id = up.parent_task_id where up.depth < 20)
    select max(depth) as depth from up`.execute(deps.database)
  return rows[0]?.depth ?? 1
}

/** The plan that an earlier run of this step told before it died: what was told is what runs (reliability S1). */
async function toldPlan({ deps, run, key }: ActionRun): Promise<ChildPlan | undefined> {
  const row = await deps.database
    .selectFrom('task_action')
    .select('detail')
    .where('task_id', '=', run.task.id)
    .where('key', '=', `plan:${key}`)
    .executeTakeFirst()
  return (row?.detail as { plan?: ChildPlan } | undefined)?.plan
}

async function makePlan(action: ActionRun, request: ChildRequest): Promise<ChildPlan> {
  const { deps, run } = action
  const plan = await planChildDeployment(deps.database, request, {
    specificMachineIds: run.deployment.specific_machine_ids,
    excludedMachineIds: run.deployment.excluded_machine_ids,
    now: deps.now(),
    timeZone: deps.timeZone,
  })
  await tell(action, plan)
  return plan
}

/** Says the plan in the log, sets the outputs and stores the plan, in one transaction. */
async function tell(action: ActionRun, plan: ChildPlan): Promise<void> {
  const { deps, run } = action
  const nameOf = await loadNames(deps.database, plan)
  const at = new Date(deps.now())
  const machines = plan.machines
  const category = CATEGORIES[plan.kind]
  const lines: { category: LogCategory; text: string }[] = [
    ...plan.reasons.map((reason, index) => ({
      category: plan.kind !== 'deploy' && index === plan.reasons.length - 1 ? category : ('Info' as const),
      text: explainReason(reason, nameOf),
    })),
    ...(machines.scope === 'only'
      ? machines.kept.map(({ name }) => ({ category: 'Info' as const, text: `${name} will be deployed to.` }))
      : []),
    ...machines.dropped.map((machine) => ({ category: 'Info' as const, text: explainDroppedMachine(machine) })),
    ...(plan.kind === 'deploy'
      ? [
          {
            category: 'Highlight' as const,
            text: `${plan.isWhatIf ? 'Would deploy' : 'Deploying'} release ${plan.release.version} to ${nameOf(plan.environmentId)}.`,
          },
        ]
      : []),
  ]
  await run.log.within(async (tx) => {
    await run.log.writeLines(
      tx,
      action.activityKey,
      lines.map((line, index) => ({
        ...line,
        text: run.mask(line.text),
        occurredAt: at,
        key: `${action.key}:plan:${index}`,
      })),
    )
    for (const [name, value] of Object.entries(plan.outputs)) await action.setOutput(tx, name, value as string)
    await sql`insert into task_action (task_id, key, outcome, detail) values (${run.task.id}, ${`plan:${action.key}`}, ${plan.kind}, ${JSON.stringify({ plan })}::jsonb)
      on conflict (task_id, key) do update set outcome = excluded.outcome, detail = excluded.detail`.execute(tx)
  })
}

async function lastReason({ deps }: ActionRun, plan: ChildPlan): Promise<string> {
  const nameOf = await loadNames(deps.database, plan)
  const last = plan.reasons.at(-1)
  return last ? explainReason(last, nameOf) : 'The child cannot be deployed.'
}

/** The notes as an artifact of the parent's task (domain reference 10.11). */
async function saveNotes(action: ActionRun, plan: DeployPlan): Promise<void> {
  const { deps, run } = action
  const nameOf = await loadNames(deps.database, plan)
  const stamp = new Date(deps.now()).toISOString().slice(0, 16).replaceAll(/[-T:]/g, '_')
  const filename = `${nameOf(plan.projectId)} ${plan.release.version} ${nameOf(plan.environmentId)}.ReleaseNotes_${stamp}.txt`
  await run.log.within(async (tx) => {
    await storeArtifactText(tx, {
      spaceId: run.deployment.space_id,
      taskId: run.task.id,
      filename,
      source: action.activityKey,
      text: plan.outputs.ReleaseNotes ?? '',
      related: [run.deployment.id, run.deployment.release_id, run.deployment.project_id],
    })
  })
}

/** Creates the child in one transaction that also looks whether the parent was cancelled meanwhile (reliability X1, S3). */
async function create(
  action: ActionRun,
  plan: DeployPlan,
): Promise<DeploymentRow | 'cancelled' | { readonly refusal: string }> {
  const { deps, run, key } = action
  const caller = await deps.loadCaller(run.task.started_by)
  return inTransaction(deps.database, async (tx) => {
    const parent = await tx
      .selectFrom('server_task')
      .select('state')
      .where('id', '=', run.task.id)
      .forUpdate()
      .executeTakeFirst()
    if (parent?.state === 'Cancelling') return 'cancelled'
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
        formValues: plan.promptedValues,
        useGuidedFailure: plan.usesGuidedFailure,
        queueTime: plan.queueTime === null ? null : new Date(plan.queueTime),
        queueTimeExpiry: plan.queueTimeExpiry === null ? null : new Date(plan.queueTimeExpiry),
        trigger: null,
        parent: { taskId: run.task.id, actionKey: key },
      },
      deps.now(),
    )
    if (created.ok) return created.value.deployment
    const refusal =
      created.error.kind === 'forbidden'
        ? `${caller.username}, who started this deployment, may not deploy the child there (missing permission ${created.error.permission}).`
        : created.error.errors.join(' ')
    return { refusal }
  })
}

/** Waits for the child's end, answering its interventions from the parent's approvals; no slot is held. */
async function wait(
  action: ActionRun,
  request: ChildRequest,
  child: DeploymentRow,
  known?: ParentApprovals,
): Promise<ActionResult> {
  const { deps, run } = action
  const isScheduled = (child.document as { QueueTime?: string | null }).QueueTime != null
  await action.say(
    'Info',
    'child',
    `${child.id} (${child.task_id}) deploys it: ${deps.serverUri()}/app#/${child.space_id}/deployments/${child.id}`,
  )
  if (isScheduled && request.waitsForFinish)
    await action.say('Warning', 'not-waited', 'The child is scheduled for later, so this step does not wait for it.')
  if (isScheduled || !request.waitsForFinish) return succeeded
  const approvals = known ?? (await approvalsOf(action, request, child))
  let copied = 0
  for (;;) {
    const changed = Promise.race([
      deps.signals.next(taskTopic(run.task.id), LOOK_AGAIN_MS),
      deps.signals.next(taskTopic(child.task_id), LOOK_AGAIN_MS),
    ])
    const task = await findTask(deps.database, child.task_id)
    if (!task) return failed(`${child.task_id} is gone, so nobody can tell how it ended.`)
    if (request.copiesLog) copied = await copyLog(action, child.task_id, copied)
    if (FINAL.has(task.state)) {
      await crashPoint('child.done')
      if (run.cancelled.aborted) return cancelled
      if (task.state === 'Success') return succeeded
      return failed(`${task.description} ended as ${task.state}${task.error_message ? `: ${task.error_message}` : '.'}`)
    }
    if (task.pending_interruptions > 0) await answerFromParent(action, approvals, child)
    const limitMs = request.longestWaitSeconds * 1_000
    // The clock starts when the child does: queueing is not counted (domain reference 10.13).
    const leftMs = task.start_time ? task.start_time.getTime() + limitMs - deps.now() : Number.POSITIVE_INFINITY
    if (leftMs <= 0 && task.state !== 'Cancelling') {
      await inTransaction(deps.database, async (tx) =>
        cancelTask(
          tx,
          await deps.loadCaller(run.task.started_by),
          task,
          `it took longer than ${request.longestWaitSeconds} s, the longest wait of its parent ${run.task.id}`,
        ),
      )
      return failed(`${task.description} took longer than ${request.longestWaitSeconds} s and was cancelled.`)
    }
    const timeIsUp = leftMs > 0 && leftMs < LOOK_AGAIN_MS ? [sleep(leftMs)] : []
    // Once cancelled, the child's end is what is waited for.
    if (run.cancelled.aborted) await changed
    else await firstOrAborted(run.cancelled, [changed, ...timeIsUp])
  }
}

const LINES_AT_ONCE = 500

/** Copies the child's lines behind `after` to this step's log, each once, and answers the last one's number (10.13). */
async function copyLog(
  { deps, run, activityKey, key }: ActionRun,
  childTaskId: string,
  after: number,
): Promise<number> {
  let last = after
  for (;;) {
    const lines = await loadLines(deps.database, childTaskId, last, LINES_AT_ONCE)
    await run.log.lines(
      activityKey,
      lines.map((line) => ({
        category: line.category as LogCategory,
        text: run.mask(line.message),
        occurredAt: line.occurred_at,
        key: `${key}:${childTaskId}:${line.number}`,
      })),
    )
    last = lines.at(-1)?.number ?? last
    if (lines.length < LINES_AT_ONCE) return last
  }
}

/** After a crash the approvals are looked for again, as of the plan's destination. */
async function approvalsOf(action: ActionRun, request: ChildRequest, child: DeploymentRow): Promise<ParentApprovals> {
  return findParentApprovals(action, request, { environmentId: child.environment_id as EnvironmentId })
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
