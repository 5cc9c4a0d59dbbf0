import type { Client } from './client.ts'
import { listItems } from './pages.ts'
import type { Named } from './resources.ts'

export interface Runbook extends Named {
  readonly Description: string
  readonly ProjectId: string
  /** What is run unless another snapshot is named; null: nothing has been published. */
  readonly PublishedRunbookSnapshotId: string | null
}

export const listRunbooks = (client: Client, projectId: string, limit?: number): Promise<readonly Runbook[]> =>
  listItems(client, `~/projects/${projectId}/runbooks`, {}, limit)

/** What to run where, by names or ids. Source: API reference 5.9. */
export interface NewRunbookRuns {
  readonly ProjectName: string
  readonly RunbookName: string
  readonly EnvironmentNames: readonly string[]
  readonly Tenants: readonly string[]
  readonly TenantTags: readonly string[]
  /** Name or id of a snapshot; the published one when left out. */
  readonly Snapshot?: string | undefined
  /** By name of the prompted variable. */
  readonly Variables: Readonly<Record<string, string>>
  readonly SpecificMachineNames: readonly string[]
  readonly ExcludedMachineNames: readonly string[]
  readonly SkipStepNames: readonly string[]
  readonly UseGuidedFailure?: boolean | undefined
}

export interface StartedRun {
  readonly RunbookRunId: string
  readonly ServerTaskId: string
}

/** Runs a runbook, once for each environment and tenant. `onceKey` marks the request, so that sending it again runs nothing twice. */
export async function runRunbook(
  client: Client,
  runs: NewRunbookRuns,
  onceKey: string,
): Promise<readonly StartedRun[]> {
  const { RunbookRunServerTasks } = await client.post<{ readonly RunbookRunServerTasks: readonly StartedRun[] }>(
    '~/runbook-runs/create/v1',
    runs,
    { 'idempotency-key': onceKey },
  )
  return RunbookRunServerTasks
}
