import type { Result } from '@flotilla/kit'
import { assertNever, err, ok } from '@flotilla/kit'
import type { EnvironmentId, TenantId } from '../ids.ts'
import type { TenantConnection } from '../lifecycles/index.ts'
import { isConnected } from '../lifecycles/index.ts'
// Past the index, which would close a circle: judging a target asks this folder about tenants.
import type { TenantedMode } from '../targets/target.ts'
import { matchesTags } from './match-tags.ts'
import type { Tenant } from './tenant.ts'

export interface TenancyAsk {
  /** The project's mode. */
  readonly mode: TenantedMode
  /** Null for an untenanted deployment. */
  readonly tenant: Pick<Tenant, 'id' | 'name' | 'isDisabled' | 'tags'> | null
  /** The tenant's connection to the project; null when there is none. */
  readonly connection: TenantConnection | null
  readonly environmentId: EnvironmentId
  /** The tag filter of the release's channel; empty is no limit. */
  readonly channelTenantTags: readonly string[]
}

interface TenantFacts {
  readonly tenantId: TenantId
  readonly tenantName: string
}

export type TenancyRefusal =
  | { readonly kind: 'tenant-required' }
  | (TenantFacts & { readonly kind: 'project-untenanted' })
  | (TenantFacts & { readonly kind: 'tenant-disabled' })
  | (TenantFacts & { readonly kind: 'tenant-not-connected' })
  | (TenantFacts & { readonly kind: 'tenant-not-connected-for-environment'; readonly environmentId: EnvironmentId })
  | (TenantFacts & { readonly kind: 'channel-tags-mismatch'; readonly channelTenantTags: readonly string[] })

/**
 * Whether a deployment's tenant, or its having none, suits the project and the channel. First rule that fails wins.
 * A channel's tenant tags choose among tenants; they do not touch untenanted deployments.
 * Source: domain reference 8.2, 8.3, 1.7.
 */
export function judgeTenancy(ask: TenancyAsk): Result<void, TenancyRefusal> {
  const { mode, tenant, connection, environmentId, channelTenantTags } = ask
  if (!tenant) return mode === 'Tenanted' ? err({ kind: 'tenant-required' }) : ok()
  const facts = { tenantId: tenant.id, tenantName: tenant.name }
  if (mode === 'Untenanted') return err({ kind: 'project-untenanted', ...facts })
  if (tenant.isDisabled) return err({ kind: 'tenant-disabled', ...facts })
  if (connection?.tenantId !== tenant.id) return err({ kind: 'tenant-not-connected', ...facts })
  if (!isConnected(connection, environmentId)) {
    return err({ kind: 'tenant-not-connected-for-environment', environmentId, ...facts })
  }
  if (!matchesTags(channelTenantTags, tenant.tags)) {
    return err({ kind: 'channel-tags-mismatch', channelTenantTags, ...facts })
  }
  return ok()
}

/** The refusal as a sentence for a user; `nameOf` gives the name that belongs to an environment's id. */
export function explainTenancyRefusal(refusal: TenancyRefusal, nameOf: (id: EnvironmentId) => string): string {
  switch (refusal.kind) {
    case 'tenant-required':
      return 'This project can only be deployed for a tenant, and none was given.'
    case 'project-untenanted':
      return `This project does not allow tenanted deployments, so it cannot be deployed for ${refusal.tenantName}.`
    case 'tenant-disabled':
      return `Tenant ${refusal.tenantName} is disabled.`
    case 'tenant-not-connected':
      return `Tenant ${refusal.tenantName} is not connected to this project.`
    case 'tenant-not-connected-for-environment':
      return `Tenant ${refusal.tenantName} is not connected to this project for ${nameOf(refusal.environmentId)}.`
    case 'channel-tags-mismatch':
      return `The release's channel is limited to tenants with the tags ${refusal.channelTenantTags.join(', ')}, which tenant ${refusal.tenantName} does not match.`
    default:
      return assertNever(refusal)
  }
}
