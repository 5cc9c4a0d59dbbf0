// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Bash writes ${name}, too.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FRESH_INTERPRETER, finishInterpretation, interpretChunk } from './output-interpreter.ts'
import type { OutputItem } from './output-items.ts'
import { buildPayload, type Script, type ScriptVariable } from './script-payload.ts'
import { bash, makeTestBed, must, run, type Seen, type TestBed } from './testing.ts'

let bed: TestBed
let count = 0
beforeAll(async () => {
  bed = await makeTestBed()
})
afterAll(() => bed.discard())

const runBash = (body: string, rest: Partial<Script> = {}): Promise<Seen> =>
  run(bed, `script-${++count}`, bash(body, rest))
async function itemsOf(body: string, rest: Partial<Script> = {}): Promise<readonly OutputItem[]> {
  const { stdout, stderr } = await runBash(body, rest)
  expect(stderr).toBe('')
  const taken = interpretChunk(FRESH_INTERPRETER, { stream: 'stdout', offset: 0, bytes: Buffer.from(stdout) })
  return [...taken.items, ...finishInterpretation(taken.state).items]
}

const HOSTILE = [
  '$(touch x)',
  '`touch x`',
  '${HOME}',
  '$HOME',
  "it's",
  '"quoted"',
  "$'\\x41'",
  '\\',
  '\\n',
  'a\nb',
  '\n',
  'tab\t',
  ' spaces ',
  '-n',
  '-e',
  '*',
  '~',
  '!!',
  '; touch x',
  '#{x}',
  'ä🚢',
  '\u001b[31m',
  '%s%b',
  '\x7f',
  '',
  "'); touch x; (",
  ']',
  '\r\n',
]

