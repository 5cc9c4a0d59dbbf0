import type { TenantId } from '@flotilla/domain'
import { mayDo } from '@flotilla/domain/access'
import type { Process } from '@flotilla/domain/processes'
import type { Tx } from '../../database/connection.ts'
import { type Document, findDocuments } from '../../database/documents.ts'
import { badRequest, forbidden } from '../../http/errors.ts'
import { type Caller, require, type Space } from '../context.ts'
import { createDeployment, type DeploymentAsk } from '../deployments/create-deployment.ts'
import { nameAnswers } from '../deployments/named-answers.ts'
import type { DeploymentRow } from '../deployments/queries.ts'
import { KINDS } from '../kinds.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { findReleaseByVersion, type ReleaseRow } from '../releases/queries.ts'
import { refreshVariables } from '../releases/refresh-variables.ts'
import { loadReleaseWorld, type ReleaseWorld } from '../releases/release-world.ts'
import { checkTags } from '../tag-sets/check-tags.ts'
import { selectPlaces } from '../tenants/select-places.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { findAllNamed, findNamed, unknown } from './find-named.ts'

/** What is the same for every deployment of one command, whoever asks for them. */
type Common = Pick<
  DeploymentAsk,
  | 'useGuidedFailure'
  | 'priority'
  | 'queueTime'
  | 'queueTimeExpiry'
  | 'forcePackageDownload'
  | 'forcePackageRedeployment'
  | 'comments'
  | 'trigger'
  | 'parent'
>

/** Deployments of one release, asked for in names. */
export interface NamedDeployments {
  readonly projectName: string
  readonly releaseVersion: string
  readonly environments: { readonly field: 'EnvironmentNames' | 'EnvironmentName'; readonly names: readonly string[] }
  /** Null where nobody's deployment is asked for. */
  readonly tenants: { readonly names: readonly string[]; readonly tags: readonly string[] } | null
  readonly updateVariableSnapshot: boolean
  readonly specificMachineNames: readonly string[]
  readonly excludedMachineNames: readonly string[]
  readonly skipStepNames: readonly string[]
  /** Answers to the release's questions, by name. */
  readonly variables: Readonly<Record<string, string>>
  readonly common: Common
}

/** Creates a deployment for each environment or tenant, or none and says everything that stands against any of them. */
export async function createNamedDeployments(
  tx: Tx,
  caller: Caller,
  space: Space,
  ask: NamedDeployments,
  now: number,
): Promise<readonly DeploymentRow[]> {
  const { project, release } = await namedRelease(tx, caller, space, ask)
  const within = { spaceId: space.id }
  const environments = await findAllNamed(tx, KINDS.environment, ask.environments.field, ask.environments.names, within)
  const machines = async (field: string, names: readonly string[]) =>
    findAllNamed(tx, KINDS.machine, field, names, within)
  const specific = await machines('SpecificMachineNames', ask.specificMachineNames)
  const excluded = await machines('ExcludedMachineNames', ask.excludedMachineNames)
  const skipped = skippedActions(await loadProcess(tx, release.process_snapshot_id), ask.skipStepNames)
  const places = await placesOf(tx, space, release, environments.documents, ask)
  refuse([
    ...environments.problems,
    ...specific.problems,
    ...excluded.problems,
    ...skipped.problems,
    ...places.problems,
  ])
  if (ask.updateVariableSnapshot) {
    require(caller, 'ReleaseEdit', scopeOfProject(project))
    await refreshVariables(tx, caller, release)
  }
  const world = (await loadReleaseWorld(tx, release.id))!
  const answers = await answersOf(tx, world, places.places, ask.variables)
  const created: DeploymentRow[] = []
  const problems: string[] = []
  for (const { place, formValues } of answers) {
    const deployment = await createDeployment(
      tx,
      caller,
      {
        ...ask.common,
        releaseId: release.id,
        environmentId: place.environment.Id,
        tenantId: place.tenant?.Id ?? null,
        specificMachineIds: specific.documents.map(({ Id }) => Id),
        excludedMachineIds: excluded.documents.map(({ Id }) => Id),
        skipActions: skipped.actionIds,
        formValues,
      },
      now,
    )
    if (deployment.ok) created.push(deployment.value.deployment)
    else if (deployment.error.kind === 'forbidden') throw forbidden(deployment.error.permission)
    else problems.push(...deployment.error.errors.map((sentence) => inWordsOf(ask, sentence)))
  }
  refuse(problems)
  return created
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw badRequest(...new Set(problems))
}

