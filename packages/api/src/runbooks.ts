import type { Client } from './client.ts'
import { listItems } from './pages.ts'
import type { Body, Schema } from './typed.ts'

export type Runbook = Schema<'Runbook'>

export const listRunbooks = (client: Client, projectId: string, limit?: number): Promise<readonly Runbook[]> =>
  listItems(client, `~/projects/${projectId}/runbooks`, {}, limit)

/**
 * Runs a runbook where `runs` says, by names or ids: once for each environment and tenant. `onceKey` marks the request, so that
 * sending it again runs nothing twice.
 */
export async function runRunbook(
  client: Client,
  runs: Body<'runRunbookByName'>,
  onceKey: string,
): Promise<Schema<'StartedRunbookRuns'>['RunbookRunServerTasks']> {
  const headers = { 'idempotency-key': onceKey }
  const started = await client.post<Schema<'StartedRunbookRuns'>>('~/runbook-runs/create/v1', runs, headers)
  return started.RunbookRunServerTasks
}
