import type { TargetId, TenantId, TriggerId } from '@flotilla/domain'
import type { DeploymentFacts, ReleaseRef } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { DeploymentRow, findCurrent } from '../../features/deployments/queries.ts'
import { loadChanges } from '../../features/releases/load-changes.ts'
import type { ReleaseParts } from '../../features/releases/release-world.ts'
import { wireDate } from '../../http/dates.ts'
import type { RunSnapshot } from './run-snapshot.ts'
import { placeIds } from './snapshot-ids.ts'

/** What was current in the deployment's place before it. */
type Current = NonNullable<Awaited<ReturnType<typeof findCurrent>>>

/** `Octopus.Release.*` as it is when a deployment begins. */
export async function releaseFacts(
  db: Queryable,
  world: ReleaseParts,
  deployment: DeploymentRow,
  current: Current | undefined,
) {
  const { release, channel } = world
  const document = release.document as { ReleaseNotes?: string | null; CustomFields?: Record<string, string> }
  const place = placeIds(deployment)
  const [previous, previousHere] = await Promise.all([
    sql<{ id: string; version: string }>`
      select id, version from release where project_id = ${release.project_id} and number < ${release.number} order by number desc limit 1`.execute(
      db,
    ),
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

/** `Octopus.Deployment.*` as it is when it begins. */
export async function deploymentFacts(
  db: Queryable,
  world: ReleaseParts,
  deployment: DeploymentRow,
  current: Current | undefined,
  { names, machineIds }: { readonly names: RunSnapshot['names']; readonly machineIds: readonly TargetId[] },
): Promise<DeploymentFacts> {
  const [creator, changes] = await Promise.all([
    db.selectFrom('user_account').selectAll().where('id', '=', deployment.created_by).executeTakeFirst(),
    loadChanges(db, world, current?.releaseId ?? null),
  ])
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
    changes: JSON.stringify(changes.changes),
    changesMarkdown: changes.markdown,
    workItems: JSON.stringify(changes.changes.flatMap(({ WorkItems }) => WorkItems)),
    packageBuildInformation: JSON.stringify(changes.changes.flatMap(({ BuildInformation }) => BuildInformation)),
    tenant: names.tenant && { ...names.tenant, id: names.tenant.id as TenantId },
    trigger: deployment.trigger_id
      ? { id: deployment.trigger_id as TriggerId, name: deployment.trigger_name ?? '' }
      : null,
  }
}

/** `Octopus.Web.*`: where people see the deployment. */
export function webLinks(serverUri: string, names: RunSnapshot['names'], deployment: DeploymentRow) {
  const project = `/app#/${names.space.id}/projects/${names.project.slug}`
  const release = `${project}/deployments/releases/${names.release.version}`
  return {
    serverUri,
    projectPath: project,
    releasePath: release,
    deploymentPath: `${release}/deployments/${deployment.id}`,
  }
}

/** Names of the machines of an environment, by role, whether a step asks for the role or not. */
export async function loadMachinesInRole(
  db: Queryable,
  environmentId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ role: string; names: string[] }>`
    select role, array_agg(name order by lower(name)) as names from machine, unnest(roles) role
    where environment_ids @> array[${environmentId}]::text[] group by role`.execute(db)
  return new Map(rows.map(({ role, names }) => [role, names]))
}

/** Hosts of the machines that are reached at an address of their own. */
export async function loadHostnames(
  db: Queryable,
  machineIds: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (machineIds.length === 0) return {}
  const { rows } = await sql<{ id: string; host: string | null; uri: string | null }>`
    select id, document -> 'Endpoint' ->> 'Host' as host, document -> 'Endpoint' ->> 'Uri' as uri from machine
    where id = any(${machineIds}::text[]) and communication_style in ('TentaclePassive', 'Ssh')`.execute(db)
  return Object.fromEntries(
    rows.flatMap(({ id, host, uri }) => {
      const name = host || (uri && URL.canParse(uri) ? new URL(uri).hostname : '')
      return name ? [[id, name]] : []
    }),
  )
}

export async function loadWorkerPools(db: Queryable, spaceId: string) {
  const { rows } = await sql<{ id: string; name: string; isDefault: boolean }>`
    select id, name, coalesce((document ->> 'IsDefault')::boolean, false) as "isDefault" from worker_pool
    where space_id = ${spaceId} order by sort_order, id`.execute(db)
  return rows
}
