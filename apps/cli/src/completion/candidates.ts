import { type Client, createClient, type Named } from '@flotilla/api'
import type { Argument, Command, Option } from 'commander'
import { harmlessLine } from '../terminal.ts'

/** What may be typed next, with a few words on it. */
export interface Candidate {
  readonly value: string
  readonly says: string
}

const LIMIT_MS = 1_000
const MOST_NAMES = 200

/** By the placeholder of an argument or option: where the names are that may stand there. */
const NAMES: Readonly<Record<string, string>> = {
  project: '~/projects',
  environment: '~/environments',
  tenant: '~/tenants',
  target: '~/machines',
  lifecycle: '~/lifecycles',
  'project-group': '~/projectgroups',
  'library-set': '~/libraryvariablesets',
  policy: '~/machinepolicies',
  account: '~/accounts',
  space: '/api/spaces',
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * What can follow a command line, read from the tree of commands itself. `words` are those behind `flotilla`; the last one is
 * the one that is being typed, and may be empty.
 */
export async function candidatesFor(
  program: Command,
  words: readonly string[],
  env: Environment,
): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? ''
  const { command, open, given, isBehindOptions } = walk(program, words.slice(0, -1))
  const [, inlined, start] = /^(--[\w-]+)=(.*)$/s.exec(current) ?? []
  if (inlined !== undefined && !isBehindOptions) {
    const option = command.options.find(({ long }) => long === inlined)
    const values = option ? await valuesOf(option, command, words, env) : []
    return startingWith(values, start!).map(({ value, says }) => ({ value: `${inlined}=${value}`, says }))
  }
  if (open) return startingWith(await valuesOf(open, command, words, env), current)
  if (current.startsWith('-') && !isBehindOptions) return startingWith(optionsOf(command), current)
  const argument = argumentAt(command, given)
  return startingWith(
    [...(given === 0 ? commandsOf(command) : []), ...(argument ? await valuesOf(argument, command, words, env) : [])],
    current,
  )
}

interface Place {
  readonly command: Command
  /** The option whose value comes next. */
  readonly open: Option | undefined
  /** How many arguments the command has so far. */
  readonly given: number
  readonly isBehindOptions: boolean
}

/** Where in the tree the words lead. */
function walk(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, open: undefined, given: 0, isBehindOptions: false }
  for (const word of words) place = step(place, word)
  return place
}

function step(place: Place, word: string): Place {
  const { command, open, given, isBehindOptions } = place
  if (open) return { ...place, open: open.variadic && !word.startsWith('-') ? open : undefined }
  if (word === '--') return { ...place, isBehindOptions: true }
  if (word.startsWith('-') && !isBehindOptions) {
    const option = command.options.find(({ long, short }) => word === long || word === short)
    return { ...place, open: option?.required ? option : undefined }
  }
  const below = given === 0 ? command.commands.find((each) => each.name() === word) : undefined
  return below ? { ...place, command: below } : { ...place, given: given + 1 }
}

function argumentAt({ registeredArguments }: Command, given: number): Argument | undefined {
  const last = registeredArguments.at(-1)
  return registeredArguments[given] ?? (last?.variadic ? last : undefined)
}

const commandsOf = (command: Command): readonly Candidate[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help')
    .map((each) => ({ value: each.name(), says: each.description() }))

const optionsOf = (command: Command): readonly Candidate[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ value: long, says: description }] : []))

/** What begins as it was typed, or else without case. */
function startingWith(candidates: readonly Candidate[], start: string): readonly Candidate[] {
  const exact = candidates.filter(({ value }) => value.startsWith(start))
  if (exact.length > 0) return exact
  return candidates.filter(({ value }) => value.toLowerCase().startsWith(start.toLowerCase()))
}

async function valuesOf(
  of: Option | Argument,
  command: Command,
  words: readonly string[],
  env: Environment,
): Promise<readonly Candidate[]> {
  if (of.argChoices) return of.argChoices.map((value) => ({ value, says: '' }))
  const path = NAMES[placeholderOf(of)]
  return path ? namesAt(path, clientOf(words, command, env)) : []
}

/** `environment` of `-e, --environment <environment>`. */
const placeholderOf = (of: Option | Argument): string =>
  'flags' in of ? (/[<[]([\w-]+)/.exec(of.flags)?.[1] ?? '') : of.name()

/** Undefined when nobody said where the server is: a guess would make every completion wait. */
function clientOf(words: readonly string[], command: Command, env: Environment): Client | undefined {
  const typed = (name: string): string | undefined => {
    const at = words.indexOf(name)
    return command.options.some(({ long }) => long === name) && at >= 0 ? words[at + 1] : undefined
  }
  const url = typed('--url') || env.FLOTILLA_URL
  if (!url) return undefined
  return createClient({
    url,
    apiKey: typed('--api-key') || env.FLOTILLA_API_KEY,
    space: typed('--space') || env.FLOTILLA_SPACE,
  })
}

async function namesAt(path: string, client: Client | undefined): Promise<readonly Candidate[]> {
  if (!client) return []
  const asked = client.get<{ readonly Items: readonly Named[] }>(path, { skip: 0, take: MOST_NAMES })
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), LIMIT_MS).unref())
  const page = await Promise.race([asked, late])
  // A name that is not what it seems would be run by the shell as it is: it is not offered.
  return (page?.Items ?? [])
    .filter(({ Name }) => harmlessLine(Name) === Name)
    .map(({ Id, Name }) => ({ value: Name, says: Id }))
}
