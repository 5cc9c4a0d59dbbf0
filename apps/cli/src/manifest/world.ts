import { ApiError } from '@flotilla/api'
import type { Api } from './api.ts'
import type { Place } from './codec.ts'
import { type Doc, docsIn } from './document.ts'
import {
  channelKind,
  environmentKind,
  type Kind,
  libraryVariableSetKind,
  lifecycleKind,
  projectGroupKind,
  projectKind,
  tagSetKind,
  targetKind,
  teamKind,
  tenantKind,
  triggerKind,
  userKind,
} from './kinds.ts'
import { type NamedKind, Names } from './names.ts'

/** What a space has, as far as manifests speak of it. */
export interface World {
  readonly names: Names
  readonly found: ReadonlyMap<Kind, readonly Doc[]>
  readonly teamRoles: readonly Doc[]
}

/** The kinds that have a list of their own in a manifest. */
export const LISTED: readonly Kind[] = [
  tagSetKind,
  environmentKind,
  lifecycleKind,
  projectGroupKind,
  libraryVariableSetKind,
  userKind,
  teamKind,
  projectKind,
  tenantKind,
  targetKind,
]

/** Things that a manifest names but does not make. */
const ONLY_NAMED: readonly (readonly [route: string, kind: NamedKind])[] = [
  ['machinepolicies', 'machine policy'],
  ['workerpools', 'worker pool'],
  ['/api/userroles', 'user role'],
]

/** Reads everything that has a name. */
export async function loadWorld(api: Api): Promise<World> {
  const names = new Names()
  const found = new Map<Kind, readonly Doc[]>()
  for (const kind of [...LISTED, channelKind, triggerKind]) {
    const all = await (kind === userKind ? allOrNone(api, kind.route) : api.all(kind.route))
    const documents = all.filter((document) => belongs(kind, document, api.spaceId))
    found.set(kind, documents)
    for (const document of documents) addName(names, kind, document)
  }
  for (const [route, kind] of ONLY_NAMED)
    for (const { Name, Id } of await allOrNone(api, route)) names.add(kind, String(Name), String(Id))
  return { names, found, teamRoles: await allOrNone(api, 'scopeduserroles') }
}

/** Teams over the whole server are for others to set up; the managers of a space come with it. */
const belongs = (kind: Kind, document: Doc, spaceId: string): boolean =>
  kind !== teamKind || (document.SpaceId === spaceId && document.CanBeDeleted !== false)

export function addName(names: Names, kind: Kind, document: Doc): void {
  if (!kind.named) return
  const project = document.ProjectId ? names.nameOf('project', String(document.ProjectId)) : undefined
  names.add(kind.named, String(document[kind.nameField]), String(document.Id), { project })
}

/** What the caller may not see cannot be named. */
async function allOrNone(api: Api, path: string): Promise<readonly Doc[]> {
  try {
    return await api.all(path)
  } catch (error) {
    if (error instanceof ApiError && [403, 404].includes(error.status)) return []
    throw error
  }
}

/** The steps of a project by name, for variables that count in some of them only. */
export function addSteps(names: Names, project: string, process: Doc): void {
  for (const step of docsIn(process.Steps))
    for (const action of docsIn(step.Actions)) names.add('step', String(action.Name), String(action.Id), { project })
}

/** A place where names must be known to the server already. */
export const placeIn = (names: Names, path: string, project?: string): Place => ({
  path,
  project,
  idOf: (kind, name, at) => {
    const id = names.idOf(kind, name, at)
    if (id === undefined) throw new Error(`${at.path}: the ${kind} '${name}' was not found on the server.`)
    return id
  },
  nameOf: (kind, id) => names.nameOf(kind, id),
})
