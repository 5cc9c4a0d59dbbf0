import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { DeploymentRow } from '../deployments/queries.ts'

/**
 * Where a release can be: a project in an environment, for a tenant or (null) for none. A project whose channels stand apart
 * has a place for each channel; null is any channel.
 */
export interface Place {
  readonly projectId: string
  readonly environmentId: string
  readonly tenantId: string | null
  readonly channelId: string | null
}

/** The latest deployment of each place, in any state; one look into an index for each place. */
export const latestDeployments = (db: Queryable, places: readonly Place[]): Promise<DeploymentRow[]> =>
  inPlaces(
    db,
    places,
    ({ deployment }) => sql`
    select * from deployment d
    where d.project_id = place.project_id and d.environment_id = place.environment_id and ${deployment}
    order by d.number desc limit 1`,
  )

/** The deployment that succeeded last in each place: what runs there. */
export const latestSuccesses = (db: Queryable, places: readonly Place[]): Promise<DeploymentRow[]> =>
  inPlaces(
    db,
    places,
    ({ success }) => sql`
    select d.* from (
      select s.deployment_id from release_success s
      where s.project_id = place.project_id and s.environment_id = place.environment_id and s.tenant_id = place.tenant_id
        and ${success}
      order by s.started_at desc limit 1) last
    join deployment d on d.id = last.deployment_id`,
  )

/** How places of one kind are found: in `deployment d`, and beyond the tenant in `release_success s`. */
interface Conditions {
  readonly deployment: RawBuilder<boolean>
  readonly success: RawBuilder<boolean>
}

// A statement a kind: an index answers each of these conditions, but not all of them said as one.
const KINDS_OF_PLACES: readonly { readonly holds: (place: Place) => boolean; readonly conditions: Conditions }[] = [
  {
    holds: ({ channelId, tenantId }) => channelId === null && tenantId === null,
    conditions: { deployment: sql`d.tenant_id is null`, success: sql`true` },
  },
  {
    holds: ({ channelId, tenantId }) => channelId === null && tenantId !== null,
    conditions: { deployment: sql`d.tenant_id = place.tenant_id`, success: sql`true` },
  },
  {
    holds: ({ channelId }) => channelId !== null,
    conditions: {
      deployment: sql`coalesce(d.tenant_id, '') = place.tenant_id and d.channel_id = place.channel_id`,
      success: sql`s.channel_id = place.channel_id`,
    },
  },
]

async function inPlaces(
  db: Queryable,
  places: readonly Place[],
  query: (conditions: Conditions) => RawBuilder<unknown>,
): Promise<DeploymentRow[]> {
  const found: DeploymentRow[] = []
  for (const { holds, conditions } of KINDS_OF_PLACES) {
    const own = places.filter(holds)
    if (own.length === 0) continue
    const { rows } = await sql<DeploymentRow>`
      select found.* from unnest(
        ${own.map(({ projectId }) => projectId)}::text[],
        ${own.map(({ environmentId }) => environmentId)}::text[],
        ${own.map(({ tenantId }) => tenantId ?? '')}::text[],
        ${own.map(({ channelId }) => channelId ?? '')}::text[]) as place(project_id, environment_id, tenant_id, channel_id)
      cross join lateral (${query(conditions)}) found`.execute(db)
    found.push(...rows)
  }
  return found
}

/** The latest deployment of each of these releases to each environment and tenant. */
export async function deploymentsOfReleases(db: Queryable, releaseIds: readonly string[]): Promise<DeploymentRow[]> {
  if (releaseIds.length === 0) return []
  const { rows } = await sql<DeploymentRow>`
    select distinct on (release_id, environment_id, coalesce(tenant_id, '')) * from deployment
    where release_id = any(${releaseIds}::text[])
    order by release_id, environment_id, coalesce(tenant_id, ''), number desc`.execute(db)
  return rows
}

/**
 * The releases that a project's progression shows, newest first: of each channel the newest, of each environment those
 * deployed last, and of each channel in each environment those that succeeded last; `count` of each.
 */
export async function releasesOfInterest(
  db: Queryable,
  projectId: string,
  spaceId: string,
  count: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with chosen as (
      select newest.id from channel
        cross join lateral (
          select id from release where channel_id = channel.id order by number desc limit ${count}) newest
        where channel.project_id = ${projectId}
      union
      select deployed.release_id from environment
        cross join lateral (
          select release_id from deployment d where d.project_id = ${projectId} and d.environment_id = environment.id
          order by number desc limit ${count}) deployed
        where environment.space_id = ${spaceId}
      union
      select succeeded.release_id from environment
        join channel on channel.project_id = ${projectId}
        cross join lateral (
          select release_id from release_success s
          where s.project_id = ${projectId} and s.environment_id = environment.id and s.channel_id = channel.id
          order by started_at desc limit ${count}) succeeded
        where environment.space_id = ${spaceId})
    select release.id from release join chosen on chosen.id = release.id order by release.number desc`.execute(db)
  return rows.map(({ id }) => id)
}
