import { machinesTouched } from '@flotilla/domain/deployments'
import type { Target } from '@flotilla/domain/targets'
import {
  deploymentVariables,
  environmentVariables,
  projectVariables,
  releaseVariables,
  serverVariables,
  spaceVariables,
  systemVariables,
  taskVariables,
} from '@flotilla/domain/variables'
import { type Database, inTransaction } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { loadDeploymentWorld, type Place, previewOf } from '../../features/deployments/deployment-world.ts'
import { type DeploymentRow, findCurrent } from '../../features/deployments/queries.ts'
import { KINDS } from '../../features/kinds.ts'
import { loadReleasePackages, type ReleasePackage } from '../../features/releases/release-packages.ts'
import { findReleaseParts } from '../../features/releases/release-world.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { lockTask } from '../../features/tasks/task-run.ts'
import { tenantOf } from '../../features/tenants/to-domain.ts'
import { wireDate } from '../../http/dates.ts'
import { tagOf } from './concurrency-tag.ts'
import { placeIds, snapshotIdsOf } from './snapshot-ids.ts'
import {
  deploymentFacts,
  loadHostnames,
  loadMachinesInRole,
  loadWorkerPools,
  releaseFacts,
  webLinks,
} from './system-facts.ts'

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
  // Those below are missing in what an older server stored.
  readonly concurrencyTag?: string
  /** Where machines that have an address of their own are found, by machine id. */
  readonly hostnames?: Readonly<Record<string, string>>
  readonly workerPools?: readonly { readonly id: string; readonly name: string; readonly isDefault: boolean }[]
  /** What the release takes from feeds. */
  readonly packages?: readonly ReleasePackage[]
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
      .execute()
    await lockTask(tx, task)
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
  const world = await findReleaseParts(db, deployment.release_id)
  if (!world) throw new Error(`Release ${deployment.release_id} of ${deployment.id} is gone.`)
  const ids = snapshotIdsOf(deployment)
  const [environment, tenantDocument, space, group, current, concurrencyTag, deploying] = await Promise.all([
    findDocument(db, KINDS.environment, deployment.environment_id),
    deployment.tenant_id ? findDocument(db, KINDS.tenant, deployment.tenant_id) : undefined,
    findDocument(db, KINDS.space, deployment.space_id),
    findDocument(db, KINDS.projectGroup, world.project.ProjectGroupId as string),
    findCurrent(db, placeIds(deployment)),
    tagOf(db, deployment),
    loadDeploymentWorld(db, ids, deployment.environment_id),
  ])
  if (!environment || !space) throw new Error(`Environment or space of ${deployment.id} is gone.`)
  const tenant = tenantDocument ? tenantOf(tenantDocument) : null
  const place: Place = { environment: { id: environment.Id, name: environment.Name }, tenant }
  const preview = previewOf(world, deploying, place, {
    specific: deployment.specific_machine_ids,
    excluded: deployment.excluded_machine_ids,
    skipActions: deployment.skip_actions,
    tenantTags: (deployment.document as { TenantTags?: readonly string[] | null }).TenantTags ?? null,
  })
  const names: RunSnapshot['names'] = {
    space: { id: space.Id, name: space.Name },
    project: { id: world.project.Id, name: world.project.Name, slug: world.project.Slug as string },
    environment: place.environment,
    tenant: tenant && { id: tenant.id, name: tenant.name, tags: tenant.tags },
    release: { id: world.release.id, version: world.release.version },
    channel: { id: world.channel.Id, name: world.channel.Name },
  }
  const used = new Set(preview.steps.flatMap((step) => step.machines.map(({ id }) => id)))
  const [release, ofDeployment, machinesInRole, hostnames, workerPools, packages] = await Promise.all([
    releaseFacts(db, world, deployment, current),
    deploymentFacts(db, world, deployment, current, { names, machineIds: machinesTouched(preview) }),
    loadMachinesInRole(db, environment.Id),
    loadHostnames(db, [...used]),
    loadWorkerPools(db, space.Id),
    loadReleasePackages(db, [world.release.id]),
  ])
  const system = systemVariables(
    releaseVariables(release),
    deploymentVariables(ofDeployment),
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
      concurrencyTag,
    }),
  )
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
    concurrencyTag,
    hostnames,
    workerPools,
    packages: packages.get(world.release.id) ?? [],
  }
}
