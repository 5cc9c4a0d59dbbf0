import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { badRequest } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { relatedIds } from '../deployments/execution.ts'
import { deleteTasks } from '../tasks/delete-tasks.ts'
import type { RunbookRunRow, RunbookSnapshotRow } from './queries.ts'

/** Deletes a run with its task, log and artifacts, with an event. Errors: 400 while it has not ended. */
export async function deleteRun(tx: Tx, caller: Caller, run: RunbookRunRow): Promise<void> {
  const { rows } = await sql`
    select id from server_task where id = ${run.task_id} and state in ('Queued', 'Executing', 'Cancelling') for update`.execute(
    tx,
  )
  if (rows.length > 0)
    throw badRequest(`Run ${run.id} cannot be deleted: ${run.task_id} has not ended. Cancel it first.`)
  await deleteTasks(tx, [run.task_id])
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: `Runbook run ${run.name} was deleted`,
    spaceId: run.space_id,
    related: relatedIds(run),
    details: { before: { Id: run.id, Name: run.name, TaskId: run.task_id, CreatedBy: run.created_by } },
  })
}

/** Deletes a snapshot with its runs, with an event. Errors: 400 while it is published, or one of its runs has not ended. */
export async function deleteSnapshot(
  tx: Tx,
  caller: Caller,
  snapshot: RunbookSnapshotRow,
  runbook: Document,
): Promise<void> {
  // A run that is being created holds a share of this lock, and so does whoever publishes the snapshot.
  await sql`select from runbook_snapshot where id = ${snapshot.id} for update`.execute(tx)
  const published = await sql`
    select from runbook where id = ${runbook.Id} and document ->> 'PublishedRunbookSnapshotId' = ${snapshot.id}`.execute(
    tx,
  )
  if (published.rows.length > 0)
    throw badRequest(`Snapshot ${snapshot.name} cannot be deleted: it is published. Publish another one first.`)
  const { rows } = await sql<{ id: string }>`
    select task.id from runbook_run run join server_task task on task.id = run.task_id
    where run.runbook_snapshot_id = ${snapshot.id} and task.state in ('Queued', 'Executing', 'Cancelling') limit 10`.execute(
    tx,
  )
  if (rows.length > 0)
    throw badRequest(
      `Snapshot ${snapshot.name} cannot be deleted: it is being run by ${rows.map(({ id }) => id).join(', ')}.`,
    )
  await tx.deleteFrom('runbook_snapshot').where('id', '=', snapshot.id).execute()
  await deleteTasksOfGoneRuns(tx, snapshot.project_id)
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: `Snapshot ${snapshot.name} of runbook ${runbook.Name} was deleted`,
    spaceId: snapshot.space_id,
    related: [snapshot.id, runbook.Id, snapshot.project_id],
    details: { before: { Id: snapshot.id, Name: snapshot.name, ...(snapshot.document as object) } },
  })
}

const TASKS_AT_ONCE = 100

/** Deletes the tasks of a project whose runs went with their runbook or snapshot, with logs and artifacts. */
export async function deleteTasksOfGoneRuns(tx: Tx, projectId: string): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id from server_task task where project_id = ${projectId} and name = 'RunbookRun'
        and not exists (select from runbook_run run where run.task_id = task.id) limit ${TASKS_AT_ONCE}`.execute(tx)
    if (rows.length === 0) return
    await deleteTasks(
      tx,
      rows.map(({ id }) => id),
    )
  }
}
