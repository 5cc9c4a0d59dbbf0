import type { Client } from './client.ts'
import type { Deployment, DeploymentChoice, DeploymentPreview, NewDeployment, SuitePlan } from './resources.ts'
import type { Schema } from './typed.ts'

/** Deploys a release. `onceKey` marks the request, so that sending it again makes no second deployment. */
export const createDeployment = (client: Client, deployment: NewDeployment, onceKey: string): Promise<Deployment> =>
  client.post('~/deployments', deployment, { 'idempotency-key': onceKey })

/** What a deployment would do and ask, before anything is chosen for it. */
export async function previewDeployment(
  client: Client,
  releaseId: string,
  place: Pick<DeploymentChoice, 'EnvironmentId' | 'TenantId'>,
): Promise<DeploymentPreview> {
  const previews = await client.post<readonly DeploymentPreview[]>(`~/releases/${releaseId}/deployments/previews`, {
    DeploymentPreviews: [place],
  })
  return previews[0]!
}

/** What a deployment of a suite would do to each child. */
export const planDeployment = (client: Client, releaseId: string, choice: DeploymentChoice): Promise<SuitePlan> =>
  client.post(`~/releases/${releaseId}/deployments/plan`, choice)

/**
 * The id of the release that is current in a place: of the last deployment there that succeeded. Undefined if none did.
 *
 * Source: domain reference 3.9.
 */
export async function findCurrentRelease(
  client: Client,
  place: { readonly projectId: string; readonly environmentId: string; readonly tenantId: string | null },
): Promise<string | undefined> {
  const { Items, PreviousItems } = await client.get<Schema<'Dashboard'>>('~/dashboard/dynamic', {
    projects: place.projectId,
    environments: place.environmentId,
    includePrevious: true,
  })
  // A cell shows the latest deployment in any state; the last successful one is behind it when that is another one.
  const current = [...Items, ...PreviousItems].find(
    (cell) =>
      cell.State === 'Success' && cell.EnvironmentId === place.environmentId && cell.TenantId === place.tenantId,
  )
  return current?.ReleaseId
}
