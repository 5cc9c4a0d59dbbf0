import { parseVersion } from '@flotilla/domain/versions'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Document } from '../../database/documents.ts'
import { CollectionOf } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { explainRuleRefusal, judgeWithPatterns } from '../channels/check-rules.ts'
import { type AppRoute, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { NotesAnswer } from '../packages/answers.ts'
import { packageWireId } from '../packages/present-package.ts'
import { findPackage, listPackages, type PackageRow } from '../packages/queries.ts'
import { requireDocument } from '../standard-routes.ts'
import { FoundPackageAnswer, PackageVersionAnswer } from './answers.ts'
import { feedResource, isBuiltIn } from './resource.ts'

const common = { scope: 'space', tags: ['Feeds'], method: 'GET', access: 'FeedView' } as const
const VersionsQuery = Type.Object({
  ...Paging,
  packageId: Type.String({ minLength: 1 }),
  filter: Type.Optional(Type.String()),
  versionRange: Type.Optional(Type.String()),
  preReleaseTag: Type.Optional(Type.String()),
  includePreRelease: Type.Optional(Type.String()),
  includeReleaseNotes: Type.Optional(Type.String()),
})

/** What is in a feed; only the built-in one can be asked. Source: API reference 5.24. */
export function feedPackageRoutes({ database }: Deps): AppRoute[] {
  const requireBuiltIn = async (space: Space, id: string): Promise<Document> => {
    const feed = await requireDocument(database, feedResource.kind, id, { spaceId: space.id })
    if (isBuiltIn(feed)) return feed
    throw badRequest(
      `The feed ${feed.Name} is of the type ${feed.FeedType}; looking into such feeds is not offered yet. Name the version yourself, or push the package to the built-in feed.`,
    )
  }
  return [
    route({
      ...common,
      path: '/feeds/stats',
      summary: 'How many packages the built-in feed holds',
      response: Type.Object({ TotalPackages: Type.Integer() }),
      handler: async ({ space }) => {
        const { rows } = await sql<{ count: number }>`
          select count(*) as count from package where space_id = ${space.id}`.execute(database)
        return { TotalPackages: rows[0]!.count }
      },
    }),
    route({
      ...common,
      path: '/feeds/:id/packages/search',
      summary: 'Packages of a feed by a part of their id or title',
      query: Type.Object({ ...Paging, term: Type.Optional(Type.String()) }),
      response: CollectionOf(FoundPackageAnswer),
      handler: async ({ space, params, query }) => {
        const feed = await requireBuiltIn(space, params.id)
        const page = pageOf(query)
        const text = query.term ? { text: query.term } : {}
        const { items, total } = await listPackages(database, { spaceId: space.id, latest: true, ...text }, page)
        const address = `${spaceAddress(space.id)}/feeds/${feed.Id}/packages`
        const found = items.map((row) => ({
          Id: row.package_id,
          Name: row.title || row.package_id,
          Description: row.description,
          LatestVersion: row.version,
          Links: {
            SearchPackageVersionsTemplate: `${address}/versions?packageId=${encodeURIComponent(row.package_id)}{&take,skip,filter,versionRange,preReleaseTag,includePreRelease,includeReleaseNotes}`,
          },
        }))
        return collection('PackageDescription', found, total, page, `${address}/search`, query)
      },
    }),
    route({
      ...common,
      path: '/feeds/:id/packages/versions',
      summary: 'Versions of a package of a feed, the newest first',
      query: VersionsQuery,
      response: CollectionOf(PackageVersionAnswer),
      handler: async ({ space, params, query }) => {
        const feed = await requireBuiltIn(space, params.id)
        const page = pageOf(query)
        const all = { skip: 0, take: MOST_ITEMS }
        const { items } = await listPackages(database, { spaceId: space.id, packageId: query.packageId }, all)
        const fitting = []
        for (const row of items) if (await isWanted(row, query)) fitting.push(row)
        const wanted = fitting.slice(page.skip, page.skip + page.take)
        const withNotes = query.includeReleaseNotes?.toLowerCase() === 'true'
        const address = `${spaceAddress(space.id)}/feeds/${feed.Id}/packages/versions`
        const found = wanted.map((row) => presentVersion(row, feed.Id, withNotes))
        return collection('PackageVersion', found, fitting.length, page, address, query)
      },
    }),
    route({
      ...common,
      path: '/feeds/:id/packages/notes',
      summary: 'The release notes that a package carries',
      query: Type.Object({ packageId: Type.String({ minLength: 1 }), version: Type.String({ minLength: 1 }) }),
      response: NotesAnswer,
      handler: async ({ space, params, query }) => {
        await requireBuiltIn(space, params.id)
        const found = await findPackage(database, space.id, query)
        if (!found) throw notFound('Package', `${query.packageId} ${query.version}`)
        return { Succeeded: true, Notes: found.notes, FailureReason: null }
      },
    }),
  ]
}

const presentVersion = (row: PackageRow, feedId: string, withNotes: boolean) => ({
  Id: packageWireId(row),
  PackageId: row.package_id,
  Version: row.version,
  FeedId: feedId,
  Title: row.title || row.package_id,
  Published: wireDate(row.published_at),
  SizeBytes: row.size_bytes,
  ReleaseNotes: withNotes ? row.notes : '',
  Links: {},
})

interface Wanted {
  readonly filter?: string
  readonly versionRange?: string
  readonly preReleaseTag?: string
  readonly includePreRelease?: string
}

/** Errors: 400 for a range or pattern that cannot be read. */
async function isWanted({ version }: PackageRow, wanted: Wanted): Promise<boolean> {
  if (wanted.filter && !version.toLowerCase().includes(wanted.filter.toLowerCase())) return false
  if (wanted.includePreRelease?.toLowerCase() === 'false') {
    const parsed = parseVersion(version)
    if (parsed.ok && parsed.value.prerelease.length > 0) return false
  }
  const rule = { versionRange: wanted.versionRange ?? null, tag: wanted.preReleaseTag ?? null }
  const judged = await judgeWithPatterns([rule], version).catch((error: unknown) => {
    throw badRequest(`preReleaseTag: ${(error as Error).message}`)
  })
  if (judged.ok) return true
  const { kind } = judged.error
  if (kind === 'malformed-range' || kind === 'empty-range')
    throw badRequest(`versionRange: ${explainRuleRefusal(judged.error)}.`)
  return false
}
