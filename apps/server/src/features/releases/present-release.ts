import type { Queryable } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'
import type { BuildInformation } from '../build-information/present-build-information.ts'
import { loadBuildInformation } from '../build-information/queries.ts'
import { spaceAddress } from '../context.ts'
import type { ReleaseRow } from './queries.ts'
import type { FullSelection } from './selected-packages.ts'

/** A release as the API shows it (API reference 5.7). */
export async function presentRelease(db: Queryable, release: ReleaseRow) {
  return (await presentReleases(db, [release]))[0]!
}

/** The same for several, in their order. */
export async function presentReleases(db: Queryable, releases: readonly ReleaseRow[]) {
  // Only packages have been built, and most projects deploy none.
  const withPackages = releases.filter((release) => contentOf(release).SelectedPackages.length > 0)
  const builds = await loadBuildInformation(
    db,
    withPackages.map(({ id }) => id),
  )
  return releases.map((release) => present(release, builds.get(release.id) ?? []))
}

/** What people chose for a release, as it is kept with it. */
interface ReleaseContent {
  readonly ReleaseNotes: string | null
  readonly SelectedPackages: readonly FullSelection[]
  readonly CustomFields: Readonly<Record<string, string>>
  readonly IgnoreChannelRules: boolean
}

const contentOf = ({ document }: ReleaseRow): ReleaseContent => document as unknown as ReleaseContent

function present(release: ReleaseRow, buildInformation: readonly BuildInformation[]) {
  const space = spaceAddress(release.space_id)
  const address = `${space}/releases/${release.id}`
  const { ReleaseNotes, SelectedPackages, CustomFields, IgnoreChannelRules } = contentOf(release)
  return {
    Id: release.id,
    SpaceId: release.space_id,
    Version: release.version,
    ProjectId: release.project_id,
    ChannelId: release.channel_id,
    ReleaseNotes,
    Assembled: wireDate(release.assembled_at),
    SelectedPackages,
    CustomFields,
    IgnoreChannelRules,
    ProjectDeploymentProcessSnapshotId: release.process_snapshot_id,
    ProjectVariableSetSnapshotId: release.variable_snapshot_id,
    LibraryVariableSetSnapshotIds: release.library_snapshot_ids,
    SelectedGitResources: [],
    BuildInformation: buildInformation,
    VersionControlReference: null,
    VariableSnapshotConcurrencyToken: release.variable_snapshot_id,
    LastModifiedOn: wireDate(release.modified_at),
    LastModifiedBy: release.modified_by,
    Links: {
      Self: address,
      Web: `/app#/${release.space_id}/releases/${release.id}`,
      Project: `${space}/projects/${release.project_id}`,
      Deployments: `${address}/deployments{?skip,take}`,
      DeploymentTemplate: `${address}/deployments/template`,
      DeploymentPreviews: `${address}/deployments/previews`,
      Progression: `${address}/progression`,
      Artifacts: `${space}/artifacts?regarding=${release.id}`,
      SnapshotVariables: `${address}/snapshot-variables`,
      Defects: `${address}/defects`,
      ReportDefect: `${address}/defects`,
      ResolveDefect: `${address}/defects/resolve`,
      ProjectVariableSnapshot: `${space}/variables/${release.variable_snapshot_id}`,
      ProjectDeploymentProcessSnapshot: `${space}/deploymentprocesses/${release.process_snapshot_id}`,
    },
  }
}
