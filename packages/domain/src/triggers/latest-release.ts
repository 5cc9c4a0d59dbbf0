import type { ChannelId, EnvironmentId, TenantId } from '../ids.ts'
import { judgeProgression, type Phase, type ReleaseHistory, type TenantConnection } from '../lifecycles/index.ts'
import { matchesTags, type Tenant } from '../tenants/index.ts'
import type { ReleaseRef } from './decide-trigger.ts'
import type { TriggerPlace } from './machine-event.ts'

/** Whose successful deployments count. */
export type WhoseReleases =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'untenanted' }
  | { readonly kind: 'tenant'; readonly tenantId: TenantId }

/** The latest success in any of the environments is meant; `channelId` null is any channel. */
export interface LatestReleaseQuery {
  readonly sources: readonly { readonly environmentId: EnvironmentId; readonly whose: WhoseReleases }[]
  readonly channelId: ChannelId | null
}

/**
 * Where the release of a scheduled deployment is looked for.
 *
 * A tenant that is connected to a source takes what it has there itself; one that is connected to none of them takes the
 * latest whatever the tenant. Without a tenant the latest of anyone counts, except where the source is the destination:
 * redeploying for nobody must not bring one tenant's release to the others.
 * Source: domain reference 7.7, 8.6.
 */
export function latestReleaseQuery(ask: {
  readonly place: TriggerPlace
  readonly sourceEnvironmentIds: readonly EnvironmentId[]
  readonly channelId: ChannelId | null
  /** The tenant's connection to the project; null for an untenanted deployment. */
  readonly connection: TenantConnection | null
}): LatestReleaseQuery {
  const { place, sourceEnvironmentIds, channelId, connection } = ask
  const isInSources = sourceEnvironmentIds.some((id) => connection?.environmentIds.includes(id))
  const whoseIn = (environmentId: EnvironmentId): WhoseReleases => {
    if (place.tenantId === null) return { kind: environmentId === place.environmentId ? 'untenanted' : 'anyone' }
    return isInSources ? { kind: 'tenant', tenantId: place.tenantId } : { kind: 'anyone' }
  }
  return {
    sources: [...new Set(sourceEnvironmentIds)].map((environmentId) => ({
      environmentId,
      whose: whoseIn(environmentId),
    })),
    channelId,
  }
}

/** A release that may go to an environment, or not. */
export interface ReleaseCandidate extends ReleaseRef {
  readonly channelId: ChannelId
  readonly history: ReleaseHistory
}

/**
 * The newest release that its channel's lifecycle lets go to a place now; undefined when none of these may.
 *
 * Shape: `candidates` newest first; `channels` has every channel of a candidate, with its effective phases.
 * Source: domain reference 7.1 (`DeployLatestReleaseToEnvironment`), 1.6, 1.7.
 */
export function newestAllowedRelease(ask: {
  readonly candidates: readonly ReleaseCandidate[]
  readonly channels: ReadonlyMap<
    ChannelId,
    { readonly phases: readonly Phase[]; readonly tenantTags: readonly string[] }
  >
  readonly environmentId: EnvironmentId
  readonly tenant: Pick<Tenant, 'tags'> | null
  readonly connection: TenantConnection | null
}): ReleaseRef | undefined {
  const { candidates, channels, environmentId, tenant, connection } = ask
  return candidates.find(({ channelId, history }) => {
    const channel = channels.get(channelId)
    if (!channel || (tenant && !matchesTags(channel.tenantTags, tenant.tags))) return false
    return judgeProgression({ phases: channel.phases, history, environmentId, tenant: connection }).ok
  })
}
