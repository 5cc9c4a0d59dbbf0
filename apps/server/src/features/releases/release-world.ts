import type { EnvironmentId, ReleaseId, TenantId } from '@flotilla/domain'
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
import { KINDS } from '../kinds.ts'
import { phasesOf } from '../lifecycles/to-domain.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { findRelease, type ReleaseRow } from './queries.ts'

/** What decisions about one release look at, apart from where it has been (see `loadHistories`). */
export interface ReleaseWorld {
  readonly release: ReleaseRow
  readonly project: Document
  readonly channel: Document
  readonly phases: readonly Phase[]
  readonly history: ReleaseHistory
  readonly mode: TenantedMode
  readonly channelTenantTags: readonly string[]
}

/** Loads a release with its project, channel, lifecycle and history; undefined when there is no such release. */
export async function loadReleaseWorld(db: Queryable, releaseId: string): Promise<ReleaseWorld | undefined> {
  const release = await findRelease(db, releaseId)
  if (!release) return undefined
  const project = await findDocument(db, KINDS.project, release.project_id)
  const channel = await findDocument(db, KINDS.channel, release.channel_id)
  const histories = await loadHistories(db, [release.id])
  if (!project || !channel) return undefined
  return {
    release,
    project,
    channel,
    phases: await loadPhases(
      db,
      release.space_id,
      ((channel.LifecycleId as string | null) || project.LifecycleId) as string,
    ),
    history: histories.get(release.id as ReleaseId)!,
    mode: project.TenantedDeploymentMode as TenantedMode,
    channelTenantTags: channel.TenantTags as string[],
  }
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
  const successes = await db
    .selectFrom('release_success')
    .select(['release_id', 'environment_id', 'tenant_id'])
    .distinct()
    .where('release_id', 'in', releaseIds)
    .execute()
  const defects = await db
    .selectFrom('release_defect')
    .select('release_id')
    .where('release_id', 'in', releaseIds)
    .where('is_resolved', '=', false)
    .execute()
  const blocked = new Set(defects.map((row) => row.release_id))
  return new Map(
    releaseIds.map((id) => [
      id as ReleaseId,
      {
        releaseId: id as ReleaseId,
        successes: successes
          .filter((row) => row.release_id === id)
          .map((row) => ({
            environmentId: row.environment_id as EnvironmentId,
            tenantId: (row.tenant_id || null) as TenantId | null,
          })),
        hasUnresolvedDefect: blocked.has(id),
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

/** A tenant's connection to a project; a tenant that is not connected is connected in no environment. */
export const connectionOf = (tenant: Tenant, projectId: string): TenantConnection => ({
  tenantId: tenant.id,
  environmentIds: tenant.projectEnvironments.get(projectId as never) ?? [],
})
