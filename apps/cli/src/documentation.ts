import type { Argument, Command, Option } from 'commander'
import { EXIT_MEANINGS, type ExitName } from './failures.ts'

/** What a page of the manual has beyond what a command declares for itself. */
export interface Page {
  /** Paragraphs behind the one-line description. */
  readonly details?: readonly string[]
  /** At least two, as they are typed. */
  readonly examples: readonly string[]
  /** How it may end, beyond success and what every command that talks to a server may end with. */
  readonly exits?: readonly ExitName[]
}

const pages = new WeakMap<Command, Page>()

/** Gives a command its page; `--help` and docs/reference/command-line.md are both made from it. */
export function document(command: Command, page: Page): Command {
  pages.set(command, page)
  return command.addHelpText('after', () => helpOf(command, page))
}

export const pageOf = (command: Command): Page | undefined => pages.get(command)

const talksToServer = (command: Command): boolean => command.options.some(({ long }) => long === '--url')

const SERVER_EXITS: readonly ExitName[] = ['refused', 'serverTrouble', 'notAllowed', 'interrupted']

/** How a command may end, in the order of the codes. */
export function exitsOf(command: Command): readonly ExitName[] {
  const names: readonly ExitName[] = [
    'success',
    ...(talksToServer(command) ? SERVER_EXITS : (['refused'] as const)),
    ...(pageOf(command)?.exits ?? []),
  ]
  return (Object.keys(EXIT_MEANINGS) as ExitName[]).filter((name) => names.includes(name))
}

/** What of the environment a command looks at. */
export const environmentOf = (command: Command): readonly (readonly [name: string, meaning: string])[] =>
  talksToServer(command)
    ? [
        ['FLOTILLA_URL', 'address of the server'],
        ['FLOTILLA_API_KEY', 'your API key'],
        ['FLOTILLA_SPACE', 'name, slug or id of the space'],
        ['NO_COLOR', 'no colours, when it is set'],
      ]
    : []

export const exitLines = (names: readonly ExitName[]): readonly string[] =>
  names.map((name) => `${String(EXIT_MEANINGS[name].code).padEnd(4)} ${EXIT_MEANINGS[name].says}`)

function helpOf(command: Command, page: Page): string {
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? '' : `\n${title}:\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n`
  const environment = environmentOf(command).map(([name, meaning]) => `${name.padEnd(17)} ${meaning}`)
  return [
    ...(page.details ?? []).map((paragraph) => `\n${wrap(paragraph)}\n`),
    section('Exit codes', exitLines(exitsOf(command))),
    section('Environment', environment),
    section('Examples', page.examples),
  ].join('')
}

const HELP_WIDTH = 100

/** Lines of a readable length. */
export function wrap(text: string, width = HELP_WIDTH): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line !== '' && line.length + word.length + 1 > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join('\n')
}

/** `flotilla release create`. */
export const nameOf = (command: Command): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name()

/** Every command that can be run, in the order of the tree; those that machines call are left out. */
export function commandsOf(command: Command): readonly Command[] {
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help')
  const own = pageOf(command) ? [command] : []
  return [...own, ...below.flatMap(commandsOf)]
}

export const visibleOptions = (command: Command): readonly Option[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help')

/** `<project> [version]`. */
export const synopsisOf = (command: Command): string =>
  command.registeredArguments.map((argument) => termOf(argument)).join(' ')

const termOf = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}
