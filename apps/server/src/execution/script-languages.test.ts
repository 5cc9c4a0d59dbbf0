// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hostile values.
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLocalTransport } from '@flotilla/work-directory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FRESH_INTERPRETER, finishInterpretation, interpretChunk } from './output-interpreter.ts'
import type { OutputItem } from './output-items.ts'
import { buildPayload, SCRIPT_SYNTAXES, type Script } from './script-payload.ts'
import { hasProgram, makeTestBed, must, payloadOf, readAll, run, type Seen, type TestBed } from './testing.ts'

const hasPython = hasProgram('python3')
let bed: TestBed
let count = 0
beforeAll(async () => {
  bed = await makeTestBed()
})
afterAll(() => bed.discard())

const runIn = (syntax: string, body: string, rest: Partial<Script> = {}): Promise<Seen> =>
  run(bed, `language-${++count}`, payloadOf(syntax, body, rest))
const workDirectory = () => join(bed.root, `language-${count}`, 'work')
async function itemsOf(syntax: string, body: string, rest: Partial<Script> = {}): Promise<readonly OutputItem[]> {
  const { stdout, stderr } = await runIn(syntax, body, rest)
  expect(stderr).toBe('')
  const taken = interpretChunk(FRESH_INTERPRETER, { stream: 'stdout', offset: 0, bytes: Buffer.from(stdout) })
  return [...taken.items, ...finishInterpretation(taken.state).items]
}

const HOSTILE = [
  '$(touch x)',
  '`touch x`',
  "it's",
  '"""',
  '\\',
  '\\n',
  'a\nb',
  '\r\n',
  ' spaces ',
  '#{x}',
  'ä🚢',
  '\u001b[31m',
  '%s',
  '',
  ']',
  '${a}',
  "'''\n",
  '\u2028',
  '\0',
  "long ä' \n".repeat(3_000),
  'long, too\0'.repeat(3_000),
]
const variables = HOSTILE.map((value, index) => ({ name: `Value ${index}`, value }))
const all = Buffer.from(HOSTILE.map((value) => `${value}\u0001`).join(''))

/** One way of saying each thing in each language; PowerShell has its own file. */
const LANGUAGES = [
  {
    syntax: 'Python',
    printAll: `import sys\nfor i in range(${HOSTILE.length}):\n  sys.stdout.write(get_octopusvariable('value %d' % i) + chr(1))\n`,
    lookups: `print(get_octopusvariable('Value 2'), get_octopusvariable('VALUE 2'), octopusvariables['value 2'], '[' + get_octopusvariable('missing') + ']')`,
    set: `set_octopusvariable('a b', '1\\n2')\nset_octopusvariable('flag', True)\nset_octopusvariable('n', 5)`,
    secret: `set_octopusvariable('k', 'hunter2', True)`,
    levels: `printverbose('a')\nprinthighlight('b')\nprintwait('c')\nprintwarning('d')\nprint('e')`,
    progress: `updateprogress(40, 'half way')`,
    artifact: `createartifact('missing.txt')\nopen('a b.txt', 'w').write('12345')\ncreateartifact('a b.txt', 'other.txt')`,
    fail: `failstep('no space')\nprint('never')`,
    parameters: `import sys\nprint(sys.argv[1:])`,
    shown: `['a b', 'c', '$HOME']\n`,
    exit: `import sys\nsys.exit(7)`,
    error: `x = 1\nraise ValueError('boom')`,
    whereError: 'script.py", line 2',
    useModule: `import Greeter\nGreeter.greet()`,
    module: `def greet(): printhighlight(get_octopusvariable('a'))`,
    look: `import os\nprint(open('/proc/self/cmdline').read(), open('/proc/self/environ').read(), os.listdir('.'))`,
  },
  {
    syntax: 'JavaScript',
    printAll: `for (let i = 0; i < ${HOSTILE.length}; i++) process.stdout.write(getOctopusVariable('value ' + i) + String.fromCharCode(1))`,
    lookups: `console.log(getOctopusVariable('Value 2'), getOctopusVariable('VALUE 2'), octopusParameters['Value 2'], '[' + getOctopusVariable('missing') + ']')`,
    set: `setOctopusVariable('a b', '1\\n2'); setOctopusVariable('flag', true); setOctopusVariable('n', 5)`,
    secret: `setOctopusVariable('k', 'hunter2', true)`,
    levels: `writeVerbose('a'); writeHighlight('b'); writeWait('c'); writeWarning('d'); console.log('e')`,
    progress: `updateProgress(40, 'half way')`,
    artifact: `newOctopusArtifact('missing.txt'); require('fs').writeFileSync('a b.txt', '12345'); newOctopusArtifact('a b.txt', 'other.txt')`,
    fail: `failStep('no space'); console.log('never')`,
    parameters: `console.log(JSON.stringify(process.argv.slice(2)))`,
    shown: `["a b","c","$HOME"]\n`,
    exit: `process.exit(7)`,
    error: `const x = 1\nthrow new TypeError('boom')`,
    whereError: 'script.cjs:2:',
    useModule: `require('./Greeter').greet()`,
    module: `exports.greet = () => writeHighlight(getOctopusVariable('a'))`,
    look: `const fs = require('fs'); console.log(fs.readFileSync('/proc/self/cmdline', 'utf8'), fs.readFileSync('/proc/self/environ', 'utf8'), fs.readdirSync('.'))`,
  },
] as const

