import type { Client } from './client.ts'
import { ApiError } from './errors.ts'
import type { NewRelease, Release } from './resources.ts'
import { given, type Schema, typed } from './typed.ts'

export const createRelease = (client: Client, release: NewRelease): Promise<Release> =>
  client.post('~/releases', release)

export const loadRelease = async (client: Client, id: string): Promise<Release> =>
  given(await typed(client).GET('/api/{space}/releases/{id}', { params: { path: { id } } }))

/** The release of a project with this version, or undefined. */
export async function findRelease(client: Client, projectId: string, version: string): Promise<Release | undefined> {
  try {
    const path = { id: projectId, version }
    return given(await typed(client).GET('/api/{space}/projects/{id}/releases/{version}', { params: { path } }))
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

/** What a new release needs: its version, and a version of each package that the process takes. */
export type ReleaseTemplate = Schema<'ReleaseTemplate'>

/** For a release in a channel, the default one if none is given; `releaseId` is the release whose choices are told beside. */
export const loadReleaseTemplate = (
  client: Client,
  projectId: string,
  query: { readonly channel?: string | undefined; readonly releaseId?: string | undefined },
): Promise<ReleaseTemplate> => client.get(`~/projects/${projectId}/deploymentprocesses/template`, query)

/** The number that the project's versioning strategy gives its next release. */
export const nextReleaseVersion = async (client: Client, projectId: string, channelId?: string): Promise<string> =>
  (await loadReleaseTemplate(client, projectId, { channel: channelId })).NextVersionIncrement

/** The releases of a project that were created last, newest first. */
export async function newestReleases(client: Client, projectId: string, most: number): Promise<readonly Release[]> {
  const params = { path: { id: projectId }, query: { skip: 0, take: most } }
  const page = given(await typed(client).GET('/api/{space}/projects/{id}/releases', { params }))
  return page.Items
}
