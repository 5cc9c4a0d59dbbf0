import { type AccessScope, mayDo } from '@flotilla/domain/access'
import type { NamedEnvironment } from '@flotilla/domain/lifecycles'
import { matchesTags } from '@flotilla/domain/tenants'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Document, listDocuments } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { MOST_ITEMS } from '../../http/paging.ts'
import type { Found } from '../../http/shared-answers.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type Caller, spaceAddress } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { loadEnvironments } from '../releases/release-world.ts'
import { isFinal } from '../tasks/present-task.ts'
import { presentCell, visibleCells } from './cells.ts'
import { type ChannelFacts, loadChannels, loadLifecycleEnvironments } from './project-environments.ts'
import { type Current, deploymentsOfReleases, loadCurrent, type Place } from './queries.ts'

/** What a dashboard is asked to show. A filter that is left out means everything that the caller may see. */
export interface DashboardAsk {
  readonly projectIds?: readonly string[] | undefined
  readonly environmentIds?: readonly string[] | undefined
  /** Only where this release went. */
  readonly releaseId?: string | undefined
  readonly tenantIds?: readonly string[] | undefined
  readonly tenantTags?: readonly string[] | undefined
  /** How many projects unless all are asked for. */
  readonly projectLimit?: number | undefined
  readonly isUnlimited: boolean
  readonly withPrevious: boolean
}

/** A dashboard shows this many projects unless it is asked for all, or another number. */
const PROJECT_LIMIT = 200

type Connections = Readonly<Record<string, readonly string[]>>

/**
 * What runs where: one cell a project, environment and tenant, and a channel where channels stand apart. Reads one index entry
 * a cell, however long the history.
 */
export async function loadDashboard(db: Queryable, caller: Caller, spaceId: string, ask: DashboardAsk): Promise<Found> {
  const [environments, { items: projects, total }] = await Promise.all([
    visibleEnvironments(db, caller, spaceId, ask.environmentIds),
    visibleProjects(db, caller, spaceId, ask),
  ])
  const tenants = await connectedTenants(db, caller, spaceId, projects, ask)
  const projectOf = new Map(projects.map((project) => [project.Id, project]))
  const [reached, channels] = await Promise.all([
    loadLifecycleEnvironments(db, spaceId, environments),
    loadChannels(db, projects),
  ])
  const places = placesOf(projects, environments, tenants).flatMap((place) => cellsOf(place, projectOf, channels))
  const current = await currentIn(db, ask, places)
  const groupOf = (projectId: string) => (projectOf.get(projectId)?.ProjectGroupId as string | undefined) ?? ''
  const latest = visibleCells(caller, groupOf, current.latest)
  const previous = ask.withPrevious ? visibleCells(caller, groupOf, current.previous) : []
  const shownIn = new Map<string, Set<string>>(projects.map(({ Id }) => [Id, new Set()]))
  for (const { projectId, lifecycleId } of channels)
    for (const { id } of reached.get(lifecycleId) ?? []) shownIn.get(projectId)?.add(id)
  for (const { project_id, environment_id } of latest) shownIn.get(project_id)?.add(environment_id)
  const environmentsOf = (projectId: string): string[] =>
    environments.map(({ id }) => id as string).filter((id) => shownIn.get(projectId)?.has(id))
  const shown = projects.map((project) => presentProject(project, environmentsOf(project.Id)))
  const value = {
    Projects: shown,
    ProjectGroups: await presentGroups(db, spaceId, shown),
    Environments: environments.map(({ id, name }) => ({
      Id: id,
      Name: name,
      Links: { Self: `${spaceAddress(spaceId)}/environments/${id}` },
    })),
    Tenants: tenants.map((tenant) => ({
      Id: tenant.Id,
      Name: tenant.Name,
      ProjectEnvironments: tenant.ProjectEnvironments,
      TenantTags: tenant.TenantTags,
      IsDisabled: tenant.IsDisabled ?? false,
      Links: { Self: `${spaceAddress(spaceId)}/tenants/${tenant.Id}` },
    })),
    Items: latest.map((cell) => presentCell(cell, { isCurrent: true, isPrevious: false })),
    PreviousItems: previous.map((cell) => presentCell(cell, { isCurrent: false, isPrevious: true })),
    ProjectLimit: ask.isUnlimited ? null : (ask.projectLimit ?? PROJECT_LIMIT),
    IsFiltered: projects.length < total || ask.projectIds !== undefined,
    Id: null,
    Links: { Self: `${spaceAddress(spaceId)}/dashboard` },
  }
  return { value, lasts: [...latest, ...previous].every(({ state }) => isFinal(state)) }
}

async function visibleEnvironments(
  db: Queryable,
  caller: Caller,
  spaceId: string,
  wanted: readonly string[] | undefined,
): Promise<NamedEnvironment[]> {
  const ids = wanted?.map(canonicalId)
  return (await loadEnvironments(db, spaceId)).filter(
    ({ id }) =>
      (!ids || ids.includes(id)) &&
      mayDo(caller.grants, 'EnvironmentView', { spaceId, environmentId: id } as AccessScope),
  )
}