describe.each(LANGUAGES.filter(({ syntax }) => syntax !== 'Python' || hasPython))('$syntax', (language) => {
  const { syntax } = language

  test('J2: variables come out as they went in, whatever they hold', async () => {
    const seen = await runIn(syntax, language.printAll, { variables })
    expect(seen).toMatchObject({ stdout: all.toString(), stderr: '', outcome: { exitCode: 0 } })
    expect(await readdir(workDirectory())).toEqual([])
  })

  test('a name is found in any letters, and a missing one is empty', async () => {
    const seen = await runIn(syntax, language.lookups, { variables })
    expect(seen).toMatchObject({ stdout: "it's it's it's []\n", stderr: '' })
  })

  test('output variables; booleans are True and False', async () => {
    expect(await itemsOf(syntax, language.set)).toEqual([
      { kind: 'set-variable', name: 'a b', value: '1\n2', sensitive: false },
      { kind: 'set-variable', name: 'flag', value: 'True', sensitive: false },
      { kind: 'set-variable', name: 'n', value: '5', sensitive: false },
    ])
    expect(await itemsOf(syntax, language.secret)).toEqual([
      { kind: 'mask', value: 'hunter2' },
      { kind: 'set-variable', name: 'k', value: 'hunter2', sensitive: true },
    ])
  })

  test('levels and progress', async () => {
    const lines = await itemsOf(syntax, language.levels)
    expect(lines.map((item) => (item.kind === 'line' ? `${item.category}: ${item.text}` : item))).toEqual([
      'Verbose: a',
      'Highlight: b',
      'Wait: c',
      'Warning: d',
      'Info: e',
    ])
    expect(await itemsOf(syntax, language.progress)).toEqual([
      { kind: 'progress', percentage: 40, message: 'half way' },
    ])
  })

  test('an artifact has an absolute path, and need not exist yet', async () => {
    expect(await itemsOf(syntax, language.artifact)).toEqual([
      { kind: 'create-artifact', path: join(workDirectory(), 'missing.txt'), name: 'missing.txt', length: 0 },
      { kind: 'create-artifact', path: join(workDirectory(), 'a b.txt'), name: 'other.txt', length: 5 },
    ])
  })

  test('failing with a reason ends the script', async () => {
    const seen = await runIn(syntax, language.fail)
    expect(seen.stdout).toBe(`##octopus[resultMessage message='${Buffer.from('no space').toString('base64')}']\n`)
    expect(seen.outcome).toEqual({ kind: 'exited', exitCode: 1 })
  })

  test('J1: parameters are words, not code', async () => {
    const seen = await runIn(syntax, language.parameters, { parameters: `"a b" c '$HOME'` })
    expect(seen).toMatchObject({ stdout: language.shown, stderr: '' })
  })

  test('its exit code is the result; an error is 1 and says where', async () => {
    expect((await runIn(syntax, language.exit)).outcome).toEqual({ kind: 'exited', exitCode: 7 })
    const broken = await runIn(syntax, language.error)
    expect(broken).toMatchObject({ outcome: { kind: 'exited', exitCode: 1 } })
    expect(broken.stderr).toContain('boom')
    expect(broken.stderr).toContain(language.whereError)
    expect(broken.stderr).not.toContain('bootstrap.py')
  })

  test('a module of the project is loaded by its name', async () => {
    const modules = [
      { name: 'Greeter', body: language.module },
      { name: "../it's $(touch x)", body: '' },
    ]
    expect(
      await itemsOf(syntax, language.useModule, { variables: [{ name: 'a', value: '1' }], modules }),
    ).toMatchObject([{ category: 'Highlight', text: '1' }])
    const ending = syntax === 'Python' ? 'py' : 'js'
    expect((await readdir(workDirectory())).sort()).toEqual([`.._it's $(touch x).${ending}`, `Greeter.${ending}`])
  })

  test('K5: values and parameters are in no argument and no environment, and the script starts in an empty directory', async () => {
    const seen = await runIn(syntax, language.look, {
      variables: [{ name: 'v', value: 'canary-7431' }],
      parameters: 'canary-7431',
    })
    expect(seen.stdout).toContain('bootstrap')
    expect(seen.stdout).toMatch(/\[\]\n$/)
    expect(seen.stdout).not.toContain('canary-7431')
  })
})