async function namedRelease(
  tx: Tx,
  caller: Caller,
  space: Space,
  ask: NamedDeployments,
): Promise<{ readonly project: Document; readonly release: ReleaseRow }> {
  const project = await findNamed(tx, KINDS.project, ask.projectName, { spaceId: space.id })
  // Who may not see the project's releases learns nothing of what is in them.
  if (!project || !mayDo(caller.grants, 'ReleaseView', scopeOfProject(project)))
    throw badRequest(unknown('ProjectName', KINDS.project, ask.projectName))
  const release = await findReleaseByVersion(tx, project.Id, ask.releaseVersion)
  if (release) return { project, release }
  throw badRequest(`ReleaseVersion: project ${project.Name} has no release '${ask.releaseVersion}'.`)
}

/** The actions of the steps named; an action of a step may be named too. */
function skippedActions(process: Process, names: readonly string[]) {
  const isNamed = (name: string, thing: { readonly id: string; readonly name: string; readonly slug: string }) =>
    [thing.id, thing.name, thing.slug].some((known) => known.toLowerCase() === name.trim().toLowerCase())
  const found = names.map((name) => ({
    name,
    ids: process.steps.flatMap((step) =>
      step.actions.filter((action) => isNamed(name, step) || isNamed(name, action)).map(({ id }) => id as string),
    ),
  }))
  return {
    actionIds: [...new Set(found.flatMap(({ ids }) => ids))],
    problems: found
      .filter(({ ids }) => ids.length === 0)
      .map(({ name }) => `SkipStepNames: the release has no step '${name}'.`),
  }
}

interface NamedPlace {
  readonly environment: Document
  readonly tenant: Document | null
}

async function placesOf(
  tx: Tx,
  space: Space,
  release: ReleaseRow,
  environments: readonly Document[],
  { tenants }: NamedDeployments,
): Promise<{ readonly places: readonly NamedPlace[]; readonly problems: readonly string[] }> {
  if (!tenants) return { places: environments.map((environment) => ({ environment, tenant: null })), problems: [] }
  if (tenants.names.length + tenants.tags.length === 0)
    return { places: [], problems: ['Tenants: name at least one tenant, or a tag in TenantTags.'] }
  const named = await findAllNamed(tx, KINDS.tenant, 'Tenants', tenants.names, { spaceId: space.id })
  const problems = [
    ...named.problems,
    ...(await checkTags({ tx, spaceId: space.id }, { field: 'TenantTags', scope: 'Tenant', tags: tenants.tags })),
  ]
  const environment = environments[0]
  if (problems.length > 0 || !environment) return { places: [], problems }
  const selected = await selectPlaces(tx, {
    projectId: release.project_id,
    environmentId: environment.Id,
    selection: { tenantIds: named.documents.map(({ Id }) => Id as TenantId), tenantTags: tenants.tags },
  })
  if (selected.length === 0)
    return {
      places: [],
      problems: [`TenantTags: no tenant with these tags is connected to the project in ${environment.Name}.`],
    }
  const known = await findDocuments(
    tx,
    KINDS.tenant,
    selected.map(({ tenantId }) => tenantId!),
  )
  return { places: selected.map(({ tenantId }) => ({ environment, tenant: known.get(tenantId!)! })), problems: [] }
}

/** The answers in each place. A question may be asked in some of them only; a name that none asks for is refused. */
async function answersOf(
  tx: Tx,
  world: ReleaseWorld,
  places: readonly NamedPlace[],
  variables: Readonly<Record<string, string>>,
) {
  const answers: { readonly place: NamedPlace; readonly formValues: Readonly<Record<string, string>> }[] = []
  const unknownNames = new Set(Object.keys(variables))
  for (const place of places) {
    const { formValues, unknown: unasked } = await nameAnswers(tx, variables, world, {
      environment: { id: place.environment.Id, name: place.environment.Name },
      tenant: place.tenant && tenantOf(place.tenant),
    })
    answers.push({ place, formValues })
    for (const name of unknownNames) if (!unasked.includes(name)) unknownNames.delete(name)
  }
  refuse(
    [...unknownNames].map((name) => `Variables: release ${world.release.version} asks for nothing called '${name}'.`),
  )
  return answers
}

/** A sentence about a deployment, naming the field of the command that it came from. */
function inWordsOf({ environments, tenants }: NamedDeployments, sentence: string): string {
  const fields: Readonly<Record<string, string>> = {
    ReleaseId: 'ReleaseVersion',
    EnvironmentId: environments.field,
    TenantId: tenants ? 'Tenants' : environments.field,
    SpecificMachineIds: 'SpecificMachineNames',
    ExcludedMachineIds: 'ExcludedMachineNames',
    SkipActions: 'SkipStepNames',
    FormValues: 'Variables',
  }
  return sentence
    .replace(/^\w+(?=:)/, (field) => fields[field] ?? field)
    .replace('QueueTimeExpiry: must be after QueueTime', 'NoRunAfter: must be after RunAt')
}
