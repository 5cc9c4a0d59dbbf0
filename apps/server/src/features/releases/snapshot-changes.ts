import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { variableSetIdOf } from '../versioned.ts'
import type { ReleaseRow } from './queries.ts'
import type { ReleaseParts } from './release-world.ts'

/** A release, or a snapshot of a runbook. */
type Frozen = Pick<ReleaseRow, 'process_snapshot_id' | 'variable_snapshot_id' | 'library_snapshot_ids'>

/** Whether process or variables were changed since each release took its snapshots (domain reference 2.5), in their order. */
export async function haveSnapshotsChanged(
  db: Queryable,
  releases: readonly (Pick<ReleaseParts, 'project'> & { readonly release: Frozen })[],
) {
  const changedIn = (table: 'deployment_process' | 'variable_set', snapshotIds: readonly string[]) => sql<{
    id: string
  }>`
    select snapshot.id from ${sql.table(table)} snapshot join ${sql.table(table)} live on live.id = snapshot.snapshot_of
    where snapshot.id = any(${snapshotIds}) and live.version <> snapshot.version`
  const processIds = releases.map(({ release }) => release.process_snapshot_id)
  const setIds = releases.flatMap(({ release }) => [release.variable_snapshot_id, ...release.library_snapshot_ids])
  const { rows } = await sql<{ id: string }>`
    ${changedIn('deployment_process', processIds)} union all ${changedIn('variable_set', setIds)}`.execute(db)
  const changed = new Set(rows.map(({ id }) => id))
  return releases.map(({ release, project }) => {
    const included = project.IncludedLibraryVariableSetIds as readonly string[]
    return {
      IsDeploymentProcessModified: changed.has(release.process_snapshot_id),
      IsVariableSetModified: changed.has(release.variable_snapshot_id),
      IsLibraryVariableSetModified:
        release.library_snapshot_ids.some((id) => changed.has(id)) ||
        included.length !== release.library_snapshot_ids.length ||
        // Another set in its place, or another order, in which the first one wins.
        included.some((id, index) => !release.library_snapshot_ids[index]?.startsWith(`${variableSetIdOf(id)}-s-`)),
    }
  })
}
