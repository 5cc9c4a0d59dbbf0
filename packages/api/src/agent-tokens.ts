import type { Client } from './client.ts'
import type { Schema } from './typed.ts'

/** Leave for machines to join by themselves; its text is in the answer that made it and nowhere else. */
export type AgentToken = Schema<'AgentRegistrationToken'>
export type NewAgentToken = Schema<'NewAgentRegistrationToken'>

/** What is left out gets its default: one machine, within an hour. */
export const createAgentToken = (client: Client, token: Partial<AgentToken>): Promise<NewAgentToken> =>
  client.post('~/agentregistrationtokens', token)

export const loadAgentToken = (client: Client, id: string): Promise<AgentToken> =>
  client.get(`~/agentregistrationtokens/${id}`)
