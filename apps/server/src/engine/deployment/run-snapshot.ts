import type { EnvironmentId, TargetId, TenantId, TriggerId } from '@flotilla/domain'
import { concurrencyTag, machinesTouched } from '@flotilla/domain/deployments'
import type { Target } from '@flotilla/domain/targets'
import { createVariables, evaluate } from '@flotilla/domain/templates'
import {
  builtInVariables,
  type DeploymentFacts,
  deploymentVariables,
  environmentVariables,
  type NamedValues,
  projectVariables,
  type ReleaseRef,
  releaseVariables,
  resolveVariables,
  serverVariables,
  spaceVariables,
  systemVariables,
  taskVariables,
} from '@flotilla/domain/variables'
import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { loadDeploymentWorld, type Place, previewOf } from '../../features/deployments/deployment-world.ts'
import { type DeploymentRow, findCurrent } from '../../features/deployments/queries.ts'
import { KINDS } from '../../features/kinds.ts'
import { loadReleaseWorld, type ReleaseWorld } from '../../features/releases/release-world.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { tenantOf } from '../../features/tenants/to-domain.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import { wireDate } from '../../http/dates.ts'

/**
 * What a deployment was decided on when it began: a later edit of machines, tenants or settings does not change a started
 * deployment (reliability A6). Process and variables are snapshots already and stand here by id.
 */
export interface RunSnapshot {
  readonly names: {
    readonly space: { readonly id: string; readonly name: string }
    readonly project: { readonly id: string; readonly name: string; readonly slug: string }
    readonly environment: { readonly id: string; readonly name: string }
    readonly tenant: { readonly id: string; readonly name: string; readonly tags: readonly string[] } | null
    readonly release: { readonly id: string; readonly version: string }
    readonly channel: { readonly id: string; readonly name: string }
  }
  readonly processId: string
  readonly variableSetIds: readonly string[]
  readonly machines: readonly Target[]
  /** For each action that applies here, by action id: its number and the machines it reaches. */
  readonly actions: Readonly<Record<string, { readonly number: string; readonly machineIds: readonly string[] }>>
  readonly systemValues: readonly (readonly [string, string])[]
}

export const snapshotIdsOf = (deployment: DeploymentRow) => {
  const document = deployment.document as {
    ProcessSnapshotId: string
    VariableSnapshotId: string
    LibrarySnapshotIds: string[]
  }
  return {
    processId: document.ProcessSnapshotId,
    variableSetIds: [document.VariableSnapshotId, ...document.LibrarySnapshotIds],
  }
}

/** The snapshot of a task, made and stored at its first run. */
export async function ensureRunSnapshot(
  database: Database,
  task: TaskRow,
  deployment: DeploymentRow,
  serverUri: string,
): Promise<RunSnapshot> {
  const stored = await database
    .selectFrom('task_snapshot')
    .select('document')
    .where('task_id', '=', task.id)
    .executeTakeFirst()
  if (stored) return atAddress(stored.document as unknown as RunSnapshot, serverUri)
  const snapshot = await takeRunSnapshot(database, task, deployment, serverUri)
  await inTransaction(database, async (tx) => {
    await tx
      .insertInto('task_snapshot')
      .values({ task_id: task.id, document: JSON.stringify(snapshot) })
      .onConflict((conflicted) => conflicted.doNothing())
      .execute()
  })
  return snapshot
}

/** Where this server is reached is a fact of now: it may have been started again at another address. */
const atAddress = (snapshot: RunSnapshot, serverUri: string): RunSnapshot => ({
  ...snapshot,
  systemValues: snapshot.systemValues.map(([name, value]) => [
    name,
    /^Octopus\.Web\.(ServerUri|BaseUrl)$/.test(name) ? serverUri : value,
  ]),
})

