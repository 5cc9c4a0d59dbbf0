import type { Permission } from '@flotilla/domain/access'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { type Document, findDocument, findDocumentByName } from '../../database/documents.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest, conflict, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { DeploymentAnswer } from '../deployments/answers.ts'
import { presentDeployment } from '../deployments/present-deployment.ts'
import { deploymentsSeenBy, listDeployments } from '../deployments/queries.ts'
import { KINDS } from '../kinds.ts'
import { deployReleaseActions } from '../processes/deploy-release-actions.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { requireInProject } from '../projects/scope.ts'
import { ReleaseAnswer } from './answers.ts'
import { chooseChildReleasesAgain } from './child-releases.ts'
import { checkVersion, createRelease, resolveChannel } from './create-release.ts'
import { deleteRelease, explainReleaseInUse } from './delete-release.ts'
import { presentRelease, presentReleases } from './present-release.ts'
import { findRelease, findReleaseByVersion, listReleases, type ReleaseFilter, type ReleaseRow } from './queries.ts'
import { refreshVariables } from './refresh-variables.ts'
import { choosePackages, loadPackages, storePackages, usedPackages } from './release-packages.ts'
import { type FullSelection, fillNames, type SelectedPackage, SelectedPackages } from './selected-packages.ts'

const ReleaseBody = Type.Object({
  ProjectId: Type.String({ minLength: 1 }),
  Version: Type.String({ minLength: 1 }),
  ChannelId: Type.Optional(Type.String()),
  ReleaseNotes: Type.Optional(Type.String({ maxLength: 1_000_000 })),
  SelectedPackages: SelectedPackages(),
  CustomFields: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
  IgnoreChannelRules: Type.Optional(Type.Boolean({ default: false })),
})
const ReleasePage = Type.Object({ ...Paging, ids: ListParameter(), searchByVersion: Type.Optional(Type.String()) })

/**
 * The release that an address names, in the space of the address; 404 when there is none that the caller may see, 403 when he
 * lacks `permission` for its project.
 */
export async function requireRelease(
  db: Queryable,
  caller: Caller,
  space: Space,
  id: string,
  permission?: Permission,
): Promise<ReleaseRow> {
  const release = await findRelease(db, id)
  if (!release || release.space_id !== space.id) throw notFound('Release', id)
  await requireInProject(db, caller, {
    projectId: release.project_id,
    view: 'ReleaseView',
    itemType: 'Release',
    id,
    ...(permission ? { permission } : {}),
  })
  return release
}

/** The project that an address names by id, slug or name. */
async function requireProject(db: Queryable, space: Space, text: string): Promise<Document> {
  const within = { spaceId: space.id }
  const project = await findDocument(db, KINDS.project, text, within)
  if (!project) throw notFound('Project', text)
  return project
}

const seenBy = (caller: Caller) =>
  visibleWhere(caller, 'ReleaseView', { space: sql`space_id`, project: sql`project_id` })

/** The packages of an edited release: it goes on deploying what it was created with, unless it says otherwise. */
async function selectAgain(
  tx: Tx,
  release: ReleaseRow,
  channel: Document,
  given: readonly SelectedPackage[],
): Promise<readonly FullSelection[]> {
  const process = await loadProcess(tx, release.process_snapshot_id)
  const releases = await chooseChildReleasesAgain(tx, {
    actions: deployReleaseActions(process),
    selected: given.map(fillNames),
    before: (release.document as { SelectedPackages?: readonly FullSelection[] }).SelectedPackages ?? [],
    channel,
  })
  const { selected, packages, problems } = await choosePackages(tx, {
    spaceId: release.space_id,
    used: usedPackages(process),
    selected: releases.selected,
    channel,
    before: (await loadPackages(tx, 'release', [release.id])).get(release.id) ?? [],
  })
  if (releases.problems.length + problems.length > 0) throw badRequest(...releases.problems, ...problems)
  await storePackages(tx, 'release', release, packages)
  return selected
}

