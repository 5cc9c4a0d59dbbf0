import type { ActionId, EnvironmentId, TargetId, TenantId } from '@flotilla/domain'
import { type DeploymentPreview, previewDeployment } from '@flotilla/domain/deployments'
import type { Process } from '@flotilla/domain/processes'
import type { HealthStatus, Target, TargetAsk, TenantedMode } from '@flotilla/domain/targets'
import { createVariables, evaluate } from '@flotilla/domain/templates'
import type { Tenant } from '@flotilla/domain/tenants'
import {
  builtInVariables,
  type PromptedForm,
  promptedForm,
  resolveVariables,
  systemVariables,
  type Variable,
} from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { loadProcess } from '../processes/to-domain.ts'
import type { ReleaseWorld } from '../releases/release-world.ts'
import { loadVariables } from '../variables/to-domain.ts'

/** What a deployment of one release to one place would do, before anything is chosen for it. */
export interface DeploymentWorld {
  readonly process: Process
  readonly variables: readonly Variable[]
  /** Machines of the environment that have a role which some step asks for. */
  readonly targets: readonly Target[]
}

/** Loads process, variables and machines of a deployment. `snapshots` are the release's own, or those a deployment was created with. */
export async function loadDeploymentWorld(
  db: Queryable,
  snapshots: { readonly processId: string; readonly variableSetIds: readonly string[] },
  environmentId: string,
): Promise<DeploymentWorld> {
  const process = await loadProcess(db, snapshots.processId)
  const variables = await loadVariables(db, snapshots.variableSetIds)
  return { process, variables, targets: await loadTargets(db, environmentId, rolesOf(process)) }
}

export const snapshotsOf = ({ release }: ReleaseWorld) => ({
  processId: release.process_snapshot_id,
  variableSetIds: [release.variable_snapshot_id, ...release.library_snapshot_ids],
})

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

/** The machines of an environment that have any of these roles, by name. No roles, no machines. */
export async function loadTargets(
  db: Queryable,
  environmentId: string,
  roles: readonly string[],
): Promise<readonly Target[]> {
  if (roles.length === 0) return []
  const { rows } = await sql<TargetRow>`
    select id, name, environment_ids, roles, tenancy, tenant_ids, tenant_tags, is_disabled, health_status
    from machine
    where environment_ids @> array[${environmentId}]::text[]
      and exists (select 1 from unnest(roles) role where lower(role) = any(${roles.map((role) => role.toLowerCase())}::text[]))
    order by lower(name)`.execute(db)
  return rows.map(targetOf)
}

export interface Place {
  readonly environment: { readonly id: string; readonly name: string }
  readonly tenant: Tenant | null
}

export interface MachineChoice {
  readonly specific: readonly string[]
  readonly excluded: readonly string[]
  readonly skipActions: readonly string[]
}

export const NO_CHOICE: MachineChoice = { specific: [], excluded: [], skipActions: [] }

/** Which machines a project leaves out by itself, from its deployment settings. */
export function connectivityOf(
  project: Document,
): Pick<TargetAsk, 'excludeUnhealthy' | 'skipUnavailable'> & { readonly allowNoTargets: boolean } {
  const policy = (project.ProjectConnectivityPolicy ?? {}) as Record<string, unknown>
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
  world: ReleaseWorld,
  deployment: DeploymentWorld,
  place: Place,
  choice: MachineChoice,
  includeDisabled = false,
): DeploymentPreview {
  const { allowNoTargets: _, ...connectivity } = connectivityOf(world.project)
  return previewDeployment({
    process: deployment.process,
    targets: deployment.targets,
    channelId: world.channel.Id as never,
    skipActionIds: choice.skipActions as readonly ActionId[],
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

/** Evaluates text with the variables of a release in a place, as far as they are known before a deployment exists. */
export function evaluatorOf(world: ReleaseWorld, deployment: DeploymentWorld, place: Place): (text: string) => string {
  const known = builtInVariables(
    systemVariables(
      new Map([
        ['Octopus.Environment.Id', place.environment.id],
        ['Octopus.Environment.Name', place.environment.name],
        ['Octopus.Project.Id', world.project.Id],
        ['Octopus.Project.Name', world.project.Name],
        ['Octopus.Release.Number', world.release.version],
        ['Octopus.Release.Channel.Name', world.channel.Name],
        ...(place.tenant
          ? ([
              ['Octopus.Deployment.Tenant.Id', place.tenant.id],
              ['Octopus.Deployment.Tenant.Name', place.tenant.name],
            ] as const)
          : []),
      ]),
    ),
  )
  const resolved = resolveVariables([...deployment.variables, ...known], promptContext(world, place))
  const variables = createVariables(
    [...resolved.values.values()].map(({ name, value, variable }) => ({
      name,
      value,
      verbatim: variable.isLiteral === true,
    })),
  )
  return (text) => evaluate(text, variables).text ?? ''
}

/** The questions of prompted variables with their defaults, evaluated for the place. */
export const formOf = (world: ReleaseWorld, deployment: DeploymentWorld, place: Place): PromptedForm =>
  promptedForm(deployment.variables, promptContext(world, place), evaluatorOf(world, deployment, place))

export const promptContext = (world: ReleaseWorld, place: Place) => ({
  environmentId: place.environment.id as EnvironmentId,
  channelId: world.channel.Id as never,
  tenantId: place.tenant?.id ?? null,
  tenantTags: place.tenant?.tags ?? [],
})
