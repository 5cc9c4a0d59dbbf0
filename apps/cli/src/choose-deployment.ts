import {
  type Client,
  type DeploymentChoice,
  type DeploymentPreview,
  findCurrentRelease,
  loadRelease,
  type Named,
  previewDeployment,
  type Release,
} from '@flotilla/api'
import type { Command } from 'commander'
import { chooseTenants, type PassedOver } from './choose-tenants.ts'
import { UsageError } from './failures.ts'
import { requireEnvironment, requireRelease, requireTargets } from './names.ts'
import { collect } from './on-server.ts'
import { formValuesOf, redeployValuesOf } from './prompted-values.ts'

/** Where to deploy and with what, as typed. */
export interface PlaceOptions {
  readonly environment: string
  readonly tenant?: readonly string[]
  readonly tenantTag?: readonly string[]
  readonly target?: readonly string[]
  readonly excludeTarget?: readonly string[]
  readonly variable?: readonly string[]
}

export const withPlace = (command: Command): Command =>
  command
    .requiredOption('-e, --environment <environment>', 'name or id of the environment')
    .option('--tenant <tenant>', 'for this tenant; may be repeated, one deployment each', collect)
    .option('--tenant-tag <tag>', 'for every tenant with this tag (Set/Tag); may be repeated', collect)
    .option('--target <target>', 'only on this target; may be repeated', collect)
    .option('--exclude-target <target>', 'not on this target; may be repeated', collect)
    .option('--variable <Name=Value>', 'value of a prompted variable, by name or label; may be repeated', collect)

/** What to deploy there: a version, or what is current there (again). */
export type Wanted = { readonly kind: 'version'; readonly version: string } | { readonly kind: 'redeploy' }

/** One deployment as it would be asked for. */
export interface ChosenDeployment {
  readonly project: Named
  readonly release: Release
  readonly environment: Named
  readonly tenant: Named | undefined
  readonly choice: DeploymentChoice
  readonly preview: DeploymentPreview
}

/** What was asked for: the deployments, and the tenants that a tag named in vain. */
export interface Chosen {
  readonly deployments: readonly ChosenDeployment[]
  readonly passedOver: readonly PassedOver[]
}

/** Turns names into ids and typed values into answers; one choice per tenant. Starts nothing. */
export async function chooseDeployments(
  client: Client,
  project: Named,
  wanted: Wanted,
  options: PlaceOptions,
): Promise<Chosen> {
  const environment = await requireEnvironment(client, options.environment)
  const targets = await requireTargets(client, options.target ?? [])
  const excluded = await requireTargets(client, options.excludeTarget ?? [])
  const { named, tagged, passedOver } = await chooseTenants(client, { project, environment }, options)
  const version = wanted.kind === 'version' ? await requireRelease(client, project, wanted.version) : undefined
  const deployments: ChosenDeployment[] = []
  const withoutRelease: PassedOver[] = []
  for (const tenant of [...named, ...tagged]) {
    const release = version ?? (await findCurrent(client, { project, environment, tenant }))
    if (!release) {
      if (!tenant || named.includes(tenant)) throw nothingToRedeploy({ project, environment, tenant })
      withoutRelease.push({ tenant, reason: `nothing of ${project.Name} has succeeded there.` })
      continue
    }
    const place = { EnvironmentId: environment.Id, ...(tenant ? { TenantId: tenant.Id } : {}) }
    const preview = await previewDeployment(client, release.Id, place)
    const mode = wanted.kind === 'redeploy' ? redeployValuesOf(preview.Form) : {}
    const choice: DeploymentChoice = {
      ...place,
      SpecificMachineIds: targets.map(({ Id }) => Id),
      ExcludedMachineIds: excluded.map(({ Id }) => Id),
      FormValues: { ...mode, ...formValuesOf(preview.Form, options.variable ?? []) },
    }
    deployments.push({ project, release, environment, tenant, choice, preview })
  }
  return { deployments, passedOver: [...passedOver, ...withoutRelease] }
}

interface Place {
  readonly project: Named
  readonly environment: Named
  readonly tenant: Named | undefined
}

async function findCurrent(client: Client, { project, environment, tenant }: Place): Promise<Release | undefined> {
  const id = await findCurrentRelease(client, {
    projectId: project.Id,
    environmentId: environment.Id,
    tenantId: tenant?.Id ?? null,
  })
  return id ? loadRelease(client, id) : undefined
}

function nothingToRedeploy({ project, environment, tenant }: Place): UsageError {
  const where = `${environment.Name}${tenant ? ` for ${tenant.Name}` : ''}`
  const place = `--environment "${environment.Name}"${tenant ? ` --tenant "${tenant.Name}"` : ''}`
  return new UsageError(
    `No deployment of ${project.Name} to ${where} has succeeded, so there is nothing to redeploy.`,
    `Deploy a release first: flotilla release deploy "${project.Name}" latest ${place}`,
  )
}
