import type { ActionId, ChannelId, EnvironmentId, ProjectId, TargetId, TenantId } from '@flotilla/domain'
import { type DeploymentPreview, previewDeployment } from '@flotilla/domain/deployments'
import type { Process } from '@flotilla/domain/processes'
import { type ChosenMachines, type MissingComponent, machinesOfOwnSteps } from '@flotilla/domain/suites'
import type { HealthStatus, Target, TargetAsk, TenantedMode } from '@flotilla/domain/targets'
import type { Tenant } from '@flotilla/domain/tenants'
import {
  builtInVariables,
  type NamedValues,
  type PromptedForm,
  promptedForm,
  type ResolvedVariables,
  resolveVariables,
  type Variable,
  type VariableContext,
} from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { loadProcesses } from '../processes/to-domain.ts'
import { deploymentContext } from '../variables/context.ts'
import { createEvaluator, createOpenEvaluator } from '../variables/evaluator.ts'
import { loadVariablesOfEach } from '../variables/to-domain.ts'
import type { ExecutionSource } from './execution.ts'

/** The steps of one release, or of one runbook, and the machines that they may be meant for in one place. */
export interface StepWorld {
  readonly process: Process
  /** Machines of the environment that have a role which some step asks for. */
  readonly targets: readonly Target[]
}

/** What a deployment of one release, or a run of one runbook, to one place would do, before anything is chosen for it. */
export interface DeploymentWorld extends StepWorld {
  readonly variables: readonly Variable[]
}

/** The snapshots of a release or runbook, or those a deployment was created with. */
export interface SnapshotIds {
  readonly processId: string
  readonly variableSetIds: readonly string[]
}

/** Loads process, variables and machines of a deployment. */
export const loadDeploymentWorld = async (
  db: Queryable,
  snapshots: SnapshotIds,
  environmentId: string,
): Promise<DeploymentWorld> => (await loadDeploymentWorlds(db, [{ snapshots, environmentId }]))[0]!

/** The same for several deployments, in their order, read together. */
export async function loadDeploymentWorlds(
  db: Queryable,
  asked: readonly { readonly snapshots: SnapshotIds; readonly environmentId: string }[],
): Promise<readonly DeploymentWorld[]> {
  const [steps, variables] = await Promise.all([
    loadStepWorlds(
      db,
      asked.map(({ snapshots, environmentId }) => ({ processId: snapshots.processId, environmentId })),
    ),
    loadVariablesOfEach(
      db,
      asked.map(({ snapshots }) => snapshots.variableSetIds),
    ),
  ])
  return steps.map((world, index) => ({ ...world, variables: variables[index]! }))
}

/** Steps and machines alone, for several places, in their order, read together. */
export async function loadStepWorlds(
  db: Queryable,
  asked: readonly { readonly processId: string; readonly environmentId: string }[],
): Promise<readonly StepWorld[]> {
  const processes = await loadProcesses(
    db,
    asked.map(({ processId }) => processId),
  )
  const targets = await loadTargetsOfEach(
    db,
    asked.map(({ environmentId }, index) => ({ environmentId, roles: rolesOf(processes[index]!) })),
  )
  return processes.map((process, index) => ({ process, targets: targets[index]! }))
}

/** The release, or the snapshot of a runbook, that holds what was frozen. */
export const frozenOf = (source: ExecutionSource) => ('release' in source ? source.release : source.snapshot)

export function snapshotsOf(source: ExecutionSource): SnapshotIds {
  const frozen = frozenOf(source)
  return {
    processId: frozen.process_snapshot_id,
    variableSetIds: [frozen.variable_snapshot_id, ...frozen.library_snapshot_ids],
  }
}

const rolesOf = (process: Process): readonly string[] => [...new Set(process.steps.flatMap((step) => step.roles))]

interface TargetRow {
  id: string
  name: string
  environment_ids: string[]
  roles: string[]
  tenancy: string
  tenant_ids: string[]
  tenant_tags: string[]
  is_disabled: boolean
  health_status: string
}

export const targetOf = (row: TargetRow): Target => ({
  id: row.id as TargetId,
  name: row.name,
  environmentIds: row.environment_ids as EnvironmentId[],
  roles: row.roles,
  isDisabled: row.is_disabled,
  health: row.health_status as HealthStatus,
  tenancy: row.tenancy as TenantedMode,
  tenantIds: row.tenant_ids as TenantId[],
  tenantTags: row.tenant_tags,
})

/** For each environment its machines that have any of these roles, by name. No roles, no machines. */
async function loadTargetsOfEach(
  db: Queryable,
  asked: readonly { readonly environmentId: string; readonly roles: readonly string[] }[],
): Promise<readonly (readonly Target[])[]> {
  const environmentIds = [
    ...new Set(asked.flatMap(({ environmentId, roles }) => (roles.length > 0 ? [environmentId] : []))),
  ]
  if (environmentIds.length === 0) return asked.map(() => [])
  const roles = [...new Set(asked.flatMap(({ roles }) => roles.map((role) => role.toLowerCase())))]
  const { rows } = await sql<TargetRow>`
    select id, name, environment_ids, roles, tenancy, tenant_ids, tenant_tags, is_disabled, health_status
    from machine
    where environment_ids && ${environmentIds}::text[]
      and exists (select 1 from unnest(roles) role where lower(role) = any(${roles}::text[]))
    order by lower(name)`.execute(db)
  const targets = rows.map(targetOf)
  return asked.map(({ environmentId, roles }) => {
    const wanted = new Set(roles.map((role) => role.toLowerCase()))
    return targets.filter(
      (target) =>
        target.environmentIds.includes(environmentId as EnvironmentId) &&
        target.roles.some((role) => wanted.has(role.toLowerCase())),
    )
  })
}

