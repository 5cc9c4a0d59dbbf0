import { validateReleaseVersion } from '@flotilla/domain/releases'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { nextNumber } from '../../database/ids.ts'
import { badRequest, conflict } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import { ruleProblems } from '../channels/check-rules.ts'
import { type Caller, require } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { deployReleaseActions } from '../processes/deploy-release-actions.ts'
import { snapshotProcess } from '../processes/snapshots.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { snapshotVariables } from '../variables/snapshots.ts'
import { chooseChildReleases } from './child-releases.ts'
import { fillNotes } from './fill-notes.ts'
import { findReleaseByVersion, type ReleaseRow } from './queries.ts'
import { releaseFacts } from './release-facts.ts'
import { choosePackages, storePackages, usedPackages } from './release-packages.ts'
import { type FullSelection, fillNames, type SelectedPackage } from './selected-packages.ts'

export interface ReleaseAsk {
  readonly project: Document
  readonly channel: Document
  readonly version: string
  readonly notes: string | null
  readonly selectedPackages: readonly SelectedPackage[]
  readonly customFields: Readonly<Record<string, string>>
  readonly ignoreChannelRules: boolean
  /** Packages that nobody chose a version of are pre-releases of this name; blank is any version. */
  readonly packagePrerelease?: string
}

/** Creates a release with its snapshots of process and variables, and the event. */
export async function createRelease(tx: Tx, caller: Caller, ask: ReleaseAsk): Promise<ReleaseRow> {
  const { project, channel } = ask
  const spaceId = project.SpaceId as string
  require(caller, 'ReleaseCreate', scopeOfProject(project))
  if (project.IsDisabled)
    throw badRequest(`ProjectId: the project ${project.Name} is disabled. Enable it to create releases.`)
  const version = checkVersion(ask.version)
  if (await findReleaseByVersion(tx, project.Id, version)) {
    throw conflict(`Version: release ${version} already exists in project ${project.Name}. Use the next version.`)
  }
  if (ask.ignoreChannelRules && project.AllowIgnoreChannelRules === false) {
    throw badRequest(`IgnoreChannelRules: project ${project.Name} does not allow this.`)
  }
  const process = await loadProcess(tx, project.DeploymentProcessId as string)
  const chosen = await chooseChildReleases(tx, {
    actions: deployReleaseActions(process),
    selected: ask.selectedPackages.map(fillNames),
    channel: ask.ignoreChannelRules ? null : channel,
  })
  const {
    selected: selectedPackages,
    packages,
    problems: missing,
  } = await choosePackages(tx, {
    spaceId,
    used: usedPackages(process),
    selected: chosen.selected,
    channel: ask.ignoreChannelRules ? null : channel,
    prerelease: ask.packagePrerelease ?? '',
  })
  const problems = [
    ...chosen.problems,
    ...missing,
    ...(ask.ignoreChannelRules ? [] : await ruleProblems(channel, selectedPackages.map(toRuled))),
  ]
  if (problems.length > 0) throw badRequest(...problems)
  const notes = ask.notes ?? (await fillNotes(tx, { ...ask, version, packages }, Date.now()))
  const number = await nextNumber(tx, 'Releases')
  const included = project.IncludedLibraryVariableSetIds as readonly string[]
  const librarySnapshots: string[] = []
  for (const id of included) librarySnapshots.push(await snapshotVariables(tx, id))
  const release = await tx
    .insertInto('release')
    .values({
      id: `Releases-${number}`,
      number,
      space_id: spaceId,
      project_id: project.Id,
      channel_id: channel.Id,
      version,
      process_snapshot_id: await snapshotProcess(tx, project.Id),
      variable_snapshot_id: await snapshotVariables(tx, project.Id),
      library_snapshot_ids: librarySnapshots,
      document: JSON.stringify({
        ReleaseNotes: notes,
        SelectedPackages: selectedPackages,
        CustomFields: ask.customFields,
        IgnoreChannelRules: ask.ignoreChannelRules,
      }),
      modified_by: caller.username,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await storePackages(tx, 'release', release, packages)
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `Release ${version} of ${project.Name} was created in channel ${channel.Name}`,
    spaceId,
    related: [release.id, project.Id, channel.Id],
    details: { after: releaseFacts(release) },
  })
  return release
}

/** Reads a version number as people send it, or refuses. */
export function checkVersion(text: string): string {
  const version = validateReleaseVersion(text)
  if (version.ok) return version.value
  switch (version.error.kind) {
    case 'version-required':
      throw badRequest('Version: is required.')
    case 'version-too-long':
      throw badRequest('Version: must have at most 349 characters.')
    default:
      throw badRequest('Version: must be one line of text.')
  }
}

/** The channel asked for, in the project; without one the project's default channel. */
export async function resolveChannel(
  tx: Queryable,
  project: Document,
  channelId: string | undefined,
): Promise<Document> {
  if (channelId) {
    const channel = await findDocument(tx, KINDS.channel, channelId, { projectId: project.Id })
    if (!channel) throw badRequest(`ChannelId: the channel '${channelId}' does not exist in project ${project.Name}.`)
    return channel
  }
  const { rows } = await sql<{ id: string }>`
    select id from channel where project_id = ${project.Id} and document ->> 'IsDefault' = 'true'`.execute(tx)
  const row = rows[0]
  if (!row) throw badRequest(`ChannelId: project ${project.Name} has no default channel; name one.`)
  return (await findDocument(tx, KINDS.channel, row.id))!
}

const toRuled = ({ ActionName, PackageReferenceName, Version }: FullSelection) => ({
  action: ActionName,
  reference: PackageReferenceName,
  version: Version,
})
