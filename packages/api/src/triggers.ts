import type { Client } from './client.ts'
import { listItems } from './pages.ts'
import type { Schema } from './typed.ts'

/** Starts deployments by itself. What filter and action hold depends on their types: API reference 5.22. */
export type Trigger = Schema<'ProjectTrigger'>

/** What a trigger made of one event of a machine, or of one of its times. */
export type TriggerDecision = Schema<'TriggerDecision'>

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