/** The same without storing it, also for a deployment that does not exist yet. */
export async function takeRunSnapshot(
  db: Database,
  task: TaskRow,
  deployment: DeploymentRow,
  serverUri: string,
): Promise<RunSnapshot> {
  const world = await loadReleaseWorld(db, deployment.release_id)
  if (!world) throw new Error(`Release ${deployment.release_id} of ${deployment.id} is gone.`)
  const ids = snapshotIdsOf(deployment)
  const [environment, tenantDocument, space, group, deploying] = await Promise.all([
    findDocument(db, KINDS.environment, deployment.environment_id),
    deployment.tenant_id ? findDocument(db, KINDS.tenant, deployment.tenant_id) : undefined,
    findDocument(db, KINDS.space, deployment.space_id),
    findDocument(db, KINDS.projectGroup, world.project.ProjectGroupId as string),
    loadDeploymentWorld(db, ids, deployment.environment_id),
  ])
  if (!environment || !space) throw new Error(`Environment or space of ${deployment.id} is gone.`)
  const tenant = tenantDocument ? tenantOf(tenantDocument) : null
  const place: Place = { environment: { id: environment.Id, name: environment.Name }, tenant }
  const preview = previewOf(world, deploying, place, {
    specific: deployment.specific_machine_ids,
    excluded: deployment.excluded_machine_ids,
    skipActions: deployment.skip_actions,
  })
  const names: RunSnapshot['names'] = {
    space: { id: space.Id, name: space.Name },
    project: { id: world.project.Id, name: world.project.Name, slug: world.project.Slug as string },
    environment: place.environment,
    tenant: tenant && { id: tenant.id, name: tenant.name, tags: tenant.tags },
    release: { id: world.release.id, version: world.release.version },
    channel: { id: world.channel.Id, name: world.channel.Name },
  }
  const machinesInRole = new Map<string, string[]>()
  for (const target of deploying.targets) {
    for (const role of target.roles) machinesInRole.set(role, [...(machinesInRole.get(role) ?? []), target.name])
  }
  const system = systemVariables(
    releaseVariables(await releaseFacts(db, world, deployment)),
    deploymentVariables(await deploymentFacts(db, deployment, names, machinesTouched(preview))),
    environmentVariables({ ...names.environment, sortOrder: Number(environment.SortOrder ?? 0), machinesInRole }),
    projectVariables(names.project, { id: group?.Id ?? '', name: group?.Name ?? '' }),
    spaceVariables(names.space),
    serverVariables(webLinks(serverUri, names, deployment)),
    taskVariables({
      id: task.id,
      name: task.description,
      queueTime: wireDate(task.queue_time),
      queueTimeExpiry: wireDate(task.queue_time_expiry),
      arguments: new Map(Object.entries(task.arguments)),
      concurrencyTag: concurrencyTag({ ...placeIds(deployment), projectTag: null } as never),
    }),
  )
  const used = new Set(preview.steps.flatMap((step) => step.machines.map(({ id }) => id)))
  return {
    names,
    ...ids,
    machines: deploying.targets.filter(({ id }) => used.has(id)),
    actions: Object.fromEntries(
      preview.steps.map((step) => [
        step.actionId,
        { number: step.actionNumber, machineIds: step.machines.map(({ id }) => id) },
      ]),
    ),
    systemValues: [...system],
  }
}

const placeIds = (deployment: DeploymentRow) => ({
  projectId: deployment.project_id,
  environmentId: deployment.environment_id,
  tenantId: deployment.tenant_id,
})

async function releaseFacts(db: Queryable, world: ReleaseWorld, deployment: DeploymentRow) {
  const { release, channel } = world
  const document = release.document as { ReleaseNotes?: string | null; CustomFields?: Record<string, string> }
  const place = placeIds(deployment)
  const [previous, current, previousHere] = await Promise.all([
    sql<{ id: string; version: string }>`
      select id, version from release where project_id = ${release.project_id} and number < ${release.number} order by number desc limit 1`.execute(
      db,
    ),
    findCurrent(db, place),
    sql<{ id: string; version: string }>`
      select r.id, r.version from release_success s join release r on r.id = s.release_id
      where s.project_id = ${place.projectId} and s.environment_id = ${place.environmentId} and s.tenant_id = ${place.tenantId ?? ''}
        and s.release_id <> ${release.id}
      order by s.started_at desc limit 1`.execute(db),
  ])
  const reference = (row: { id: string; version: string } | undefined): ReleaseRef | null =>
    row ? { id: row.id, number: row.version } : null
  return {
    id: release.id,
    number: release.version,
    notes: document.ReleaseNotes ?? '',
    created: wireDate(release.assembled_at),
    channel: { id: channel.Id, name: channel.Name },
    previous: reference(previous.rows[0]),
    previousForEnvironment: reference(previousHere.rows[0]),
    currentForEnvironment: current ? { id: current.releaseId, number: current.version } : null,
    customFields: new Map(Object.entries(document.CustomFields ?? {})),
  }
}

