import { type Process, parseProcess } from '@flotilla/domain/processes'
import type { Queryable } from '../../database/connection.ts'
import { loadSecrets } from '../../database/secrets.ts'
import { notFound } from '../../http/errors.ts'
import { canonicalProcessId, findProcess, type ProcessRow } from './queries.ts'

/** A stored process as the domain sees it. Only sound ones are stored, so one that cannot be read is a bug. */
export function processOf(row: Pick<ProcessRow, 'id' | 'projectId' | 'steps'>): Process {
  const parsed = parseProcess({ Id: row.id, ProjectId: row.projectId, Steps: row.steps })
  if (!parsed.ok) throw new Error(`The stored process ${row.id} cannot be read: ${JSON.stringify(parsed.error)}`)
  return parsed.value
}

/** A process or a snapshot by its id; refuses with 404. */
export async function loadProcess(db: Queryable, id: string): Promise<Process> {
  const row = await findProcess(db, id)
  if (!row) throw notFound('DeploymentProcess', id)
  return processOf(row)
}

/** The secret properties of a process's actions: text by action id and property name. */
export async function loadActionSecrets(
  db: Queryable,
  processId: string,
): Promise<(actionId: string, property: string) => string | undefined> {
  const secrets = await loadSecrets(db, canonicalProcessId(processId))
  return (actionId, property) => secrets.get(`${actionId}/Properties/${property}`)
}
