import type { EnvironmentId, ProjectId, SpaceId, TaskId, TenantId } from '@flotilla/domain'
import { type AccessScope, mayDo } from '@flotilla/domain/access'
import { explainProgressionRefusal, judgeProgression } from '@flotilla/domain/lifecycles'
import type { MissingComponent } from '@flotilla/domain/suites'
import { explainTenancyRefusal, judgeTenancy } from '@flotilla/domain/tenants'
import { type PassedValue, parentVariables, type Variable } from '@flotilla/domain/variables'
import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import { type Queryable, type Tx, together } from '../../database/connection.ts'
import { canonicalId, nextNumber } from '../../database/ids.ts'
import { formValuesPlace } from '../../database/sealed-columns.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { connectionOf, loadEnvironments, loadReleaseWorld, type ReleaseWorld } from '../releases/release-world.ts'
import { type LoadedTemplateValues, loadTemplateValues } from '../variables/template-values.ts'
import { loadVariables } from '../variables/to-domain.ts'
import { type Place, snapshotsOf } from './deployment-world.ts'
import { type ExecutionAsk, executionProblems, findPlace } from './judge-execution.ts'
import { lockingPlace } from './place-lock.ts'
import { type DeploymentRow, findChildDeployment } from './queries.ts'
import { addTask, executionColumns } from './store-execution.ts'

/** What somebody, a trigger or a parent asks for. */
export interface DeploymentAsk extends ExecutionAsk {
  readonly releaseId: string
  readonly forcePackageRedeployment: boolean
  /** Which machines lack which project, for a deployment that brings only what is missing; null for any other. */
  readonly missing: readonly MissingComponent[] | null
  readonly trigger: { readonly id: string; readonly name: string } | null
  readonly parent: {
    readonly taskId: string
    readonly actionKey: string
    /** Values that beat the child's own of the same name. */
    readonly passed?: readonly PassedValue[]
  } | null
}

export const DEPLOYMENT_DEFAULTS = {
  tenantId: null,
  specificMachineIds: [],
  excludedMachineIds: [],
  skipActions: [],
  formValues: {},
  useGuidedFailure: null,
  comments: '',
  queueTime: null,
  queueTimeExpiry: null,
  priority: 'LifecycleDefault',
  forcePackageDownload: false,
  forcePackageRedeployment: false,
  missing: null,
  trigger: null,
  parent: null,
} as const

/** Sentences for people, each naming its field; or the permission that the caller lacks. */
export type DeploymentRefusal =
  | { readonly kind: 'refused'; readonly errors: readonly string[] }
  | { readonly kind: 'forbidden'; readonly permission: 'DeploymentCreate' }

export interface CreatedDeployment {
  readonly deployment: DeploymentRow
  /** It was there already: the parent's action had created it before. */
  readonly existed: boolean
}

/**
 * Creates a deployment with its task and event, or says everything that stands against it. Changes nothing when refused.
 *
 * The task's workflow is started by whoever commits; a sweep starts what a crash left unstarted (reliability A4).
 * Source: domain reference 3.1.
 */
export async function createDeployment(
  tx: Tx,
  caller: Caller,
  ask: DeploymentAsk,
  now: number,
): Promise<Result<CreatedDeployment, DeploymentRefusal>> {
  const [existing, world] = await Promise.all([
    ask.parent ? findChildDeployment(tx, ask.parent.taskId, ask.parent.actionKey) : undefined,
    loadReleaseWorld(tx, ask.releaseId),
  ])
  if (existing) return ok({ deployment: existing, existed: true })
  if (!world) return refused(noRelease(ask))
  const [place] = await Promise.all([
    findPlace(tx, world.release.space_id, ask),
    lockingPlace(canonicalPlace(world, ask), 'shared').execute(tx),
  ])
  if (!place.ok) return refused(place.error)
  const { environment, tenant } = place.value
  const scope = scopeOf(world, environment.id, tenant?.id ?? null)
  if (!mayDo(caller.grants, 'DeploymentCreate', scope))
    return err({ kind: 'forbidden', permission: 'DeploymentCreate' })

  const { ownVariables, errors } = await judge(tx, world, place.value, ask, now)
  if (errors.length > 0) return refused(...errors)
  const deployment = await store(tx, caller, world, place.value, ask, ownVariables, now)
  return ok({ deployment, existed: false })
}

