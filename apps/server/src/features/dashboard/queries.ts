import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { TaskState } from '../../database/tables.ts'

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

/** What a cell of a dashboard shows: a deployment with its release and its task. */
export interface CellRow {
  readonly id: string
  readonly space_id: string
  readonly project_id: string
  readonly release_id: string
  readonly channel_id: string
  readonly environment_id: string
  readonly tenant_id: string | null
  readonly task_id: string
  readonly created_at: Date
  readonly version: string
  readonly state: TaskState
  readonly queue_time: Date
  readonly start_time: Date | null
  readonly completed_time: Date | null
  readonly last_updated_time: Date
  readonly error_message: string
  readonly pending_interruptions: number
  readonly has_warnings_or_errors: boolean
}

const CELL = sql`d.id, d.space_id, d.project_id, d.release_id, d.channel_id, d.environment_id, d.tenant_id, d.task_id, d.created_at,
  release.version, task.state, task.queue_time, task.start_time, task.completed_time, task.last_updated_time, task.error_message,
  task.pending_interruptions, task.has_warnings_or_errors`
const JOINED = sql`join release on release.id = d.release_id join server_task task on task.id = d.task_id`

/** The two deployments of each place that count: the latest in any state, and what runs there when that is another one. */
export interface Current {
  readonly latest: readonly CellRow[]
  readonly previous: readonly CellRow[]
}

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

/** What runs in these places; a few looks into an index for each, however long the history. Source: domain reference 3.9. */
export async function loadCurrent(db: Queryable, places: readonly Place[]): Promise<Current> {
  const found = await Promise.all(
    KINDS_OF_PLACES.map(async ({ holds, conditions }) => {
      const own = places.filter(holds)
      if (own.length === 0) return { latest: [], previous: [] }
      const latest = await latestIn(db, own, conditions)
      const used = latest.map(({ place }) => own[place - 1]!)
      return { latest, previous: await previousIn(db, used, latest, conditions) }
    }),
  )
  return { latest: found.flatMap(({ latest }) => latest), previous: found.flatMap(({ previous }) => previous) }
}

/** Their numbers count from 1. */
const listed = (places: readonly Place[]) => sql`
  unnest(${places.map(({ projectId }) => projectId)}::text[], ${places.map(({ environmentId }) => environmentId)}::text[],
    ${places.map(({ tenantId }) => tenantId ?? '')}::text[], ${places.map(({ channelId }) => channelId ?? '')}::text[])
  with ordinality as place(project_id, environment_id, tenant_id, channel_id, number)`

/** The latest deployment of each place, in any state. */
async function latestIn(db: Queryable, places: readonly Place[], { deployment }: Conditions) {
  const { rows } = await sql<CellRow & { readonly place: number }>`
    select ${CELL}, place.number::int as place from ${listed(places)}
    cross join lateral (
      select * from deployment d
      where d.project_id = place.project_id and d.environment_id = place.environment_id and ${deployment}
      order by d.number desc limit 1) d
    ${JOINED}`.execute(db)
  return rows
}

/** What runs in each place, where that is not the latest. */
async function previousIn(
  db: Queryable,
  places: readonly Place[],
  latest: readonly CellRow[],
  { success }: Conditions,
): Promise<readonly CellRow[]> {
  const { rows } = await sql<CellRow>`
    select ${CELL} from ${listed(places)}
    join unnest(${latest.map(({ id }) => id)}::text[]) with ordinality as latest(id, number) on latest.number = place.number
    cross join lateral (
      select s.deployment_id as id from release_success s
      where s.project_id = place.project_id and s.environment_id = place.environment_id
        and s.tenant_id = place.tenant_id and ${success}
      order by s.started_at desc limit 1) success
    join deployment d on d.id = success.id and success.id <> latest.id
    ${JOINED}`.execute(db)
  return rows
}

/** The latest deployment of each of these releases to each environment and tenant. */
export async function deploymentsOfReleases(db: Queryable, releaseIds: readonly string[]): Promise<readonly CellRow[]> {
  if (releaseIds.length === 0) return []
  const { rows } = await sql<CellRow>`
    select ${CELL} from (
      select distinct on (release_id, environment_id, coalesce(tenant_id, '')) * from deployment
      where release_id = any(${releaseIds}::text[])
      order by release_id, environment_id, coalesce(tenant_id, ''), number desc) d
    ${JOINED}`.execute(db)
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
