import type { ReleaseRow } from './queries.ts'

/** What the audit tells of a release. */
export const releaseFacts = (release: ReleaseRow) => ({
  Id: release.id,
  ProjectId: release.project_id,
  ChannelId: release.channel_id,
  Version: release.version,
  ProjectVariableSetSnapshotId: release.variable_snapshot_id,
  LibraryVariableSetSnapshotIds: release.library_snapshot_ids,
  ProjectDeploymentProcessSnapshotId: release.process_snapshot_id,
  ...(release.document as object),
})
