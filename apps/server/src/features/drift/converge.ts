import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { badRequest, conflict, forbidden } from '../../http/errors.ts'
import type { Caller } from '../context.ts'
import { createDeployment, DEPLOYMENT_DEFAULTS, type DeploymentAsk } from '../deployments/create-deployment.ts'
import { lockingPlace } from '../deployments/place-lock.ts'
import { type CurrentRelease, type DeploymentRow, findCurrent, findDeploymentAhead } from '../deployments/queries.ts'
import type { ComponentPlace } from './find-places.ts'
import type { ComponentDrift } from './load-drift.ts'
import { convergingOf, type DriftDeps, loadSuiteDrift } from './suite-drift.ts'

export interface ConvergeAsk {
  readonly project: Document
  readonly place: ComponentPlace
  readonly environmentName: string
  /** Only these machines; null is all that lack something. */
  readonly machineIds: readonly string[] | null
  readonly formValues: Readonly<Record<string, string>>
}

/** What would be brought to whom. */
export interface ConvergePlan {
  readonly current: CurrentRelease
  readonly components: readonly ComponentDrift[]
  /** The deployment that brings it, to be made or only thought of; null when nothing is missing. */
  readonly ask: DeploymentAsk | null
}

/** Plans a deployment of what a project brought to a place last that reaches nothing but what is missing there. */
export async function planConverging(deps: DriftDeps, caller: Caller, ask: ConvergeAsk): Promise<ConvergePlan> {
  const { project, place, environmentName, machineIds } = ask
  const drift = await loadSuiteDrift(deps, caller, place)
  const { current, components } = drift
  if (!current)
    throw badRequest(
      `EnvironmentId: no deployment of ${project.Name} to ${environmentName} has succeeded, so nothing can be missing there. Deploy a release first.`,
    )
  const { missing, skipActions } = convergingOf(drift, machineIds)
  return {
    current,
    components,
    ask:
      missing.length === 0
        ? null
        : {
            ...DEPLOYMENT_DEFAULTS,
            releaseId: current.releaseId,
            environmentId: place.environmentId,
            tenantId: place.tenantId,
            specificMachineIds: [...new Set(missing.flatMap((each) => each.machineIds))],
            skipActions,
            formValues: ask.formValues,
            comments: 'Brings what is missing',
            missing,
          },
  }
}

/**
 * Makes the deployment that was planned; whoever commits begins its task. What was planned outside of the transaction holds in
 * it: nobody creates a deployment to the place meanwhile. Errors: 409 when one is due or under way there, which may bring what is
 * missing, or when another release has become current.
 */
export async function converge(
  tx: Tx,
  caller: Caller,
  {
    current,
    ask,
    place,
  }: { readonly current: CurrentRelease; readonly ask: DeploymentAsk; readonly place: ComponentPlace },
  now: number,
): Promise<DeploymentRow> {
  await lockingPlace(place, 'alone').execute(tx)
  const [ahead, currentNow] = await Promise.all([findDeploymentAhead(tx, place), findCurrent(tx, place)])
  if (ahead)
    throw conflict(
      `EnvironmentId: ${ahead} is due or under way there, and may bring what is missing. Wait for its end.`,
    )
  if (currentNow?.deploymentId !== current.deploymentId)
    throw conflict(
      'EnvironmentId: another deployment there has just ended. Look at what is missing now, and try again.',
    )
  const created = await createDeployment(tx, caller, ask, now)
  if (created.ok) return created.value.deployment
  throw created.error.kind === 'forbidden' ? forbidden(created.error.permission) : badRequest(...created.error.errors)
}
