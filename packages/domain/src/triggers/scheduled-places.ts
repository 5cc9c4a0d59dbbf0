import type { EnvironmentId, ProjectId } from '../ids.ts'
import { isTenantSelected, type Tenant, type TenantSelection } from '../tenants/index.ts'
import type { TriggerPlace } from './machine-event.ts'

/**
 * The places to which a scheduled trigger deploys: untenanted when it names no tenant and no tag, else one for each tenant.
 *
 * A tenant that is named is always among them, so that a reason is told when nothing can be deployed for it; one that
 * matches by its tags is, when it takes part in the project there. Empty when the tags match nobody.
 *
 * Shape: `tenants` are those that are named or connected to the project.
 * Source: domain reference 7.7, 8.5.
 */
export function scheduledPlaces(ask: {
  readonly projectId: ProjectId
  readonly environmentId: EnvironmentId
  readonly selection: TenantSelection
  readonly tenants: readonly Tenant[]
}): readonly TriggerPlace[] {
  const { projectId, environmentId, selection, tenants } = ask
  if (selection.tenantIds.length === 0 && selection.tenantTags.length === 0) return [{ environmentId, tenantId: null }]
  const takesPart = (tenant: Tenant): boolean =>
    !tenant.isDisabled && tenant.projectEnvironments.get(projectId)?.includes(environmentId) === true
  return tenants
    .filter((tenant) => isTenantSelected(selection, tenant))
    .filter((tenant) => selection.tenantIds.includes(tenant.id) || takesPart(tenant))
    .map(({ id }) => ({ environmentId, tenantId: id }))
}
