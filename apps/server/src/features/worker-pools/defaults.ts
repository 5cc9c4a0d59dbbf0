import type { Tx } from '../../database/connection.ts'
import type { Caller } from '../context.ts'
import { createDocument } from '../standard-routes.ts'
import { workerPoolResource } from './resource.ts'

/** Adds the default worker pool of a new space; answers its id. */
export async function createDefaultWorkerPool(tx: Tx, caller: Caller, spaceId: string): Promise<string> {
  const body = { Name: 'Default Worker Pool', Description: '', IsDefault: true, WorkerPoolType: 'StaticWorkerPool' }
  return (await createDocument(workerPoolResource, tx, caller, spaceId, body)).Id
}
