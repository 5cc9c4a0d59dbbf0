import type { EnvironmentId, TargetId, TenantId } from '../ids.ts'

export const TENANTED_MODES = ['Untenanted', 'TenantedOrUntenanted', 'Tenanted'] as const
/** Of a project: which deployments it allows. Of a target: in which deployments it takes part (domain reference 6.4, 8.3). */
export type TenantedMode = (typeof TENANTED_MODES)[number]

export const HEALTH_STATUSES = ['Healthy', 'HasWarnings', 'Unhealthy', 'Unavailable', 'Unknown'] as const
export type HealthStatus = (typeof HEALTH_STATUSES)[number]

/** A deployment target (API name: Machine), as far as choosing machines needs it. */
export interface Target {
  readonly id: TargetId
  readonly name: string
  readonly environmentIds: readonly EnvironmentId[]
  /** Compared without case. */
  readonly roles: readonly string[]
  readonly isDisabled: boolean
  readonly health: HealthStatus
  readonly tenancy: TenantedMode
  readonly tenantIds: readonly TenantId[]
  /** Canonical names, `Set/Tag`. */
  readonly tenantTags: readonly string[]
}
