import {
  type Channel,
  type Client,
  type Environment,
  findAllNamed,
  findRelease,
  type LibraryVariableSet,
  type Lifecycle,
  listNames,
  listSpaces,
  type Named,
  type NamedCollection,
  type NamedThings,
  newestReleases,
  type Project,
  type ProjectGroup,
  type Release,
  type Runbook,
  type Space,
  type Tenant,
  type Trigger,
} from '@flotilla/api'
import { UsageError } from './failures.ts'
import { similarNames } from './similar-names.ts'

const HOW_MANY_TO_NAME = 10
const HOW_MANY_TO_COMPARE = 1_000

/** The item that a person names or gives the id of. Throws `UsageError` that lists what there is. */
async function requireNamed<C extends NamedCollection>(
  client: Client,
  collection: C,
  what: string,
  nameOrId: string,
  owner?: Named,
): Promise<NamedThings[C]> {
  const found = await findAllNamed(client, collection, nameOrId)
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    const ids = found.map(({ Id }) => Id).join(', ')
    throw new UsageError(`There are ${found.length} of the name '${nameOrId}'.`, `Give the id of the ${what}: ${ids}`)
  }
  throw unknownName(what, nameOrId, await listNames(client, collection, HOW_MANY_TO_COMPARE), owner?.Name)
}

/** Says which names there are, the nearest ones first of all. */
export function unknownName(what: string, wanted: string, names: readonly string[], owner?: string): UsageError {
  const near = similarNames(wanted, names)
  const shown = names.slice(0, HOW_MANY_TO_NAME).join(', ')
  const more = names.length > HOW_MANY_TO_NAME ? ', …' : ''
  return new UsageError(
    owner === undefined ? `There is no ${what} '${wanted}'.` : `${owner} has no ${what} '${wanted}'.`,
    names.length === 0
      ? `You can see no ${what} at all; check --space and your rights.`
      : `${near.length > 0 ? `Did you mean ${near.map((name) => `'${name}'`).join(' or ')}? ` : ''}There are: ${shown}${more}`,
  )
}

export const requireProject = (client: Client, nameOrId: string): Promise<Project> =>
  requireNamed(client, 'projects', 'project', nameOrId)

export const requireProjectGroup = (client: Client, nameOrId: string): Promise<ProjectGroup> =>
  requireNamed(client, 'projectgroups', 'project group', nameOrId)

export const requireLifecycle = (client: Client, nameOrId: string): Promise<Lifecycle> =>
  requireNamed(client, 'lifecycles', 'lifecycle', nameOrId)

export const requireEnvironment = (client: Client, nameOrId: string): Promise<Environment> =>
  requireNamed(client, 'environments', 'environment', nameOrId)

export const requireEnvironments = (client: Client, given: readonly string[]): Promise<readonly Environment[]> =>
  Promise.all(given.map((nameOrId) => requireEnvironment(client, nameOrId)))

export const requireTenant = (client: Client, nameOrId: string): Promise<Tenant> =>
  requireNamed(client, 'tenants', 'tenant', nameOrId)

export const requireLibrarySet = (client: Client, nameOrId: string): Promise<LibraryVariableSet> =>
  requireNamed(client, 'libraryvariablesets', 'library variable set', nameOrId)

export const requireRunbook = (client: Client, project: Named, nameOrId: string): Promise<Runbook> =>
  requireNamed(client, `projects/${project.Id}/runbooks`, 'runbook', nameOrId, project)

export const requireTrigger = (client: Client, project: Named, nameOrId: string): Promise<Trigger> =>
  requireNamed(client, `projects/${project.Id}/triggers`, 'trigger', nameOrId, project)

/** The ids of what is named; undefined stays so, as no filter is not an empty one. */
export async function idsOf<Given extends readonly string[] | undefined>(
  client: Client,
  given: Given,
  find: (client: Client, nameOrId: string) => Promise<Named>,
): Promise<readonly string[] | (undefined extends Given ? undefined : never)> {
  if (given === undefined) return undefined as undefined extends Given ? undefined : never
  return (await Promise.all(given.map((nameOrId) => find(client, nameOrId)))).map(({ Id }) => Id)
}

export const requireChannel = (client: Client, project: Named, nameOrId: string): Promise<Channel> =>
  requireNamed(client, `projects/${project.Id}/channels`, 'channel', nameOrId, project)

export const requireAccount = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'accounts', 'account', nameOrId)

export const requireProxy = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'proxies', 'proxy', nameOrId)

export const requireTarget = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'machines', 'target', nameOrId)

export const requireMachinePolicy = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'machinepolicies', 'machine policy', nameOrId)

export const requireWorkerPool = (client: Client, nameOrId: string): Promise<Named> =>
  requireNamed(client, 'workerpools', 'worker pool', nameOrId)

export const requireTargets = (client: Client, namesOrIds: readonly string[]): Promise<readonly Named[]> =>
  Promise.all(namesOrIds.map((nameOrId) => requireTarget(client, nameOrId)))

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

export async function requireSpace(client: Client, nameOrId: string): Promise<Space> {
  const spaces = await listSpaces(client)
  const wanted = nameOrId.trim().toLowerCase()
  const found = spaces.find((space) => [space.Id, space.Name, space.Slug].some((text) => text.toLowerCase() === wanted))
  if (found) return found
  throw unknownName(
    'space',
    nameOrId,
    spaces.map(({ Name }) => Name),
  )
}
