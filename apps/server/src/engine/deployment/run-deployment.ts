import { outcomeOf } from '@flotilla/domain/deployments'
import { machineLimit, type Step, stepGroups } from '@flotilla/domain/processes'
import { crashPoint } from '../../crash-point.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { limitConcurrency } from '../limit-concurrency.ts'
import { watchForCancel } from '../watch-for-cancel.ts'
import { tagOf } from './concurrency-tag.ts'
import { warnOfDuplicates } from './duplicate-variables.ts'
import { finishDeployment } from './finish-deployment.ts'
import { ROOT } from './keys.ts'
import { learnFromParent } from './learn-from-parent.ts'
import { loadRun } from './load-run.ts'
import { Pauses } from './pauses.ts'
import type { RunState } from './run-state.ts'
import { projectLimitOf, runStep } from './run-step.ts'
import { Scope } from './scope.ts'
import { settleAll } from './settle-all.ts'
import { warnOfShortSecrets } from './short-secrets.ts'

/**
 * Runs a deployment, or a run of a runbook, that may run now, to its end. After a crash it is called again and goes on: what has an outcome is not
 * done again, what had begun is taken up where it stands (reliability E2, E3).
 */
export async function runDeployment(deps: StepDeps, task: TaskRow, hasJustBegun: boolean): Promise<void> {
  const cancelling = new AbortController()
  const watch = watchForCancel(deps, task.id, cancelling)
  try {
    const [run] = await settleAll([
      loadRun(deps, task, { cancelled: cancelling.signal, hasJustBegun }),
      watch.firstLook,
    ])
    await crashPoint('plan.after')
    const pauses = new Pauses({
      database: deps.database,
      signals: deps.signals,
      task,
      tag: run.snapshot.concurrencyTag ?? (await tagOf(deps.database, run.execution)),
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
