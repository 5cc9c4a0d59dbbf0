import { parseVersion, versionKey } from '@flotilla/domain/versions'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { canonicalId, nextNumber } from '../../database/ids.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, require, route, type Space, spaceAddress } from '../context.ts'
import { Text } from '../fields.ts'
import { mustReplace, type OverwriteMode, overwriteModeOf } from '../packages/overwrite-mode.ts'
import { BuildInformationAnswer } from './answers.ts'
import { presentBuildInformation } from './present-build-information.ts'
import { type BuildInformationRow, findBuildInformationRow, listBuildInformation } from './queries.ts'

const MOST_LISTED = 10_000
const Body = Type.Object({
  // Not only packages of the built-in feed have builds: images have other ids.
  PackageId: Type.String({ minLength: 1, maxLength: 300 }),
  Version: Type.String({ minLength: 1, maxLength: 349 }),
  OctopusBuildInformation: Type.Object({
    BuildEnvironment: Text(),
    BuildNumber: Text(),
    BuildUrl: Text(),
    Branch: Text(),
    VcsType: Text(),
    VcsRoot: Text(),
    VcsCommitNumber: Text(),
    IssueTrackerName: Text(),
    Commits: Type.Optional(
      Type.Array(Type.Object({ Id: Text(), Comment: Text() }, { additionalProperties: true }), {
        default: [],
        maxItems: MOST_LISTED,
      }),
    ),
    WorkItems: Type.Optional(
      Type.Array(
        Type.Object({
          Id: Type.String({ minLength: 1 }),
          // Clickable for everybody who reads the release: nothing but the web.
          LinkUrl: Type.Optional(
            Type.Union([Type.Null(), Type.String({ pattern: '^(https?://.*)?$' })], { default: null }),
          ),
          Source: Text(),
          Description: Text(),
        }),
        { default: [], maxItems: MOST_LISTED },
      ),
    ),
  }),
})
type Given = Static<typeof Body>

const common = { scope: 'space', tags: ['Build information'] } as const

/** What build servers tell of package versions. Source: API reference 5.25. */
export function buildInformationRoutes({ database }: Deps): AppRoute[] {
  return [
    route({
      ...common,
      method: 'POST',
      path: '/build-information',
      summary: 'Attach build information to a package version, which may not be there yet',
      access: 'BuildInformationPush',
      query: Type.Object({ overwriteMode: Type.Optional(Type.String()) }),
      body: Body,
      status: 201,
      response: BuildInformationAnswer,
      handler: ({ space, caller, query, body }) =>
        inTransaction(database, async (tx) =>
          presentBuildInformation(
            await pushBuildInformation(tx, caller, { space, mode: overwriteModeOf(query), body }),
          ),
        ),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/build-information',
      summary: 'List build information by package, the newest version of each first',
      access: 'FeedView',
      query: Type.Object({
        ...Paging,
        packageId: Type.Optional(Type.String()),
        filter: Type.Optional(Type.String()),
        latest: Type.Optional(Type.String()),
      }),
      response: CollectionOf(BuildInformationAnswer),
      handler: async ({ space, query }) => {
        const page = pageOf(query)
        const { items, total } = await listBuildInformation(
          database,
          {
            spaceId: space.id,
            ...(query.packageId ? { packageId: query.packageId } : {}),
            ...(query.filter ? { text: query.filter } : {}),
            latest: query.latest?.toLowerCase() === 'true',
          },
          page,
        )
        const address = `${spaceAddress(space.id)}/build-information`
        const presented = items.map(presentBuildInformation)
        return collection('OctopusPackageVersionBuildInformation', presented, total, page, address, query)
      },
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/build-information/bulk',
      summary: 'Delete build information by id; unknown ones are left out',
      access: 'BuildInformationAdminister',
      query: Type.Object({ ids: ListParameter() }),
      response: Type.Object({}),
      handler: ({ space, caller, query }) =>
        inTransaction(database, async (tx) => {
          for (const id of listOf(query.ids) ?? []) {
            const row = await findById(tx, space, id)
            if (row) await deleteBuildInformation(tx, caller, row)
          }
          return {}
        }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/build-information/:id',
      summary: 'Read build information',
      access: 'FeedView',
      response: BuildInformationAnswer,
      handler: async ({ space, params }) => presentBuildInformation(await requireById(database, space, params.id)),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/build-information/:id',
      summary: 'Delete build information',
      access: 'BuildInformationAdminister',
      response: BuildInformationAnswer,
      handler: ({ space, caller, params }) =>
        inTransaction(database, async (tx) => {
          const row = await requireById(tx, space, params.id)
          await deleteBuildInformation(tx, caller, row)
          return presentBuildInformation(row)
        }),
    }),
  ]
}

const findById = async (db: Queryable, space: Space, id: string): Promise<BuildInformationRow | undefined> =>
  db
    .selectFrom('build_information')
    .selectAll()
    .where('id', '=', canonicalId(id))
    .where('space_id', '=', space.id)
    .executeTakeFirst()

async function requireById(db: Queryable, space: Space, id: string): Promise<BuildInformationRow> {
  const row = await findById(db, space, id)
  if (!row) throw notFound('BuildInformation', id)
  return row
}

async function pushBuildInformation(
  tx: Tx,
  caller: Caller,
  { space, mode, body }: { readonly space: Space; readonly mode: OverwriteMode; readonly body: Given },
): Promise<BuildInformationRow> {
  const [packageId, version] = [body.PackageId.trim(), body.Version.trim()]
  const key = parseVersion(version)
  if (packageId === '') throw badRequest('PackageId: must not be empty.')
  if (!key.ok) throw badRequest(`Version: '${version}' is not a version. Write it like 1.0.0 or 1.0.0-beta.1.`)
  // Of two pushes for one version the second is the one that finds what the first one stored.
  const lock = `build-information:${space.id}:${packageId}:${version}`.toLowerCase()
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx)
  const before = await findBuildInformationRow(tx, space.id, { packageId, version })
  if (before) {
    const isToReplace = mustReplace(mode, 'Metadata for the specified Package ID and version already exists.')
    if (!isToReplace) return before
    require(caller, 'BuildInformationAdminister', { spaceId: space.id as never })
  }
  const document = JSON.stringify(body.OctopusBuildInformation)
  const number = before?.number ?? (await nextNumber(tx, 'BuildInformation'))
  const id = `BuildInformation-${number}`
  const row = await tx
    .insertInto('build_information')
    .values({
      id,
      number,
      space_id: space.id,
      package_id: packageId,
      version,
      version_key: versionKey(key.value),
      document,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ document, created_at: sql<Date>`now()` }))
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(tx, caller, {
    category: before ? 'Modified' : 'Created',
    message: `Build information of ${packageId} ${version} was ${before ? 'replaced' : 'pushed'}`,
    spaceId: space.id,
    related: [id, `packages-${packageId}.${version}`],
    details: { ...(before ? { before: before.document } : {}), after: body.OctopusBuildInformation },
  })
  return row
}

async function deleteBuildInformation(tx: Tx, caller: Caller, row: BuildInformationRow): Promise<void> {
  await tx.deleteFrom('build_information').where('id', '=', row.id).execute()
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: `Build information of ${row.package_id} ${row.version} was deleted`,
    spaceId: row.space_id,
    related: [row.id],
    details: { before: row.document },
  })
}
