import type { EnvironmentId, ReleaseId } from '@flotilla/domain'
import {
  explainPolicy,
  explainRetention,
  judgeRelease,
  keepsEverything,
  retentionRules,
  type Shown,
  shownReleases,
} from '@flotilla/domain/retention'
import { sql } from 'kysely'
import { crashPoint } from '../../crash-point.ts'
import type { Database, Queryable } from '../../database/connection.ts'
import { type Document, findDocument, listDocuments } from '../../database/documents.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import { KINDS } from '../../features/kinds.ts'
import { retentionOf } from '../../features/lifecycles/to-domain.ts'
import { deleteRelease, explainReleaseInUse } from '../../features/releases/delete-release.ts'
import { loadEnvironments } from '../../features/releases/release-world.ts'
import { type Candidate, loadCandidates } from '../../features/retention/load-candidates.ts'
import { type ChannelLimits, type Limit, loadLimits, loadPlaceHistories } from '../../features/retention/load-limits.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import type { TaskLog } from '../../features/tasks/task-log.ts'
import { MOST_ITEMS } from '../../http/paging.ts'

export interface RetentionRun {
  readonly database: Database
  readonly log: TaskLog
  readonly now: () => number
  /** Whether the task was cancelled. */
  isStopped(): Promise<boolean>
}

interface ProjectWorld {
  readonly project: Document
  readonly shown: ReadonlyMap<ReleaseId, Shown>
  readonly deployedTo: readonly EnvironmentId[]
  readonly environmentNames: ReadonlyMap<EnvironmentId, string>
}

/** Deletes the releases of a project that are over their limits, channel by channel, and says what it kept and why. */
export async function tidyProject(run: RetentionRun, projectId: string): Promise<void> {
  const { database } = run
  const project = await findDocument(database, KINDS.project, projectId)
  if (!project) return
  const limited = await limitedChannels(database, project)
  // Most projects keep everything: they cost no look at their releases.
  if (limited.length === 0) return
  const histories = await loadPlaceHistories(database, project.Id)
  const environments = await loadEnvironments(database, project.SpaceId as string)
  const world: ProjectWorld = {
    project,
    shown: shownReleases(histories, project.DiscreteChannelRelease === true),
    deployedTo: [...new Set(histories.map(({ environmentId }) => environmentId))],
    environmentNames: new Map(environments.map(({ id, name }) => [id, name])),
  }
  for (const { channel, lifecycle } of limited) {
    const rules = retentionRules(lifecycle, world.deployedTo)
    const own = { id: channel.Id, projectId: project.Id }
    const limits = await loadLimits(database, own, rules, world.shown, run.now())
    await tidyChannel(run, world, channel, limits)
  }
}

/** The channels of a project that do not keep everything, with what their lifecycles say. */
async function limitedChannels(db: Queryable, project: Document) {
  const all = { skip: 0, take: MOST_ITEMS }
  const { items: channels } = await listDocuments(db, KINDS.channel, { projectId: project.Id }, all)
  const lifecycleOf = (channel: Document) => (channel.LifecycleId || project.LifecycleId) as string
  const ids = [...new Set(channels.map(lifecycleOf))]
  const { items } = await listDocuments(db, KINDS.lifecycle, { spaceId: project.SpaceId as string, ids }, all)
  const environments = await loadEnvironments(db, project.SpaceId as string)
  const lifecycles = new Map(items.map((item) => [item.Id, retentionOf(item, environments)]))
  return channels.flatMap((channel) => {
    const lifecycle = lifecycles.get(lifecycleOf(channel))
    return lifecycle && !keepsEverything(lifecycle) ? [{ channel, lifecycle }] : []
  })
}

async function tidyChannel(
  run: RetentionRun,
  world: ProjectWorld,
  channel: Document,
  limits: ChannelLimits,
): Promise<void> {
  const { database, log } = run
  const activity = `channel:${channel.Id}`
  const name = `${world.project.Name}, channel ${channel.Name}`
  const change = { key: activity, parentKey: 'task', name }
  const at = () => new Date(run.now())
  let page = await loadCandidates(database, channel.Id, limits, 0)
  if (page.length === 0) {
    const text = `${name}: nothing is over its limits.`
    return log.lines('task', [{ category: 'Verbose', text, occurredAt: at(), key: activity }])
  }
  await log.activity({ ...change, status: 'Running', at: at() })
  await sayLimits(run, activity, limits)
  while (page.length > 0) {
    const names = await namesOf(database, world, page)
    for (const candidate of page) {
      if (await run.isStopped()) return
      await treat(run, world, { activity, candidate, limits, names })
    }
    page = await loadCandidates(database, channel.Id, limits, page.at(-1)!.order)
  }
  await log.activity({ ...change, status: 'Success', at: at() })
}

