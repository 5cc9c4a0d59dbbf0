import { sql } from 'kysely'
import { Type } from 'typebox'
import { Nullable, OneOf } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import type { Resource } from '../standard-routes.ts'

/** Where packages come from. Only the built-in feed exists. Source: API reference 5.24. */
export const feedResource: Resource = {
  kind: KINDS.feed,
  tag: 'Feeds',
  fields: {
    FeedType: OneOf(['BuiltIn']),
    PackageAcquisitionLocationOptions: Type.Optional(
      Type.Array(Type.String(), { default: ['Server', 'ExecutionTarget', 'NotAcquired'] }),
    ),
    DeleteUnreleasedPackagesAfterDays: Nullable(),
    IsBuiltInRepoSyncEnabled: Type.Optional(Type.Boolean({ default: false })),
  },
  permissions: { view: 'FeedView', create: 'FeedEdit', edit: 'FeedEdit', delete: 'FeedEdit' },
  query: { feedType: Type.Optional(Type.String()) },
  filter: ({ feedType }) =>
    feedType === undefined ? {} : { where: sql<boolean>`document ->> 'FeedType' = ${feedType as string}` },
  links: (_feed, address) => ({
    SearchPackagesTemplate: `${address}/packages/search{?term,skip,take}`,
    SearchPackageVersionsTemplate: `${address}/packages/versions{?packageId,take,skip,filter,versionRange,preReleaseTag,includePreRelease,includeReleaseNotes}`,
    Notes: `${address}/packages/notes{?packageId,version}`,
  }),
}
