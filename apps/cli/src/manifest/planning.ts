import type { Api } from './api.ts'
import type { Place } from './codec.ts'
import { docsIn, nameOf } from './document.ts'
import { type NamedKind, Names } from './names.ts'
import type { Problem } from './problem.ts'
import { actionNames } from './process-words.ts'
import type { Manifest } from './read-manifest.ts'
import { LISTED, type World } from './world.ts'

/** One value that is to be another, in the words of a manifest. */
export interface Difference {
  readonly key: string
  readonly before: unknown
  readonly after: unknown
}

/** One request that is needed to get what a manifest says. */
export interface Change {
  readonly kind: 'create' | 'change'
  readonly what: string
  readonly differences: readonly Difference[]
  /** Sends it. Names of what earlier changes made are in `names` by then. */
  readonly apply: (api: Api, names: Names) => Promise<void>
}

export interface Plan {
  readonly changes: readonly Change[]
  /** What the reader of the plan should know besides. */
  readonly notes: readonly string[]
}

export interface Planning {
  readonly api: Api
  readonly world: World
  readonly manifest: Manifest
  readonly replacesSecrets: boolean
  readonly at: Place
  readonly notes: string[]
}

/** Names that the manifest itself gives something. */
export function declaredNames(manifest: Manifest): Names {
  const declared = new Names()
  for (const { list, named } of LISTED)
    for (const item of named ? (manifest[list] ?? []) : []) declared.add(named!, nameOf(item), nameOf(item))
  for (const item of manifest.projects ?? []) {
    const project = nameOf(item)
    for (const channel of docsIn(item.channels)) declared.add('channel', nameOf(channel), nameOf(channel), { project })
    for (const step of actionNames(item.process)) declared.add('step', step, step, { project })
  }
  return declared
}

/** Where a name is enough if the server has it or the manifest makes it; any other is a problem. */
export function planningPlace(known: Names, declared: Names, problems: Problem[]): Place {
  return {
    path: '',
    idOf: (kind, name, at) => {
      const id = known.idOf(kind, name, at) ?? declared.idOf(kind, name, at)
      if (id !== undefined) return id
      problems.push({ path: at.path, message: `there is no ${kind} '${name}'.`, remedy: remedyFor(kind, at) })
      return name
    },
    nameOf: (kind, id) => known.nameOf(kind, id),
  }
}

const remedyFor = (kind: NamedKind, { project }: Place): string =>
  kind === 'channel' || kind === 'step'
    ? `Check the spelling, or add it to the project '${project}' in the manifest.`
    : 'Check the spelling, or add it to the manifest.'
