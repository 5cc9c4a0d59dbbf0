import type { EnvironmentId, ProjectId } from '@flotilla/domain'
import type { TenantSelection } from '@flotilla/domain/tenants'
import { scheduledPlaces, type TriggerPlace } from '@flotilla/domain/triggers'
import type { Queryable } from '../../database/connection.ts'
import { findDocuments } from '../../database/documents.ts'
import { KINDS } from '../kinds.ts'
import { loadTenantsOfProject } from '../releases/release-world.ts'
import { tenantOf } from './to-domain.ts'

/**
 * Where to deploy a project for tenants that are named or chosen by tags; the untenanted place when nobody is.
 * Those that are named come first, in that order.
 */
export async function selectPlaces(
  db: Queryable,
  ask: { readonly projectId: string; readonly environmentId: string; readonly selection: TenantSelection },
): Promise<readonly TriggerPlace[]> {
  const { tenantIds, tenantTags } = ask.selection
  const named = await findDocuments(db, KINDS.tenant, tenantIds)
  const connected = tenantTags.length > 0 ? await loadTenantsOfProject(db, ask.projectId) : []
  return scheduledPlaces({
    projectId: ask.projectId as ProjectId,
    environmentId: ask.environmentId as EnvironmentId,
    selection: ask.selection,
    tenants: [
      ...tenantIds.flatMap((id) => (named.has(id) ? [tenantOf(named.get(id)!)] : [])),
      ...connected.filter(({ id }) => !named.has(id)),
    ],
  })
}
