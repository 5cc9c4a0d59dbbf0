import type { ReleaseId } from '@flotilla/domain'
import { describeProgression, type NamedEnvironment } from '@flotilla/domain/lifecycles'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Document, listDocuments } from '../../database/documents.ts'
import { MOST_ITEMS } from '../../http/paging.ts'
import type { Found } from '../../http/shared-answers.ts'
import { channelResource } from '../channels/resource.ts'
import { type Caller, spaceAddress } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { presentReleases } from '../releases/present-release.ts'
import type { ReleaseRow } from '../releases/queries.ts'
import { loadEnvironments, loadHistories, loadPhases } from '../releases/release-world.ts'
import { presentDocument } from '../standard-routes.ts'
import { isFinal } from '../tasks/present-task.ts'
import { presentCell, visibleCells } from './cells.ts'
import { loadChannels, loadLifecycleEnvironments } from './project-environments.ts'
import { type CellRow, deploymentsOfReleases, loadCurrent, type Place, releasesOfInterest } from './queries.ts'

/** How far the newest and the deployed releases of a project have come. Source: API reference 5.28. */
export async function loadProgression(
  db: Queryable,
  caller: Caller,
  project: Document,
  releaseHistoryCount: number,
): Promise<Found> {
  const spaceId = project.SpaceId as string
  const environments = await loadEnvironments(db, spaceId)
  const [reached, channels, channelDocuments, releaseIds] = await Promise.all([
    loadLifecycleEnvironments(db, spaceId, environments),
    loadChannels(db, [project]),
    listDocuments(db, KINDS.channel, { projectId: project.Id }, { skip: 0, take: MOST_ITEMS }),
    releasesOfInterest(db, project.Id, spaceId, releaseHistoryCount),
  ])
  const [releases, histories, deployments, phases] = await Promise.all([
    releasesByIds(db, releaseIds),
    loadHistories(db, releaseIds),
    deploymentsOfReleases(db, releaseIds),
    phasesByLifecycle(
      db,
      spaceId,
      channels.map(({ lifecycleId }) => lifecycleId),
    ),
  ])
  const cells = visibleCells(caller, () => project.ProjectGroupId as string, deployments)
  const standing = await standingOf(db, project, cells)
  const lifecycleOf = new Map(channels.map(({ id, lifecycleId }) => [id, lifecycleId]))
  const channelOf = new Map(channelDocuments.items.map((channel) => [channel.Id, channel]))
  const environmentsOf = (lifecycleId: string | undefined) => (lifecycleId ? (reached.get(lifecycleId) ?? []) : [])
  const all = new Set(channels.flatMap(({ lifecycleId }) => environmentsOf(lifecycleId).map(({ id }) => id)))
  const presented = await presentReleases(db, releases)
  const value = {
    Environments: environments.filter(({ id }) => all.has(id)).map(named),
    ChannelEnvironments: Object.fromEntries(
      channels.map(({ id, lifecycleId }) => [id, environmentsOf(lifecycleId).map(named)]),
    ),
    LifecycleEnvironments: Object.fromEntries(
      channels.map(({ lifecycleId }) => [lifecycleId, environmentsOf(lifecycleId).map(named)]),
    ),
    Releases: releases.map((release, index) => {
      const history = histories.get(release.id as ReleaseId)!
      const channel = channelOf.get(release.channel_id)
      return {
        Release: presented[index]!,
        Channel: channel ? presentDocument(channelResource, channel) : null,
        Deployments: cellsByEnvironment(
          cells.filter(({ release_id }) => release_id === release.id),
          standing,
        ),
        NextDeployments: describeProgression({
          phases: phases.get(lifecycleOf.get(release.channel_id) ?? '') ?? [],
          history,
          tenant: null,
        }).nextDeployments,
        HasUnresolvedDefect: history.hasUnresolvedDefect,
        ReleaseRetentionPeriod: null,
        TentacleRetentionPeriod: null,
      }
    }),
    Links: { Self: `${spaceAddress(spaceId)}/progression/${project.Id}` },
  }
  return { value, lasts: cells.every(({ state }) => isFinal(state)) }
}

const named = ({ id, name }: NamedEnvironment) => ({ Id: id, Name: name })

async function releasesByIds(db: Queryable, ids: readonly string[]): Promise<ReleaseRow[]> {
  const { rows } = await sql<ReleaseRow>`
    select * from release where id = any(${ids}::text[]) order by number desc`.execute(db)
  return rows
}

async function phasesByLifecycle(db: Queryable, spaceId: string, lifecycleIds: readonly string[]) {
  const each = [...new Set(lifecycleIds)].map(async (id) => [id, await loadPhases(db, spaceId, id)] as const)
  return new Map(await Promise.all(each))
}

interface Standing {
  readonly current: ReadonlySet<string>
  readonly previous: ReadonlySet<string>
}

/** Which deployments are the latest of their place, and which are what runs there instead. */
async function standingOf(db: Queryable, project: Document, cells: readonly CellRow[]): Promise<Standing> {
  const places = new Map<string, Place>()
  for (const { environment_id: environmentId, tenant_id: tenantId, channel_id } of cells) {
    const channelId = project.DiscreteChannelRelease ? channel_id : null
    const place = { projectId: project.Id, environmentId, tenantId, channelId }
    places.set(`${environmentId}/${tenantId ?? ''}/${channelId ?? ''}`, place)
  }
  const { latest, previous } = await loadCurrent(db, [...places.values()])
  return { current: new Set(latest.map(({ id }) => id)), previous: new Set(previous.map(({ id }) => id)) }
}

function cellsByEnvironment(cells: readonly CellRow[], { current, previous }: Standing) {
  const byEnvironment: Record<string, ReturnType<typeof presentCell>[]> = {}
  for (const cell of cells) {
    const { id, environment_id } = cell
    const shown = presentCell(cell, { isCurrent: current.has(id), isPrevious: previous.has(id) })
    byEnvironment[environment_id] = [...(byEnvironment[environment_id] ?? []), shown]
  }
  return byEnvironment
}
