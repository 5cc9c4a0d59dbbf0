import { mayDo } from '@flotilla/domain/access'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { badRequest, forbidden, notFound } from '../../http/errors.ts'
import { type Caller, require, type Space } from '../context.ts'
import { createDeployment, type DeploymentAsk } from '../deployments/create-deployment.ts'
import type { DeploymentRow } from '../deployments/queries.ts'
import { KINDS } from '../kinds.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { findReleaseByVersion, type ReleaseRow } from '../releases/queries.ts'
import { refreshVariables } from '../releases/refresh-variables.ts'
import { loadReleaseWorld } from '../releases/release-world.ts'
import { findAllNamed, findNamed, unknown } from './find-named.ts'
import { answersOf, type Choice, findChosen, inWordsOf, placesOf, refuse } from './named-places.ts'

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
  | 'missing'
  | 'trigger'
  | 'parent'
>

/** Deployments of one release, asked for in names. */
export interface NamedDeployments extends Choice {
  readonly projectName: string
  readonly releaseVersion: string
  readonly environments: { readonly field: 'EnvironmentNames' | 'EnvironmentName'; readonly names: readonly string[] }
  /** Null where nobody's deployment is asked for. */
  readonly tenants: { readonly names: readonly string[]; readonly tags: readonly string[] } | null
  readonly updateVariableSnapshot: boolean
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
  const process = await loadProcess(tx, release.process_snapshot_id)
  const chosen = await findChosen(tx, space, { process, what: 'release' }, ask)
  const places = await placesOf(tx, space, release.project_id, environments.documents, ask.tenants)
  refuse([...environments.problems, ...chosen.problems, ...places.problems])
  if (ask.updateVariableSnapshot) {
    require(caller, 'ReleaseEdit', scopeOfProject(project))
    await refreshVariables(tx, caller, release)
  }
  const world = await loadReleaseWorld(tx, release.id)
  // It may have been deleted between the two readings.
  if (!world) throw notFound('Release', release.id)
  const answers = await answersOf(tx, world, `release ${release.version}`, places.places, ask.variables)
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
        ...chosen.ask,
        formValues,
      },
      now,
    )
    if (deployment.ok) created.push(deployment.value.deployment)
    else if (deployment.error.kind === 'forbidden') throw forbidden(deployment.error.permission)
    else problems.push(...deployment.error.errors.map((sentence) => inWordsOf(fieldsOf(ask), sentence)))
  }
  refuse(problems)
  return created
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

const fieldsOf = ({ environments, tenants }: NamedDeployments) => ({
  ReleaseId: 'ReleaseVersion',
  EnvironmentId: environments.field,
  TenantId: tenants ? 'Tenants' : environments.field,
})
