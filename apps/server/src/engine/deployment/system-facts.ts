import type { TargetId, TenantId, TriggerId } from '@flotilla/domain'
import {
  type DeploymentFacts,
  deploymentVariables,
  type NamedValues,
  type ReleaseRef,
  type RunbookFacts,
  releaseVariables,
  runbookVariables,
} from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Execution, type ExecutionSource, isDeployment } from '../../features/deployments/execution.ts'
import { type DeploymentRow, findCurrent } from '../../features/deployments/queries.ts'
import { loadChanges } from '../../features/releases/load-changes.ts'
import type { ReleaseParts } from '../../features/releases/release-world.ts'
import { wireDate } from '../../http/dates.ts'
import type { RunSnapshot } from './run-snapshot.ts'
import { placeIds } from './snapshot-ids.ts'

/** What was current in the deployment's place before it. */
type Current = NonNullable<Awaited<ReturnType<typeof findCurrent>>>

/** What a deployment, or a run of a runbook, is called by itself and by what it was made from, as it is when it begins. */
export async function executionVariables(
  db: Queryable,
  source: ExecutionSource,
  execution: Execution,
  at: { readonly names: RunSnapshot['names']; readonly machineIds: readonly TargetId[] },
): Promise<readonly NamedValues[]> {
  const own = await ownFacts(db, execution, at)
  if (!isDeployment(execution) || !('release' in source)) {
    const { runbook, snapshot } = source as Exclude<ExecutionSource, ReleaseParts>
    const { Notes } = snapshot.document as { readonly Notes?: string | null }
    const facts = { runbook: { id: runbook.Id, name: runbook.Name }, run: own }
    return [runbookVariables({ ...facts, snapshot: { id: snapshot.id, name: snapshot.name, notes: Notes ?? '' } })]
  }
  const current = await findCurrent(db, placeIds(execution))
  const [release, deployment] = await Promise.all([
    releaseFacts(db, source, execution, current),
    deploymentFacts(db, source, execution, current),
  ])
  return [releaseVariables(release), deploymentVariables({ ...own, ...deployment })]
}

/** `Octopus.Release.*` as it is when a deployment begins. */
async function releaseFacts(
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

/** What only a deployment has of `Octopus.Deployment.*`, as it is when it begins. */
async function deploymentFacts(
  db: Queryable,
  world: ReleaseParts,
  deployment: DeploymentRow,
  current: Current | undefined,
): Promise<Omit<DeploymentFacts, keyof RunbookFacts['run']>> {
  const { changes, markdown } = await loadChanges(db, world, current?.releaseId ?? null)
  return {
    previousSuccessfulId: current?.deploymentId ?? null,
    changes: JSON.stringify(changes),
    changesMarkdown: markdown,
    workItems: JSON.stringify(changes.flatMap(({ WorkItems }) => WorkItems)),
    packageBuildInformation: JSON.stringify(changes.flatMap(({ BuildInformation }) => BuildInformation)),
    trigger: deployment.trigger_id
      ? { id: deployment.trigger_id as TriggerId, name: deployment.trigger_name ?? '' }
      : null,
  }
}

async function ownFacts(
  db: Queryable,
  execution: Execution,
  { names, machineIds }: { readonly names: RunSnapshot['names']; readonly machineIds: readonly TargetId[] },
): Promise<RunbookFacts['run']> {
  const creator = await db
    .selectFrom('user_account')
    .selectAll()
    .where('id', '=', execution.created_by)
    .executeTakeFirst()
  const document = execution.document as { DeployedBy: string; ForcePackageDownload?: boolean }
  return {
    id: execution.id,
    name: execution.name,
    comments: execution.comments,
    created: wireDate(execution.created_at),
    createdBy: {
      id: execution.created_by,
      username: creator?.username ?? document.DeployedBy,
      displayName: creator?.display_name ?? document.DeployedBy,
      emailAddress: creator?.email_address ?? null,
    },
    forcePackageDownload: document.ForcePackageDownload === true,
    machineIds,
    specificMachineIds: execution.specific_machine_ids as TargetId[],
    excludedMachineIds: execution.excluded_machine_ids as TargetId[],
    tenant: names.tenant && { ...names.tenant, id: names.tenant.id as TenantId },
  }
}

/** `Octopus.Web.*`: where people see the deployment. A run's link to its "release" is that to its runbook. */
export function webLinks(serverUri: string, names: RunSnapshot['names'], execution: Execution) {
  const project = `/app#/${names.space.id}/projects/${names.project.slug}`
  const release = names.runbook
    ? `${project}/operations/runbooks/${names.runbook.slug}`
    : `${project}/deployments/releases/${names.release?.version}`
  return {
    serverUri,
    projectPath: project,
    releasePath: release,
    deploymentPath: `${release}/${names.runbook ? 'runs' : 'deployments'}/${execution.id}`,
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
