import type { EnvironmentId, ProjectId, TargetId } from '@flotilla/domain'
import type { Phase } from '@flotilla/domain/lifecycles'
import type { ChildRequest, ChildWorld, MissingComponent } from '@flotilla/domain/suites'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocuments, findDocumentsByName, type NameIn } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { KINDS } from '../kinds.ts'
import { loadPhases } from '../releases/release-world.ts'
import { tenantOf } from '../tenants/to-domain.ts'

/** What the parent's deployment says about machines and time. */
export interface ParentFacts {
  readonly specificMachineIds: readonly string[]
  readonly excludedMachineIds: readonly string[]
  /** Which machines lack which project, when it brings only what is missing; null for any other. */
  readonly missing: readonly MissingComponent[] | null
  readonly now: number
  readonly timeZone: string
}

/** A child that is to be planned, and what its parent says. */
export interface ChildAsk {
  readonly request: ChildRequest
  readonly parent: ParentFacts
}

/** What plans look at first, a world an ask in their order; what several of them name is read once. */
export async function loadChildWorlds(db: Queryable, asked: readonly ChildAsk[]): Promise<readonly ChildWorld[]> {
  const [spaceNamed, parentMachines] = await Promise.all([
    findDocumentsByName(
      db,
      KINDS.space,
      asked.map(({ request }) => ({ name: request.spaceName, within: null })),
    ),
    loadParentMachines(
      db,
      asked.map(({ parent }) => parent),
    ),
  ])
  const asks = asked.map((ask) => ({ ...ask, space: spaceNamed({ name: ask.request.spaceName, within: null }) }))
  const [projectNamed, environmentNamed, tenantNamed, machines] = await Promise.all([
    findDocumentsByName(
      db,
      KINDS.project,
      namesIn(asks, ({ projectName }) => [projectName]),
    ),
    findDocumentsByName(
      db,
      KINDS.environment,
      namesIn(asks, ({ destinationName, sourceName }) => [destinationName, sourceName]),
    ),
    findDocumentsByName(
      db,
      KINDS.tenant,
      namesIn(asks, ({ tenantName }) => [tenantName]),
    ),
    loadNamedMachines(
      db,
      namesIn(asks, ({ machineNames }) => machineNames ?? []),
    ),
  ])
  const children = asks.map(({ request, parent, space }) => {
    const find = (named: typeof projectNamed, name: string | null) =>
      space && name !== null ? named({ name, within: space.Id }) : undefined
    return {
      request,
      parent,
      space,
      project: find(projectNamed, request.projectName),
      destination: find(environmentNamed, request.destinationName),
      source: find(environmentNamed, request.sourceName),
      tenant: find(tenantNamed, request.tenantName),
    }
  })
  const channels = await loadChannels(
    db,
    children.map(({ request, project }) => project && { name: request.channelName, within: project.Id }),
  )
  const lifecycleIds = children.map(({ project }, index) => channels[index]?.LifecycleId || project?.LifecycleId)
  const phases = await loadPhasesOfEach(
    db,
    children.map(({ space }, index) => space && { spaceId: space.Id, lifecycleId: lifecycleIds[index] as string }),
  )
  return children.map(({ request, parent, space, project, destination, source, tenant }, index) => ({
    now: parent.now,
    timeZone: parent.timeZone,
    space: space ? { name: space.Name } : null,
    project: project ? projectFacts(project) : null,
    destination: destination ? environmentFacts(destination) : null,
    source: source ? { id: source.Id as EnvironmentId, name: source.Name } : null,
    channel: channelFacts(channels[index]),
    tenant: tenant ? tenantOf(tenant) : null,
    phases: phases[index]!,
    namedMachines: space ? (request.machineNames ?? []).map((name) => machines({ name, within: space.Id })) : [],
    parentMachines: parentMachines(parent),
    missing: parent.missing,
    candidates: [],
    details: null,
  }))
}

export const projectFacts = (project: Document) => ({
  id: project.Id as ProjectId,
  name: project.Name,
  isDisabled: project.IsDisabled === true,
  tenantedMode: project.TenantedDeploymentMode as 'Untenanted',
  guidedFailure: project.DefaultGuidedFailureMode as 'EnvironmentDefault',
})

export const environmentFacts = (environment: Document) => ({
  id: environment.Id as EnvironmentId,
  name: environment.Name,
  usesGuidedFailure: environment.UseGuidedFailure === true,
})