/** What would stand against a deployment, but for rights: one sentence per problem, naming its field. */
export async function deploymentProblems(db: Queryable, ask: DeploymentAsk, now: number): Promise<readonly string[]> {
  const world = await loadReleaseWorld(db, ask.releaseId)
  if (!world) return [noRelease(ask)]
  const place = await findPlace(db, world.release.space_id, ask)
  return place.ok ? (await judge(db, world, place.value, ask, now)).errors : [place.error]
}

/** What stands against it, and the variables that it has of its own. */
async function judge(db: Queryable, world: ReleaseWorld, place: Place, ask: DeploymentAsk, now: number) {
  const { environment, tenant } = place
  const templates = await loadTemplateValues(db, world.project, {
    environmentId: environment.id,
    tenantId: tenant?.id ?? null,
  })
  const own = { ...templates, variables: [...templates.variables, ...(await passedVariables(db, world, ask))] }
  return { ownVariables: own.variables, errors: await problemsOf(db, world, place, ask, own, now) }
}

const noRelease = ({ releaseId }: DeploymentAsk): string => `ReleaseId: the release '${releaseId}' does not exist.`

const canonicalPlace = ({ project }: ReleaseWorld, { environmentId, tenantId }: DeploymentAsk) => ({
  projectId: project.Id,
  environmentId: canonicalId(environmentId),
  tenantId: tenantId && canonicalId(tenantId),
})

/** What the parent's step gives the child, if there is one. */
async function passedVariables(
  db: Queryable,
  world: ReleaseWorld,
  { parent }: DeploymentAsk,
): Promise<readonly Variable[]> {
  if (!parent?.passed?.length) return []
  const variables = await loadVariables(db, snapshotsOf(world).variableSetIds)
  const names = variables.map(({ name }) => name)
  return parentVariables(parent.passed, parent.taskId as TaskId, names)
}

const refused = (...errors: readonly string[]): Result<never, DeploymentRefusal> => err({ kind: 'refused', errors })

const scopeOf = (world: ReleaseWorld, environmentId: string, tenantId: string | null): AccessScope => ({
  spaceId: world.release.space_id as SpaceId,
  projectId: world.project.Id as ProjectId,
  projectGroupId: world.project.ProjectGroupId as string,
  environmentId: environmentId as EnvironmentId,
  tenantId: tenantId as TenantId | null,
})

async function problemsOf(
  db: Queryable,
  world: ReleaseWorld,
  place: Place,
  ask: DeploymentAsk,
  templates: LoadedTemplateValues,
  now: number,
): Promise<string[]> {
  const { project } = world
  if (project.IsDisabled) return [`ReleaseId: the project ${project.Name} is disabled. Enable it to deploy.`]
  const rules = await ruleProblems(db, world, place)
  if (rules.length > 0) return rules
  return executionProblems(db, world, place, ask, templates, now)
}

async function ruleProblems(db: Queryable, world: ReleaseWorld, { environment, tenant }: Place): Promise<string[]> {
  const connection = tenant && connectionOf(tenant, world.project.Id)
  const namesOf = async () => {
    const environments = await loadEnvironments(db, world.release.space_id)
    return (id: string): string => environments.find((each) => each.id === id)?.name ?? id
  }
  const tenancy = judgeTenancy({
    mode: world.mode,
    tenant,
    connection,
    environmentId: environment.id as EnvironmentId,
    channelTenantTags: world.channelTenantTags,
  })
  if (!tenancy.ok) return [`TenantId: ${explainTenancyRefusal(tenancy.error, await namesOf())}`]
  const progression = judgeProgression({
    phases: world.phases,
    history: world.history,
    environmentId: environment.id as EnvironmentId,
    tenant: connection,
  })
  if (progression.ok) return []
  const why = explainProgressionRefusal(progression.error, await namesOf())
  return [
    `EnvironmentId: release ${world.release.version} of ${world.project.Name} cannot be deployed to ${environment.name}. ${why}`,
  ]
}

