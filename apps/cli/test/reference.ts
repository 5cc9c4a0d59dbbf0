import type { Command } from 'commander'
import { commandsOf, nameOf, pageOf, synopsisOf, visibleOptions } from '../src/documentation.ts'
import { EXIT_MEANINGS } from '../src/failures.ts'

/** Told once at the top of the reference, as every command that talks to a server has them. */
const COMMON = ['--output', '--url', '--api-key', '--space']

/** The pages of all commands as Markdown: what `--help` says, from the same tree. */
export function renderReference(program: Command): string {
  const topics = program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help')
  return topics.map(renderTopic).join('\n')
}

function renderTopic(command: Command): string {
  const pages = commandsOf(command)
  const about = pages.includes(command) ? '' : `\n${sentence(command.description())}\n`
  return `## ${command.name()}\n${about}\n${pages.map(renderPage).join('\n')}`
}

function renderPage(command: Command): string {
  const { details = [], examples = [], exits = [] } = pageOf(command) ?? { examples: [] }
  const rows = [
    ...command.registeredArguments.map((argument) => ({
      term: argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
      says: argument.description,
    })),
    ...visibleOptions(command)
      .filter(({ long }) => !COMMON.includes(long ?? ''))
      .map((option) => ({ term: option.flags, says: describeOption(option) })),
  ]
  const table = rows.map(({ term, says }) => `| \`${cell(term)}\` | ${cell(says)} |\n`).join('')
  return [
    `### \`${[nameOf(command), synopsisOf(command)].filter(Boolean).join(' ')}\`\n`,
    `${sentence(command.description())}\n`,
    ...details.map((paragraph) => `${paragraph.replaceAll('<', '&lt;')}\n`),
    ...(table === '' ? [] : [`| argument, option | meaning |\n| --- | --- |\n${table}`]),
    `\`\`\`sh\n${examples.join('\n')}\n\`\`\`\n`,
    ...(exits.length === 0 ? [] : [`May also end with ${exits.map(describeExit).join('; ')}.\n`]),
  ].join('\n')
}

function describeOption({
  description,
  argChoices,
  defaultValue,
  mandatory,
}: ReturnType<typeof visibleOptions>[number]): string {
  const choices = argChoices ? `: ${argChoices.map((choice) => `\`${choice}\``).join(', ')}` : ''
  const usual = typeof defaultValue === 'string' ? ` (\`${defaultValue}\`)` : ''
  return `${description}${choices}${usual}${mandatory ? '; required' : ''}`
}

const describeExit = (name: keyof typeof EXIT_MEANINGS): string =>
  `${EXIT_MEANINGS[name].code} (${EXIT_MEANINGS[name].says})`

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`
const cell = (text: string): string => text.replaceAll('|', '\\|')

/** The table of exit codes. */
export const renderExits = (): string =>
  Object.values(EXIT_MEANINGS)
    .map(({ code, says, advice }) => `| ${code} | ${says} | ${advice} |\n`)
    .join('')