interface Treatment {
  readonly activity: string
  readonly candidate: Candidate
  readonly limits: ChannelLimits
  readonly names: Parameters<typeof explainRetention>[1]
}

/** Deletes one release, or says why it stays; the deletion and its line are one transaction. */
async function treat(run: RetentionRun, world: ProjectWorld, treatment: Treatment): Promise<void> {
  const { activity, candidate, limits, names } = treatment
  const { log } = run
  const verdict = judgeRelease(candidate, {
    ...limits,
    shown: world.shown.get(candidate.id) ?? null,
    pinnedTo: pinnedTo(world.project, candidate.id),
  })
  const reason = explainRetention(verdict, names)
  const occurredAt = new Date(run.now())
  const kept = (why: string) => ({
    category: 'Info' as const,
    text: `Kept ${candidate.version}: ${why}.`,
    occurredAt,
    key: `kept:${candidate.id}`,
  })
  if (verdict.kind === 'keep') return log.lines(activity, [kept(reason)])
  await log.within(async (tx) => {
    const { latestDeployment } = candidate
    const deleted = await deleteRelease(tx, systemCaller(), candidate.id, { because: reason, latestDeployment })
    if (!deleted.ok) return log.writeIn(tx, saying(activity, [kept(explainReleaseInUse(deleted.error))]))
    const text = `Deleted ${candidate.version}: ${reason}.`
    await log.writeIn(tx, saying(activity, [{ category: 'Info', text, occurredAt, key: `deleted:${candidate.id}` }]))
  })
  await crashPoint('retention.half')
}

const pinnedTo = (project: Document, releaseId: ReleaseId): EnvironmentId[] =>
  (project.AutoDeployReleaseOverrides as readonly { EnvironmentId: string; ReleaseId: string }[])
    .filter((pinned) => pinned.ReleaseId === releaseId)
    .map((pinned) => pinned.EnvironmentId as EnvironmentId)

/** So many versions are named for each limit. */
const VERSIONS_NAMED = 20

/** Says what each count keeps: what the log is read for when something is missed. */
async function sayLimits(run: RetentionRun, activity: string, { stages, undeployed }: ChannelLimits): Promise<void> {
  const counts: readonly (Limit & { readonly name: string })[] = [
    ...stages,
    { name: 'Releases that were not deployed', ...undeployed },
  ]
  const named = counts.flatMap(({ counted }) => counted.slice(0, VERSIONS_NAMED).map(({ releaseId }) => releaseId))
  const { rows } = await sql<{ id: string; version: string }>`
    select id, version from release where id = any(${named}::text[])`.execute(run.database)
  const versions = new Map(rows.map(({ id, version }) => [id, version]))
  const occurredAt = new Date(run.now())
  await run.log.lines(
    activity,
    counts.map(({ name, policy, counted }, index) => ({
      category: 'Info',
      text: `${name}: ${explainPolicy(policy)}${besides(counted, versions)}.`,
      occurredAt,
      key: `limit:${activity}:${index}`,
    })),
  )
}

function besides(counted: Limit['counted'], versions: ReadonlyMap<string, string>): string {
  if (counted.length === 0) return ''
  const named = counted.slice(0, VERSIONS_NAMED).map(({ releaseId }) => versions.get(releaseId) ?? releaseId)
  const more = counted.length - named.length
  return ` besides those on a dashboard: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

async function namesOf(db: Queryable, world: ProjectWorld, candidates: readonly Candidate[]) {
  const tenantIds = candidates.flatMap(({ id }) => world.shown.get(id)?.tenantId ?? [])
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from tenant where id = any(${tenantIds}::text[])`.execute(db)
  const tenants = new Map(rows.map(({ id, name }) => [id, name]))
  return {
    environment: (id: EnvironmentId) => world.environmentNames.get(id) ?? id,
    tenant: (id: string) => tenants.get(id) ?? id,
  }
}
