import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { snapshotVariables } from '../variables/snapshots.ts'
import type { ReleaseRow } from './queries.ts'
import { releaseFacts } from './release-facts.ts'

/** Takes the variable snapshots of a release from the current values; process and packages stay (domain reference 2.5). */
export async function refreshVariables(tx: Tx, caller: Caller, release: ReleaseRow): Promise<ReleaseRow> {
  const project = (await findDocument(tx, KINDS.project, release.project_id))!
  const librarySnapshots: string[] = []
  for (const id of project.IncludedLibraryVariableSetIds as readonly string[])
    librarySnapshots.push(await snapshotVariables(tx, id))
  const changed = await tx
    .updateTable('release')
    .set({
      variable_snapshot_id: await snapshotVariables(tx, project.Id),
      library_snapshot_ids: librarySnapshots,
      modified_at: sql<Date>`now()`,
      modified_by: caller.username,
    })
    .where('id', '=', release.id)
    .returningAll()
    // It may have been deleted since it was read.
    .executeTakeFirstOrThrow(() => notFound('Release', release.id))
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `The variables of release ${release.version} of ${project.Name} were updated`,
    spaceId: release.space_id,
    related: [release.id, project.Id],
    details: { before: releaseFacts(release), after: releaseFacts(changed) },
  })
  return changed
}
