import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocument, findDocumentByName } from '../../database/documents.ts'
import { notFound } from '../../http/errors.ts'
import type { Caller, Space } from '../context.ts'
import { findRunbookParts, type RunbookParts } from '../deployments/execution.ts'
import { KINDS } from '../kinds.ts'
import { projectResource } from '../projects/resource.ts'
import { requireVisible } from '../standard-routes.ts'
import { runbookResource } from './resource.ts'

export interface OwnedRunbook {
  readonly project: Document
  readonly runbook: Document
}

/** The runbook that an address of a project names by id, slug or name; 404 when there is none that the caller may see. */
export async function requireRunbookOf(
  db: Queryable,
  caller: Caller,
  space: Space,
  { id, runbook: text }: { readonly id: string; readonly runbook: string },
): Promise<OwnedRunbook> {
  const project = await requireVisible(db, projectResource, caller, space.id, id)
  const within = { spaceId: space.id, projectId: project.Id }
  const found =
    (await findDocument(db, KINDS.runbook, text, within)) ?? (await findDocumentByName(db, KINDS.runbook, text, within))
  if (!found) throw notFound('Runbook', text)
  return { project, runbook: await requireVisible(db, runbookResource, caller, space.id, found.Id) }
}

/** The same by the runbook's id alone. */
export async function requireRunbook(db: Queryable, caller: Caller, space: Space, id: string): Promise<OwnedRunbook> {
  const runbook = await requireVisible(db, runbookResource, caller, space.id, id)
  const project = await findDocument(db, KINDS.project, runbook.ProjectId as string)
  // It may have been deleted between the two readings.
  if (!project) throw notFound('Runbook', id)
  return { runbook, project }
}

/** A snapshot with what it belongs to; 404 when there is none that the caller may see. */
export async function requireSnapshot(db: Queryable, caller: Caller, space: Space, id: string): Promise<RunbookParts> {
  const parts = await findRunbookParts(db, id)
  if (parts?.snapshot.space_id !== space.id) throw notFound('RunbookSnapshot', id)
  const runbook = await requireVisible(db, runbookResource, caller, space.id, parts.runbook.Id)
  return { ...parts, runbook }
}

/** The snapshot of a runbook that is run when nobody names another; 404 when none is published. */
export async function requirePublished(
  db: Queryable,
  caller: Caller,
  space: Space,
  { runbook }: OwnedRunbook,
): Promise<RunbookParts> {
  const id = runbook.PublishedRunbookSnapshotId as string | null
  if (!id) throw notFound('RunbookSnapshot', `published by ${runbook.Name}`)
  return requireSnapshot(db, caller, space, id)
}
