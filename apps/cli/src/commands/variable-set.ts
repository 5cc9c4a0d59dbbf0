import { changeVariables, type Variable, type VariablePrompt, type VariableSet } from '@flotilla/api'
import { type Command, Option } from 'commander'
import { UsageError } from '../failures.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { readValue, type ValueOptions, withValue } from '../read-value.ts'
import {
  describeScope,
  type Owner,
  type OwnerOptions,
  requireOwner,
  type ScopeOptions,
  scopeOf,
  withOwner,
  withScope,
} from '../variable-scopes.ts'
import { entriesNamed, findEntry, showEntries } from './variable.ts'

const CONTROLS = {
  text: 'SingleLineText',
  lines: 'MultiLineText',
  checkbox: 'Checkbox',
  secret: 'Sensitive',
  select: 'Select',
}

interface Options extends OwnerOptions, ScopeOptions, ValueOptions {
  readonly sensitive?: boolean
  readonly description?: string
  readonly prompt?: string | boolean
  readonly promptControl?: keyof typeof CONTROLS
  readonly promptChoice?: readonly string[]
  readonly promptDescription?: string
  readonly required?: boolean
}

type Mode = 'set' | 'create' | 'update'

const SAYS: Readonly<Record<Mode, string>> = {
  set: 'give a variable a value for a scope: changes the entry with exactly that scope, or creates one',
  create: 'create an entry of a variable; refused if there is one with this scope',
  update: 'change the entry of a variable with this scope; refused if there is none',
}

const EXAMPLES: Readonly<Record<Mode, readonly string[]>> = {
  set: [
    'flotilla variable set Db.Host --project "Web API" --value db.staging --environment Staging',
    'flotilla variable set Db.Password -p "Web API" --sensitive --value-file password.txt -e Staging -e Production',
    'flotilla variable set Mode -p Suite --value Promote --prompt "What to do" --prompt-choice Promote --prompt-choice "Redeploy=Deploy again"',
  ],
  create: [
    'flotilla variable create Greeting --library-set Shared --value hello',
    'flotilla variable create Db.Password -p "Web API" --sensitive --value-stdin',
  ],
  update: [
    'flotilla variable update Greeting --library-set Shared --value "good morning"',
    'flotilla variable update Db.Host -p "Web API" -e Staging --description "The new cluster"',
  ],
}

/** `variable set`, and the two that insist on there being no such entry, or one. */
export function addVariableSetCommands(variable: Command): void {
  for (const mode of ['set', 'create', 'update'] as const) {
    const command = variable.command(mode).description(SAYS[mode]).argument('<name>', 'name of the variable')
    onServer(
      withScope(withValue(withOwner(command)))
        .option('--sensitive', 'a secret: kept sealed, and never shown again')
        .option('--description <text>', 'what it is for')
        .option('--prompt [label]', 'ask for it at each deployment')
        .option('--no-prompt', 'no longer ask for it')
        .addOption(
          new Option('--prompt-control <control>', 'how it is asked for (text)').choices(Object.keys(CONTROLS)),
        )
        .option('--prompt-choice <value=text>', 'what may be chosen, also just a value; may be repeated', collect)
        .option('--prompt-description <text>', 'more words for those who are asked')
        .option('--required', 'with --prompt: an answer is needed'),
      {
        details: [
          'A secret never comes from the command line, where others could see it: pipe it in with --value-stdin, or name a file. One that is a secret already stays one. What is not given stays as it is.',
        ],
        examples: EXAMPLES[mode],
      },
      (context: Context, options: Options, name: string) => setCommand(context, options, name, mode),
    )
  }
}

