import type { DeploymentId, ReleaseId, TargetId } from '@flotilla/domain'
import { machinesLeftOut, machinesTouched } from '@flotilla/domain/deployments'
import { judgeDrift, type LedgerEntry, type MachineDrift } from '@flotilla/domain/drift'
import type { Target, TenantedMode } from '@flotilla/domain/targets'
import { explainTenancyRefusal, judgeTenancy, type Tenant } from '@flotilla/domain/tenants'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocuments } from '../../database/documents.ts'
import { loadStepWorlds, previewOf, snapshotsOf } from '../deployments/deployment-world.ts'
import { type CurrentRelease, findCurrentOfEach } from '../deployments/queries.ts'
import { KINDS } from '../kinds.ts'
import { machineKeyIn } from '../machines/machine-key.ts'
import { connectionOf, loadReleaseParts, type ReleaseParts } from '../releases/release-world.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import type { ComponentPlace } from './find-places.ts'

/** What a place should run, and how its machines stand to that. */
export interface ComponentDrift {
  readonly place: ComponentPlace
  readonly project: Document
  readonly environment: Document
  readonly tenant: Tenant | null
  /** Undefined where nothing has succeeded. */
  readonly current: CurrentRelease | undefined
  /** Why nothing is deployed there any more, as a sentence; null when it is. */
  readonly whyNone: string | null
  /** Actions that the deployment of what is current left out by choice: what is missing is brought without them too. */
  readonly skipActions: readonly string[]
  readonly machines: readonly MachineDrift[]
}

/**
 * How machines stand to what these places should run, in the order of the places; one whose project or environment is gone is
 * left out. All of it is read together. Only machines that `isVisible` admits are told of.
 */
export async function loadDrift(
  db: Queryable,
  places: readonly ComponentPlace[],
  isVisible: (target: Target, spaceId: string) => boolean,
): Promise<readonly ComponentDrift[]> {
  if (places.length === 0) return []
  const [currents, projects, environments, tenants] = await Promise.all([
    findCurrentOfEach(db, places),
    findDocuments(db, KINDS.project, idsOf(places, 'projectId')),
    findDocuments(db, KINDS.environment, idsOf(places, 'environmentId')),
    findDocuments(db, KINDS.tenant, idsOf(places, 'tenantId')),
  ])
  const known = places.flatMap((place, index) => {
    const [project, environment] = [projects.get(place.projectId), environments.get(place.environmentId)]
    const tenant = place.tenantId === null ? null : tenants.get(place.tenantId)
    if (!project || !environment || tenant === undefined) return []
    return [{ place, project, environment, tenant: tenant && tenantOf(tenant), current: currents[index] }]
  })
  const [releases, skips] = await Promise.all([
    loadReleaseParts(
      db,
      known.flatMap(({ current }) => current?.releaseId ?? []),
    ),
    loadSkips(
      db,
      known.flatMap(({ current }) => current?.deploymentId ?? []),
    ),
  ])
  const judged = known.map((each) => {
    const parts = each.current && releases.get(each.current.releaseId)
    const skipActions = (each.current && skips.get(each.current.deploymentId)) ?? []
    return { ...each, parts, skipActions, whyNone: parts ? whyNone(parts, each) : null }
  })
  const machines = await loadMachines(db, judged, isVisible)
  return judged.map(({ place, project, environment, tenant, current, whyNone, skipActions }, index) => ({
    place,
    project,
    environment,
    tenant,
    current,
    whyNone,
    skipActions,
    machines: machines[index]!,
  }))
}

interface JudgedPlace extends Omit<ComponentDrift, 'machines'> {
  readonly parts: ReleaseParts | undefined
}

/** A place whose project is not deployed there any more expects nothing of its machines. */
function whyNone(
  { project, channel }: ReleaseParts,
  { environment, tenant }: Pick<ComponentDrift, 'environment' | 'tenant'>,
): string | null {
  if (project.IsDisabled === true) return `Project ${project.Name} is disabled.`
  const tenancy = judgeTenancy({
    mode: project.TenantedDeploymentMode as TenantedMode,
    tenant,
    connection: tenant && connectionOf(tenant, project.Id),
    environmentId: environment.Id as ComponentPlace['environmentId'],
    channelTenantTags: channel.TenantTags as string[],
  })
  const names = new Map([[environment.Id, environment.Name]])
  return tenancy.ok ? null : explainTenancyRefusal(tenancy.error, (id) => names.get(id) ?? id)
}

