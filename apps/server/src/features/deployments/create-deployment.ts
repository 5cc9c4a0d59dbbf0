import type { ActionId, EnvironmentId, ProjectId, SpaceId, TargetId, TaskId, TenantId } from '@flotilla/domain'
import { type AccessScope, mayDo } from '@flotilla/domain/access'
import { type GuidedFailureMode, guidedFailureDefault, judgeMachineSelection } from '@flotilla/domain/deployments'
import { explainProgressionRefusal, judgeProgression } from '@flotilla/domain/lifecycles'
import { judgeSkips } from '@flotilla/domain/processes'
import { explainTenancyRefusal, judgeTenancy } from '@flotilla/domain/tenants'
import {
  applyPromptedValues,
  explainPromptRefusal,
  type PassedValue,
  parentVariables,
  type Variable,
} from '@flotilla/domain/variables'
import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { canonicalId, nextNumber } from '../../database/ids.ts'
import { wireDate } from '../../http/dates.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { connectionOf, loadEnvironments, loadReleaseWorld, type ReleaseWorld } from '../releases/release-world.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { freezeOwnValues, type LoadedTemplateValues, loadTemplateValues } from '../variables/template-values.ts'
import { loadVariables } from '../variables/to-domain.ts'
import { accountProblems } from './account-problems.ts'
import {
  connectivityOf,
  loadDeploymentWorld,
  type Place,
  previewOf,
  promptContext,
  snapshotsOf,
} from './deployment-world.ts'
import { sealFormValues } from './form-values.ts'
import { type DeploymentRow, findChildDeployment } from './queries.ts'

/** What somebody, a trigger or a parent asks for. Empty `specificMachineIds` means that nobody chose machines. */
export interface DeploymentAsk {
  readonly releaseId: string
  readonly environmentId: string
  readonly tenantId: string | null
  readonly specificMachineIds: readonly string[]
  readonly excludedMachineIds: readonly string[]
  readonly skipActions: readonly string[]
  readonly formValues: Readonly<Record<string, string>>
  /** Tells which answers are not to be shown, beside those of sensitive prompts: a parent hands down its secrets. */
  readonly holdsSecret?: (value: string) => boolean
  /** Null: as the project and the environment say. */
  readonly useGuidedFailure: boolean | null
  readonly comments: string
  readonly queueTime: Date | null
  readonly queueTimeExpiry: Date | null
  readonly priority: string
  readonly forcePackageDownload: boolean
  readonly forcePackageRedeployment: boolean
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
  if (ask.parent) {
    const existing = await findChildDeployment(tx, ask.parent.taskId, ask.parent.actionKey)
    if (existing) return ok({ deployment: existing, existed: true })
  }
  const world = await loadReleaseWorld(tx, ask.releaseId)
  if (!world) return refused(`ReleaseId: the release '${ask.releaseId}' does not exist.`)
  const place = await findPlace(tx, world, ask)
  if (!place.ok) return place
  const { environment, tenant } = place.value
  const scope = scopeOf(world, environment.id, tenant?.id ?? null)
  if (!mayDo(caller.grants, 'DeploymentCreate', scope))
    return err({ kind: 'forbidden', permission: 'DeploymentCreate' })

  const templates = await loadTemplateValues(tx, world.project, {
    environmentId: environment.id,
    tenantId: tenant?.id ?? null,
  })
  const own = { ...templates, variables: [...templates.variables, ...(await passedVariables(tx, world, ask))] }
  const errors = await problemsOf(tx, world, place.value, ask, own, now)
  if (errors.length > 0) return refused(...errors)
  const deployment = await store(tx, caller, world, place.value, ask, own.variables, now)
  return ok({ deployment, existed: false })
}

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

async function findPlace(
  db: Queryable,
  world: ReleaseWorld,
  ask: DeploymentAsk,
): Promise<Result<Place, DeploymentRefusal>> {
  const within = { spaceId: world.release.space_id }
  const environment = await findDocument(db, KINDS.environment, ask.environmentId, within)
  if (!environment) return refused(`EnvironmentId: the environment '${ask.environmentId}' does not exist.`)
  if (!ask.tenantId) return ok({ environment: { id: environment.Id, name: environment.Name }, tenant: null })
  const tenant = await findDocument(db, KINDS.tenant, ask.tenantId, within)
  if (!tenant) return refused(`TenantId: the tenant '${ask.tenantId}' does not exist.`)
  return ok({ environment: { id: environment.Id, name: environment.Name }, tenant: tenantOf(tenant) })
}

