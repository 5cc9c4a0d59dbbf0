import type { EnvironmentId, ProjectId, ReleaseId, TargetId } from '@flotilla/domain'
import { machinesTouched } from '@flotilla/domain/deployments'
import { releaseNotesMarkdown } from '@flotilla/domain/releases'
import {
  type Candidate,
  type CandidateList,
  type CandidateQuery,
  type ChildNeed,
  type ChildPlan,
  type ChildRequest,
  type ChildWorld,
  planChild,
  type ReleaseDetails,
} from '@flotilla/domain/suites'
import type { WhyExcluded } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocument, findDocumentByName } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { formOf, loadDeploymentWorld, NO_CHOICE, previewOf, snapshotsOf } from '../deployments/deployment-world.ts'
import { findCurrent } from '../deployments/queries.ts'
import { KINDS } from '../kinds.ts'
import { loadHistories, loadPhases, loadReleaseWorld } from '../releases/release-world.ts'
import { haveSnapshotsChanged } from '../releases/snapshot-changes.ts'
import { tenantOf } from '../tenants/to-domain.ts'

/** What the parent's deployment says about machines and time. */
export interface ParentFacts {
  readonly specificMachineIds: readonly string[]
  readonly excludedMachineIds: readonly string[]
  readonly now: number
  readonly timeZone: string
}

/** Candidates are read this many at a time, then twice as many: most searches end with the first. */
const FIRST_CANDIDATES = 20
const MOST_ROUNDS = 40

/**
 * Plans a child: reads what the plan needs, and more when it asks for more. The one place that plans; the real run, what-if,
 * the preview and `flotilla plan` all print its value. Every query is bounded and has an index, so that the answer costs the
 * same with a million deployments as with ten.
 */
export async function planChildDeployment(
  db: Queryable,
  request: ChildRequest,
  parent: ParentFacts,
): Promise<ChildPlan> {
  let world = await loadChildWorld(db, request, parent)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const plan = planChild(request, world)
    if (plan.kind !== 'need') return plan
    world = await satisfy(db, world, plan)
  }
  throw new Error(`The plan for ${request.projectName} did not come to an end.`)
}

async function satisfy(db: Queryable, world: ChildWorld, need: ChildNeed): Promise<ChildWorld> {
  if (need.what === 'release-details') return { ...world, details: await loadDetails(db, need) }
  const take = need.have === 0 ? FIRST_CANDIDATES : need.have * 2
  const items = await loadCandidates(db, need.query, take + 1)
  const list: CandidateList = { query: need.query, items: items.slice(0, take), isComplete: items.length <= take }
  const others = world.candidates.filter(({ query }) => JSON.stringify(query) !== JSON.stringify(need.query))
  return { ...world, candidates: [...others, list] }
}

async function loadChildWorld(db: Queryable, request: ChildRequest, parent: ParentFacts): Promise<ChildWorld> {
  const nothing = {
    project: null,
    destination: null,
    source: null,
    channel: null,
    tenant: null,
    phases: [],
    namedMachines: [],
    candidates: [],
    details: null,
  }
  const moment = { now: parent.now, timeZone: parent.timeZone }
  const space = await findDocumentByName(db, KINDS.space, request.spaceName, {})
  const parentMachines = await loadParentMachines(db, parent)
  if (!space) return { ...nothing, ...moment, space: null, parentMachines }
  const within = { spaceId: space.Id }
  const byName = (kind: (typeof KINDS)['project' | 'environment' | 'tenant'], name: string | null) =>
    name === null ? undefined : findDocumentByName(db, kind, name, within)
  const [project, destination, source, tenant, namedMachines] = await Promise.all([
    byName(KINDS.project, request.projectName),
    byName(KINDS.environment, request.destinationName),
    byName(KINDS.environment, request.sourceName),
    byName(KINDS.tenant, request.tenantName),
    loadNamedMachines(db, space.Id, request.machineNames ?? []),
  ])
  const channel = project && (await findChannel(db, project, request.channelName))
  const lifecycleId = channel?.LifecycleId || project?.LifecycleId
  return {
    ...moment,
    space: { name: space.Name },
    project: project
      ? {
          id: project.Id as ProjectId,
          name: project.Name,
          isDisabled: project.IsDisabled === true,
          tenantedMode: project.TenantedDeploymentMode as 'Untenanted',
          guidedFailure: project.DefaultGuidedFailureMode as 'EnvironmentDefault',
        }
      : null,
    destination: destination
      ? {
          id: destination.Id as EnvironmentId,
          name: destination.Name,
          usesGuidedFailure: destination.UseGuidedFailure === true,
        }
      : null,
    source: source ? { id: source.Id as EnvironmentId, name: source.Name } : null,
    channel: channel
      ? { id: channel.Id as never, name: channel.Name, tenantTags: channel.TenantTags as string[] }
      : null,
    tenant: tenant ? tenantOf(tenant) : null,
    phases: lifecycleId ? await loadPhases(db, space.Id, lifecycleId as string) : [],
    namedMachines,
    parentMachines,
    candidates: [],
    details: null,
  }
}

