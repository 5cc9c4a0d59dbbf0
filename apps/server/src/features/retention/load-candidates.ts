import type { EnvironmentId, ReleaseId } from '@flotilla/domain'
import type { StoredRelease } from '@flotilla/domain/retention'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { ChannelLimits } from './load-limits.ts'

/** A release over every limit that applies to it, if nothing protects it. */
export interface Candidate extends StoredRelease {
  readonly version: string
  /** The number of its newest deployment; 0 without one. */
  readonly latestDeployment: number
}

const CANDIDATES_A_PAGE = 100

/**
 * The next candidates of a channel, the oldest first, after the release with the number `after`. The database passes over
 * releases within a limit with a look or two into an index each; they are not read.
 */
export async function loadCandidates(
  db: Queryable,
  channelId: string,
  { stages, undeployed }: ChannelLimits,
  after: number,
): Promise<readonly Candidate[]> {
  const places = stages.flatMap(({ environmentIds, boundary }) => environmentIds.map((id) => ({ id, boundary })))
  const { rows } = await sql<{ id: string; number: number; version: string; assembled_at: Date }>`
    select id, number, version, assembled_at from release r
    where channel_id = ${channelId} and number > ${after} and case
      when exists (select 1 from deployment d where d.release_id = r.id) then not exists (
        select 1 from deployment d
        join server_task t on t.id = d.task_id
        left join unnest(
          ${places.map(({ id }) => id)}::text[],
          ${places.map(({ boundary }) => boundary.order)}::bigint[],
          ${places.map(({ boundary }) => timeOf(boundary.at))}::timestamptz[]) place(id, from_order, from_time)
          on place.id = d.environment_id
        where d.release_id = r.id and (place.id is null or d.number >= place.from_order
          or coalesce(t.completed_time, d.created_at) >= place.from_time))
      else not coalesce(number >= ${undeployed.boundary.order}::bigint, false)
        and not coalesce(assembled_at >= ${timeOf(undeployed.boundary.at)}::timestamptz, false) end
    order by number limit ${CANDIDATES_A_PAGE}`.execute(db)
  const visits = await loadVisits(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, number, version, assembled_at }) => {
    const own = visits.filter((visit) => visit.release_id === id)
    return {
      id: id as ReleaseId,
      version,
      order: number,
      assembledAt: assembled_at.getTime(),
      visits: own.map((visit) => ({
        environmentId: visit.environment_id as EnvironmentId,
        order: visit.number,
        at: visit.at.getTime(),
      })),
      latestDeployment: Math.max(0, ...own.map((visit) => visit.number)),
    }
  })
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

async function loadVisits(db: Queryable, releaseIds: readonly string[]) {
  if (releaseIds.length === 0) return []
  const { rows } = await sql<{ release_id: string; environment_id: string; number: number; at: Date }>`
    select d.release_id, d.environment_id, max(d.number) as number, max(coalesce(t.completed_time, d.created_at)) as at
    from deployment d join server_task t on t.id = d.task_id
    where d.release_id = any(${releaseIds}::text[]) group by d.release_id, d.environment_id`.execute(db)
  return rows
}
