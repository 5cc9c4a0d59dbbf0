import { crashPoint } from '../crash-point.ts'
import { loadOutputs } from '../engine/deployment/run-state.ts'
import { type DeploymentRow, findChildDeployment } from '../features/deployments/queries.ts'
import { awaitChild, beginChild, refuseDeepNesting, sayChild } from './child-deployment.ts'
import { linkQuestions } from './linked-questions.ts'
import { planReleaseStep, readReleaseRequest } from './release-request.ts'
import { type ActionResult, type ActionRun, failed, type StepType } from './step-type.ts'
import { settlePlan, stopped } from './tell-plan.ts'

/**
 * `Octopus.DeployRelease`: deploys the release of another project that was chosen when the parent's release was created, to
 * where the parent is deployed, and waits for its end with no slot held (domain reference 4.10).
 */
export const deployRelease: StepType = { run }

async function run(action: ActionRun): Promise<ActionResult> {
  const { deps, run, key } = action
  const request = readReleaseRequest(action)
  if (!request.ok) return failed(request.error.join(' '))
  const existing = action.hadBegun ? await findChildDeployment(deps.database, run.task.id, key) : undefined
  if (existing) return wait(action, existing)

  const tooDeep = await refuseDeepNesting(action)
  if (tooDeep) return tooDeep
  const plan = await settlePlan(action, () => planReleaseStep(deps.database, action, request.value))
  await crashPoint('plan.after')
  if (plan.kind !== 'deploy') return stopped(action, plan)
  const begun = await beginChild(action, await deps.loadCaller(run.task.started_by), plan, request.value.passed)
  return 'outcome' in begun ? begun : wait(action, begun)
}

async function wait(action: ActionRun, child: DeploymentRow): Promise<ActionResult> {
  sayChild(action, child)
  const ended = await awaitChild(action, child, { onLook: (task) => linkQuestions(action, child, task) })
  if (ended.outcome !== 'cancelled') await takeOutputs(action, child)
  return ended
}

/** What the child has put out, for later steps of the parent; what was secret there is so here. */
async function takeOutputs({ deps, run, setOutput }: ActionRun, child: DeploymentRow): Promise<void> {
  const outputs = await loadOutputs(deps.database, child.task_id)
  if (outputs.length === 0) return
  await run.log.within(async (tx) => {
    for (const { action, machine, name, value, isSensitive } of outputs) {
      await setOutput(tx, `Deployment[${action}].${name}`, value, isSensitive)
      if (machine) await setOutput(tx, `Deployment[${action}][${machine.name}].${name}`, value, isSensitive)
    }
  })
}
