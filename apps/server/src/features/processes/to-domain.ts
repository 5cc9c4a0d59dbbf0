import { type Process, parseProcess } from '@flotilla/domain/processes'
import type { Queryable } from '../../database/connection.ts'
import { loadSecrets } from '../../database/secrets.ts'
import { notFound } from '../../http/errors.ts'
import { isRunbookId } from '../versioned.ts'
import { canonicalProcessId, findProcesses, type ProcessRow } from './queries.ts'

/** A stored process as the domain sees it. Only sound ones are stored, so one that cannot be read is a bug. */
export function processOf(row: Pick<ProcessRow, 'id' | 'ownerId' | 'steps'>): Process {
  const ProjectId = isRunbookId(row.ownerId) ? null : row.ownerId
  const parsed = parseProcess({ Id: row.id, ProjectId, Steps: row.steps })
  if (!parsed.ok) throw new Error(`The stored process ${row.id} cannot be read: ${JSON.stringify(parsed.error)}`)
  return parsed.value
}

/** A process or a snapshot by its id; refuses with 404. */
export const loadProcess = async (db: Queryable, id: string): Promise<Process> => (await loadProcesses(db, [id]))[0]!

/** Processes or snapshots in the order of their ids, read together. Errors: as `loadProcess`. */
export async function loadProcesses(db: Queryable, ids: readonly string[]): Promise<readonly Process[]> {
  const rows = new Map((await findProcesses(db, ids)).map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = rows.get(canonicalProcessId(id))
    if (!row) throw notFound('DeploymentProcess', id)
    return processOf(row)
  })
}

/** The secret properties of a process's actions: text by action id and property name. */
export async function loadActionSecrets(
  db: Queryable,
  processId: string,
): Promise<(actionId: string, property: string) => string | undefined> {
  const secrets = await loadSecrets(db, canonicalProcessId(processId))
  return (actionId, property) => secrets.get(`${actionId}/Properties/${property}`)
}
