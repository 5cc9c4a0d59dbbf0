import { type RawBuilder, type Selectable, sql } from 'kysely'
import { type Queryable, sameText, type Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { listNewest } from '../../database/list-newest.ts'
import type { RunbookRunTable, RunbookSnapshotTable } from '../../database/tables.ts'
import type { Page } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import type { Caller } from '../context.ts'

export type RunbookSnapshotRow = Selectable<RunbookSnapshotTable>
export type RunbookRunRow = Selectable<RunbookRunTable>

export const findSnapshot = (db: Queryable, id: string): Promise<RunbookSnapshotRow | undefined> =>
  db.selectFrom('runbook_snapshot').selectAll().where('id', '=', canonicalId(id)).executeTakeFirst()

/** The same, which nobody can delete until the transaction ends. */
export const holdSnapshot = (tx: Tx, id: string): Promise<RunbookSnapshotRow | undefined> =>
  tx.selectFrom('runbook_snapshot').selectAll().where('id', '=', canonicalId(id)).forShare().executeTakeFirst()

/** The snapshot of a runbook with this name, without case. */
export const findSnapshotByName = (
  db: Queryable,
  runbookId: string,
  name: string,
): Promise<RunbookSnapshotRow | undefined> =>
  db
    .selectFrom('runbook_snapshot')
    .selectAll()
    .where('runbook_id', '=', runbookId)
    .where(sameText('name', name.trim()))
    .executeTakeFirst()

/** A page of snapshots that a condition holds for, newest first, and how many there are. */
export async function listSnapshots(
  db: Queryable,
  conditions: readonly RawBuilder<unknown>[],
  page: Page,
): Promise<{ readonly items: readonly RunbookSnapshotRow[]; readonly total: number }> {
  return listNewest<RunbookSnapshotRow>(db, 'runbook_snapshot', conditions, page)
}

/** The same of runs. */
export async function listRuns(
  db: Queryable,
  conditions: readonly RawBuilder<unknown>[],
  page: Page,
): Promise<{ readonly items: readonly RunbookRunRow[]; readonly total: number }> {
  return listNewest<RunbookRunRow>(db, 'runbook_run', conditions, page)
}

/** The runs that a caller may see, as a condition on `runbook_run`. */
export const runsSeenBy = (caller: Caller): RawBuilder<boolean> =>
  visibleWhere(caller, 'RunbookRunView', {
    space: sql`space_id`,
    project: sql`project_id`,
    environment: sql`environment_id`,
    tenant: sql`tenant_id`,
  })

/** The snapshots that a caller may see, as a condition on `runbook_snapshot`. */
export const snapshotsSeenBy = (caller: Caller): RawBuilder<boolean> =>
  visibleWhere(caller, 'RunbookView', { space: sql`space_id`, project: sql`project_id` })