async function deploymentFacts(
  db: Queryable,
  deployment: DeploymentRow,
  names: RunSnapshot['names'],
  machineIds: readonly TargetId[],
): Promise<DeploymentFacts> {
  const creator = await db
    .selectFrom('user_account')
    .selectAll()
    .where('id', '=', deployment.created_by)
    .executeTakeFirst()
  const current = await findCurrent(db, placeIds(deployment))
  const document = deployment.document as { DeployedBy: string; ForcePackageDownload?: boolean }
  return {
    id: deployment.id,
    name: deployment.name,
    comments: deployment.comments,
    created: wireDate(deployment.created_at),
    createdBy: {
      id: deployment.created_by,
      username: creator?.username ?? document.DeployedBy,
      displayName: creator?.display_name ?? document.DeployedBy,
      emailAddress: creator?.email_address ?? null,
    },
    forcePackageDownload: document.ForcePackageDownload === true,
    previousSuccessfulId: current?.deploymentId ?? null,
    machineIds,
    specificMachineIds: deployment.specific_machine_ids as TargetId[],
    excludedMachineIds: deployment.excluded_machine_ids as TargetId[],
    changesMarkdown: '',
    tenant: names.tenant && { ...names.tenant, id: names.tenant.id as TenantId },
    trigger: deployment.trigger_id
      ? { id: deployment.trigger_id as TriggerId, name: deployment.trigger_name ?? '' }
      : null,
  }
}

function webLinks(serverUri: string, names: RunSnapshot['names'], deployment: DeploymentRow) {
  const project = `/app#/${names.space.id}/projects/${names.project.slug}`
  const release = `${project}/deployments/releases/${names.release.version}`
  return {
    serverUri,
    projectPath: project,
    releasePath: release,
    deploymentPath: `${release}/deployments/${deployment.id}`,
  }
}

/** The concurrency tag of a deployment, which a project may set by the variable `Octopus.Task.ConcurrencyTag` (domain reference 3.5). */
export async function tagOf(db: Database, deployment: DeploymentRow): Promise<string> {
  const variables = await loadVariables(db, snapshotIdsOf(deployment).variableSetIds)
  const own = variables.filter(({ name }) => name.toLowerCase() === 'octopus.task.concurrencytag')
  const ids = placeIds(deployment)
  if (own.length === 0) return concurrencyTag({ ...ids, projectTag: null } as never)
  const known: NamedValues = new Map([
    ['Octopus.Project.Id', ids.projectId],
    ['Octopus.Environment.Id', ids.environmentId],
    ...(ids.tenantId ? ([['Octopus.Deployment.Tenant.Id', ids.tenantId]] as const) : []),
  ])
  const resolved = resolveVariables([...variables, ...builtInVariables(known)], {
    environmentId: ids.environmentId as EnvironmentId,
    channelId: deployment.channel_id as never,
    tenantId: ids.tenantId as never,
    tenantTags: [],
  })
  const values = createVariables(
    [...resolved.values.values()].map(({ name, value, variable }) => ({
      name,
      value,
      verbatim: variable.isLiteral === true,
    })),
  )
  const chosen = resolved.values.get('octopus.task.concurrencytag')
  return concurrencyTag({ ...ids, projectTag: chosen ? (evaluate(chosen.value, values).text ?? null) : null } as never)
}
