import type { Tx } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { systemCaller } from '../access/authenticate.ts'
import { machineResource } from '../machines/resource.ts'
import { removeDocument } from '../standard-routes.ts'
import { workerResource } from '../workers/resource.ts'
import { tableOf } from './store-health.ts'

/** Removes a machine or worker as its clean-up policy asks, with the events of any removal. Answers whether there was one. */
export async function removeHost(tx: Tx, id: string): Promise<boolean> {
  const resource = tableOf(id) === 'worker' ? workerResource : machineResource
  const document = await findDocument(tx, resource.kind, id)
  // Somebody has removed or disabled it meanwhile, or it has come back.
  if (!document || document.IsDisabled || document.HealthStatus !== 'Unavailable') return false
  const caller = systemCaller([
    {
      permissions: new Set([resource.permissions.delete]),
      spaceId: document.SpaceId as never,
      projectIds: [],
      projectGroupIds: [],
      environmentIds: [],
      tenantIds: [],
    },
  ])
  await removeDocument(resource, tx, caller, document)
  return true
}