describe('J2: variables are data', () => {
  test.each(HOSTILE)('J2: the value %j comes out as it went in, and nothing runs', async (value) => {
    const seen = await runBash('get_octopusvariable v; printf "|%s|" "${octopus_parameters[v]}"; ls', {
      variables: [{ name: 'v', value }],
    })
    expect(seen).toMatchObject({ stdout: `${value}|${value}|`, stderr: '', outcome: { kind: 'exited', exitCode: 0 } })
  })

  test('J2: any names and values, all in one script', async () => {
    const arbName = fc
      .oneof(fc.constantFrom(...HOSTILE, '@', '[', 'a]b', 'a[0]', '=x'), fc.string({ unit: 'binary' }))
      .filter((name) => name !== '' && !name.includes('\0'))
    const arbVariable = fc.record({ name: arbName, value: fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()) })
    const arbVariables = fc.uniqueArray(arbVariable, {
      selector: ({ name }) => Buffer.from(name).toString('hex'),
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(arbVariables, async (variables: readonly ScriptVariable[]) => {
        const body =
          'for name in "${_flotilla_names[@]}"; do get_octopusvariable "$name"; printf "\\0--\\0"; done >out; ls'
        const seen = await runBash(body, { variables })
        expect(seen).toMatchObject({ stdout: 'out\n', stderr: '' })
        const expected = Buffer.concat(
          variables.flatMap(({ value }) => [Buffer.from(value as string), Buffer.from('\0--\0')]),
        )
        expect(await readFile(join(bed.root, `script-${count}`, 'work', 'out'))).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  test('J2: all 256 bytes, NUL too', async () => {
    const value = Uint8Array.from({ length: 256 }, (_, index) => index)
    await runBash('get_octopusvariable bytes >out', { variables: [{ name: 'bytes', value }] })
    expect(await readFile(join(bed.root, `script-${count}`, 'work', 'out'))).toEqual(Buffer.from(value))
  })

  test('J2: long values, more of them than are remembered, each in its place, and the same for the next script', async () => {
    const values = Array.from({ length: 10 }, (_, index) => `${index} "ä' `.repeat(3_000 + index))
    const variables = values.flatMap((value, index) => [
      { name: `long${index}`, value },
      { name: `short${index}`, value: String(index) },
    ])
    for (const ask of [variables, variables.toReversed()]) {
      const names = ask.map(({ name }) => name).join(' ')
      const body = `for name in ${names}; do get_octopusvariable "$name"; echo; done >out`
      expect(await runBash(body, { variables: ask })).toMatchObject({ stdout: '', stderr: '' })
      const out = await readFile(join(bed.root, `script-${count}`, 'work', 'out'), 'utf8')
      expect(out).toBe(ask.map(({ value }) => `${value}\n`).join(''))
    }
  })

  test('a variable that is missing is empty, also under strict settings', async () => {
    const seen = await runBash(
      'set -euo pipefail; get_octopusvariable missing; get_octopusvariable; echo "[$(get_octopusvariable "a b")]"',
      {
        variables: [{ name: 'a b', value: '1' }],
      },
    )
    expect(seen).toMatchObject({ stdout: '[1]\n', stderr: '', outcome: { exitCode: 0 } })
  })

  test('K5: values are in no argument and no environment', async () => {
    const seen = await runBash('tr "\\0" " " </proc/$$/cmdline; tr "\\0" " " </proc/$PPID/cmdline; env', {
      variables: [{ name: 'v', value: 'canary-7431' }],
    })
    expect(seen.stdout).toContain('bootstrap.sh')
    expect(seen.stdout).not.toContain('canary-7431')
  })

  test('300 variables start no process', async () => {
    const variables = Array.from({ length: 300 }, (_, index) => ({ name: `Name${index}`, value: `value ${index}` }))
    const body =
      'echo "${#octopus_parameters[@]} ${octopus_parameters[Name299]}"; echo $(($(sh -c "echo \\$PPID") - $$))'
    expect((await runBash(body, { variables })).stdout).toMatch(/^300 value 299\n[01]\n$/)
  })
})

describe('helper functions', () => {
  test.each([
    {
      name: 'set_octopusvariable',
      body: 'set_octopusvariable "a b" "$(printf \'1\\n2\')"',
      gives: [{ kind: 'set-variable', name: 'a b', value: '1\n2', sensitive: false }],
    },
    {
      name: 'a sensitive one is masked from then on',
      body: 'set_octopusvariable k hunter2 -sensitive',
      gives: [
        { kind: 'mask', value: 'hunter2' },
        { kind: 'set-variable', name: 'k', value: 'hunter2', sensitive: true },
      ],
    },
    {
      name: 'update_progress',
      body: 'update_progress 40 "half way"',
      gives: [{ kind: 'progress', percentage: 40, message: 'half way' }],
    },
    {
      name: 'write_verbose',
      body: 'write_verbose a b',
      gives: [{ kind: 'line', stream: 'stdout', category: 'Verbose', text: 'a b' }],
    },
    {
      name: 'write_highlight',
      body: 'write_highlight "a  b"',
      gives: [{ kind: 'line', stream: 'stdout', category: 'Highlight', text: 'a  b' }],
    },
    {
      name: 'write_wait',
      body: 'IFS=,; write_wait a b',
      gives: [{ kind: 'line', stream: 'stdout', category: 'Wait', text: 'a b' }],
    },
    {
      name: 'write_warning',
      body: 'set -eu; write_warning a; echo b',
      gives: [{ category: 'Warning' }, { category: 'Info' }],
    },
    {
      name: 'remove-octopustarget',
      body: 'remove-octopustarget web01',
      gives: [{ kind: 'delete-target', machine: 'web01' }],
    },
    {
      name: 'new_octopustarget',
      body: 'new_octopustarget -n t --target-id x --inputs "{}" --roles "a,b" --update-if-existing --worker-pool p',
      gives: [{ kind: 'create-target', name: 't', roles: ['a', 'b'], updateIfExisting: true }],
    },
  ])('$name', async ({ body, gives }) => expect(await itemsOf(body)).toMatchObject(gives))

  test('an output variable of 1 MiB', async () => {
    const [item] = await itemsOf(`set_octopusvariable big "$(head -c 1048576 /dev/zero | tr '\\0' x)"`)
    expect(item).toMatchObject({ kind: 'set-variable', name: 'big' })
  })

  test('new_octopusartifact makes the path absolute and names the file', async () => {
    const [item] = await itemsOf('mkdir d; printf 12345 >"d/a b.txt"; new_octopusartifact "d/a b.txt"')
    const path = join(bed.root, `script-${count}`, 'work', 'd/a b.txt')
    expect(item).toEqual({ kind: 'create-artifact', path, name: 'a b.txt', length: 5 })
  })

  test('new_octopusartifact fails for a file that does not exist', async () => {
    expect(await runBash('new_octopusartifact nothing; echo never')).toMatchObject({
      stdout: '',
      outcome: { exitCode: 1 },
    })
  })

  test('fail_step ends the script with its reason', async () => {
    const seen = await runBash('fail_step "no space"; echo never')
    expect(seen.outcome).toEqual({ kind: 'exited', exitCode: 1 })
    expect(seen.stdout).toBe(`##octopus[resultMessage message='${Buffer.from('no space').toString('base64')}']\n`)
  })
})

describe('the script itself', () => {
  test('runs in an empty directory of its own, with its parameters, and CR LF is no obstacle', async () => {
    const seen = await runBash('echo "$# $2"\r\nls\r\nexit 3\r\n', { parameters: '"a b" \'c  d\'' })
    expect(seen).toMatchObject({ stdout: '2 c  d\n', stderr: '', outcome: { exitCode: 3 } })
  })

  test('a module of the project is loaded by its name', async () => {
    const modules = [{ name: 'my tools', body: 'greet() { echo "hello $1"; }' }]
    expect(await runBash('source "my tools.sh"; greet you', { modules })).toMatchObject({
      stdout: 'hello you\n',
      stderr: '',
    })
  })

  test.each([
    { body: 'false', exitCode: 1 },
    { body: 'return 4', exitCode: 4 },
    { body: 'set -e; false; true', exitCode: 1 },
    { body: '', exitCode: 0 },
    { body: 'if', exitCode: 2 },
  ])('$body gives exit code $exitCode', async ({ body, exitCode }) => {
    expect((await runBash(body)).outcome).toEqual({ kind: 'exited', exitCode })
  })

  test('the same script has the same hash, another value another one', () => {
    const hashOf = (value: string) =>
      must(buildPayload({ syntax: 'Bash', body: '', variables: [{ name: 'v', value }] })).hash
    expect(hashOf('a')).toBe(hashOf('a'))
    expect(hashOf('a')).not.toBe(hashOf('b'))
  })
})
