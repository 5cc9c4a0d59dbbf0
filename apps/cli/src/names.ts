import {
  type Client,
  findNamed,
  findRelease,
  listNames,
  type Named,
  type NamedCollection,
  newestReleases,
  type Release,
} from '@flotilla/api'
import { UsageError } from './failures.ts'

const HOW_MANY_TO_NAME = 10

/** The item that a person names or gives the id of. Throws `UsageError` that lists what there is. */
async function requireNamed<T extends Named>(
  client: Client,
  collection: NamedCollection,
  what: string,
  nameOrId: string,
): Promise<T> {
  const found = await findNamed<T>(client, collection, nameOrId)
  if (found) return found
  const names = await listNames(client, collection, HOW_MANY_TO_NAME + 1)
  const more = names.length > HOW_MANY_TO_NAME ? ', …' : ''
  const shown = names.slice(0, HOW_MANY_TO_NAME).join(', ')
  const hint =
    names.length === 0 ? `You can see no ${what} at all; check --space and your rights.` : `There are: ${shown}${more}`
  throw new UsageError(`There is no ${what} '${nameOrId}'.`, hint)
}

export const requireProject = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'projects', 'project', nameOrId)

export const requireEnvironment = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'environments', 'environment', nameOrId)

export const requireTenant = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'tenants', 'tenant', nameOrId)

export const requireChannel = (client: Client, project: Named, nameOrId: string): Promise<Named> =>
  requireNamed(client, `projects/${project.Id}/channels`, `channel of ${project.Name}`, nameOrId)

export const requireAccount = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'accounts', 'account', nameOrId)

export const requireMachinePolicy = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'machinepolicies', 'machine policy', nameOrId)

export const requireTargets = (client: Client, namesOrIds: readonly string[]): Promise<readonly Named[]> =>
  Promise.all(namesOrIds.map((nameOrId) => requireNamed(client, 'machines', 'target', nameOrId)))

/** The release of a project with this version; `latest` is the one that was created last, unless a version is called so. */
export async function requireRelease(client: Client, project: Named, version: string): Promise<Release> {
  const found = await findRelease(client, project.Id, version)
  if (found) return found
  const newest = await newestReleases(client, project.Id, HOW_MANY_TO_NAME)
  if (version.toLowerCase() === 'latest' && newest[0]) return newest[0]
  const hint =
    newest.length === 0
      ? `${project.Name} has no release yet; create one: flotilla release create "${project.Name}" --version 1.0.0`
      : `The newest are: ${newest.map(({ Version }) => Version).join(', ')}`
  throw new UsageError(`${project.Name} has no release '${version}'.`, hint)
}

/** `ServerTasks-7`, also written `7`. */
export function taskIdOf(text: string): string {
  const number = /^(?:ServerTasks-)?(\d+)$/i.exec(text.trim())?.[1]
  if (!number) throw new UsageError(`'${text}' is not the id of a task.`, 'Task ids look like ServerTasks-7.')
  return `ServerTasks-${number}`
}