async function findChannel(db: Queryable, project: Document, name: string | null): Promise<Document | undefined> {
  if (name !== null) return findDocumentByName(db, KINDS.channel, name, { projectId: project.Id })
  const { rows } = await sql<{ id: string }>`
    select id from channel where project_id = ${project.Id} and document ->> 'IsDefault' = 'true'`.execute(db)
  return rows[0] && findDocument(db, KINDS.channel, rows[0].id)
}

/** How each name or id of a machine is understood in the child's space; a text that matches nothing is left out. */
async function loadNamedMachines(
  db: Queryable,
  spaceId: string,
  texts: readonly string[],
): Promise<ChildWorld['namedMachines']> {
  if (texts.length === 0) return []
  const rows = await db
    .selectFrom('machine')
    .select(['id', 'name'])
    .where('space_id', '=', spaceId)
    .where((eb) =>
      eb.or([
        eb('id', 'in', texts.map(canonicalId)),
        eb(
          sql<string>`lower(name)`,
          'in',
          texts.map((text) => text.trim().toLowerCase()),
        ),
      ]),
    )
    .execute()
  return texts.map((text) => ({
    text,
    matches: rows
      .filter(({ id, name }) => id === canonicalId(text) || name.toLowerCase() === text.trim().toLowerCase())
      .map(({ id, name }) => ({ id: id as TargetId, name })),
  }))
}

async function loadParentMachines(db: Queryable, parent: ParentFacts): Promise<ChildWorld['parentMachines']> {
  const ids = [...parent.specificMachineIds, ...parent.excludedMachineIds]
  const rows =
    ids.length === 0 ? [] : await db.selectFrom('machine').select(['id', 'name']).where('id', 'in', ids).execute()
  const named = (list: readonly string[]) =>
    list.map((id) => ({ id: id as TargetId, name: rows.find((row) => row.id === id)?.name ?? id }))
  return { specific: named(parent.specificMachineIds), excluded: named(parent.excludedMachineIds) }
}

async function loadCandidates(db: Queryable, query: CandidateQuery, take: number): Promise<readonly Candidate[]> {
  const rows =
    query.from === 'channel'
      ? await candidatesOfChannel(db, query, take)
      : await candidatesFromDeployments(db, query, take)
  const histories = await loadHistories(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, version, channel_id }) => ({
    releaseId: id as ReleaseId,
    version,
    channelId: channel_id as never,
    history: histories.get(id as ReleaseId)!,
  }))
}

interface CandidateRow {
  id: string
  version: string
  channel_id: string
}

