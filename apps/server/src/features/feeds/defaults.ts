import type { Tx } from '../../database/connection.ts'
import type { Caller } from '../context.ts'
import { createDocument } from '../standard-routes.ts'
import { feedResource } from './resource.ts'

/** Adds the built-in feed of a new space; answers its id. */
export async function createBuiltInFeed(tx: Tx, caller: Caller, spaceId: string): Promise<string> {
  const body = {
    Name: 'Built-in',
    Slug: 'feeds-builtin',
    FeedType: 'BuiltIn',
    PackageAcquisitionLocationOptions: ['Server', 'ExecutionTarget', 'NotAcquired'],
    DeleteUnreleasedPackagesAfterDays: null,
    IsBuiltInRepoSyncEnabled: false,
  }
  return (await createDocument(feedResource, tx, caller, spaceId, body)).Id
}
