import type { EpochMs } from '@flotilla/kit'
import type { ChannelId, EnvironmentId, ReleaseId, TenantId } from '../ids.ts'

/** What a project's deployments of one channel have left in one place. `tenantId` is null for untenanted ones. */
export interface PlaceHistory {
  readonly environmentId: EnvironmentId
  readonly tenantId: TenantId | null
  readonly channelId: ChannelId
  /** The latest deployment in any state; `order` grows with every deployment. */
  readonly latest: { readonly releaseId: ReleaseId; readonly order: number }
  /** The releases that succeeded last, newest first, each once; two are enough. */
  readonly succeeded: readonly { readonly releaseId: ReleaseId; readonly startedAt: EpochMs }[]
}

/** Why a release is on a dashboard, or stands by for a rollback of what is. */
export interface Shown {
  readonly why: 'current' | 'latest' | 'previous'
  readonly environmentId: EnvironmentId
  readonly tenantId: TenantId | null
}

/**
 * The releases that retention never deletes: what is current in a place, the latest deployment of a place whatever became of
 * it (a dashboard shows both), and the release that was current before.
 *
 * Shape: `isPerChannel` is the project's `DiscreteChannelRelease`: then each channel has its own dashboard in every place.
 * A release that is shown for several reasons has the strongest one.
 * Source: domain reference 2.9 and 3.9.
 */
export function shownReleases(
  histories: readonly PlaceHistory[],
  isPerChannel: boolean,
): ReadonlyMap<ReleaseId, Shown> {
  const cells = new Map<string, PlaceHistory[]>()
  for (const history of histories) {
    const { environmentId, tenantId, channelId } = history
    const key = [environmentId, tenantId ?? '', isPerChannel ? channelId : ''].join('/')
    cells.set(key, [...(cells.get(key) ?? []), history])
  }
  const found = [...cells.values()].flatMap(shownInCell)
  const shown = new Map<ReleaseId, Shown>()
  for (const why of ['current', 'latest', 'previous'] as const)
    for (const [releaseId, each] of found) if (each.why === why && !shown.has(releaseId)) shown.set(releaseId, each)
  return shown
}

function shownInCell(histories: readonly PlaceHistory[]): (readonly [ReleaseId, Shown])[] {
  const { environmentId, tenantId } = histories[0]!
  const latest = histories.map((history) => history.latest).reduce((a, b) => (a.order > b.order ? a : b))
  const newestFirst = histories.flatMap(({ succeeded }) => succeeded).sort((a, b) => b.startedAt - a.startedAt)
  const [current, previous] = [...new Set(newestFirst.map(({ releaseId }) => releaseId))]
  const place = { environmentId, tenantId }
  return [
    [latest.releaseId, { why: 'latest', ...place }],
    ...(current ? [[current, { why: 'current', ...place }] as const] : []),
    ...(previous ? [[previous, { why: 'previous', ...place }] as const] : []),
  ]
}
