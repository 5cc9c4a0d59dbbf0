import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { ReleaseWorld } from './release-world.ts'

/** Whether process or variables were changed since a release took its snapshots (domain reference 2.5). */
export async function haveSnapshotsChanged(db: Queryable, { release, project }: ReleaseWorld) {
  const changed = async (
    table: 'deployment_process' | 'variable_set',
    snapshotIds: readonly string[],
  ): Promise<boolean> => {
    const { rows } = await sql`
      select 1 from ${sql.table(table)} snapshot join ${sql.table(table)} live on live.id = snapshot.snapshot_of
      where snapshot.id = any(${[...snapshotIds]}) and live.version <> snapshot.version limit 1`.execute(db)
    return rows.length > 0
  }
  const included = project.IncludedLibraryVariableSetIds as readonly string[]
  const [process, variables, libraries] = await Promise.all([
    changed('deployment_process', [release.process_snapshot_id]),
    changed('variable_set', [release.variable_snapshot_id]),
    changed('variable_set', release.library_snapshot_ids),
  ])
  return {
    IsDeploymentProcessModified: process,
    IsVariableSetModified: variables,
    IsLibraryVariableSetModified: libraries || included.length !== release.library_snapshot_ids.length,
  }
}
