import { type Action, actionsToRun, judgeRunCondition, type Step } from '@flotilla/domain/processes'
import { type ChildPlan, explainReason } from '@flotilla/domain/suites'
import type { Target } from '@flotilla/domain/targets'
import { explainPromptRefusal, takePromptedValues } from '@flotilla/domain/variables'
import { ok, type Result } from '@flotilla/kit'
import { canonicalId } from '../../database/ids.ts'
import { withPointedThings } from '../../features/accounts/pointed.ts'
import type { Caller, PlannedChild, SuitePlanAsk } from '../../features/context.ts'
import type { DeploymentRow } from '../../features/deployments/queries.ts'
import { KINDS } from '../../features/kinds.ts'
import { isDeployRelease } from '../../features/processes/deploy-release-actions.ts'
import { loadProcess, processOf } from '../../features/processes/to-domain.ts'
import { findRelease } from '../../features/releases/queries.ts'
import { requireDocument } from '../../features/standard-routes.ts'
import type { ChildAsk, ParentFacts } from '../../features/suites/load-child-worlds.ts'
import { loadNames } from '../../features/suites/load-names.ts'
import { planChildren } from '../../features/suites/plan-children.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { TaskLog } from '../../features/tasks/task-log.ts'
import { loadTemplateValues } from '../../features/variables/template-values.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import { badRequest } from '../../http/errors.ts'
import { readChildRequest } from '../../steps/child-request.ts'
import { planReleaseStep, type ReleasePlace, readReleaseRequest } from '../../steps/release-request.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { runContext } from './run-context.ts'
import { takeRunSnapshot } from './run-snapshot.ts'
import { createRunState, noProgress, type RunState } from './run-state.ts'
import { Scope } from './scope.ts'

/** A deployment that is thought of, and what its steps would ask for. */
interface Suite {
  readonly run: RunState
  readonly parent: ParentFacts
  readonly children: readonly ChildStep[]
}

/** Plans by what they were asked for. */
type PlansAhead = ReadonlyMap<string, ChildPlan>

/**
 * Plans every child of suites as deployments that began now would, each in the order of its steps; outputs of a planned step
 * are seen by the conditions of later ones. It is the plan of the real run (`planChild`), only nothing is created.
 */
export async function planSuites(
  deps: StepDeps,
  caller: Caller,
  asks: readonly SuitePlanAsk[],
): Promise<readonly (readonly PlannedChild[])[]> {
  const suites = await Promise.all(
    asks.map(async (ask): Promise<Suite> => {
      const run = await imagineRun(deps, caller, ask)
      const { specificMachineIds, excludedMachineIds, missing } = ask
      const parent = { specificMachineIds, excludedMachineIds, missing, now: deps.now(), timeZone: deps.timeZone }
      return { run, parent, children: childSteps(run) }
    }),
  )
  const plansAhead = await planAhead(deps, suites)
  return Promise.all(suites.map((suite) => planInOrder(deps, suite, plansAhead)))
}

async function planInOrder(deps: StepDeps, suite: Suite, plansAhead: PlansAhead): Promise<readonly PlannedChild[]> {
  const { run, parent, children } = suite
  const planned: PlannedChild[] = []
  for (const { step, action, target } of children) {
    const scope = new Scope(run, { step, action, ...(target ? { target } : {}) }, parent.now)
    const facts = { actionId: action.id, actionName: action.name, stepName: step.name }
    const runs = judgeRunCondition(step.condition, { hasFailed: run.failure !== null, isCancelled: false }, (text) =>
      scope.isTruthy(text),
    )
    const asked = isDeployRelease(action.actionType)
      ? askRelease(deps, { run, step, action, target, scope })
      : askProject(deps, { action, scope }, parent, plansAhead)
    const projectName = asked.ok ? asked.value.projectName : ''
    if (runs.kind !== 'run' || !asked.ok) {
      planned.push({
        ...facts,
        projectName,
        plan: null,
        reasons: asked.ok ? ['Its run condition is false.'] : asked.error,
      })
      continue
    }
    const plan = await asked.value.plan()
    for (const [name, value] of Object.entries(plan.outputs)) {
      run.outputs.push({ action: action.name, machine: null, name, value: value as string, isSensitive: false })
    }
    if (plan.kind === 'fail') run.failure = { error: `${action.name} would fail.`, detail: '' }
    planned.push({ ...facts, projectName, plan, reasons: [] })
  }
  const nameOf = await loadNames(deps.database, planned)
  return planned.map((child) => ({
    ...child,
    projectName: run.mask(nameOf(child.projectName)),
    plan: withoutSecrets(child.plan, run),
    reasons: (child.plan?.reasons.map((reason) => explainReason(reason, nameOf)) ?? child.reasons).map(run.mask),
  }))
}

