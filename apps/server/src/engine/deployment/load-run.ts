import { applyPromptedValues } from '@flotilla/domain/variables'
import { withPointedThings } from '../../features/accounts/pointed.ts'
import { findExecutionOfTask } from '../../features/deployments/execution.ts'
import { loadFormValues } from '../../features/deployments/form-values.ts'
import { loadActionSecrets, loadProcess } from '../../features/processes/to-domain.ts'
import { loadAnnounced } from '../../features/tasks/announced-secrets.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { TaskLog } from '../../features/tasks/task-log.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { loadInheritedSecrets } from './inherited-secrets.ts'
import { runContext } from './run-context.ts'
import { ensureRunSnapshot } from './run-snapshot.ts'
import { createRunState, loadProgress, noProgress, type RunState } from './run-state.ts'
import { settleAll } from './settle-all.ts'
import { snapshotIdsOf } from './snapshot-ids.ts'

/** What is known of a deployment, or a run of a runbook; what an earlier run of its task has stored, unless it has just begun. */
export async function loadRun(
  deps: StepDeps,
  task: TaskRow,
  { cancelled, hasJustBegun }: { readonly cancelled: AbortSignal; readonly hasJustBegun: boolean },
): Promise<RunState> {
  const execution = await findExecutionOfTask(deps.database, task.id)
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
  const { names } = snapshot
  const answered = applyPromptedValues(variables, new Map(Object.entries(answers)), runContext(snapshot))
  const place = { spaceId: names.space.id, environment: names.environment, tenant: names.tenant }
  return createRunState({
    task,
    execution,
    snapshot,
    process,
    variables: await withPointedThings(deps.database, answered.ok ? answered.value : variables, place),
    log: new TaskLog(deps.database, task),
    cancelled,
    actionSecret,
    otherSecrets: [...announced, ...inherited],
    ...progress,
  })
}