export interface Place {
  readonly environment: { readonly id: string; readonly name: string }
  readonly tenant: Tenant | null
}

export interface MachineChoice {
  readonly specific: readonly string[]
  readonly excluded: readonly string[]
  readonly skipActions: readonly string[]
  /** Those of the tenant when the deployment was created, once it exists. */
  readonly tenantTags?: readonly string[] | null
}

export const NO_CHOICE: MachineChoice = { specific: [], excluded: [], skipActions: [] }

/** The machines that the own steps of a deployment may run on, of those that were chosen for it and its children. */
export const ownMachines = (
  source: ExecutionSource,
  { environment, tenant }: Place,
  { missing, ...chosen }: ChosenMachines & { readonly missing: readonly MissingComponent[] | null },
): ChosenMachines =>
  machinesOfOwnSteps(chosen, missing, {
    projectId: source.project.Id as ProjectId,
    environmentId: environment.id as EnvironmentId,
    tenantId: tenant?.id ?? null,
  })

/** Which machines are left out by themselves, from the project's deployment settings or the runbook's. */
export function connectivityOf(
  source: ExecutionSource,
): Pick<TargetAsk, 'excludeUnhealthy' | 'skipUnavailable'> & { readonly allowNoTargets: boolean } {
  const written = 'release' in source ? source.project.ProjectConnectivityPolicy : source.runbook.ConnectivityPolicy
  const policy = (written ?? {}) as Record<string, unknown>
  return {
    excludeUnhealthy: policy.ExcludeUnhealthyTargets === true,
    skipUnavailable: {
      on: policy.SkipMachineBehavior === 'SkipUnavailableMachines',
      roles: (policy.TargetRoles ?? []) as string[],
    },
    allowNoTargets: policy.AllowDeploymentsToNoTargets === true,
  }
}

/** The steps that would run and the machines they would reach: the one value behind preview, plan, creation and run. */
export function previewOf(
  source: ExecutionSource,
  deployment: StepWorld,
  place: Place,
  choice: MachineChoice,
  includeDisabled = false,
): DeploymentPreview {
  const { allowNoTargets: _, ...connectivity } = connectivityOf(source)
  return previewDeployment({
    process: deployment.process,
    targets: deployment.targets,
    channelId: ('release' in source ? source.channel.Id : null) as ChannelId | null,
    skipActionIds: choice.skipActions as readonly ActionId[],
    tenantTags: choice.tenantTags ?? null,
    includeDisabled,
    target: {
      environmentId: place.environment.id as EnvironmentId,
      tenant: place.tenant && { id: place.tenant.id, tags: place.tenant.tags },
      specific: choice.specific as readonly TargetId[],
      excluded: choice.excluded as readonly TargetId[],
      ...connectivity,
    },
  })
}

/** System variables that are known before a deployment or a run exists. */
export const knownValues = (source: ExecutionSource, { environment, tenant }: Place): NamedValues =>
  new Map([
    ['Octopus.Environment.Id', environment.id],
    ['Octopus.Environment.Name', environment.name],
    ['Octopus.Project.Id', source.project.Id],
    ['Octopus.Project.Name', source.project.Name],
    ['Octopus.Space.Id', frozenOf(source).space_id],
    ...('release' in source
      ? ([
          ['Octopus.Release.Id', source.release.id],
          ['Octopus.Release.Number', source.release.version],
          ['Octopus.Release.Channel.Id', source.channel.Id],
          ['Octopus.Release.Channel.Name', source.channel.Name],
        ] as const)
      : ([
          ['Octopus.Runbook.Id', source.runbook.Id],
          ['Octopus.Runbook.Name', source.runbook.Name],
          ['Octopus.RunbookSnapshot.Id', source.snapshot.id],
          ['Octopus.RunbookSnapshot.Name', source.snapshot.name],
        ] as const)),
    ...(tenant
      ? ([
          ['Octopus.Deployment.Tenant.Id', tenant.id],
          ['Octopus.Deployment.Tenant.Name', tenant.name],
          ['Octopus.Deployment.Tenant.Tags', tenant.tags.join(',')],
        ] as const)
      : []),
  ])

/** The variables in a place, as far as they are known before a deployment or a run exists. */
const resolvedOf = (source: ExecutionSource, deployment: DeploymentWorld, place: Place): ResolvedVariables =>
  resolveVariables(
    [...deployment.variables, ...builtInVariables(knownValues(source, place))],
    promptContext(source, place),
  )

/** Evaluates text with what is known before a deployment exists. */
export function evaluatorOf(
  source: ExecutionSource,
  deployment: DeploymentWorld,
  place: Place,
): (text: string) => string {
  const evaluator = createEvaluator(resolvedOf(source, deployment, place))
  return (text) => evaluator(text).text ?? ''
}

/** The questions of prompted variables with their defaults, evaluated for the place; one that holds a secret is shown as it is written. */
export function formOf(source: ExecutionSource, deployment: DeploymentWorld, place: Place): PromptedForm {
  const evaluator = createOpenEvaluator(resolvedOf(source, deployment, place))
  return promptedForm(deployment.variables, promptContext(source, place), (text) => {
    const filled = evaluator(text)
    return filled.holdsSecret ? text : filled.text
  })
}

export const promptContext = (source: ExecutionSource, { environment, tenant }: Place): VariableContext =>
  deploymentContext({
    projectId: source.project.Id,
    ...('release' in source ? { channelId: source.channel.Id } : { channelId: null, runbookId: source.runbook.Id }),
    environmentId: environment.id,
    tenant,
  })
