import type { ChannelId, EnvironmentId, ReleaseId, TenantId } from '@flotilla/domain'
import {
  type Boundary,
  boundaryOf,
  type Counted,
  countReleases,
  type PlaceHistory,
  type RetentionPolicy,
  type RetentionRules,
  type RetentionStage,
  type Shown,
} from '@flotilla/domain/retention'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'

interface PlaceRow {
  environment_id: string
  tenant_id: string
  channel_id: string
  latest_id: string
  latest_number: number
  current_id: string | null
  current_at: Date | null
  previous_id: string | null
  previous_at: Date | null
}

/**
 * What each channel of a project has left in each environment and for each tenant. Steps from place to place in an index, with
 * three looks into indexes for each; the history between them is not read.
 */
export async function loadPlaceHistories(db: Queryable, projectId: string): Promise<readonly PlaceHistory[]> {
  const { rows } = await sql<PlaceRow>`
    with recursive place(environment_id, tenant_id, channel_id) as (
      (select environment_id, coalesce(tenant_id, ''), channel_id from deployment where project_id = ${projectId}
       order by environment_id, coalesce(tenant_id, ''), channel_id limit 1)
      union all
      select next.* from place cross join lateral (
        select d.environment_id, coalesce(d.tenant_id, ''), d.channel_id from deployment d
        where d.project_id = ${projectId}
          and (d.environment_id, coalesce(d.tenant_id, ''), d.channel_id) > (place.environment_id, place.tenant_id, place.channel_id)
        order by d.environment_id, coalesce(d.tenant_id, ''), d.channel_id limit 1) next)
    select place.*, latest.release_id as latest_id, latest.number as latest_number,
      newest.release_id as current_id, newest.started_at as current_at,
      previous.release_id as previous_id, previous.started_at as previous_at
    from place
    cross join lateral (
      select release_id, number from deployment d
      where d.project_id = ${projectId} and d.environment_id = place.environment_id
        and coalesce(d.tenant_id, '') = place.tenant_id and d.channel_id = place.channel_id
      order by d.number desc limit 1) latest
    left join lateral (
      select release_id, started_at from release_success s
      where s.project_id = ${projectId} and s.environment_id = place.environment_id
        and s.tenant_id = place.tenant_id and s.channel_id = place.channel_id
      order by s.started_at desc limit 1) newest on true
    left join lateral (
      select release_id, started_at from release_success s
      where s.project_id = ${projectId} and s.environment_id = place.environment_id
        and s.tenant_id = place.tenant_id and s.channel_id = place.channel_id and s.release_id <> newest.release_id
      order by s.started_at desc limit 1) previous on true`.execute(db)
  return rows.map((row) => ({
    environmentId: row.environment_id as EnvironmentId,
    tenantId: (row.tenant_id || null) as TenantId | null,
    channelId: row.channel_id as ChannelId,
    latest: { releaseId: row.latest_id as ReleaseId, order: row.latest_number },
    succeeded: [...success(row.current_id, row.current_at), ...success(row.previous_id, row.previous_at)],
  }))
}

const success = (id: string | null, at: Date | null) =>
  id && at ? [{ releaseId: id as ReleaseId, startedAt: at.getTime() }] : []

/** A count of a channel's releases, and the releases that its limit keeps, newest first. */
export interface Limit {
  readonly policy: RetentionPolicy
  readonly counted: readonly Counted[]
  readonly boundary: Boundary
}
export interface ChannelLimits {
  readonly stages: readonly (RetentionStage & Limit)[]
  readonly undeployed: Limit
}

/** Counts, from the newest on, the releases of a channel that its limits keep: no further than each limit. */
export async function loadLimits(
  db: Queryable,
  channel: { readonly id: string; readonly projectId: string },
  rules: RetentionRules,
  shown: ReadonlyMap<ReleaseId, Shown>,
  nowMs: number,
): Promise<ChannelLimits> {
  const limit = async (policy: RetentionPolicy, count: (limit: number) => Promise<readonly Counted[]>) => {
    const counted = policy.kind === 'items' ? await count(policy.count) : []
    return { policy, counted, boundary: boundaryOf(policy, counted, nowMs) }
  }
  const stages: (RetentionStage & Limit)[] = []
  for (const stage of rules.stages) {
    const isShown = (id: ReleaseId) => shown.has(id)
    const count = (most: number) => countDeployed(db, channel, stage.environmentIds, { limit: most, isShown })
    stages.push({ ...stage, ...(await limit(stage.policy, count)) })
  }
  return { stages, undeployed: await limit(rules.undeployed, (most) => newestUndeployed(db, channel.id, most)) }
}

const DEPLOYMENTS_A_PAGE = 500

async function countDeployed(
  db: Queryable,
  channel: { readonly id: string; readonly projectId: string },
  environmentIds: readonly EnvironmentId[],
  counting: { readonly limit: number; readonly isShown: (id: ReleaseId) => boolean },
): Promise<readonly Counted[]> {
  let counted: readonly Counted[] = []
  let before: number | null = null
  for (;;) {
    const { rows }: { rows: { release_id: string; number: number; is_own: boolean }[] } = await sql<{
      release_id: string
      number: number
      is_own: boolean
    }>`
      select d.release_id, d.number, r.channel_id = ${channel.id} as is_own
      from unnest(${environmentIds}::text[]) environment(id)
      cross join lateral (
        select release_id, number from deployment
        where project_id = ${channel.projectId} and environment_id = environment.id
          and (${before}::bigint is null or number < ${before})
        order by number desc limit ${DEPLOYMENTS_A_PAGE}) d
      join release r on r.id = d.release_id
      order by d.number desc limit ${DEPLOYMENTS_A_PAGE}`.execute(db)
    const own = rows.filter(({ is_own }) => is_own)
    counted = countReleases(
      counted,
      own.map(({ release_id, number }) => ({ releaseId: release_id as ReleaseId, order: number })),
      counting,
    )
    if (rows.length < DEPLOYMENTS_A_PAGE || counted.length >= counting.limit) return counted
    before = rows.at(-1)!.number
  }
}

async function newestUndeployed(db: Queryable, channelId: string, limit: number): Promise<readonly Counted[]> {
  const { rows } = await sql<{ id: string; number: number }>`
    select id, number from release r
    where channel_id = ${channelId} and not exists (select 1 from deployment d where d.release_id = r.id)
    order by number desc limit ${limit}`.execute(db)
  return rows.map(({ id, number }) => ({ releaseId: id as ReleaseId, order: number }))
}
