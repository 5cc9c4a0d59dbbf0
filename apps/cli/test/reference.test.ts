import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { commandsOf, nameOf, pageOf } from '../src/documentation.ts'
import { createProgram } from '../src/program.ts'
import { renderExits, renderReference } from './reference.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const REFERENCE = `${root}docs/reference/command-line.md`
const MARK =
  '<!-- From here on it is made from the commands themselves: npx vitest run apps/cli/test/reference.test.ts -u -->'

/** Reads the words of a line as a shell does, as far as examples need it. */
function wordsOf(line: string): readonly string[] {
  const command = line.replace(/^.*?(?=flotilla )/, '').split(/ [|>&]/)[0]!
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+?)(?=\s|$)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '').slice(1)
}

/** Parses a command line against the tree, without doing anything. Answers the command and what it got. */
async function parse(words: readonly string[]): Promise<{ readonly name: string; readonly args: readonly unknown[] }> {
  const program = createProgram()
  let reached: { readonly name: string; readonly args: readonly unknown[] } | undefined
  const disarm = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} })
    if (pageOf(command)) {
      command.action((...given) => {
        reached = { name: nameOf(command), args: given.slice(0, -1) }
      })
    }
    for (const below of command.commands) disarm(below)
  }
  disarm(program)
  await program.parseAsync(words, { from: 'user' })
  if (!reached) throw new Error(`Not a command: ${words.join(' ')}`)
  return reached
}

const commands = commandsOf(createProgram()).map((command) => ({ name: nameOf(command), command }))

describe.each(commands)('$name', ({ name, command }) => {
  const page = pageOf(command)!

  test('has two examples or more, each of which is a call of it', async () => {
    expect(page.examples.length).toBeGreaterThanOrEqual(2)
    for (const example of page.examples) expect((await parse(wordsOf(example))).name, example).toBe(name)
  })

  test('says what it is for, and what each argument and option means', () => {
    expect(command.description()).toMatch(/^[a-z]/)
    for (const { description } of [...command.registeredArguments, ...command.options]) expect(description).not.toBe('')
  })

  test('its help has a synopsis, exit codes and examples', () => {
    const words: string[] = []
    command.configureOutput({ writeOut: (text) => void words.push(text) })
    command.outputHelp()
    const help = words.join('')
    expect(help).toContain(`Usage: ${name}`)
    expect(help).toMatch(/Exit codes:\n {2}0 +success/)
    for (const example of page.examples) expect(help).toContain(`  ${example}\n`)
  })
})

test('every command has a page', () => {
  const leaves = (command: Command): readonly Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
  const names = leaves(createProgram())
    .filter((command) => !['help', '__complete'].includes(command.name()))
    .filter((command) => !pageOf(command))
    .map(nameOf)
  expect(names).toEqual([])
})

test('the reference says what the commands say', async () => {
  const text = await readFile(REFERENCE, 'utf8')
  const head = text.slice(0, text.indexOf(MARK))
  expect(head).toContain(renderExits())
  await expect(`${head}${MARK}\n\n${renderReference(createProgram())}`).toMatchFileSnapshot(REFERENCE)
})

describe('what documents tell people to type can be typed', async () => {
  const guides = (await readdir(`${root}docs/guide`)).map((name) => `docs/guide/${name}`)
  const documents = ['README.md', 'docs/reference/command-line.md', ...guides]
  for (const document of documents) {
    const text = await readFile(root + document, 'utf8')
    // A command may go on in the next line.
    const blocks = [...text.matchAll(/```(?:sh|bash|text)?\n([\s\S]*?)```/g)].map(([, block]) =>
      block!.replaceAll(/\\\n\s*/g, ''),
    )
    const lines = blocks
      .flatMap((block) => block.split('\n'))
      .filter((line) => /^(\S*\$ |\w+=\$\()?\s*(npx )?flotilla /.test(line.trim()))
    test.each(lines.length > 0 ? lines : ['flotilla project list'])(`${document}: %s`, async (line) => {
      const words = wordsOf(line.replace(/\)$/, '').replace(/ +# .*$/, ''))
      await expect(parse(words)).resolves.toBeTruthy()
    })
  }
})
