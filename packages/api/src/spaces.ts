import type { Client } from './client.ts'
import { listItems } from './pages.ts'
import type { Body, Schema } from './typed.ts'

export type Space = Schema<'Space'>

/** The spaces that the caller has any right in. */
export const listSpaces = (client: Client, limit?: number): Promise<readonly Space[]> =>
  listItems(client, '/api/spaces', {}, limit)

export const createSpace = (client: Client, space: Body<'createSpace'>): Promise<Space> =>
  client.post('/api/spaces', space)

export const changeSpace = (client: Client, before: Space, change: Partial<Space>): Promise<Space> =>
  client.put(`/api/spaces/${before.Id}`, { ...before, ...change })

/** Deletes a space with everything in it. Its task queue must be stopped before. */
export const deleteSpace = (client: Client, id: string): Promise<unknown> => client.delete(`/api/spaces/${id}`)