function visibleProjects(db: Queryable, caller: Caller, spaceId: string, ask: DashboardAsk) {
  const seen = visibleWhere(caller, 'ProjectView', { space: sql`space_id`, project: sql`id` })
  const ofRelease = ask.releaseId
    ? sql<boolean>`id in (select project_id from release where id = ${canonicalId(ask.releaseId)})`
    : sql<boolean>`true`
  const named = ask.projectIds?.map(canonicalId)
  const listed = named ? sql<boolean>`(id = any(${named}::text[]) or slug = any(${named}::text[]))` : sql<boolean>`true`
  const where = sql<boolean>`(${seen} and ${ofRelease} and ${listed})`
  return listDocuments(
    db,
    KINDS.project,
    { spaceId, where },
    { skip: 0, take: ask.isUnlimited ? MOST_ITEMS : (ask.projectLimit ?? PROJECT_LIMIT) },
  )
}

/** The tenants that are connected to one of the projects, by name. */
async function connectedTenants(
  db: Queryable,
  caller: Caller,
  spaceId: string,
  projects: readonly Document[],
  ask: DashboardAsk,
): Promise<Document[]> {
  const tenanted = projects.filter((project) => project.TenantedDeploymentMode !== 'Untenanted').map(({ Id }) => Id)
  if (tenanted.length === 0) return []
  const seen = visibleWhere(caller, 'TenantView', { space: sql`space_id`, tenant: sql`id` })
  const where = sql<boolean>`(document -> 'ProjectEnvironments' ?| ${tenanted}::text[] and ${seen})`
  const ids = ask.tenantIds?.map(canonicalId)
  const { items } = await listDocuments(
    db,
    KINDS.tenant,
    { spaceId, where, ...(ids ? { ids } : {}) },
    { skip: 0, take: MOST_ITEMS },
  )
  return items.filter((tenant) => matchesTags(ask.tenantTags ?? [], tenant.TenantTags as readonly string[]))
}

type AnyChannelPlace = Omit<Place, 'channelId'>

/** The cells of a place: one, or one a channel (domain reference 3.9, `DiscreteChannelRelease`). */
function cellsOf(
  place: AnyChannelPlace,
  projectOf: ReadonlyMap<string, Document>,
  channels: readonly ChannelFacts[],
): Place[] {
  if (!projectOf.get(place.projectId)?.DiscreteChannelRelease) return [{ ...place, channelId: null }]
  return channels
    .filter(({ projectId }) => projectId === place.projectId)
    .map(({ id }) => ({ ...place, channelId: id }))
}

function placesOf(
  projects: readonly Document[],
  environments: readonly NamedEnvironment[],
  tenants: readonly Document[],
): AnyChannelPlace[] {
  const shown = new Set(environments.map(({ id }) => id as string))
  const untenanted = projects.flatMap((project) =>
    environments.map(({ id }) => ({ projectId: project.Id, environmentId: id, tenantId: null })),
  )
  const tenanted = projects.flatMap((project) =>
    tenants.flatMap((tenant) =>
      ((tenant.ProjectEnvironments as Connections)[project.Id] ?? [])
        .filter((environmentId) => shown.has(environmentId))
        .map((environmentId) => ({ projectId: project.Id, environmentId, tenantId: tenant.Id })),
    ),
  )
  return [...untenanted, ...tenanted]
}

async function currentIn(db: Queryable, ask: DashboardAsk, places: readonly Place[]): Promise<Current> {
  if (ask.releaseId === undefined) return loadCurrent(db, places)
  const key = (environmentId: string, tenantId: string | null) => `${environmentId}/${tenantId ?? ''}`
  const wanted = new Set(places.map(({ environmentId, tenantId }) => key(environmentId, tenantId)))
  const deployments = await deploymentsOfReleases(db, [canonicalId(ask.releaseId)])
  return { latest: deployments.filter((row) => wanted.has(key(row.environment_id, row.tenant_id))), previous: [] }
}

const presentProject = (project: Document, environmentIds: readonly string[]) => ({
  Id: project.Id,
  Name: project.Name,
  Slug: project.Slug as string,
  ProjectGroupId: project.ProjectGroupId as string,
  EnvironmentIds: environmentIds,
  TenantedDeploymentMode: project.TenantedDeploymentMode as string,
  CanPerformUntenantedDeployment: project.TenantedDeploymentMode !== 'Tenanted',
  IsDisabled: (project.IsDisabled as boolean | undefined) ?? false,
  Links: { Self: `${spaceAddress(project.SpaceId as string)}/projects/${project.Id}` },
})

async function presentGroups(db: Queryable, spaceId: string, projects: readonly ReturnType<typeof presentProject>[]) {
  const ids = [...new Set(projects.map((project) => project.ProjectGroupId))]
  const { items } = await listDocuments(db, KINDS.projectGroup, { spaceId, ids }, { skip: 0, take: MOST_ITEMS })
  return items.map((group) => ({
    Id: group.Id,
    Name: group.Name,
    EnvironmentIds: [
      ...new Set(
        projects.filter((project) => project.ProjectGroupId === group.Id).flatMap((project) => project.EnvironmentIds),
      ),
    ],
    Links: { Self: `${spaceAddress(spaceId)}/projectgroups/${group.Id}` },
  }))
}
