import { changeVariables, loadVariableSet, type Variable, type VariableScope, type VariableSet } from '@flotilla/api'
import type { Command } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { UsageError } from '../failures.ts'
import { type ListOptions, tableOf, withLimit } from '../listing.ts'
import { unknownName } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import {
  describeScope,
  hasScope,
  isSameScope,
  type Owner,
  type OwnerOptions,
  requireOwner,
  type ScopeOptions,
  scopeOf,
  withOwner,
  withScope,
} from '../variable-scopes.ts'

interface DeleteOptions extends OwnerOptions, ScopeOptions, ConfirmOptions {
  readonly all?: boolean
}

/** Looking at variables, and deleting them; `variable-set.ts` gives them values. */
export function addVariableCommands(variable: Command): void {
  onServer(
    withLimit(withOwner(variable.command('list').description('list variables, an entry for each value and scope'))),
    {
      examples: [
        'flotilla variable list --project "Web API"',
        'flotilla variable list --library-set Shared --output json',
      ],
    },
    listCommand,
  )
  onServer(
    withOwner(
      variable.command('view').description('show every entry of a variable').argument('<name>', 'name of the variable'),
    ),
    {
      examples: [
        'flotilla variable view Db.Host --project "Web API"',
        'flotilla variable view Db.Host --library-set Shared',
      ],
    },
    viewCommand,
  )
  onServer(
    withConfirmation(
      withScope(
        withOwner(
          variable
            .command('delete')
            .description('delete an entry of a variable, or all of them')
            .argument('<name>', 'name of the variable'),
        ),
      ).option('--all', 'every entry, whatever its scope'),
    ),
    {
      details: ['Without a scope it deletes the entry that has none; if there is only one entry, that.'],
      examples: [
        'flotilla variable delete Db.Host --project "Web API" --environment Staging',
        'flotilla variable delete Db.Host -p "Web API" --all --yes',
      ],
    },
    deleteCommand,
  )
}

async function listCommand({ client }: Context, options: OwnerOptions & ListOptions): Promise<Output> {
  const owner = await requireOwner(client, options)
  const set = await loadVariableSet(client, owner.variableSetId)
  return showEntries(set, set.Variables.slice(0, options.limit), `${owner.name} has no variables.`)
}

async function viewCommand({ client }: Context, options: OwnerOptions, name: string): Promise<Output> {
  const owner = await requireOwner(client, options)
  const set = await loadVariableSet(client, owner.variableSetId)
  return showEntries(set, entriesOf(set, owner, name), '')
}

async function deleteCommand({ client }: Context, options: DeleteOptions, name: string): Promise<Output> {
  if (options.all && hasScope(options)) throw new UsageError('--all and a scope exclude each other.')
  const owner = await requireOwner(client, options)
  const before = await loadVariableSet(client, owner.variableSetId)
  const chosen = chosenEntries(before, owner, options, name)
  const scopes = chosen.map(({ Scope }) => describeScope(before, Scope) || 'without a scope').join('; ')
  await confirm(options, `${chosen[0]!.Name} of ${owner.name}: ${scopes}`)
  const ids = chosen.map(({ Id }) => Id)
  await changeVariables(client, owner.variableSetId, (set) => set.Variables.filter(({ Id }) => !ids.includes(Id)))
  const entries = chosen.length === 1 ? 'One entry' : `${chosen.length} entries`
  return { kind: 'text', data: chosen, lines: [`${entries} of ${chosen[0]!.Name} of ${owner.name} deleted.`] }
}

function chosenEntries(set: VariableSet, owner: Owner, options: DeleteOptions, name: string): readonly Variable[] {
  const entries = entriesOf(set, owner, name)
  if (options.all || (entries.length === 1 && !hasScope(options))) return entries
  const found = findEntry(entries, scopeOf(set, options))
  if (found) return [found]
  throw new UsageError(
    `${name} of ${owner.name} has no entry with ${describeScope(set, scopeOf(set, options)) || 'no scope'}.`,
    `Give the scope of one, or --all. There are: ${entries.map(({ Scope }) => describeScope(set, Scope) || 'without a scope').join('; ')}`,
  )
}

/** The entries of a variable. Names of variables match without case. */
export function entriesOf(set: VariableSet, owner: Owner, name: string): readonly Variable[] {
  const entries = entriesNamed(set, name)
  if (entries.length > 0) return entries
  throw unknownName('variable', name, [...new Set(set.Variables.map(({ Name }) => Name))], owner.name)
}

export const entriesNamed = (set: VariableSet, name: string): readonly Variable[] =>
  set.Variables.filter(({ Name }) => Name.toLowerCase() === name.trim().toLowerCase())

export const findEntry = (entries: readonly Variable[], scope: VariableScope): Variable | undefined =>
  entries.find((entry) => isSameScope(entry.Scope, scope))

export const showEntries = (set: VariableSet, entries: readonly Variable[], empty: string): Output =>
  tableOf(
    entries,
    { empty },
    {
      VARIABLE: ({ Name }) => Name,
      VALUE: ({ IsSensitive, Value }) => (IsSensitive ? '********' : Value),
      SCOPE: ({ Scope }) => describeScope(set, Scope),
      TYPE: ({ Type, Prompt }) => `${Type}${Prompt ? ', prompted' : ''}`,
      DESCRIPTION: ({ Description }) => Description,
    },
  )
