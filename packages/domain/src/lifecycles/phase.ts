import type { EnvironmentId, ReleaseId, TenantId } from '../ids.ts'

/** One phase of a lifecycle. `manual` is the API's `OptionalDeploymentTargets`: a person deploys there. */
export interface Phase {
  readonly id: string
  readonly name: string
  readonly automatic: readonly EnvironmentId[]
  readonly manual: readonly EnvironmentId[]
  /** How many environments must have had a success before the next phase opens; 0 means all of them. */
  readonly minimumEnvironments: number
  readonly isOptional: boolean
  /** Deployments into it go before others that wait for the same lock. */
  readonly isPriority: boolean
}

/** Where a release has succeeded, ever; `tenantId` is null for an untenanted deployment. */
export interface Success {
  readonly environmentId: EnvironmentId
  readonly tenantId: TenantId | null
}

/** What progression looks at of one release. */
export interface ReleaseHistory {
  readonly releaseId: ReleaseId
  readonly successes: readonly Success[]
  readonly hasUnresolvedDefect: boolean
}

/** A tenant's connection to one project: the environments in which it is connected. */
export interface TenantConnection {
  readonly tenantId: TenantId
  readonly environmentIds: readonly EnvironmentId[]
}