async function setCommand({ client }: Context, options: Options, name: string, mode: Mode): Promise<Output> {
  const owner = await requireOwner(client, options)
  // Whether it is a secret already is known only when it was read; until then a value from the command line may be none.
  const value = await readValue(options, { isSecret: options.sensitive ?? false })
  let changedId = ''
  const after = await changeVariables(client, owner.variableSetId, (set) => {
    const scope = scopeOf(set, options)
    const entries = entriesNamed(set, name)
    const before = findEntry(entries, scope)
    refuse(set, owner, { name, mode, before, scope: describeScope(set, scope) })
    if (before?.IsSensitive && options.value !== undefined) {
      throw new UsageError(
        `${before.Name} of ${owner.name} is a secret, which other users of this machine could see here.`,
        'Give it with --value-file FILE, or pipe it in with --value-stdin.',
      )
    }
    const entry: Variable = {
      ...(before ?? NEW_ENTRY),
      // Entries of one variable are spelled alike.
      Name: entries[0]?.Name ?? name.trim(),
      Scope: scope,
      ...(value === undefined ? {} : { Value: value }),
      ...(options.sensitive ? { IsSensitive: true, Type: 'Sensitive' } : {}),
      ...(options.description === undefined ? {} : { Description: options.description }),
      Prompt: promptOf(options, before?.Prompt ?? null),
    }
    if (entry.IsSensitive && !before?.IsSensitive && value === undefined) {
      throw new UsageError('A secret needs its value.', 'Give it with --value-file FILE, or with --value-stdin.')
    }
    changedId = before?.Id ?? ''
    return before ? set.Variables.map((each) => (each.Id === before.Id ? entry : each)) : [...set.Variables, entry]
  })
  const scope = scopeOf(after, options)
  const stored = after.Variables.find(({ Id }) => Id === changedId) ?? findEntry(entriesNamed(after, name), scope)
  return { ...showEntries(after, stored ? [stored] : [], ''), data: stored } as Output
}

const NEW_ENTRY = {
  Id: '',
  Value: '',
  Description: '',
  Type: 'String',
  IsSensitive: false,
  IsEditable: true,
} as const

interface Asked {
  readonly name: string
  readonly mode: Mode
  readonly before: Variable | undefined
  readonly scope: string
}

function refuse(set: VariableSet, owner: Owner, { name, mode, before, scope }: Asked): void {
  const where = scope === '' ? 'without a scope' : `for ${scope}`
  if (mode === 'create' && before) {
    throw new UsageError(
      `${owner.name} has ${before.Name} ${where} already.`,
      "Change it with 'flotilla variable update', or give another scope.",
    )
  }
  if (mode === 'update' && !before) {
    const others = entriesNamed(set, name).map(({ Scope }) => describeScope(set, Scope) || 'without a scope')
    throw new UsageError(
      `${owner.name} has no ${name} ${where}.`,
      others.length > 0 ? `There is: ${others.join('; ')}` : "Create it with 'flotilla variable create'.",
    )
  }
}

function promptOf(options: Options, before: VariablePrompt | null): VariablePrompt | null {
  if (options.prompt === false) return null
  const { promptControl, promptChoice, promptDescription, required } = options
  const isAsked = options.prompt !== undefined || before !== null
  if (!isAsked) {
    if (promptControl || promptChoice || promptDescription || required) {
      throw new UsageError('Options of a prompt are given, but no prompt.', 'Add --prompt, or --prompt "A label".')
    }
    return null
  }
  const control = promptControl ?? (promptChoice ? 'select' : undefined)
  return {
    Label: typeof options.prompt === 'string' ? options.prompt : (before?.Label ?? ''),
    Description: promptDescription ?? before?.Description ?? '',
    Required: required ?? before?.Required ?? false,
    DisplaySettings: {
      'Octopus.ControlType': 'SingleLineText',
      ...before?.DisplaySettings,
      ...(control ? { 'Octopus.ControlType': CONTROLS[control] } : {}),
      ...(promptChoice ? { 'Octopus.SelectOptions': promptChoice.map(choiceOf).join('\n') } : {}),
    },
  }
}

/** `value=Text`, or just a value, as the wire has it: `value|Text`. */
function choiceOf(text: string): string {
  const at = text.indexOf('=')
  return at < 0 ? `${text}|${text}` : `${text.slice(0, at)}|${text.slice(at + 1)}`
}
