import type { EnvironmentId, ProjectId, TenantId } from '../ids.ts'

/**
 * The tag of which only one holder runs at a time: one deployment for each project, environment and tenant, unless the
 * project's own `Octopus.Task.ConcurrencyTag` (evaluated; blank counts as not set) says otherwise.
 *
 * Source: domain reference 3.5 (2).
 */
export function concurrencyTag(deployment: {
  readonly projectId: ProjectId
  readonly environmentId: EnvironmentId
  /** Null for an untenanted deployment. */
  readonly tenantId: TenantId | null
  readonly projectTag?: string | null | undefined
}): string {
  const { projectId, environmentId, tenantId, projectTag } = deployment
  const own = projectTag?.trim()
  if (own) return own
  return [...(tenantId === null ? [] : [tenantId]), projectId, environmentId].join('/')
}
