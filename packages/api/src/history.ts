import type { Client } from './client.ts'
import { listByIds, listItems } from './pages.ts'
import type { Deployment, Release, Task } from './resources.ts'
import type { Schema } from './typed.ts'

/** Releases, newest first: of one project, or of all. `search` is part of a version. */
export const listReleases = (
  client: Client,
  { projectId, search }: { readonly projectId?: string | undefined; readonly search?: string | undefined },
  limit?: number,
): Promise<readonly Release[]> =>
  listItems(client, projectId ? `~/projects/${projectId}/releases` : '~/releases', { searchByVersion: search }, limit)

export const deleteRelease = (client: Client, id: string): Promise<unknown> => client.delete(`~/releases/${id}`)

/** Why a release may not go on; an unresolved one blocks it. */
export type Defect = Schema<'Defect'>

export const listDefects = (client: Client, releaseId: string): Promise<readonly Defect[]> =>
  listItems(client, `~/releases/${releaseId}/defects`)

export const reportDefect = (client: Client, releaseId: string, description: string): Promise<unknown> =>
  client.post(`~/releases/${releaseId}/defects`, { Description: description })

export const resolveDefects = (client: Client, releaseId: string): Promise<unknown> =>
  client.post(`~/releases/${releaseId}/defects/resolve`, {})

/** Newest first. A filter that is left out does not narrow. */
export const listDeployments = (
  client: Client,
  filter: {
    readonly projects?: readonly string[] | undefined
    readonly environments?: readonly string[] | undefined
    readonly tenants?: readonly string[] | undefined
    readonly taskState?: readonly string[] | undefined
  },
  limit?: number,
): Promise<readonly Deployment[]> => listItems(client, '~/deployments', filter, limit)

export const loadDeployment = (client: Client, id: string): Promise<Deployment> =>
  client.get(`~/deployments/${encodeURIComponent(id)}`)

export const listReleaseDeployments = (client: Client, releaseId: string): Promise<readonly Deployment[]> =>
  listItems(client, `~/releases/${releaseId}/deployments`)

/** Those that there are, in any order. */
export const loadTasks = (client: Client, ids: readonly string[]): Promise<readonly Task[]> =>
  listByIds(client, '/api/tasks', ids)

/** Those that there are, in any order. */
export const loadReleases = (client: Client, ids: readonly string[]): Promise<readonly Release[]> =>
  listByIds(client, '~/releases', ids)
