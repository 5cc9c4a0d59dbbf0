import type { EnvironmentId } from '@flotilla/domain'
import type { ChildPlan, ChildRequest, DeployPlan } from '@flotilla/domain/suites'
import { crashPoint } from '../crash-point.ts'
import { storeArtifactText } from '../features/artifacts/store-artifact.ts'
import { asDeployment, relatedIds } from '../features/deployments/execution.ts'
import { type DeploymentRow, findChildDeployment, missingComponentsOf } from '../features/deployments/queries.ts'
import { loadNames } from '../features/suites/load-names.ts'
import { planChildren } from '../features/suites/plan-children.ts'
import type { LogCategory } from '../features/tasks/log-entries.ts'
import { loadLines } from '../features/tasks/read-log.ts'
import { taskLogTopic } from '../features/tasks/topics.ts'
import { awaitChild, beginChild, refuseDeepNesting, sayChild } from './child-deployment.ts'
import { readChildRequest } from './child-request.ts'
import { answerFromParent, findParentApprovals, type ParentApprovals } from './parent-approvals.ts'
import { type ActionResult, type ActionRun, failed, type StepType, succeeded } from './step-type.ts'
import { settlePlan, stopped } from './tell-plan.ts'

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
  const existing = action.hadBegun ? await findChildDeployment(deps.database, run.task.id, key) : undefined
  if (existing) return await wait(action, request, existing)

  const tooDeep = await refuseDeepNesting(action)
  if (tooDeep) return tooDeep
  const plan = await settlePlan(action, () => makePlan(action, request))
  await crashPoint('plan.after')
  if (plan.kind !== 'deploy') return stopped(action, plan)
  if (request.savesNotes) await saveNotes(action, plan)
  if (plan.isWhatIf) return succeeded

  const [approvals, caller] = await Promise.all([
    findParentApprovals(action, request, plan),
    deps.loadCaller(run.task.started_by),
  ])
  if (approvals.kind === 'fail') return failed(`The approval ${approvals.why} "${approvals.name}" was not found.`)
  const begun = await beginChild(action, caller, plan)
  return 'outcome' in begun ? begun : wait(action, request, begun, approvals)
}

async function makePlan({ deps, run }: ActionRun, request: ChildRequest): Promise<ChildPlan> {
  const parent = {
    specificMachineIds: run.execution.specific_machine_ids,
    excludedMachineIds: run.execution.excluded_machine_ids,
    missing: missingComponentsOf(asDeployment(run.execution)),
    now: deps.now(),
    timeZone: deps.timeZone,
  }
  const [plan] = await planChildren(deps.database, [{ request, parent }])
  return plan!
}

/** The notes as an artifact of the parent's task (domain reference 10.11). */
async function saveNotes(action: ActionRun, plan: DeployPlan): Promise<void> {
  const { deps, run } = action
  const nameOf = await loadNames(deps.database, [plan])
  const stamp = new Date(deps.now()).toISOString().slice(0, 16).replaceAll(/[-T:]/g, '_')
  const filename = `${nameOf(plan.projectId)} ${plan.release.version} ${nameOf(plan.environmentId)}.ReleaseNotes_${stamp}.txt`
  await run.log.within(async (tx) => {
    await storeArtifactText(tx, {
      spaceId: run.execution.space_id,
      taskId: run.task.id,
      filename,
      source: action.activityKey,
      text: plan.outputs.ReleaseNotes ?? '',
      related: relatedIds(run.execution),
    })
  })
}

/** Waits for the child's end, unless told not to, answering its interventions from the parent's approvals. */
async function wait(
  action: ActionRun,
  request: ChildRequest,
  child: DeploymentRow,
  known?: ParentApprovals,
): Promise<ActionResult> {
  const isScheduled = (child.document as { QueueTime?: string | null }).QueueTime != null
  sayChild(action, child)
  if (isScheduled && request.waitsForFinish)
    action.say('Warning', 'not-waited', 'The child is scheduled for later, so this step does not wait for it.')
  if (isScheduled || !request.waitsForFinish) return succeeded
  const approvals = known ?? (await approvalsOf(action, request, child))
  let copied = 0
  return awaitChild(action, child, {
    longestWaitSeconds: request.longestWaitSeconds,
    alsoWakes: request.copiesLog ? [taskLogTopic(child.task_id)] : [],
    onLook: async (task) => {
      if (request.copiesLog) copied = await copyLog(action, child.task_id, copied)
      if (task.pending_interruptions > 0) await answerFromParent(action, approvals, child)
    },
  })
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