const channelFacts = (channel: Document | undefined) =>
  channel ? { id: channel.Id as never, name: channel.Name, tenantTags: channel.TenantTags as string[] } : null

/** The names that requests give, each in the space of its request. */
const namesIn = (
  asks: readonly { readonly request: ChildRequest; readonly space: Document | undefined }[],
  namesOf: (request: ChildRequest) => readonly (string | null)[],
): readonly NameIn[] =>
  asks.flatMap(({ request, space }) =>
    space ? namesOf(request).flatMap((name) => (name === null ? [] : [{ name, within: space.Id }])) : [],
  )

/** The channels with these names in their projects; without a name, the project's default one. */
async function loadChannels(
  db: Queryable,
  asked: readonly ({ readonly name: string | null; readonly within: string } | undefined)[],
): Promise<readonly (Document | undefined)[]> {
  const named = await findDocumentsByName(
    db,
    KINDS.channel,
    asked.flatMap((ask) => (ask && ask.name !== null ? [{ name: ask.name, within: ask.within }] : [])),
  )
  const defaults = await loadDefaultChannels(
    db,
    asked.flatMap((ask) => (ask && ask.name === null ? [ask.within] : [])),
  )
  return asked.map((ask) => {
    if (!ask) return undefined
    return ask.name === null ? defaults.get(ask.within) : named({ name: ask.name, within: ask.within })
  })
}

/** By the project's id. */
async function loadDefaultChannels(
  db: Queryable,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, Document>> {
  if (projectIds.length === 0) return new Map()
  const { rows } = await sql<{ project_id: string; document: Document }>`
    select project_id, document from channel
    where project_id = any(${projectIds}) and document ->> 'IsDefault' = 'true'`.execute(db)
  return new Map(rows.map(({ project_id, document }) => [project_id, document]))
}

/** The phases of lifecycles, each read once; none where there is no lifecycle. */
async function loadPhasesOfEach(
  db: Queryable,
  asked: readonly ({ readonly spaceId: string; readonly lifecycleId: string | undefined } | undefined)[],
): Promise<readonly (readonly Phase[])[]> {
  const distinct = new Map(asked.flatMap((ask) => (ask?.lifecycleId ? [[ask.lifecycleId, ask.spaceId] as const] : [])))
  const loaded = await Promise.all(
    [...distinct].map(
      async ([lifecycleId, spaceId]) => [lifecycleId, await loadPhases(db, spaceId, lifecycleId)] as const,
    ),
  )
  const phases = new Map(loaded)
  return asked.map((ask) => (ask?.lifecycleId && phases.get(ask.lifecycleId)) || [])
}

/** How names or ids of machines are understood in their spaces; a text that matches nothing has no match. */
async function loadNamedMachines(
  db: Queryable,
  asked: readonly NameIn[],
): Promise<(ask: NameIn) => ChildWorld['namedMachines'][number]> {
  const named = await findDocumentsByName(db, KINDS.machine, asked)
  const byId = await findDocuments(
    db,
    KINDS.machine,
    asked.map(({ name }) => name),
  )
  return (ask) => {
    const ofId = byId.get(canonicalId(ask.name))
    const matches = [named(ask), ofId?.SpaceId === ask.within ? ofId : undefined]
    const distinct = new Map(matches.flatMap((machine) => (machine ? [[machine.Id, machine]] : [])))
    return {
      text: ask.name,
      matches: [...distinct.values()].map(({ Id, Name }) => ({ id: Id as TargetId, name: Name })),
    }
  }
}

async function loadParentMachines(
  db: Queryable,
  parents: readonly ParentFacts[],
): Promise<(parent: ParentFacts) => ChildWorld['parentMachines']> {
  const ids = [
    ...new Set(
      parents.flatMap(({ specificMachineIds, excludedMachineIds }) => [...specificMachineIds, ...excludedMachineIds]),
    ),
  ]
  const rows =
    ids.length === 0 ? [] : await db.selectFrom('machine').select(['id', 'name']).where('id', 'in', ids).execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const named = (list: readonly string[]) => list.map((id) => ({ id: id as TargetId, name: names.get(id) ?? id }))
  return ({ specificMachineIds, excludedMachineIds }) => ({
    specific: named(specificMachineIds),
    excluded: named(excludedMachineIds),
  })
}
