import type { Client, Named, Project, VariableScope, VariableSet } from '@flotilla/api'
import type { Command } from 'commander'
import { UsageError } from './failures.ts'
import { requireLibrarySet, requireProject, unknownName } from './names.ts'
import { collect } from './on-server.ts'

/** Whose variables: those of a project, or of a library set. */
export interface OwnerOptions {
  readonly project?: string
  readonly librarySet?: string
}

export const withOwner = (command: Command): Command =>
  command
    .option('-p, --project <project>', 'variables of this project')
    .option('--library-set <library-set>', 'or of this library variable set')

export interface Owner {
  readonly name: string
  readonly variableSetId: string
  /** Undefined for a library set. */
  readonly project: Project | undefined
}

export async function requireOwner(client: Client, { project, librarySet }: OwnerOptions): Promise<Owner> {
  if ((project === undefined) === (librarySet === undefined)) {
    throw new UsageError('It needs a project or a library variable set.', 'Add --project NAME or --library-set NAME.')
  }
  if (project !== undefined) {
    const found = await requireProject(client, project)
    return { name: found.Name, variableSetId: found.VariableSetId, project: found }
  }
  const set = await requireLibrarySet(client, librarySet!)
  return { name: set.Name, variableSetId: set.VariableSetId, project: undefined }
}

/** Where an entry of a variable counts, as typed. */
export interface ScopeOptions {
  readonly environment?: readonly string[]
  readonly role?: readonly string[]
  readonly target?: readonly string[]
  readonly step?: readonly string[]
  readonly channel?: readonly string[]
  readonly tenantTag?: readonly string[]
}

export const withScope = (command: Command): Command =>
  command
    .option('-e, --environment <environment>', 'only in this environment; may be repeated', collect)
    .option('--role <role>', 'only on targets with this role; may be repeated', collect)
    .option('--target <target>', 'only on this target; may be repeated', collect)
    .option('--step <step>', 'only in this step; may be repeated', collect)
    .option('--channel <channel>', 'only for releases of this channel; may be repeated', collect)
    .option('--tenant-tag <Set/Tag>', 'only for tenants with this tag; may be repeated', collect)

/** How the wire and the options call each kind of scope, and where a set lists what it may name. */
const KINDS = [
  { kind: 'Environment', option: 'environment', values: 'Environments', word: 'environment' },
  { kind: 'Role', option: 'role', values: 'Roles', word: 'role' },
  { kind: 'Machine', option: 'target', values: 'Machines', word: 'target' },
  { kind: 'Action', option: 'step', values: 'Actions', word: 'step' },
  { kind: 'Channel', option: 'channel', values: 'Channels', word: 'channel' },
  { kind: 'TenantTag', option: 'tenantTag', values: 'TenantTags', word: 'tenant tag' },
] as const satisfies readonly {
  readonly kind: string
  readonly option: keyof ScopeOptions
  readonly values: string
  readonly word: string
}[]

export const hasScope = (options: ScopeOptions): boolean => KINDS.some(({ option }) => options[option])

/**
 * The scope that was typed. Names and ids must be among those that the set may name.
 *
 * Errors: `UsageError` for one that is not.
 */
export function scopeOf({ ScopeValues }: VariableSet, options: ScopeOptions): VariableScope {
  const given = KINDS.flatMap(({ kind, option, values, word }) => {
    const names = options[option]
    return names ? [[kind, names.map((name) => idOf(ScopeValues[values] ?? [], word, name))] as const] : []
  })
  return Object.fromEntries(given)
}

function idOf(known: readonly Named[], word: string, name: string): string {
  const wanted = name.trim().toLowerCase()
  const found =
    known.find(({ Id }) => Id.toLowerCase() === wanted) ?? known.find(({ Name }) => Name.toLowerCase() === wanted)
  if (found) return found.Id
  // The first target with a role, and so the role itself, may come later than the variable.
  if (word === 'role') return name.trim()
  throw unknownName(
    word,
    name,
    known.map(({ Name }) => Name),
  )
}

export const isSameScope = (a: VariableScope, b: VariableScope): boolean => textOf(a) === textOf(b)

const textOf = (scope: VariableScope): string =>
  JSON.stringify(
    Object.entries(scope)
      .filter(([, values]) => values.length > 0)
      .map(([kind, values]) => [kind, [...values].sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

/** `Environment Staging or Production, Role web`; empty without a scope. */
export function describeScope({ ScopeValues }: VariableSet, scope: VariableScope): string {
  const names = new Map(
    Object.values(ScopeValues).flatMap((things) => things.map(({ Id, Name }) => [Id, Name] as const)),
  )
  const place = (kind: string) => KINDS.findIndex((each) => each.kind === kind)
  return Object.entries(scope)
    .filter(([, values]) => values.length > 0)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([kind, values]) => `${kind} ${values.map((id) => names.get(id) ?? id).join(' or ')}`)
    .join(', ')
}
