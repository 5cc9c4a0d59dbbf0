import { mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { nextNumber } from '../../database/ids.ts'
import { badRequest, conflict, forbidden } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type Caller, require } from '../context.ts'
import type { RunbookParts } from '../deployments/execution.ts'
import { snapshotProcess } from '../processes/snapshots.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { choosePackages, loadPackages, storePackages, usedPackages } from '../releases/release-packages.ts'
import { fillNames, type SelectedPackage } from '../releases/selected-packages.ts'
import { replaceDocument } from '../standard-routes.ts'
import { snapshotVariables } from '../variables/snapshots.ts'
import { findSnapshotByName, type RunbookSnapshotRow } from './queries.ts'
import { runbookResource } from './resource.ts'

export interface SnapshotAsk {
  readonly runbook: Document
  readonly project: Document
  /** Blank: the next free one. */
  readonly name: string
  readonly notes: string | null
  readonly selectedPackages: readonly SelectedPackage[]
  readonly isPublished: boolean
}

/** Freezes a runbook's process and variables under a name, with the event; and makes it the one that is run, if asked to. */
export async function createSnapshot(tx: Tx, caller: Caller, ask: SnapshotAsk): Promise<RunbookSnapshotRow> {
  const { runbook, project } = ask
  const spaceId = project.SpaceId as string
  requireSnapshotRight(caller, project)
  if (ask.isPublished) require(caller, 'RunbookEdit', scopeOfProject(project))
  // Two that come at once take their names one after the other.
  await sql`select from runbook where id = ${runbook.Id} for update`.execute(tx)
  const name = ask.name.trim() || (await nextSnapshotName(tx, runbook.Id))
  if (await findSnapshotByName(tx, runbook.Id, name))
    throw conflict(`Name: snapshot ${name} already exists in runbook ${runbook.Name}. Use another name.`)
  const { selected, packages, problems } = await choosePackages(tx, {
    spaceId,
    used: usedPackages(await loadProcess(tx, runbook.RunbookProcessId as string)),
    selected: ask.selectedPackages.map(fillNames),
    channel: null,
  })
  if (problems.length > 0) throw badRequest(...problems)
  const number = await nextNumber(tx, 'RunbookSnapshots')
  const snapshot = await tx
    .insertInto('runbook_snapshot')
    .values({
      id: `RunbookSnapshots-${number}`,
      number,
      space_id: spaceId,
      project_id: project.Id,
      runbook_id: runbook.Id,
      name,
      process_snapshot_id: await snapshotProcess(tx, runbook.Id),
      ...(await frozenVariables(tx, project)),
      document: JSON.stringify({ Notes: ask.notes, SelectedPackages: selected }),
      modified_by: caller.username,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await storePackages(tx, 'runbookSnapshot', snapshot, packages)
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `Snapshot ${name} of runbook ${runbook.Name} was created`,
    spaceId,
    related: [snapshot.id, runbook.Id, project.Id],
    details: { after: { Name: name, ...snapshot.document } },
  })
  if (ask.isPublished) await publish(tx, caller, runbook, snapshot)
  return snapshot
}

/** Changes what may be changed of a snapshot; and makes it the one that is run, if asked to. A blank name stays as it is. */
export async function changeSnapshot(
  tx: Tx,
  caller: Caller,
  { snapshot, runbook, project }: RunbookParts,
  ask: Omit<SnapshotAsk, 'runbook' | 'project'>,
): Promise<RunbookSnapshotRow> {
  const name = ask.name.trim() || snapshot.name
  const namesake = await findSnapshotByName(tx, runbook.Id, name)
  if (namesake && namesake.id !== snapshot.id)
    throw conflict(`Name: snapshot ${name} already exists in runbook ${runbook.Name}. Use another name.`)
  const { selected, packages, problems } = await choosePackages(tx, {
    spaceId: snapshot.space_id,
    used: usedPackages(await loadProcess(tx, snapshot.process_snapshot_id)),
    selected: ask.selectedPackages.map(fillNames),
    channel: null,
    before: (await loadPackages(tx, 'runbookSnapshot', [snapshot.id])).get(snapshot.id) ?? [],
  })
  if (problems.length > 0) throw badRequest(...problems)
  await storePackages(tx, 'runbookSnapshot', snapshot, packages)
  const changed = await tx
    .updateTable('runbook_snapshot')
    .set({
      name,
      document: JSON.stringify({ Notes: ask.notes, SelectedPackages: selected }),
      modified_at: sql<Date>`now()`,
      modified_by: caller.username,
    })
    .where('id', '=', snapshot.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `Snapshot ${name} of runbook ${runbook.Name} was changed`,
    spaceId: snapshot.space_id,
    related: [snapshot.id, runbook.Id, project.Id],
    details: { before: { Name: snapshot.name, ...snapshot.document }, after: { Name: name, ...changed.document } },
  })
  if (ask.isPublished) await publish(tx, caller, runbook, changed)
  return changed
}

const publish = (tx: Tx, caller: Caller, runbook: Document, { id }: RunbookSnapshotRow) =>
  replaceDocument(runbookResource, tx, caller, runbook, { ...runbook, PublishedRunbookSnapshotId: id })

/** Takes the variables of a snapshot from the current values; process and packages stay, as with a release. */
export async function refreshSnapshotVariables(
  tx: Tx,
  caller: Caller,
  snapshot: RunbookSnapshotRow,
  project: Document,
): Promise<RunbookSnapshotRow> {
  requireSnapshotRight(caller, project)
  const changed = await tx
    .updateTable('runbook_snapshot')
    .set({
      ...(await frozenVariables(tx, project)),
      modified_at: sql<Date>`now()`,
      modified_by: caller.username,
    })
    .where('id', '=', snapshot.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `The variables of runbook snapshot ${snapshot.name} were updated`,
    spaceId: snapshot.space_id,
    related: [snapshot.id, snapshot.runbook_id, snapshot.project_id],
    details: { before: frozenFacts(snapshot), after: frozenFacts(changed) },
  })
  return changed
}

const frozenFacts = (snapshot: RunbookSnapshotRow) => ({
  FrozenProjectVariableSetId: snapshot.variable_snapshot_id,
  LibraryVariableSetSnapshotIds: snapshot.library_snapshot_ids,
})

async function frozenVariables(tx: Tx, project: Document) {
  const library: string[] = []
  for (const id of project.IncludedLibraryVariableSetIds as readonly string[])
    library.push(await snapshotVariables(tx, id))
  return { variable_snapshot_id: await snapshotVariables(tx, project.Id), library_snapshot_ids: library }
}

/** Who may edit a runbook may also take snapshots of it. */
function requireSnapshotRight(caller: Caller, project: Document): void {
  const scope = scopeOfProject(project)
  if (!mayDo(caller.grants, 'RunbookEdit', scope) && !mayDo(caller.grants, 'RunbookSnapshotCreate', scope))
    throw forbidden('RunbookSnapshotCreate')
}

/** `Snapshot 4`: a number that no snapshot of the runbook has had in its name. */
export async function nextSnapshotName(db: Queryable, runbookId: string): Promise<string> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(substring(name from '(?i)^snapshot ([0-9]{1,9})$')::int), 0) + 1 as next
    from runbook_snapshot where runbook_id = ${runbookId}`.execute(db)
  return `Snapshot ${rows[0]!.next}`
}
