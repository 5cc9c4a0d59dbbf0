import type { Action, PackageReference, Process, Step } from '@flotilla/domain/processes'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocument, findDocuments } from '../../database/documents.ts'
import { notFound } from '../../http/errors.ts'
import { type AppRoute, type Caller, type Deps, route, type Space } from '../context.ts'
import { isBuiltIn } from '../feeds/resource.ts'
import { KINDS } from '../kinds.ts'
import { deployReleaseActions } from '../processes/deploy-release-actions.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { requireInProject } from '../projects/scope.ts'
import { ReleaseTemplateAnswer } from './answers.ts'
import { findOfferedVersion } from './child-releases.ts'
import { resolveChannel } from './create-release.ts'
import { nextVersion } from './next-version.ts'
import { findRelease } from './queries.ts'
import { findNewestAdmitted, usedPackages } from './release-packages.ts'
import type { SelectedPackage } from './selected-packages.ts'

/** What a new release needs: its number and the packages of the process (API reference 5.7, release template). */
export function releaseTemplateRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const query = Type.Object({ channel: Type.Optional(Type.String()), releaseId: Type.Optional(Type.String()) })
  const common = { scope: 'space', tags: ['Releases'], method: 'GET', access: 'ProcessView', query } as const
  const requireView = (caller: Caller, projectId: string, asked: { readonly itemType: string; readonly id: string }) =>
    requireInProject(database, caller, { projectId, view: 'ProcessView', ...asked })
  return [
    route({
      ...common,
      path: '/deploymentprocesses/:id/template',
      summary: 'What a new release of a process, or of a snapshot of one, needs',
      response: ReleaseTemplateAnswer,
      handler: async ({ space, params, query: given, caller }) => {
        const process = await loadProcess(database, params.id)
        const project =
          process.projectId && (await findDocument(database, KINDS.project, process.projectId, { spaceId: space.id }))
        if (!project) throw notFound('DeploymentProcess', params.id)
        await requireView(caller, project.Id, { itemType: 'DeploymentProcess', id: params.id })
        return template(deps, space, project, process, given)
      },
    }),
    route({
      ...common,
      path: '/projects/:id/deploymentprocesses/template',
      summary: 'What a new release of a project needs',
      response: ReleaseTemplateAnswer,
      handler: async ({ space, params, query: given, caller }) => {
        const project = await findDocument(database, KINDS.project, params.id, { spaceId: space.id })
        if (!project) throw notFound('Project', params.id)
        await requireView(caller, project.Id, { itemType: 'Project', id: params.id })
        return template(deps, space, project, await loadProcess(database, project.DeploymentProcessId as string), given)
      },
    }),
  ]
}

async function template(
  { database, clock }: Deps,
  space: Space,
  project: Document,
  process: Process,
  given: { readonly channel?: string; readonly releaseId?: string },
) {
  const channel = await resolveChannel(database, project, given.channel)
  const { next, last } = await nextVersion(database, project, channel, clock.now())
  const selected = await selectedBefore(database, space, given.releaseId)
  return {
    DeploymentProcessId: process.id,
    LastReleaseVersion: last,
    NextVersionIncrement: next,
    VersioningPackageStepName: null,
    VersioningPackageReferenceName: null,
    Packages: [
      ...(await packagesOfFeeds(database, process, { spaceId: space.id, channel }, selected)),
      ...(await childReleases(database, process, channel, selected)),
    ],
    GitResources: [],
    Links: {},
  }
}

const packageOf = (
  step: Step,
  action: Action,
  { name, packageId, feedId }: Pick<PackageReference, 'name' | 'packageId' | 'feedId'>,
  selected: readonly SelectedPackage[],
) => ({
  StepName: step.name,
  ActionName: action.name,
  PackageId: packageId,
  PackageReferenceName: name,
  FeedId: feedId,
  FeedName: '',
  NuGetPackageId: packageId,
  NuGetFeedId: feedId,
  NuGetFeedName: '',
  VersionSelectedLastRelease:
    selected.find(
      (each) => (each.ActionName ?? each.StepName) === action.name && (each.PackageReferenceName ?? '') === name,
    )?.Version ?? '',
  FixedVersion: null as string | null,
  /** What is chosen when nobody chooses; only of what is known here: the built-in feed, and releases of other projects. */
  OfferedVersion: null as string | null,
  IsResolvable: !packageId.includes('#{'),
  ProjectName: null as string | null,
})

/** The packages of a process; the channel is null where no version rules count. */
export async function packagesOfFeeds(
  db: Queryable,
  process: Process,
  { spaceId, channel }: { readonly spaceId: string; readonly channel: Document | null },
  selected: readonly SelectedPackage[],
) {
  const used = usedPackages(process)
  const feeds = await findDocuments(
    db,
    KINDS.feed,
    used.map(({ reference }) => reference.feedId),
  )
  const listed = []
  for (const { step, action, reference } of used) {
    const feed = feeds.get(reference.feedId)
    const { name, packageId } = reference
    const own = packageOf(step, action, reference, selected)
    const isSearched = own.IsResolvable && feed !== undefined && isBuiltIn(feed)
    const ask = { action: action.name, reference: name, packageId, channel }
    const offered = isSearched ? await findNewestAdmitted(db, spaceId, ask) : undefined
    const feedName = feed?.Name ?? ''
    listed.push({ ...own, FeedName: feedName, NuGetFeedName: feedName, OfferedVersion: offered?.version ?? null })
  }
  return listed
}

/** A release of another project is chosen like the version of a package that has the project's id (domain reference 4.10). */
async function childReleases(db: Queryable, process: Process, channel: Document, selected: readonly SelectedPackage[]) {
  const actions = deployReleaseActions(process)
  const projects = await findDocuments(
    db,
    KINDS.project,
    actions.map(({ projectId }) => projectId),
  )
  const feedIdOf = (action: Action) => action.packages[0]?.feedId ?? ''
  const feeds = await findDocuments(
    db,
    KINDS.feed,
    actions.map(({ action }) => feedIdOf(action)),
  )
  const listed = []
  for (const each of actions) {
    const { step, action, projectId } = each
    const feedId = feedIdOf(action)
    const feedName = feeds.get(feedId)?.Name ?? ''
    listed.push({
      ...packageOf(step, action, { name: '', packageId: projectId, feedId }, selected),
      FeedName: feedName,
      NuGetFeedName: feedName,
      OfferedVersion: (await findOfferedVersion(db, each, channel)) ?? null,
      ProjectName: projects.get(projectId)?.Name ?? null,
    })
  }
  return listed
}

async function selectedBefore(
  db: Queryable,
  space: Space,
  releaseId: string | undefined,
): Promise<readonly SelectedPackage[]> {
  const release = releaseId ? await findRelease(db, releaseId) : undefined
  if (!release || release.space_id !== space.id) return []
  return (release.document as { SelectedPackages?: SelectedPackage[] }).SelectedPackages ?? []
}
