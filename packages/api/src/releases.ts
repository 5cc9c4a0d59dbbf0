import type { Client } from './client.ts'
import { ApiError } from './errors.ts'
import type { NewRelease, Release } from './resources.ts'

export const createRelease = (client: Client, release: NewRelease): Promise<Release> =>
  client.post('~/releases', release)

export const loadRelease = (client: Client, id: string): Promise<Release> => client.get(`~/releases/${id}`)

/** The release of a project with this version, or undefined. */
export async function findRelease(client: Client, projectId: string, version: string): Promise<Release | undefined> {
  try {
    return await client.get(`~/projects/${projectId}/releases/${encodeURIComponent(version)}`)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

/** The number that the project's versioning strategy gives its next release. */
export async function nextReleaseVersion(client: Client, projectId: string, channelId?: string): Promise<string> {
  const template = await client.get<{ readonly NextVersionIncrement: string }>(
    `~/projects/${projectId}/deploymentprocesses/template`,
    channelId === undefined ? {} : { channel: channelId },
  )
  return template.NextVersionIncrement
}

/** The releases of a project that were created last, newest first. */
export async function newestReleases(client: Client, projectId: string, most: number): Promise<readonly Release[]> {
  const page = await client.get<{ readonly Items: readonly Release[] }>(`~/projects/${projectId}/releases`, {
    skip: 0,
    take: most,
  })
  return page.Items
}
