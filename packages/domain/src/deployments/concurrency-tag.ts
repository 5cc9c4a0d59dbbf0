import type { EnvironmentId, ProjectId, RunbookId, TenantId } from '../ids.ts'

/**
 * The tag of which only one holder runs at a time: one deployment for each project, environment and tenant, and one run for
 * each runbook, environment and tenant, which keeps neither deployments nor other runbooks waiting; unless the project's
 * own `Octopus.Task.ConcurrencyTag` (evaluated; blank counts as not set) says otherwise.
 *
 * Source: domain reference 3.5 (2).
 */
export function concurrencyTag(deployment: {
  readonly projectId: ProjectId
  /** Null for a deployment. */
  readonly runbookId?: RunbookId | null
  readonly environmentId: EnvironmentId
  /** Null for an untenanted deployment. */
  readonly tenantId: TenantId | null
  readonly projectTag?: string | null | undefined
}): string {
  const { projectId, runbookId, environmentId, tenantId, projectTag } = deployment
  const own = projectTag?.trim()
  if (own) return own
  return [...(tenantId === null ? [] : [tenantId]), runbookId ?? projectId, environmentId].join('/')
}
