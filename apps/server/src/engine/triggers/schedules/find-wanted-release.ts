import type { ChannelId, EnvironmentId, ReleaseId } from '@flotilla/domain'
import type { Tenant } from '@flotilla/domain/tenants'
import {
  type LatestReleaseQuery,
  latestReleaseQuery,
  newestAllowedRelease,
  type ReleaseRef,
  type TriggerPlace,
  type WantedRelease,
} from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import type { Queryable } from '../../../database/connection.ts'
import { type Document, findDocument } from '../../../database/documents.ts'
import { KINDS } from '../../../features/kinds.ts'
import type { ActionBody } from '../../../features/project-triggers/schema.ts'
import { connectionOf, loadHistories, loadPhases } from '../../../features/releases/release-world.ts'

/** Candidates are read this many at a time, then twice as many: most searches end with the first. */
const FIRST_CANDIDATES = 20
/** Releases older than so many others are not what anybody means by the newest. */
const MOST_CANDIDATES = 2_000

export interface ScheduledPlace {
  readonly project: Document
  readonly place: TriggerPlace
  readonly tenant: Tenant | null
}

/** Looks for the release that an action deploys to a place. Each query is bounded and has an index. */
export async function findWantedRelease(db: Queryable, action: ActionBody, at: ScheduledPlace): Promise<WantedRelease> {
  const channelId = ((action.ChannelId as string | null) || null) as ChannelId | null
  const channel = channelId && (await findDocument(db, KINDS.channel, channelId))
  const inChannel = channelId && (channel?.Name ?? channelId)
  if (action.ActionType !== 'DeployLatestRelease') {
    return { kind: 'newest-allowed', inChannel, found: await findNewestAllowed(db, channelId, at) }
  }
  const query = latestReleaseQuery({
    place: at.place,
    sourceEnvironmentIds: action.SourceEnvironmentIds as readonly EnvironmentId[],
    channelId,
    connection: at.tenant && connectionOf(at.tenant, at.project.Id),
  })
  return { kind: 'latest-success', sources: query.sources, inChannel, found: await findLatestSuccess(db, at, query) }
}

/** The latest success in any of the sources; each of them is read from its own index. */
async function findLatestSuccess(
  db: Queryable,
  { project }: ScheduledPlace,
  { sources, channelId }: LatestReleaseQuery,
): Promise<ReleaseRef | null> {
  const branches = sources.map(({ environmentId, whose }) => {
    const ofTenant =
      whose.kind === 'anyone' ? sql`true` : sql`s.tenant_id = ${whose.kind === 'tenant' ? whose.tenantId : ''}`
    const ofChannel = channelId === null ? sql`true` : sql`s.channel_id = ${channelId}`
    return sql`(select s.release_id, s.started_at from release_success s
      where s.project_id = ${project.Id} and s.environment_id = ${environmentId} and ${ofTenant} and ${ofChannel}
      order by s.started_at desc limit 1)`
  })
  if (branches.length === 0) return null
  const { rows } = await sql<{ id: string; version: string }>`
    select r.id, r.version from (${sql.join(branches, sql` union all `)}) latest join release r on r.id = latest.release_id
    order by latest.started_at desc limit 1`.execute(db)
  return rows[0] ? { id: rows[0].id as ReleaseId, version: rows[0].version } : null
}

interface CandidateRow {
  id: string
  number: number
  version: string
  channel_id: string
}

async function findNewestAllowed(
  db: Queryable,
  channelId: ChannelId | null,
  { project, place, tenant }: ScheduledPlace,
): Promise<ReleaseRef | null> {
  const channels = new Map<ChannelId, Awaited<ReturnType<typeof loadChannel>>>()
  const of = channelId === null ? sql`project_id = ${project.Id}` : sql`channel_id = ${channelId}`
  let before = Number.MAX_SAFE_INTEGER
  for (let take = FIRST_CANDIDATES; take <= MOST_CANDIDATES; take *= 2) {
    const { rows } = await sql<CandidateRow>`
      select id, number, version, channel_id from release where ${of} and number < ${before}
      order by number desc limit ${take}`.execute(db)
    for (const id of rows.map((row) => row.channel_id as ChannelId)) {
      if (!channels.has(id)) channels.set(id, await loadChannel(db, project, id))
    }
    const histories = await loadHistories(
      db,
      rows.map(({ id }) => id),
    )
    const found = newestAllowedRelease({
      candidates: rows.map((row) => ({
        id: row.id as ReleaseId,
        version: row.version,
        channelId: row.channel_id as ChannelId,
        history: histories.get(row.id as ReleaseId)!,
      })),
      channels,
      environmentId: place.environmentId,
      tenant,
      connection: tenant && connectionOf(tenant, project.Id),
    })
    if (found) return { id: found.id, version: found.version }
    if (rows.length < take) return null
    before = rows.at(-1)!.number
  }
  return null
}

async function loadChannel(db: Queryable, project: Document, channelId: ChannelId) {
  const channel = await findDocument(db, KINDS.channel, channelId)
  const lifecycleId = ((channel?.LifecycleId as string | null) || project.LifecycleId) as string
  return {
    phases: await loadPhases(db, project.SpaceId as string, lifecycleId),
    tenantTags: (channel?.TenantTags ?? []) as readonly string[],
  }
}
