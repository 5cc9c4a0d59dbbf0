import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { KINDS } from '../kinds.ts'
import { findReleaseParts, type ReleaseParts } from '../releases/release-world.ts'
import { findSnapshot, type RunbookRunRow, type RunbookSnapshotRow } from '../runbooks/queries.ts'
import { type DeploymentRow, findDeploymentOfTask } from './queries.ts'

/** What a task runs through the steps of a process: a deployment of a release, or a run of a runbook. Both go the same way. */
export type Execution = DeploymentRow | RunbookRunRow

export const isDeployment = (execution: Execution): execution is DeploymentRow => 'release_id' in execution

/** The deployment, for steps that only processes of deployments have: a runbook with one cannot be saved. */
export function asDeployment(execution: Execution): DeploymentRow {
  if (!isDeployment(execution)) throw new Error(`${execution.id} is no deployment.`)
  return execution
}

/** What an execution is made from: a release, or a snapshot of a runbook, with the documents it belongs to. */
export type ExecutionSource = ReleaseParts | RunbookParts

export interface RunbookParts {
  readonly snapshot: RunbookSnapshotRow
  readonly runbook: Document
  readonly project: Document
}

export const findExecutionOfTask = async (db: Queryable, taskId: string): Promise<Execution | undefined> =>
  (await findDeploymentOfTask(db, taskId)) ??
  (await db.selectFrom('runbook_run').selectAll().where('task_id', '=', taskId).executeTakeFirst())

/** A snapshot with its runbook and project; undefined when there is no such snapshot. */
export async function findRunbookParts(db: Queryable, snapshotId: string): Promise<RunbookParts | undefined> {
  const snapshot = await findSnapshot(db, snapshotId)
  if (!snapshot) return undefined
  const [runbook, project] = await Promise.all([
    findDocument(db, KINDS.runbook, snapshot.runbook_id),
    findDocument(db, KINDS.project, snapshot.project_id),
  ])
  return runbook && project && { snapshot, runbook, project }
}

export const findSource = (db: Queryable, execution: Execution): Promise<ExecutionSource | undefined> =>
  isDeployment(execution)
    ? findReleaseParts(db, execution.release_id)
    : findRunbookParts(db, execution.runbook_snapshot_id)

/** What events, artifacts and questions of an execution are found by. */
export const relatedIds = (execution: Execution): readonly string[] =>
  [
    execution.id,
    ...(isDeployment(execution) ? [execution.release_id] : [execution.runbook_id, execution.runbook_snapshot_id]),
    execution.project_id,
    execution.environment_id,
    execution.tenant_id,
  ].filter((id) => id !== null)

/** How tasks of a name are spoken of, and where the categories of their events begin. */
export const wordsOf = (taskName: string) =>
  taskName === 'RunbookRun'
    ? ({ noun: 'runbook run', category: 'RunbookRun' } as const)
    : ({ noun: 'deployment', category: 'Deployment' } as const)