export function releaseRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: ['Releases'] } as const

  const page = async (
    { space, caller }: { readonly space: Space; readonly caller: Caller },
    filter: ReleaseFilter,
    query: { skip?: number; take?: number },
    address: string,
  ) => {
    const wanted = pageOf(query)
    const { items, total } = await listReleases(
      database,
      { spaceId: space.id, visible: seenBy(caller), ...filter },
      wanted,
    )
    const presented = await presentReleases(database, items)
    return collection('Release', presented, total, wanted, `${spaceAddress(space.id)}${address}`, query)
  }
  const search = (query: { searchByVersion?: string }) =>
    query.searchByVersion ? { searchByVersion: query.searchByVersion } : {}

  return [
    route({
      ...common,
      method: 'GET',
      path: '/releases',
      summary: 'List releases, newest first',
      access: 'ReleaseView',
      query: ReleasePage,
      response: CollectionOf(ReleaseAnswer),
      handler: ({ query, ...asked }) =>
        page(
          asked,
          { ...search(query), ...(listOf(query.ids) ? { ids: listOf(query.ids)! } : {}) },
          query,
          '/releases',
        ),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/releases',
      summary: 'Releases of a project, newest first',
      access: 'ReleaseView',
      query: ReleasePage,
      response: CollectionOf(ReleaseAnswer),
      handler: async ({ params, query, ...asked }) => {
        const project = await requireProject(database, asked.space, params.id)
        return page(asked, { projectId: project.Id, ...search(query) }, query, `/projects/${project.Id}/releases`)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/releases/:version',
      summary: 'The release of a project with this version',
      access: 'ReleaseView',
      response: ReleaseAnswer,
      handler: async ({ space, params, caller }) => {
        const project = await requireProject(database, space, params.id)
        const release = await findReleaseByVersion(database, project.Id, params.version)
        if (!release) throw notFound('Release', params.version)
        return presentRelease(database, await requireRelease(database, caller, space, release.id))
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/channels/:id/releases',
      summary: 'Releases of a channel, newest first',
      access: 'ReleaseView',
      query: ReleasePage,
      response: CollectionOf(ReleaseAnswer),
      handler: async ({ params, query, ...asked }) => {
        const channel = await findDocument(database, KINDS.channel, params.id, { spaceId: asked.space.id })
        if (!channel) throw notFound('Channel', params.id)
        return page(asked, { channelId: channel.Id, ...search(query) }, query, `/channels/${channel.Id}/releases`)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/channels/:channel/releases',
      summary: 'Releases of a channel of a project, newest first',
      access: 'ReleaseView',
      query: ReleasePage,
      response: CollectionOf(ReleaseAnswer),
      handler: async ({ params, query, ...asked }) => {
        const project = await requireProject(database, asked.space, params.id)
        const channel = await findDocument(database, KINDS.channel, params.channel, { projectId: project.Id })
        if (!channel) throw notFound('Channel', params.channel)
        return page(
          asked,
          { channelId: channel.Id, ...search(query) },
          query,
          `/projects/${project.Id}/channels/${channel.Id}/releases`,
        )
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id',
      summary: 'Read a release',
      access: 'ReleaseView',
      response: ReleaseAnswer,
      handler: async ({ space, params, caller }) =>
        presentRelease(database, await requireRelease(database, caller, space, params.id)),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/releases',
      summary: 'Create a release',
      access: 'ReleaseCreate',
      status: 201,
      query: Type.Object({ ignoreChannelRules: Type.Optional(Type.String()) }),
      body: ReleaseBody,
      response: ReleaseAnswer,
      handler: ({ space, body, caller, query }) =>
        inTransaction(database, async (tx) => {
          const within = { spaceId: space.id }
          const project =
            (await findDocument(tx, KINDS.project, body.ProjectId, within)) ??
            (await findDocumentByName(tx, KINDS.project, body.ProjectId, within))
          if (!project) throw badRequest(`ProjectId: the project '${body.ProjectId}' does not exist.`)
          const release = await createRelease(tx, caller, {
            project,
            channel: await resolveChannel(tx, project, body.ChannelId),
            version: body.Version,
            notes: body.ReleaseNotes ?? null,
            selectedPackages: body.SelectedPackages ?? [],
            customFields: body.CustomFields ?? {},
            ignoreChannelRules: body.IgnoreChannelRules === true || query.ignoreChannelRules?.toLowerCase() === 'true',
          })
          return presentRelease(tx, release)
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/releases/:id',
      summary: 'Change version, channel, notes or packages of a release',
      access: 'ReleaseEdit',
      body: ReleaseBody,
      response: ReleaseAnswer,
      handler: ({ space, params, body, caller }) =>
        inTransaction(database, async (tx) => {
          const release = await requireRelease(tx, caller, space, params.id, 'ReleaseEdit')
          const project = await findDocument(tx, KINDS.project, release.project_id)
          // It may have been deleted between the two readings.
          if (!project) throw notFound('Release', params.id)
          const version = checkVersion(body.Version)
          const other = await findReleaseByVersion(tx, project.Id, version)
          if (other && other.id !== release.id)
            throw conflict(`Version: release ${version} already exists in project ${project.Name}.`)
          const channel = await resolveChannel(tx, project, body.ChannelId ?? release.channel_id)
          const chosen = await selectAgain(tx, release, channel, body.SelectedPackages ?? [])
          const changed = await tx
            .updateTable('release')
            .set({
              version,
              channel_id: channel.Id,
              document: JSON.stringify({
                ...(release.document as object),
                ReleaseNotes: body.ReleaseNotes ?? null,
                SelectedPackages: chosen,
                CustomFields: body.CustomFields ?? {},
              }),
              modified_at: new Date(deps.clock.now()),
              modified_by: caller.username,
            })
            .where('id', '=', release.id)
            .returningAll()
            // It may have been deleted since it was read.
            .executeTakeFirstOrThrow(() => notFound('Release', release.id))
          await recordEvent(tx, caller, {
            category: 'Modified',
            message: `Release ${release.version} of ${project.Name} was changed`,
            spaceId: space.id,
            related: [release.id, project.Id],
            details: { before: await presentRelease(tx, release), after: await presentRelease(tx, changed) },
          })
          return presentRelease(tx, changed)
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/releases/:id',
      summary: 'Delete a release with its deployments, logs and artifacts',
      access: 'ReleaseDelete',
      response: ReleaseAnswer,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const release = await requireRelease(tx, caller, space, params.id, 'ReleaseDelete')
          const deleted = await deleteRelease(tx, caller, release.id)
          if (!deleted.ok) {
            throw badRequest(`Release ${release.version} cannot be deleted: ${explainReleaseInUse(deleted.error)}.`)
          }
          return presentRelease(tx, release)
        }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id/deployments',
      summary: 'Deployments of a release, newest first',
      access: 'DeploymentView',
      query: Type.Object(Paging),
      response: CollectionOf(DeploymentAnswer),
      handler: async ({ space, params, query, caller }) => {
        const release = await requireRelease(database, caller, space, params.id)
        const wanted = pageOf(query)
        const filter = { releaseId: release.id, visible: deploymentsSeenBy(caller) }
        const { items, total } = await listDeployments(database, filter, wanted)
        return collection(
          'Deployment',
          items.map(presentDeployment),
          total,
          wanted,
          `${spaceAddress(space.id)}/releases/${release.id}/deployments`,
        )
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/releases/:id/snapshot-variables',
      summary: 'Take the variable snapshots of a release again',
      access: 'ReleaseEdit',
      response: ReleaseAnswer,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const release = await requireRelease(tx, caller, space, params.id, 'ReleaseEdit')
          return presentRelease(tx, await refreshVariables(tx, caller, release))
        }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/releases/:id/snapshot-variables-by-name',
      summary: 'The same; a choice of variables is refused, for all are taken together',
      access: 'ReleaseEdit',
      body: Type.Object({
        Variables: Type.Optional(Type.Array(Type.Unknown(), { default: [] })),
        VariableNames: Type.Optional(Type.Array(Type.String(), { default: [] })),
      }),
      response: ReleaseAnswer,
      handler: ({ space, params, body, caller }) =>
        inTransaction(database, async (tx) => {
          const release = await requireRelease(tx, caller, space, params.id, 'ReleaseEdit')
          if ((body.Variables ?? []).length + (body.VariableNames ?? []).length > 0)
            throw badRequest('Variables: all variables of a release are taken together. Leave the choice out.')
          return presentRelease(tx, await refreshVariables(tx, caller, release))
        }),
    }),
  ]
}