async function store(
  tx: Tx,
  caller: Caller,
  world: ReleaseWorld,
  place: Place,
  ask: DeploymentAsk,
  ownVariables: readonly Variable[],
  now: number,
): Promise<DeploymentRow> {
  const { release, project, channel } = world
  const { environment, tenant } = place
  const number = await nextNumber(tx, 'Deployments')
  const id = `Deployments-${number}`
  const forTenant = tenant ? ` for ${tenant.name}` : ''
  const description = `Deploy ${project.Name} release ${release.version} to ${environment.name}${forTenant}`
  const taskId = await addTask(
    tx,
    caller,
    world,
    place,
    ask,
    {
      name: 'Deploy',
      description,
      arguments: { DeploymentId: id },
      parentTaskId: ask.parent?.taskId,
      isPriorityByDefault: isPriorityPlace(world, environment.id as EnvironmentId),
    },
    now,
  )
  const columns = await executionColumns(tx, caller, world, place, ask, {
    id,
    number,
    taskId,
    formValuesPlace: formValuesPlace(id),
    own: ownVariables,
    more: { ForcePackageRedeployment: ask.forcePackageRedeployment },
  })
  const addDeployment = tx
    .insertInto('deployment')
    .values({
      ...columns,
      release_id: release.id,
      channel_id: channel.Id,
      name: `Deploy to ${environment.name}${forTenant}`,
      trigger_id: ask.trigger?.id ?? null,
      trigger_name: ask.trigger?.name ?? null,
      parent_task_id: ask.parent?.taskId ?? null,
      parent_action_key: ask.parent?.actionKey ?? null,
      missing_components: ask.missing && JSON.stringify(ask.missing),
    })
    .returningAll()
  const because = ask.trigger ? ` by trigger ${ask.trigger.name}` : ask.parent ? ` by ${ask.parent.taskId}` : ''
  const added = together(tx, [addDeployment, unpinning(project.Id, environment.id, tenant?.id ?? null)])
  const recorded = recordEvent(tx, caller, {
    category: 'DeploymentQueued',
    message: `${description} was queued${because}${ask.missing ? ', to bring what is missing' : ''}`,
    spaceId: release.space_id,
    related: [
      id,
      taskId,
      release.id,
      project.Id,
      environment.id,
      channel.Id,
      tenant?.id,
      ask.parent?.taskId,
      ask.trigger?.id,
    ],
  })
  const [[[deployment]]] = await Promise.all([added, recorded])
  return deployment!
}

const isPriorityPlace = ({ phases }: ReleaseWorld, environmentId: EnvironmentId): boolean =>
  phases.some(({ automatic, manual, isPriority }) => isPriority && [...automatic, ...manual].includes(environmentId))

/** Any deployment to a place ends the pinning of a release to it (domain reference 7.6). */
const unpinning = (projectId: string, environmentId: string, tenantId: string | null) => sql`
    update project set document = jsonb_set(document, '{AutoDeployReleaseOverrides}', coalesce((
      select jsonb_agg(pinned) from jsonb_array_elements(document -> 'AutoDeployReleaseOverrides') pinned
      where pinned ->> 'EnvironmentId' <> ${environmentId} or coalesce(pinned ->> 'TenantId', '') <> ${tenantId ?? ''}), '[]'))
    where id = ${projectId} and document -> 'AutoDeployReleaseOverrides' @> ${JSON.stringify([{ EnvironmentId: environmentId }])}::jsonb`