async function problemsOf(
  db: Queryable,
  world: ReleaseWorld,
  place: Place,
  ask: DeploymentAsk,
  templates: LoadedTemplateValues,
  now: number,
): Promise<string[]> {
  const { project, release } = world
  if (project.IsDisabled) return [`ReleaseId: the project ${project.Name} is disabled. Enable it to deploy.`]
  const rules = await ruleProblems(db, world, place)
  if (rules.length > 0) return rules
  const deployment = await loadDeploymentWorld(db, snapshotsOf(world), place.environment.id)
  const context = promptContext(world, place)
  const variables = [...deployment.variables, ...templates.variables]
  const answered = applyPromptedValues(variables, new Map(Object.entries(ask.formValues)), context)
  const choice = {
    specific: ask.specificMachineIds.map(canonicalId),
    excluded: ask.excludedMachineIds.map(canonicalId),
    skipActions: ask.skipActions,
  }
  return [
    ...scheduleProblems(ask, now),
    ...missingTemplateProblems(place, templates),
    ...(answered.ok ? [] : answered.error.map((refusal) => `FormValues: ${explainPromptRefusal(refusal)}`)),
    ...(await accountProblems(
      db,
      answered.ok ? answered.value : variables,
      { spaceId: release.space_id, ...place },
      { context, preview: () => previewOf(world, deployment, place, choice) },
    )),
    ...skipProblems(judgeSkips(deployment.process, ask.skipActions as readonly ActionId[])),
    ...(await machineProblems(db, world, deployment, place, ask)),
    ...(deployment.process.steps.length === 0
      ? [`ReleaseId: release ${release.version} has no deployment steps.`]
      : []),
  ]
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

function scheduleProblems({ queueTime, queueTimeExpiry }: DeploymentAsk, now: number): string[] {
  if (!queueTimeExpiry) return []
  const from = queueTime?.getTime() ?? now
  return queueTimeExpiry.getTime() > from ? [] : ['QueueTimeExpiry: must be after QueueTime.']
}

/** A tenant must have a value for whatever is asked of it and has no default (domain reference 5.8). */
const missingTemplateProblems = ({ tenant, environment }: Place, { missing }: LoadedTemplateValues): string[] =>
  missing.map(
    ({ template, ownerName }) =>
      `TenantId: ${tenant?.name} has no value in ${environment.name} for ${template.label.trim() || template.name} (${template.name} of ${ownerName}), which has no default. Set it among the tenant's variables.`,
  )

const skipProblems = (skips: ReturnType<typeof judgeSkips>): string[] =>
  skips.ok
    ? []
    : skips.error.map((refusal) =>
        refusal.kind === 'required-action'
          ? `SkipActions: the step ${refusal.name} is required and cannot be skipped.`
          : `SkipActions: the release has no step with the id '${refusal.actionId}'.`,
      )

async function machineProblems(
  db: Queryable,
  world: ReleaseWorld,
  deployment: Awaited<ReturnType<typeof loadDeploymentWorld>>,
  place: Place,
  ask: DeploymentAsk,
): Promise<string[]> {
  const specific = ask.specificMachineIds.map(canonicalId)
  const excluded = ask.excludedMachineIds.map(canonicalId)
  const named = [...specific, ...excluded]
  const known =
    named.length === 0
      ? []
      : await db
          .selectFrom('machine')
          .select('id')
          .where('space_id', '=', world.release.space_id)
          .where('id', 'in', named)
          .execute()
  const judged = judgeMachineSelection({
    preview: previewOf(world, deployment, place, { specific, excluded, skipActions: ask.skipActions }),
    specific: specific as TargetId[],
    excluded: excluded as TargetId[],
    knownIds: new Set(known.map(({ id }) => id as TargetId)),
    allowNoTargets: connectivityOf(world.project).allowNoTargets,
  })
  if (judged.ok) return []
  if (judged.error.kind === 'unknown-machines') {
    return judged.error.targetIds.map((id) => {
      const field = specific.includes(id) ? 'SpecificMachineIds' : 'ExcludedMachineIds'
      return `${field}: the machine '${id}' does not exist.`
    })
  }
  const chosen = specific.length > 0 ? ' among the machines that were chosen' : ''
  return [
    `SpecificMachineIds: no machine in ${place.environment.name} is suitable for ${judged.error.actionNames.join(', ')}${chosen}.`,
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
  const taskNumber = await nextNumber(tx, 'ServerTasks')
  const id = `Deployments-${number}`
  const taskId = `ServerTasks-${taskNumber}`
  const forTenant = tenant ? ` for ${tenant.name}` : ''
  const description = `Deploy ${project.Name} release ${release.version} to ${environment.name}${forTenant}`
  await tx
    .insertInto('server_task')
    .values({
      id: taskId,
      number: taskNumber,
      space_id: release.space_id,
      name: 'Deploy',
      description,
      arguments: JSON.stringify({ DeploymentId: id }),
      state: 'Queued',
      project_id: project.Id,
      environment_id: environment.id,
      tenant_id: tenant?.id ?? null,
      queue_time: ask.queueTime ?? new Date(now),
      queue_time_expiry: ask.queueTimeExpiry,
      parent_task_id: ask.parent?.taskId ?? null,
      started_by: caller.userId,
    })
    .execute()
  const secrets = await secretPrompts(tx, world)
  const ownSetId = await freezeOwnValues(tx, { deploymentId: id, spaceId: release.space_id }, ownVariables)
  const deployment = await tx
    .insertInto('deployment')
    .values({
      id,
      number,
      space_id: release.space_id,
      project_id: project.Id,
      release_id: release.id,
      channel_id: channel.Id,
      environment_id: environment.id,
      tenant_id: tenant?.id ?? null,
      task_id: taskId,
      name: `Deploy to ${environment.name}${forTenant}`,
      created_by: caller.userId,
      comments: ask.comments,
      form_values: sealFormValues(tx, id, ask.formValues),
      specific_machine_ids: [...new Set(ask.specificMachineIds.map(canonicalId))],
      excluded_machine_ids: [...new Set(ask.excludedMachineIds.map(canonicalId))],
      skip_actions: [...ask.skipActions],
      use_guided_failure: ask.useGuidedFailure ?? (await asksByDefault(tx, world, environment.id)),
      trigger_id: ask.trigger?.id ?? null,
      trigger_name: ask.trigger?.name ?? null,
      parent_task_id: ask.parent?.taskId ?? null,
      parent_action_key: ask.parent?.actionKey ?? null,
      document: JSON.stringify({
        DeployedBy: caller.username,
        ProcessSnapshotId: release.process_snapshot_id,
        VariableSnapshotId: release.variable_snapshot_id,
        LibrarySnapshotIds: release.library_snapshot_ids,
        TenantTags: tenant?.tags ?? null,
        OwnVariableSetId: ownSetId ?? null,
        PublicFormValues: Object.fromEntries(
          Object.entries(ask.formValues).filter(([name, value]) => !secrets.has(name) && !ask.holdsSecret?.(value)),
        ),
        Priority: ask.priority,
        ForcePackageDownload: ask.forcePackageDownload,
        ForcePackageRedeployment: ask.forcePackageRedeployment,
        QueueTime: wireDate(ask.queueTime),
        QueueTimeExpiry: wireDate(ask.queueTimeExpiry),
      }),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await unpin(tx, deployment)
  const because = ask.trigger ? ` by trigger ${ask.trigger.name}` : ask.parent ? ` by ${ask.parent.taskId}` : ''
  await recordEvent(tx, caller, {
    category: 'DeploymentQueued',
    message: `${description} was queued${because}`,
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
  return deployment
}

/** Whether people are asked about a failure when nobody said so for this deployment. */
async function asksByDefault(db: Queryable, { project }: ReleaseWorld, environmentId: string): Promise<boolean> {
  const environment = await findDocument(db, KINDS.environment, environmentId)
  return guidedFailureDefault(
    project.DefaultGuidedFailureMode as GuidedFailureMode,
    environment?.UseGuidedFailure === true,
  )
}

/** Any deployment to a place ends the pinning of a release to it (domain reference 7.6). */
async function unpin(tx: Tx, deployment: DeploymentRow): Promise<void> {
  await sql`update project set document = jsonb_set(document, '{AutoDeployReleaseOverrides}', coalesce((
      select jsonb_agg(pinned) from jsonb_array_elements(document -> 'AutoDeployReleaseOverrides') pinned
      where pinned ->> 'EnvironmentId' <> ${deployment.environment_id} or coalesce(pinned ->> 'TenantId', '') <> ${deployment.tenant_id ?? ''}), '[]'))
    where id = ${deployment.project_id} and document -> 'AutoDeployReleaseOverrides' @> ${JSON.stringify([{ EnvironmentId: deployment.environment_id }])}::jsonb`.execute(
    tx,
  )
}

/** Ids of prompted variables whose answers must not be shown. */
async function secretPrompts(db: Queryable, { release }: ReleaseWorld): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select variable ->> 'Id' as id
    from variable_set, jsonb_array_elements(document -> 'Variables') variable
    where variable_set.id = any(${[release.variable_snapshot_id, ...release.library_snapshot_ids]})
      and (variable ->> 'IsSensitive' = 'true' or variable -> 'Prompt' -> 'DisplaySettings' ->> 'Octopus.ControlType' = 'Sensitive')`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
