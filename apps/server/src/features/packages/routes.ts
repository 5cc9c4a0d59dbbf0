import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { CollectionOf } from '../../http/answers.ts'
import { notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { attachment } from '../artifacts/attachment.ts'
import { findBuildInformation } from '../build-information/queries.ts'
import { type AppRoute, type Deps, require, route, type Space, spaceAddress } from '../context.ts'
import { PackageAnswer, PackageNotesAnswer } from './answers.ts'
import { deletePackage } from './delete-package.ts'
import { nugetPushRoute } from './nuget-route.ts'
import { overwriteModeOf } from './overwrite-mode.ts'
import { presentPackage } from './present-package.ts'
import { pushPackage } from './push-package.ts'
import { findBuiltInFeedId, findPackage, identityOf, listPackages, type PackageRow } from './queries.ts'
import { readContent } from './read-content.ts'
import { readFilePart } from './read-file-part.ts'
import { deleteUnusedContents } from './store-content.ts'

const common = { scope: 'space', tags: ['Packages'] } as const
const PackagePage = Type.Object({
  ...Paging,
  nuGetPackageId: Type.Optional(Type.String()),
  filter: Type.Optional(Type.String()),
  latest: Type.Optional(Type.String()),
})

/** The packages of the built-in feed. Source: API reference 5.24. */
export function packageRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const requirePackage = async (db: Queryable, space: Space, id: string): Promise<PackageRow> => {
    const identity = identityOf(id)
    const found = identity && (await findPackage(db, space.id, identity))
    if (!found) throw notFound('Package', id)
    return found
  }
  const present = async (space: Space, rows: readonly PackageRow[]) => {
    const feedId = await findBuiltInFeedId(database, space.id)
    const identities = rows.map((row) => ({ packageId: row.package_id, version: row.version }))
    const buildInformation = await findBuildInformation(database, space.id, identities)
    return rows.map((row, index) => presentPackage(row, feedId, buildInformation[index]))
  }
  return [
    nugetPushRoute(deps),
    route({
      ...common,
      method: 'POST',
      path: '/packages/raw',
      summary: 'Push a package to the built-in feed',
      access: 'BuiltInFeedPush',
      takesFile: true,
      query: Type.Object({ overwriteMode: Type.Optional(Type.String()), replace: Type.Optional(Type.String()) }),
      response: PackageAnswer,
      handler: async ({ space, caller, query, raw, reply }) => {
        require(caller, 'BuiltInFeedPush', { spaceId: space.id as never })
        const mode = overwriteModeOf(query)
        const file = await readFilePart(raw)
        try {
          const pushed = await pushPackage(deps, caller, {
            space,
            mode,
            filename: file.filename,
            content: file.content,
          })
          const [presented] = await present(space, [pushed.package])
          return reply
            .code(pushed.isNew ? 201 : 200)
            .header('content-type', 'application/json; charset=utf-8')
            .send(JSON.stringify(presented))
        } finally {
          file.discard()
        }
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/packages',
      summary: 'List packages, the newest version of each first',
      access: 'FeedView',
      query: PackagePage,
      response: CollectionOf(PackageAnswer),
      handler: async ({ space, query }) => {
        const page = pageOf(query)
        const { items, total } = await listPackages(
          database,
          {
            spaceId: space.id,
            ...(query.nuGetPackageId ? { packageId: query.nuGetPackageId } : {}),
            ...(query.filter ? { text: query.filter } : {}),
            latest: query.latest?.toLowerCase() === 'true',
          },
          page,
        )
        const address = `${spaceAddress(space.id)}/packages`
        return collection('Package', await present(space, items), total, page, address, query)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/packages/notes',
      summary: 'The release notes that packages carry',
      access: 'FeedView',
      query: Type.Object({ packageIds: ListParameter() }),
      response: PackageNotesAnswer,
      handler: async ({ space, query }) => {
        const ids = (listOf(query.packageIds) ?? []).slice(0, MOST_ITEMS)
        const feedId = await findBuiltInFeedId(database, space.id)
        const notes = []
        for (const id of ids) {
          const row = await requirePackage(database, space, id)
          const { package_id: PackageId, version: Version } = row
          notes.push({
            PackageId,
            Version,
            FeedId: feedId,
            Notes: { Succeeded: true, Notes: row.notes, FailureReason: null },
          })
        }
        return { Packages: notes }
      },
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/packages/bulk',
      summary: 'Delete packages by id; unknown ones are left out',
      access: 'BuiltInFeedAdminister',
      query: Type.Object({ ids: ListParameter() }),
      response: Type.Object({}),
      handler: async ({ space, caller, query }) => {
        require(caller, 'BuiltInFeedAdminister', { spaceId: space.id as never })
        await inTransaction(database, async (tx) => {
          for (const id of listOf(query.ids) ?? []) {
            const identity = identityOf(id)
            const row = identity && (await findPackage(tx, space.id, identity))
            if (row) await deletePackage(tx, caller, row)
          }
        })
        await deleteUnusedContents(database)
        return {}
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/packages/:id',
      summary: 'Read what is known of a package',
      access: 'FeedView',
      response: PackageAnswer,
      handler: async ({ space, params }) =>
        (await present(space, [await requirePackage(database, space, params.id)]))[0],
    }),
    route({
      ...common,
      method: 'GET',
      path: '/packages/:id/raw',
      summary: 'Download a package',
      access: 'BuiltInFeedDownload',
      response: 'bytes',
      handler: async ({ space, caller, params, reply }) => {
        require(caller, 'BuiltInFeedDownload', { spaceId: space.id as never })
        const row = await requirePackage(database, space, params.id)
        reply
          .header('content-type', 'application/octet-stream')
          .header('content-length', row.size_bytes)
          .header('content-disposition', attachment(`${row.package_id}.${row.version}${row.extension}`))
          .header('content-security-policy', "sandbox; default-src 'none'")
          .header('x-content-type-options', 'nosniff')
        const content = { id: row.content_id, sha256: row.sha256, sizeBytes: row.size_bytes }
        return Readable.from(readContent(database, content), { objectMode: false })
      },
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/packages/:id',
      summary: 'Delete a package',
      access: 'BuiltInFeedAdminister',
      response: PackageAnswer,
      handler: async ({ space, caller, params }) => {
        require(caller, 'BuiltInFeedAdminister', { spaceId: space.id as never })
        const row = await requirePackage(database, space, params.id)
        const [presented] = await present(space, [row])
        await inTransaction(database, (tx) => deletePackage(tx, caller, row))
        await deleteUnusedContents(database)
        return presented
      },
    }),
  ]
}
