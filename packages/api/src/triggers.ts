import type { Client } from './client.ts'
import { listItems } from './pages.ts'
import type { Named } from './resources.ts'

/** Starts deployments by itself. What filter and action hold depends on their types: API reference 5.22. */
export interface Trigger extends Named {
  readonly ProjectId: string
  readonly Description: string
  readonly IsDisabled: boolean
  readonly Filter: Readonly<Record<string, unknown>> & { readonly FilterType: string }
  readonly Action: Readonly<Record<string, unknown>> & { readonly ActionType: string }
}

/** What a trigger made of one event of a machine, or of one of its times. */
export interface TriggerDecision {
  readonly Id: string
  readonly MachineName: string | null
  readonly EnvironmentId: string | null
  readonly TenantId: string | null
  readonly Category: string
  readonly Occurred: string
  readonly State: 'Waiting' | 'Deployed' | 'ReleaseCreated' | 'NotDeployed'
  readonly Reason: string
  readonly Message: string
  readonly ReleaseId: string | null
  readonly DeploymentId: string | null
}

export const listTriggers = (client: Client, projectId: string, limit?: number): Promise<readonly Trigger[]> =>
  listItems(client, `~/projects/${projectId}/triggers`, {}, limit)

export const createTrigger = (
  client: Client,
  trigger: Pick<Trigger, 'Name' | 'ProjectId' | 'Description' | 'Filter' | 'Action'>,
): Promise<Trigger> => client.post('~/projecttriggers', trigger)

export const changeTrigger = (client: Client, before: Trigger, change: Partial<Trigger>): Promise<Trigger> =>
  client.put(`~/projecttriggers/${before.Id}`, { ...before, ...change })

export const deleteTrigger = (client: Client, id: string): Promise<unknown> => client.delete(`~/projecttriggers/${id}`)

/** Newest first. */
export const listTriggerDecisions = (
  client: Client,
  triggerId: string,
  limit?: number,
): Promise<readonly TriggerDecision[]> => listItems(client, `~/projecttriggers/${triggerId}/decisions`, {}, limit)