interface ChildStep {
  readonly step: Step
  readonly action: Action
  /** Of a step that takes machines one after the other; null for one that runs once. */
  readonly target: Target | null
}

/** What a step asks for. */
interface Asked {
  /** The name of the project, or its id. */
  readonly projectName: string
  readonly plan: () => Promise<ChildPlan>
}

function askProject(
  deps: StepDeps,
  { action, scope }: { readonly action: Action; readonly scope: Scope },
  parent: ParentFacts,
  plansAhead: PlansAhead,
): Result<Asked, readonly string[]> {
  const request = readChildRequest(action, scope, deps.serverUri())
  if (!request.ok) return request
  const ask = { request: request.value, parent }
  return ok({
    projectName: ask.request.projectName,
    plan: async () => plansAhead.get(keyOf(ask)) ?? (await planChildren(deps.database, [ask]))[0]!,
  })
}

function askRelease(deps: StepDeps, place: ReleasePlace): Result<Asked, readonly string[]> {
  const request = readReleaseRequest(place)
  if (!request.ok) return request
  const { projectId } = request.value
  return ok({ projectName: canonicalId(projectId), plan: () => planReleaseStep(deps.database, place, request.value) })
}

function childSteps(run: RunState): readonly ChildStep[] {
  const { names } = run.snapshot
  return actionsToRun(run.process, {
    environmentId: names.environment.id as never,
    channelId: (names.channel?.id ?? null) as never,
    tenantTags: names.tenant?.tags ?? null,
    skipActionIds: [],
  }).flatMap(({ step, action, verdict }) => {
    if (verdict.kind !== 'run') return []
    if (isDeployRelease(action.actionType)) return releasePlaces(run, step, action)
    return isDeployChild(action) ? [{ step, action, target: null }] : []
  })
}

const isDeployChild = ({ actionType }: Action): boolean => actionType.toLowerCase() === 'flotilla.deploychildproject'

/** A rolling step deploys a release for each of its machines. */
function releasePlaces({ snapshot }: RunState, step: Step, action: Action): readonly ChildStep[] {
  if (action.runOn === 'server') return [{ step, action, target: null }]
  const ids = new Set<string>(snapshot.actions[action.id]?.machineIds ?? [])
  return snapshot.machines.filter(({ id }) => ids.has(id)).map((target) => ({ step, action, target }))
}

/**
 * The plans of all children as their steps ask before anything is planned, by what is asked. Planned together they are read
 * together; only a step that looks at outputs of an earlier one asks for something else when its turn comes.
 */
async function planAhead(deps: StepDeps, suites: readonly Suite[]): Promise<PlansAhead> {
  const asks = suites.flatMap(({ run, parent, children }) =>
    children.flatMap(({ step, action }) => {
      if (!isDeployChild(action)) return []
      const request = readChildRequest(action, new Scope(run, { step, action }, parent.now), deps.serverUri())
      return request.ok ? [{ request: request.value, parent }] : []
    }),
  )
  const distinct = new Map(asks.map((ask) => [keyOf(ask), ask]))
  const plans = await planChildren(deps.database, [...distinct.values()])
  return new Map([...distinct.keys()].map((key, index) => [key, plans[index]!]))
}

const keyOf = (ask: ChildAsk): string => JSON.stringify(ask)

/** A plan is shown; the answers that it gives to a child may hold what its suite hides. */
const withoutSecrets = <T>(plan: T, run: RunState): T =>
  JSON.parse(JSON.stringify(plan), (_, value) => (typeof value === 'string' ? run.mask(value) : value)) as T

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
    missing_components: ask.missing,
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
    ask.steps
      ? processOf({ id: snapshot.processId, ownerId: release.project_id, steps: ask.steps })
      : loadProcess(deps.database, snapshot.processId),
    loadVariables(deps.database, snapshot.variableSetIds),
  ])
  const { names } = snapshot
  const place = { spaceId: names.space.id, environment: names.environment, tenant: names.tenant }
  const project = await requireDocument(deps.database, KINDS.project, names.project.id, {})
  const templates = await loadTemplateValues(deps.database, project, {
    environmentId: names.environment.id,
    tenantId: ask.tenantId,
  })
  const { answered, refusals } = takePromptedValues(
    [...variables, ...templates.variables],
    new Map(Object.entries(ask.formValues)),
    runContext(snapshot),
  )
  if (refusals.length > 0 && !ask.takesDefaults)
    throw badRequest(...refusals.map((refusal) => `FormValues: ${explainPromptRefusal(refusal)}`))
  return createRunState({
    task,
    execution: deployment,
    snapshot,
    process,
    variables: await withPointedThings(deps.database, answered, place),
    log: new TaskLog(deps.database, task),
    cancelled: new AbortController().signal,
    actionSecret: () => undefined,
    otherSecrets: [],
    ...noProgress(),
  })
}
