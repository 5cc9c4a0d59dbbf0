import { machinesTouched } from '@flotilla/domain/deployments'
import type { Target } from '@flotilla/domain/targets'
import {
  environmentVariables,
  projectVariables,
  serverVariables,
  spaceVariables,
  systemVariables,
  taskVariables,
} from '@flotilla/domain/variables'
import { type Database, inTransaction } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import type { Reach } from '../../execution/index.ts'
import {
  connectivityOf,
  frozenOf,
  loadDeploymentWorld,
  ownMachines,
  type Place,
  previewOf,
} from '../../features/deployments/deployment-world.ts'
import { type Execution, findSource, isDeployment } from '../../features/deployments/execution.ts'
import { missingComponentsOf } from '../../features/deployments/queries.ts'
import { KINDS } from '../../features/kinds.ts'
import { loadReaches } from '../../features/machines/reach.ts'
import { loadPackages, type ReleasePackage } from '../../features/releases/release-packages.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { lockTask } from '../../features/tasks/task-run.ts'
import { tenantOf } from '../../features/tenants/to-domain.ts'
import { wireDate } from '../../http/dates.ts'
import { tagOf } from './concurrency-tag.ts'
import { snapshotIdsOf } from './snapshot-ids.ts'
import { executionVariables, loadHostnames, loadMachinesInRole, webLinks } from './system-facts.ts'
import { loadWorkerPools, type RunPool } from './worker-pools.ts'

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
    /** These two are null for a run of a runbook. */
    readonly release: { readonly id: string; readonly version: string } | null
    readonly channel: { readonly id: string; readonly name: string } | null
    /** Only of a run. */
    readonly runbook?: { readonly id: string; readonly name: string; readonly slug: string }
  }
  readonly processId: string
  readonly variableSetIds: readonly string[]
  readonly machines: readonly Target[]
  /** For each action that applies here, by action id: its number and the machines it reaches. */
  readonly actions: Readonly<Record<string, { readonly number: string; readonly machineIds: readonly string[] }>>
  readonly systemValues: readonly (readonly [string, string])[]
  // Those below are missing in what an older server stored.
  readonly concurrencyTag?: string
  /** How machines are reached, by machine id. */
  readonly reaches?: Readonly<Record<string, Reach>>
  /** Where machines that have an address of their own are found, by machine id. */
  readonly hostnames?: Readonly<Record<string, string>>
  /** Ids of the steps with which machines came that were not there when it began, by machine id. */
  readonly joined?: Readonly<Record<string, string>>
  /** Whether the deployment goes on without machines that it cannot reach, and without which. */
  readonly skipUnavailable?: { readonly on: boolean; readonly roles: readonly string[] }
  /** The pools of the space, with those who work in them for this deployment. */
  readonly workerPools?: readonly RunPool[]
  /** What the release, or the snapshot of the runbook, takes from feeds. */
  readonly packages?: readonly ReleasePackage[]
}

/** The snapshot of a task, made and stored when it has just begun. */
export async function ensureRunSnapshot(
  database: Database,
  task: TaskRow,
  execution: Execution,
  serverUri: string,
  hasJustBegun: boolean,
): Promise<RunSnapshot> {
  const stored = hasJustBegun
    ? undefined
    : await database.selectFrom('task_snapshot').select('document').where('task_id', '=', task.id).executeTakeFirst()
  if (stored) return atAddress(stored.document as unknown as RunSnapshot, serverUri)
  const snapshot = await takeRunSnapshot(database, task, execution, serverUri)
  await inTransaction(database, (tx) =>
    Promise.all([
      tx
        .insertInto('task_snapshot')
        .values({ task_id: task.id, document: JSON.stringify(snapshot) })
        .execute(),
      lockTask(tx, task),
    ]),
  )
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
  execution: Execution,
  serverUri: string,
): Promise<RunSnapshot> {
  const source = await findSource(db, execution)
  if (!source) throw new Error(`What ${execution.id} was made from is gone.`)
  const ids = snapshotIdsOf(execution)
  const [environment, tenantDocument, space, group, concurrencyTag, deploying] = await Promise.all([
    findDocument(db, KINDS.environment, execution.environment_id),
    execution.tenant_id ? findDocument(db, KINDS.tenant, execution.tenant_id) : undefined,
    findDocument(db, KINDS.space, execution.space_id),
    findDocument(db, KINDS.projectGroup, source.project.ProjectGroupId as string),
    tagOf(db, execution),
    loadDeploymentWorld(db, ids, execution.environment_id),
  ])
  if (!environment || !space) throw new Error(`Environment or space of ${execution.id} is gone.`)
  const tenant = tenantDocument ? tenantOf(tenantDocument) : null
  const place: Place = { environment: { id: environment.Id, name: environment.Name }, tenant }
  const preview = previewOf(source, deploying, place, {
    ...ownMachines(source, place, {
      specific: execution.specific_machine_ids,
      excluded: execution.excluded_machine_ids,
      missing: isDeployment(execution) ? missingComponentsOf(execution) : null,
    }),
    skipActions: execution.skip_actions,
    tenantTags: (execution.document as { TenantTags?: readonly string[] | null }).TenantTags ?? null,
  })
  const names: RunSnapshot['names'] = {
    space: { id: space.Id, name: space.Name },
    project: { id: source.project.Id, name: source.project.Name, slug: source.project.Slug as string },
    environment: place.environment,
    tenant: tenant && { id: tenant.id, name: tenant.name, tags: tenant.tags },
    ...('release' in source
      ? {
          release: { id: source.release.id, version: source.release.version },
          channel: { id: source.channel.Id, name: source.channel.Name },
        }
      : {
          release: null,
          channel: null,
          runbook: { id: source.runbook.Id, name: source.runbook.Name, slug: source.runbook.Slug as string },
        }),
  }
  const used = new Set(preview.steps.flatMap((step) => step.machines.map(({ id }) => id)))
  const [ofExecution, machinesInRole, reaches, hostnames, workerPools, packages] = await Promise.all([
    executionVariables(db, source, execution, { names, machineIds: machinesTouched(preview) }),
    loadMachinesInRole(db, environment.Id),
    loadReaches(db, [...used]),
    loadHostnames(db, [...used]),
    loadWorkerPools(db, space.Id, Number(task.number)),
    loadPackages(db, 'release' in source ? 'release' : 'runbookSnapshot', [frozenOf(source).id]),
  ])
  const system = systemVariables(
    ...ofExecution,
    environmentVariables({ ...names.environment, sortOrder: Number(environment.SortOrder ?? 0), machinesInRole }),
    projectVariables(names.project, { id: group?.Id ?? '', name: group?.Name ?? '' }),
    spaceVariables(names.space),
    serverVariables(webLinks(serverUri, names, execution)),
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
    reaches,
    skipUnavailable: connectivityOf(source).skipUnavailable,
    hostnames,
    workerPools,
    packages: packages.get(frozenOf(source).id) ?? [],
  }
}
