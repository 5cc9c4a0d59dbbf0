import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { ReleaseWorld } from './release-world.ts'

/** Whether process or variables were changed since a release took its snapshots (domain reference 2.5). */
export async function haveSnapshotsChanged(db: Queryable, { release, project }: ReleaseWorld) {
  const changed = (
    table: 'deployment_process' | 'variable_set',
    snapshotIds: readonly string[],
  ) => sql<boolean>`exists (
    select 1 from ${sql.table(table)} snapshot join ${sql.table(table)} live on live.id = snapshot.snapshot_of
    where snapshot.id = any(${[...snapshotIds]}) and live.version <> snapshot.version)`
  const { rows } = await sql<{ process: boolean; variables: boolean; libraries: boolean }>`
    select ${changed('deployment_process', [release.process_snapshot_id])} as process,
      ${changed('variable_set', [release.variable_snapshot_id])} as variables,
      ${changed('variable_set', release.library_snapshot_ids)} as libraries`.execute(db)
  const { process, variables, libraries } = rows[0]!
  const included = project.IncludedLibraryVariableSetIds as readonly string[]
  return {
    IsDeploymentProcessModified: process,
    IsVariableSetModified: variables,
    IsLibraryVariableSetModified: libraries || included.length !== release.library_snapshot_ids.length,
  }
}
