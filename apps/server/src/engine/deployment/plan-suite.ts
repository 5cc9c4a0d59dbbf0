import { actionsToRun, judgeRunCondition } from '@flotilla/domain/processes'
import { explainReason } from '@flotilla/domain/suites'
import { applyPromptedValues } from '@flotilla/domain/variables'
import type { Caller, PlannedChild, SuitePlanAsk } from '../../features/context.ts'
import type { DeploymentRow } from '../../features/deployments/queries.ts'
import { loadProcess } from '../../features/processes/to-domain.ts'
import { findRelease } from '../../features/releases/queries.ts'
import { planChildDeployment } from '../../features/suites/load-child-world.ts'
import { loadNames } from '../../features/suites/load-names.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { TaskLog } from '../../features/tasks/task-log.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import { badRequest } from '../../http/errors.ts'
import { readChildRequest } from '../../steps/child-request.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { takeRunSnapshot } from './run-snapshot.ts'
import { createRunState, type RunState } from './run-state.ts'
import { Scope } from './scope.ts'

/**
 * Plans every child of a suite as a deployment that began now would, in the order of the steps; outputs of a planned step
 * are seen by the conditions of later ones. It is the plan of the real run (`planChild`), only nothing is created.
 */
export async function planSuite(deps: StepDeps, caller: Caller, ask: SuitePlanAsk): Promise<readonly PlannedChild[]> {
  const run = await imagineRun(deps, caller, ask)
  const { names } = run.snapshot
  const judged = actionsToRun(run.process, {
    environmentId: names.environment.id as never,
    channelId: names.channel.id as never,
    tenantTags: names.tenant?.tags ?? null,
    skipActionIds: [],
  })
  const planned: PlannedChild[] = []
  for (const { step, action, verdict } of judged) {
    if (verdict.kind !== 'run' || action.actionType.toLowerCase() !== 'flotilla.deploychildproject') continue
    const scope = new Scope(run, { step, action }, deps.now())
    const facts = { actionId: action.id, actionName: action.name, stepName: step.name }
    const runs = judgeRunCondition(step.condition, { hasFailed: run.failure !== null, isCancelled: false }, (text) =>
      scope.isTruthy(text),
    )
    const request = readChildRequest(action, scope, deps.serverUri())
    if (runs.kind !== 'run' || !request.ok) {
      const reasons = request.ok ? ['Its run condition is false.'] : request.error
      planned.push({ ...facts, projectName: request.ok ? request.value.projectName : '', plan: null, reasons })
      continue
    }
    const plan = await planChildDeployment(deps.database, request.value, {
      specificMachineIds: ask.specificMachineIds,
      excludedMachineIds: ask.excludedMachineIds,
      now: deps.now(),
      timeZone: deps.timeZone,
    })
    for (const [name, value] of Object.entries(plan.outputs)) {
      run.outputs.push({ action: action.name, machine: null, name, value: value as string, isSensitive: false })
    }
    const nameOf = await loadNames(deps.database, plan)
    if (plan.kind === 'fail') run.failure = { error: `${action.name} would fail.`, detail: '' }
    planned.push({
      ...facts,
      projectName: request.value.projectName,
      plan,
      reasons: plan.reasons.map((reason) => explainReason(reason, nameOf)),
    })
  }
  return planned
}

/** A run of a deployment that does not exist: enough of one to evaluate variables as they would be. */
async function imagineRun(deps: StepDeps, caller: Caller, ask: SuitePlanAsk): Promise<RunState> {
  const release = await findRelease(deps.database, ask.releaseId)
  if (!release) throw badRequest(`ReleaseId: the release '${ask.releaseId}' does not exist.`)
  const now = new Date(deps.now())
  const deployment: DeploymentRow = {
    id: 'Deployments-0',
    number: 0,
    space_id: release.space_id,
    project_id: release.project_id,
    release_id: release.id,
    channel_id: release.channel_id,
    environment_id: ask.environmentId,
    tenant_id: ask.tenantId,
    task_id: 'ServerTasks-0',
    name: '',
    created_at: now,
    created_by: caller.userId,
    comments: '',
    form_values: ask.formValues,
    specific_machine_ids: [...ask.specificMachineIds],
    excluded_machine_ids: [...ask.excludedMachineIds],
    skip_actions: [],
    use_guided_failure: false,
    failure_encountered: false,
    deployed_to_machine_ids: [],
    trigger_id: null,
    trigger_name: null,
    parent_task_id: null,
    parent_action_key: null,
    document: {
      DeployedBy: caller.username,
      ProcessSnapshotId: release.process_snapshot_id,
      VariableSnapshotId: release.variable_snapshot_id,
      LibrarySnapshotIds: release.library_snapshot_ids,
    },
  }
  const task = {
    id: 'ServerTasks-0',
    description: '',
    queue_time: now,
    queue_time_expiry: null,
    arguments: {},
    state: 'Queued',
  } as unknown as TaskRow
  const snapshot = await takeRunSnapshot(deps.database, task, deployment, deps.serverUri())
  const [process, variables] = await Promise.all([
    loadProcess(deps.database, snapshot.processId),
    loadVariables(deps.database, snapshot.variableSetIds),
  ])
  const answered = applyPromptedValues(variables, new Map(Object.entries(ask.formValues)), {
    environmentId: snapshot.names.environment.id as never,
    channelId: snapshot.names.channel.id as never,
    tenantId: (snapshot.names.tenant?.id ?? null) as never,
    tenantTags: snapshot.names.tenant?.tags ?? [],
  })
  if (!answered.ok)
    throw badRequest(
      ...answered.error.map(({ name, label }) => `FormValues: ${label || name} is required, and no value was given.`),
    )
  return createRunState({
    task,
    deployment,
    snapshot,
    process,
    variables: answered.value,
    log: new TaskLog(deps.database, task.id),
    cancelled: new AbortController().signal,
    actionSecret: () => undefined,
    outcomes: new Map(),
    outputs: [],
    begun: new Set(),
  })
}
