import type { Project, Runbook } from '@flotilla/api'
import { useParams } from 'react-router'
import { useRead } from '../../api/queries.ts'

/** Where a runbook of a project is kept. */
export const runbookPath = (projectId: string, runbook: string): string =>
  `~/projects/${projectId}/runbooks/${encodeURIComponent(runbook)}`

/** The runbook of the address, which names it by slug or id. */
export function useRunbook(project: Project) {
  const { runbook = '' } = useParams()
  return useRead(['runbooks', project.Id, runbook], (client) => client.get<Runbook>(runbookPath(project.Id, runbook)))
}