async function candidatesOfChannel(
  db: Queryable,
  query: Extract<CandidateQuery, { from: 'channel' }>,
  take: number,
): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    select id, version, channel_id from release where channel_id = ${query.channelId} and ${versionLike(query.filter)}
    order by number desc limit ${take}`.execute(db)
  return rows
}

/** Releases that succeeded in any of the environments, latest first; each environment is read from its own index. */
async function candidatesFromDeployments(
  db: Queryable,
  query: Extract<CandidateQuery, { from: 'deployments' }>,
  take: number,
): Promise<CandidateRow[]> {
  const { tenancy } = query
  const ofTenant =
    tenancy.kind === 'anyone' ? sql`true` : sql`s.tenant_id = ${tenancy.kind === 'tenant' ? tenancy.tenantId : ''}`
  const ofChannel = query.channelId === null ? sql`true` : sql`s.channel_id = ${query.channelId}`
  const branches = query.environmentIds.map(
    (environmentId) => sql`(select s.release_id, s.channel_id, s.started_at, r.version
      from release_success s join release r on r.id = s.release_id
      where s.project_id = ${query.projectId} and s.environment_id = ${environmentId} and ${ofTenant} and ${ofChannel} and ${versionLike(query.filter, 'r.version')}
      order by s.started_at desc limit ${take})`,
  )
  if (branches.length === 0) return []
  const { rows } = await sql<CandidateRow>`
    select release_id as id, version, channel_id from (${sql.join(branches, sql` union all `)}) latest order by started_at desc limit ${take}`.execute(
    db,
  )
  const seen = new Set<string>()
  return rows.filter(({ id, channel_id }) => !seen.has(`${id} ${channel_id}`) && seen.add(`${id} ${channel_id}`))
}

/** A first sieve for the database; the domain decides. `[` sets are left to the domain. */
function versionLike(filter: string | null, column = 'version') {
  if (filter === null) return sql`true`
  const literal = /^[^*?[]*/.exec(filter)?.[0] ?? ''
  return literal === '' ? sql`true` : sql`starts_with(lower(${sql.ref(column)}), ${literal.toLowerCase()})`
}

async function loadDetails(
  db: Queryable,
  need: Extract<ChildNeed, { what: 'release-details' }>,
): Promise<ReleaseDetails> {
  const world = await loadReleaseWorld(db, need.releaseId)
  const environment = await findDocument(db, KINDS.environment, need.environmentId)
  const tenant = need.tenantId ? await findDocument(db, KINDS.tenant, need.tenantId) : undefined
  if (!world || !environment) throw new Error(`Release ${need.releaseId} or environment ${need.environmentId} is gone.`)
  const place = {
    environment: { id: environment.Id, name: environment.Name },
    tenant: tenant ? tenantOf(tenant) : null,
  }
  const deployment = await loadDeploymentWorld(db, snapshotsOf(world), environment.Id)
  const preview = previewOf(world, deployment, place, NO_CHOICE)
  const touched = new Set<string>(machinesTouched(preview))
  const form = formOf(world, deployment, place)
  const [current, changed] = await Promise.all([
    findCurrent(db, { projectId: world.project.Id, environmentId: environment.Id, tenantId: need.tenantId }),
    haveSnapshotsChanged(db, world),
  ])
  const outOfReach = new Map<TargetId, WhyExcluded>()
  for (const { target, why } of preview.steps.flatMap(({ dropped }) => dropped))
    if (!touched.has(target.id)) outOfReach.set(target.id, why)
  const document = world.release.document as {
    ReleaseNotes?: string | null
    SelectedPackages?: { ActionName: string; Version: string }[]
  }
  return {
    releaseId: need.releaseId,
    environmentId: need.environmentId,
    tenantId: need.tenantId,
    current: current ? { releaseId: current.releaseId as ReleaseId, version: current.version } : null,
    hasMachineSteps: preview.steps.some(({ roles, isDisabled }) => roles.length > 0 && !isDisabled),
    deployable: deployment.targets.filter(({ id }) => touched.has(id)).map(({ id, name }) => ({ id, name })),
    outOfReach: [...outOfReach].map(([id, why]) => ({ id, why })),
    prompts: form.elements.map((element) => ({
      name: element.name,
      variableName: element.variableName,
      label: element.label,
      isRequired: element.isRequired,
      hasStoredValue: (deployment.variables.find(({ id }) => id === element.name)?.value ?? '').trim() !== '',
    })),
    notes: releaseNotesMarkdown({
      notes: document.ReleaseNotes ?? '',
      packages: (document.SelectedPackages ?? []).map(({ ActionName, Version }) => ({
        packageId: ActionName,
        version: Version,
      })),
      changes: null,
    }),
    haveVariablesChanged: changed.IsVariableSetModified || changed.IsLibraryVariableSetModified,
  }
}