async function loadMachines(
  db: Queryable,
  judged: readonly JudgedPlace[],
  isVisible: (target: Target, spaceId: string) => boolean,
): Promise<readonly (readonly MachineDrift[])[]> {
  const live = judged.flatMap((each) => (each.parts && each.whyNone === null ? [{ ...each, parts: each.parts }] : []))
  const worlds = await loadStepWorlds(
    db,
    live.map(({ parts, place }) => ({
      processId: snapshotsOf(parts).processId,
      environmentId: place.environmentId,
    })),
  )
  const asks = live.map(({ parts, environment, tenant, skipActions }, index) => {
    const place = { environment: { id: environment.Id, name: environment.Name }, tenant }
    const preview = previewOf(parts, worlds[index]!, place, { specific: [], excluded: [], skipActions })
    const touched = new Set(machinesTouched(preview))
    const sees = (target: Target) => isVisible(target, parts.release.space_id)
    return {
      reached: worlds[index]!.targets.filter((target) => touched.has(target.id) && sees(target)),
      leftOut: machinesLeftOut(preview).filter(({ target }) => sees(target)),
    }
  })
  const reached = [...new Set(asks.flatMap((ask) => ask.reached.map(({ id }) => id)))]
  const [ledgers, machineKeys] = await Promise.all([
    loadLedgers(
      db,
      live.map(({ place }) => place),
      reached,
    ),
    loadMachineKeys(db, reached),
  ])
  const drifts = new Map(
    live.map(({ place, parts: { release } }, index) => [
      place,
      judgeDrift({
        ...asks[index]!,
        current: { releaseId: release.id as ReleaseId, version: release.version },
        ledger: ledgers[index]!,
        machineKeys,
      }),
    ]),
  )
  return judged.map(({ place }) => drifts.get(place) ?? [])
}

interface LedgerRow {
  readonly place: number
  readonly machine_id: TargetId
  readonly release_id: ReleaseId | null
  readonly release_version: string | null
  readonly deployment_id: DeploymentId | null
  readonly installed_at: Date | null
  readonly machine_key: string
  readonly failed_deployment_id: DeploymentId | null
  readonly failed_version: string | null
  readonly failed_at: Date | null
  readonly failed_machine_key: string
}

/** What is known of these machines in each of these places. */
async function loadLedgers(
  db: Queryable,
  places: readonly ComponentPlace[],
  machineIds: readonly string[],
): Promise<readonly ReadonlyMap<TargetId, LedgerEntry>[]> {
  const ledgers = places.map(() => new Map<TargetId, LedgerEntry>())
  if (machineIds.length === 0) return ledgers
  const { rows } = await sql<LedgerRow>`
    select asked.place, entry.* from unnest(${idsOf(places, 'projectId')}::text[], ${idsOf(places, 'environmentId')}::text[],
      ${places.map(({ tenantId }) => tenantId ?? '')}::text[]) with ordinality asked(project_id, environment_id, tenant_id, place)
    join machine_installation entry on entry.project_id = asked.project_id and entry.environment_id = asked.environment_id
      and entry.tenant_id = asked.tenant_id
    where entry.machine_id = any(${machineIds}::text[])`.execute(db)
  for (const row of rows) ledgers[row.place - 1]!.set(row.machine_id, entryOf(row))
  return ledgers
}

export const entryOf = (row: Omit<LedgerRow, 'place' | 'machine_id'>): LedgerEntry => ({
  installed:
    row.release_id === null
      ? null
      : {
          releaseId: row.release_id,
          version: row.release_version ?? row.release_id,
          deploymentId: row.deployment_id!,
          installedAt: row.installed_at!.getTime(),
          machineKey: row.machine_key,
        },
  failed:
    row.failed_deployment_id === null
      ? null
      : {
          version: row.failed_version ?? '',
          deploymentId: row.failed_deployment_id,
          failedAt: row.failed_at!.getTime(),
          machineKey: row.failed_machine_key,
        },
})

async function loadMachineKeys(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<TargetId, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: TargetId; key: string }>`
    select id, ${machineKeyIn(sql`document`)} as key from machine where id = any(${ids}::text[])`.execute(db)
  return new Map(rows.map(({ id, key }) => [id, key]))
}

async function loadSkips(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; skip_actions: string[] }>`
    select id, skip_actions from deployment where id = any(${ids}::text[])`.execute(db)
  return new Map(rows.map(({ id, skip_actions }) => [id, skip_actions]))
}

const idsOf = <K extends keyof ComponentPlace>(places: readonly ComponentPlace[], key: K): readonly string[] =>
  places.flatMap((place) => place[key] ?? [])
