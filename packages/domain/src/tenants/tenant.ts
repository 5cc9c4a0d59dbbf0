import type { EnvironmentId, ProjectId, TenantId } from '../ids.ts'

export interface Tenant {
  readonly id: TenantId
  readonly name: string
  readonly isDisabled: boolean
  /** Canonical names, `Set/Tag`. */
  readonly tags: readonly string[]
  readonly projectEnvironments: ReadonlyMap<ProjectId, readonly EnvironmentId[]>
}
