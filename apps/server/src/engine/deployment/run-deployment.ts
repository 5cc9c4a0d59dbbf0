import { outcomeOf } from '@flotilla/domain/deployments'
import { machineLimit, type Step, stepGroups } from '@flotilla/domain/processes'
import { applyPromptedValues } from '@flotilla/domain/variables'
import { crashPoint } from '../../crash-point.ts'
import { withPointedThings } from '../../features/accounts/pointed.ts'
import { findExecutionOfTask } from '../../features/deployments/execution.ts'
import { loadFormValues } from '../../features/deployments/form-values.ts'
import { loadActionSecrets, loadProcess } from '../../features/processes/to-domain.ts'
import { loadAnnounced } from '../../features/tasks/announced-secrets.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { TaskLog } from '../../features/tasks/task-log.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { limitConcurrency } from '../limit-concurrency.ts'
import { watchForCancel } from '../watch-for-cancel.ts'
import { tagOf } from './concurrency-tag.ts'
import { warnOfDuplicates } from './duplicate-variables.ts'
import { finishDeployment } from './finish-deployment.ts'
import { loadInheritedSecrets } from './inherited-secrets.ts'
import { ROOT } from './keys.ts'
import { learnFromParent } from './learn-from-parent.ts'
import { Pauses } from './pauses.ts'
import { runContext } from './run-context.ts'
import { ensureRunSnapshot } from './run-snapshot.ts'
import { createRunState, loadProgress, noProgress, type RunState } from './run-state.ts'
import { projectLimitOf, runStep } from './run-step.ts'
import { Scope } from './scope.ts'
import { warnOfShortSecrets } from './short-secrets.ts'
import { snapshotIdsOf } from './snapshot-ids.ts'

/**
 * Runs a deployment, or a run of a runbook, that may run now, to its end. After a crash it is called again and goes on: what has an outcome is not
 * done again, what had begun is taken up where it stands (reliability E2, E3).
 */
export async function runDeployment(deps: StepDeps, task: TaskRow, hasJustBegun: boolean): Promise<void> {
  const cancelling = new AbortController()
  const watch = watchForCancel(deps, task.id, cancelling)
  try {
    const [execution] = await Promise.all([findExecutionOfTask(deps.database, task.id), watch.firstLook])
    if (!execution) throw new Error(`What ${task.id} runs is gone.`)
    const { processId, variableSetIds } = snapshotIdsOf(execution)
    const [snapshot, process, actionSecret, variables, progress, answers, announced, inherited] = await settleAll([
      ensureRunSnapshot(deps.database, task, execution, deps.serverUri(), hasJustBegun),
      loadProcess(deps.database, processId),
      loadActionSecrets(deps.database, processId),
      loadVariables(deps.database, variableSetIds),
      hasJustBegun ? noProgress() : loadProgress(deps.database, task.id),
      loadFormValues(deps.database, execution),
      loadAnnounced(deps.database, task.id),
      loadInheritedSecrets(deps.database, task),
    ])
    await crashPoint('plan.after')
    const { names } = snapshot
    const answered = applyPromptedValues(variables, new Map(Object.entries(answers)), runContext(snapshot))
    const place = { spaceId: names.space.id, environment: names.environment, tenant: names.tenant }
    const run = createRunState({
      task,
      execution,
      snapshot,
      process,
      variables: await withPointedThings(deps.database, answered.ok ? answered.value : variables, place),
      log: new TaskLog(deps.database, task),
      cancelled: cancelling.signal,
      actionSecret,
      otherSecrets: [...announced, ...inherited],
      ...progress,
    })
    const pauses = new Pauses({
      database: deps.database,
      signals: deps.signals,
      task,
      tag: snapshot.concurrencyTag ?? (await tagOf(deps.database, execution)),
      cancelled: run.cancelled,
    })
    const stopLearning = learnFromParent(deps, run)
    await walk(deps, run, pauses).finally(stopLearning)
    await crashPoint('final.before')
    await finishDeployment(
      deps,
      run,
      outcomeOf(
        [...run.outcomes].filter(([key]) => key.startsWith('step:')).map(([, { outcome }]) => outcome),
        run.cancelled.aborted,
      ),
    )
    await crashPoint('final.after')
  } finally {
    watch.stop()
  }
}

async function walk(deps: StepDeps, run: RunState, pauses: Pauses): Promise<void> {
  run.log.begins({ key: ROOT, parentKey: null, name: run.task.description, at: new Date(deps.now()) })
  await warnOfDuplicates(run, deps.now())
  warnOfShortSecrets(run, deps.now())
  for (const group of stepGroups(run.process.steps)) {
    const inTurn = limitConcurrency(stepsAtOnce(deps, run, group))
    await settleAll(group.map((step) => inTurn(() => runStep(deps, run, pauses, step))))
    await crashPoint('step.between')
  }
}

/** The same limit as for the machines of a step (domain reference 3.5). */
function stepsAtOnce(deps: StepDeps, run: RunState, group: readonly Step[]): number {
  if (group.length === 1) return 1
  return machineLimit(null, projectLimitOf(new Scope(run, {}, deps.now()))).machinesAtOnce
}

/** Waits for all, then throws the first failure: nothing of a broken run is left going when it is taken up again. */
async function settleAll<const Work extends readonly unknown[]>(
  work: Work,
): Promise<{ -readonly [Index in keyof Work]: Awaited<Work[Index]> }> {
  const settled = await Promise.allSettled(work)
  const broken = settled.find((each) => each.status === 'rejected')
  if (broken) throw broken.reason
  return settled.map((each) => (each as PromiseFulfilledResult<unknown>).value) as never
}
