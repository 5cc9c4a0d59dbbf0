import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { forgetSecrets } from '../../database/secrets.ts'
import { perhapsAnswered } from '../../http/answers.ts'
import { Flag, Text, Whole } from '../fields.ts'
import { explainUsers, processesWith } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { keepSecrets, recordSecretChanges, SecretField } from '../secret-fields.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { BUILT_IN_FIELDS, EXTERNAL_FIELDS, EXTERNAL_SECRETS, EXTERNAL_TEXTS, FEED_TYPES } from './feed-types.ts'

type Fields = Readonly<Record<string, unknown>>

const FIELDS_OF_TYPES = {
  DeleteUnreleasedPackagesAfterDays: Type.Optional(
    Type.Union([Type.Null(), Type.Integer({ minimum: 1, maximum: 36_500 })], { default: null }),
  ),
  IsBuiltInRepoSyncEnabled: Flag(),
  ...Object.fromEntries(EXTERNAL_TEXTS.map((name) => [name, Text()])),
  ...Object.fromEntries(EXTERNAL_SECRETS.map((name) => [name, SecretField()])),
  DownloadAttempts: Whole(5),
  DownloadRetryBackoffSeconds: Whole(10),
  EnhancedMode: Flag(),
  UseMachineCredentials: Flag(),
}

/** Where packages come from: the built-in feed of each space, and others, which are kept but not asked yet. Source: API reference 5.24. */
export const feedResource: Resource = {
  kind: KINDS.feed,
  tag: 'Feeds',
  fields: {
    FeedType: Type.Union(FEED_TYPES.map((name) => Type.Literal(name))),
    PackageAcquisitionLocationOptions: Type.Optional(
      Type.Array(Type.String(), { default: ['Server', 'ExecutionTarget', 'NotAcquired'] }),
    ),
    ...FIELDS_OF_TYPES,
  },
  added: perhapsAnswered(FIELDS_OF_TYPES),
  permissions: { view: 'FeedView', create: 'FeedEdit', edit: 'FeedEdit', delete: 'FeedEdit' },
  query: { feedType: Type.Optional(Type.String()) },
  filter: ({ feedType }) =>
    feedType === undefined
      ? {}
      : { where: sql<boolean>`lower(document ->> 'FeedType') = lower(${feedType as string})` },
  check: checkFeed,
  complete: completeFeed,
  columns: ({ FeedType }) => ({ sort_order: isBuiltIn({ FeedType }) ? 0 : 1 }),
  inUse,
  afterDelete: ({ tx, id }) => forgetSecrets(tx, id),
  links: (_feed, address) => ({
    SearchPackagesTemplate: `${address}/packages/search{?term,skip,take}`,
    SearchPackageVersionsTemplate: `${address}/packages/versions{?packageId,take,skip,filter,versionRange,preReleaseTag,includePreRelease,includeReleaseNotes}`,
    Notes: `${address}/packages/notes{?packageId,version}`,
  }),
}

export const isBuiltIn = ({ FeedType }: Fields): boolean => FeedType === 'BuiltIn'

async function checkFeed({ before }: Change, body: Fields): Promise<string[]> {
  if (before && before.FeedType !== body.FeedType)
    return [`FeedType: the feed is of the type ${before.FeedType}, which cannot change.`]
  if (isBuiltIn(body)) return []
  const uri = String(body.FeedUri ?? '').trim()
  return uri === '' || /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(uri)
    ? []
    : ['FeedUri: is not an address, such as https://host/path.']
}

/** The fields of its own type and no others; the secrets are kept apart. */
async function completeFeed(change: Change, body: Fields): Promise<Fields> {
  const { tx, spaceId, id, before } = change
  const without = (names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, undefined]))
  if (isBuiltIn(body)) return without(EXTERNAL_FIELDS)
  const marked = Object.fromEntries(
    EXTERNAL_SECRETS.map((field) => [field, { HasValue: true, ...(body[field] as object | undefined) }]),
  )
  const { value: secrets, changes } = await keepSecrets(tx, { ownerId: id, spaceId }, marked)
  await recordSecretChanges(change, `A secret of the feed ${before?.Name} was changed`, changes)
  return { ...without(BUILT_IN_FIELDS), ...secrets }
}

async function inUse(db: Queryable, feed: Document): Promise<string[]> {
  if (isBuiltIn(feed)) return ['The built-in feed cannot be deleted; every space has one.']
  return explainUsers(db, 'feed', feed, [
    processesWith('.Packages[*] ? (@.FeedId == $id)', feed),
    processesWith('.Container ? (@.FeedId == $id)', feed),
    sql`select 'step template' as what, id, name from action_template
      where space_id = ${feed.SpaceId} and document @> jsonb_build_object('Packages', jsonb_build_array(jsonb_build_object('FeedId', ${feed.Id}::text)))`,
  ])
}
