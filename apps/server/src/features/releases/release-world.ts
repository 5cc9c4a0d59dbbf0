import type { EnvironmentId, ReleaseId, SpaceId, TenantId } from '@flotilla/domain'
import { mayDo } from '@flotilla/domain/access'
import {
  effectivePhases,
  type NamedEnvironment,
  type Phase,
  phaseEnvironments,
  type ReleaseHistory,
  type TenantConnection,
} from '@flotilla/domain/lifecycles'
import type { TenantedMode } from '@flotilla/domain/targets'
import type { Tenant } from '@flotilla/domain/tenants'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import type { Caller } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { phasesOf } from '../lifecycles/to-domain.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import type { ReleaseRow } from './queries.ts'

/** A release with the documents it belongs to. */
export interface ReleaseParts {
  readonly release: ReleaseRow
  readonly project: Document
  readonly channel: Document
}

/** What decisions about one release look at. */
export interface ReleaseWorld extends ReleaseParts {
  readonly phases: readonly Phase[]
  readonly history: ReleaseHistory
  readonly mode: TenantedMode
  readonly channelTenantTags: readonly string[]
}

/** Loads a release with its project, channel, lifecycle and history; undefined when there is no such release. */
export async function loadReleaseWorld(db: Queryable, releaseId: string): Promise<ReleaseWorld | undefined> {
  const parts = await findReleaseParts(db, releaseId)
  if (!parts) return undefined
  const { release, project, channel } = parts
  const lifecycleId = ((channel.LifecycleId as string | null) || project.LifecycleId) as string
  const [histories, phases] = await Promise.all([
    loadHistories(db, [release.id]),
    loadPhases(db, release.space_id, lifecycleId),
  ])
  return {
    ...parts,
    phases,
    history: histories.get(release.id as ReleaseId)!,
    mode: project.TenantedDeploymentMode as TenantedMode,
    channelTenantTags: channel.TenantTags as string[],
  }
}

/** A release with its project and channel; undefined when there is no such release. */
export async function findReleaseParts(db: Queryable, releaseId: string): Promise<ReleaseParts | undefined> {
  const id = canonicalId(releaseId)
  return (await loadReleaseParts(db, [id])).get(id)
}

/** Releases with their projects and channels, by id; those that do not exist are left out. */
export async function loadReleaseParts(
  db: Queryable,
  releaseIds: readonly string[],
): Promise<ReadonlyMap<string, ReleaseParts>> {
  const { rows } = await sql<ReleaseRow & { project: Document; channel: Document }>`
    select release.*, project.document as project, channel.document as channel
    from release join project on project.id = release.project_id join channel on channel.id = release.channel_id
    where release.id = any(${releaseIds})`.execute(db)
  return new Map(rows.map(({ project, channel, ...release }) => [release.id, { release, project, channel }]))
}

/** The phases of a lifecycle with the implicit made explicit. */
export async function loadPhases(db: Queryable, spaceId: string, lifecycleId: string): Promise<readonly Phase[]> {
  const lifecycle = await findDocument(db, KINDS.lifecycle, lifecycleId)
  const phases = lifecycle ? phasesOf(lifecycle) : []
  // Only what is implicit needs to know all environments.
  const isExplicit = phases.length > 0 && phases.every((phase) => phaseEnvironments(phase).length > 0)
  return isExplicit ? phases : effectivePhases(phases, await loadEnvironments(db, spaceId))
}

/** All environments of a space in their order. */
export async function loadEnvironments(db: Queryable, spaceId: string): Promise<readonly NamedEnvironment[]> {
  const rows = await db
    .selectFrom('environment')
    .select(['id', 'name'])
    .where('space_id', '=', spaceId)
    .orderBy('sort_order')
    .orderBy(sql`lower(name)`)
    .execute()
  return rows.map(({ id, name }) => ({ id: id as EnvironmentId, name }))
}

/** Where each of these releases has succeeded, and whether it is blocked. */
export async function loadHistories(
  db: Queryable,
  releaseIds: readonly string[],
): Promise<ReadonlyMap<ReleaseId, ReleaseHistory>> {
  if (releaseIds.length === 0) return new Map()
  // A row without an environment stands for a defect. `union` also leaves out the same success in another channel.
  const { rows } = await sql<{ release_id: string; environment_id: string | null; tenant_id: string | null }>`
    select release_id, environment_id, tenant_id from release_success where release_id = any(${releaseIds})
    union select release_id, null, null from release_defect where release_id = any(${releaseIds}) and not is_resolved`.execute(
    db,
  )
  const rowsOf = new Map<string, typeof rows>(releaseIds.map((id) => [id, []]))
  for (const row of rows) rowsOf.get(row.release_id)?.push(row)
  return new Map(
    [...rowsOf].map(([id, own]) => [
      id as ReleaseId,
      {
        releaseId: id as ReleaseId,
        successes: own.flatMap(({ environment_id, tenant_id }) =>
          environment_id === null
            ? []
            : [
                {
                  environmentId: environment_id as EnvironmentId,
                  tenantId: (tenant_id || null) as TenantId | null,
                },
              ],
        ),
        hasUnresolvedDefect: own.some(({ environment_id }) => environment_id === null),
      },
    ]),
  )
}

/** The tenants that are connected to a project, in order of their names. */
export async function loadTenantsOfProject(db: Queryable, projectId: string): Promise<readonly Tenant[]> {
  const rows = await db
    .selectFrom('tenant')
    .select(['document'])
    .where(sql<boolean>`document -> 'ProjectEnvironments' ? ${projectId}`)
    .orderBy(sql`lower(name)`)
    .execute()
  return rows.map((row) => tenantOf(row.document as unknown as Document))
}

/** Whether the caller may know of a tenant of a project (reliability Z3). */
export const maySeeTenant = (caller: Caller, project: Document, { id }: Tenant): boolean =>
  mayDo(caller.grants, 'TenantView', { spaceId: project.SpaceId as SpaceId, tenantId: id })

/** A tenant's connection to a project; a tenant that is not connected is connected in no environment. */
export const connectionOf = (tenant: Tenant, projectId: string): TenantConnection => ({
  tenantId: tenant.id,
  environmentIds: tenant.projectEnvironments.get(projectId as never) ?? [],
})