describe.skipIf(!hasPython)(
  `Python${hasPython ? '' : ' (python3 is not installed here, so these are skipped)'}`,
  () => {
    test('J2: bytes that are no text come out as they went in', async () => {
      const value = Uint8Array.from({ length: 256 }, (_, index) => index)
      await runIn('Python', `open('out', 'wb').write(get_octopusvariable('b').encode('utf-8', 'surrogateescape'))`, {
        variables: [{ name: 'b', value }],
      })
      expect(await readFile(join(workDirectory(), 'out'))).toEqual(Buffer.from(value))
    })

    test('the script is the main module, and modules it imports find the helpers', async () => {
      const body = `
open('helper.py', 'w').write("def tell(): printhighlight(get_octopusvariable('a'))")
import helper, threading, atexit
def late(): print('late', __name__)
if __name__ == '__main__':
  helper.tell()
  threading.Timer(0.05, late).start()
  atexit.register(late)`
      expect(await itemsOf('Python', body, { variables: [{ name: 'a', value: '1' }] })).toMatchObject([
        { category: 'Highlight', text: '1' },
        { text: 'late __main__' },
        { text: 'late __main__' },
      ])
    })

    test.each([
      { body: 'if', message: 'SyntaxError' },
      { body: 'failstep()', message: '' },
    ])('$body fails', async ({ body, message }) => {
      const seen = await runIn('Python', body)
      expect(seen).toMatchObject({ outcome: { exitCode: 1 }, stderr: expect.stringContaining(message) })
    })
  },
)

describe('JavaScript', () => {
  test('await, import() and require work, and the script ends when all is done', async () => {
    const body = `#!/usr/bin/env node
await new Promise((resolve) => setTimeout(resolve, 20))
const { sep } = await import('node:path')
const assert = require('node:assert')
setTimeout(() => console.log('later'), 20)
console.log(sep, typeof assert) // a comment at the end`
    expect(await runIn('JavaScript', body)).toMatchObject({
      stdout: '/ function\nlater\n',
      stderr: '',
      outcome: { exitCode: 0 },
    })
  })

  test.each([
    { body: 'await new Promise(() => {})', message: 'will never come' },
    { body: 'if', message: 'SyntaxError' },
    {
      body: 'setTimeout(() => { throw new Error("late") })\nawait new Promise((r) => setTimeout(r, 1000))',
      message: 'late',
    },
    { body: 'Promise.reject(new Error("nobody listens"))', message: 'nobody listens' },
  ])('$body fails', async ({ body, message }) => {
    const seen = await runIn('JavaScript', body)
    expect(seen).toMatchObject({ outcome: { exitCode: 1 }, stderr: expect.stringContaining(message) })
  })

  test('targets', async () => {
    const body = `newOctopusTarget({ name: 't', targetId: 'x', inputs: { a: 1 }, roles: ['a', 'b'], updateIfExisting: true }); removeOctopusTarget('u')`
    expect(await itemsOf('JavaScript', body)).toMatchObject([
      { kind: 'create-target', name: 't', roles: ['a', 'b'], updateIfExisting: true },
      { kind: 'delete-target', machine: 'u' },
    ])
  })
})

test.each(SCRIPT_SYNTAXES)('%s: where the interpreter is missing, the reason says what to install', async (syntax) => {
  // A place that has nothing but what the runner itself needs.
  const root = join(bed.root, '..', `bare-${syntax}`)
  const PATH = join(root, 'bin')
  await mkdir(PATH, { recursive: true })
  for (const program of ['sh', 'sync', 'mkfifo', 'tee', 'mv', 'cat']) {
    const path = execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
    await writeFile(join(PATH, program), `#!/bin/sh\nexec ${path} "$@"\n`, { mode: 0o755 })
  }
  const transport = createLocalTransport({
    root: join(root, 'work'),
    environment: { PATH, HOME: root, LANG: 'C.UTF-8' },
  })
  const seen = await readAll(must(await transport.start(bed.ticket(`bare-${syntax}`), payloadOf(syntax, 'echo never'))))
  expect(seen.outcome).toEqual({ kind: 'exited', exitCode: 127 })
  const [, reason = ''] = /^##octopus\[resultMessage message='([^']*)'\]\n$/.exec(seen.stdout) ?? []
  expect(Buffer.from(reason, 'base64').toString()).toMatch(/not in the PATH where this script was to run\. Install/)
})

test.each(['CSharp', 'FSharp', '', 'constructor'])('the syntax %j is refused', (syntax) => {
  expect(buildPayload({ syntax, body: '', variables: [] })).toEqual({
    ok: false,
    error: { kind: 'syntax-not-supported', syntax },
  })
})

test.each(SCRIPT_SYNTAXES)('%s: parameters without an end are refused', (syntax) => {
  expect(buildPayload({ syntax, body: '', variables: [], parameters: '"a' })).toEqual({
    ok: false,
    error: { kind: 'parameters-malformed', problem: 'quote-not-closed' },
  })
})
