import type { StreamName } from '@flotilla/work-directory'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  FRESH_INTERPRETER,
  finishInterpretation,
  type InterpreterState,
  interpretChunk,
  offsetsOf,
  restoreInterpreter,
  saveInterpreter,
} from './output-interpreter.ts'
import type { OutputItem } from './output-items.ts'

const encode = (text: string) => Buffer.from(text).toString('base64')
const setVariable = (name: string, value: string) =>
  `##octopus[setVariable name='${encode(name)}' value='${encode(value)}']`

/** Interprets whole streams in pieces of `size` bytes, saving and restoring the state between any two. */
function interpret(
  output: { readonly [stream in StreamName]?: string },
  size = Number.MAX_SAFE_INTEGER,
): readonly OutputItem[] {
  let state: InterpreterState = FRESH_INTERPRETER
  const items: OutputItem[] = []
  for (const stream of ['stdout', 'stderr'] as const) {
    const bytes = Buffer.from(output[stream] ?? '')
    for (let offset = 0; offset < bytes.length; offset += size) {
      const next = interpretChunk(state, { stream, offset, bytes: bytes.subarray(offset, offset + size) })
      items.push(...next.items)
      state =
        size > bytes.length ? next.state : restoreInterpreter(JSON.parse(JSON.stringify(saveInterpreter(next.state))))
    }
    expect(offsetsOf(state)[stream]).toBe(bytes.length)
  }
  return [...items, ...finishInterpretation(state).items]
}

const short = (items: readonly OutputItem[]) =>
  items.map((item) => (item.kind === 'line' ? `${item.category}: ${item.text}` : item))

describe('lines', () => {
  test.each([
    {
      name: 'stdout is Info, stderr is Error',
      output: { stdout: 'a\n', stderr: 'b\n' },
      gives: ['Info: a', 'Error: b'],
    },
    {
      name: 'levels last until they are switched',
      output: { stdout: '##octopus[stdout-highlight]\na\nb\n##octopus[stdout-default]\nc' },
      gives: ['Highlight: a', 'Highlight: b', 'Info: c'],
    },
    {
      name: 'every level of stdout',
      output: {
        stdout: ['verbose', 'wait', 'warning', 'error', 'ignore', 'default']
          .map((it) => `##octopus[stdout-${it}]\n${it}\n`)
          .join(''),
      },
      gives: ['Verbose: verbose', 'Wait: wait', 'Warning: warning', 'Error: error', 'Info: default'],
    },
    {
      name: 'every level of stderr',
      output: {
        stderr: ['progress', 'error', 'ignore', 'default'].map((it) => `##octopus[stderr-${it}]\n${it}\n`).join(''),
      },
      gives: ['Verbose: progress', 'Error: error', 'Error: default'],
    },
    {
      name: 'a level of one stream leaves the other alone',
      output: { stdout: '##octopus[stdout-warning]\na\n', stderr: 'b\n' },
      gives: ['Warning: a', 'Error: b'],
    },
    {
      name: 'a switch within a line divides it',
      output: { stdout: 'a##octopus[stdout-warning]b##octopus[stdout-default]\n' },
      gives: ['Info: a', 'Warning: b'],
    },
    { name: 'empty lines stay', output: { stdout: '\na\n' }, gives: ['Info: ', 'Info: a'] },
    {
      name: 'what does not parse is text',
      output: { stdout: '##octopus[mask value=!]\n' },
      gives: ['Info: ##octopus[mask value=!]'],
    },
    { name: 'attributes missing: text', output: { stdout: '##octopus[mask]\n' }, gives: ['Info: ##octopus[mask]'] },
    {
      name: 'text that only opens a message is not held back',
      output: { stdout: '##octopus[ is how it begins\nnext\n' },
      gives: ['Info: ##octopus[ is how it begins', 'Info: next'],
    },
    {
      name: 'a message without its end is text in the end',
      output: { stdout: "##octopus[mask value='YWFh\nYWFh\n" },
      gives: ["Info: ##octopus[mask value='YWFh", 'Info: YWFh'],
    },
    {
      name: 'a message that turns out to be none is text',
      output: { stdout: "##octopus[mask value='YWFh\nnot base64\nx\n" },
      gives: ["Info: ##octopus[mask value='YWFh", 'Info: not base64', 'Info: x'],
    },
  ])('$name', ({ output, gives }) => expect(short(interpret(output))).toEqual(gives))
})

describe('effects', () => {
  test.each([
    {
      name: 'a variable',
      line: setVariable('a', 'b'),
      gives: { kind: 'set-variable', name: 'a', value: 'b', sensitive: false },
    },
    {
      name: 'a sensitive variable',
      line: `##octopus[setVariable name='${encode('a')}' value='' sensitive='${encode('True')}']`,
      gives: { kind: 'set-variable', name: 'a', value: '', sensitive: true },
    },
    {
      name: 'O: a variable of over 1 MiB',
      line: setVariable('big', 'x'.repeat(1024 * 1024 + 1)),
      gives: { kind: 'variable-too-large', name: 'big', sizeBytes: 1024 * 1024 + 1 },
    },
    {
      name: 'an artifact',
      line: `##octopus[createArtifact path='${encode('/a/b.txt')}' length='${encode('12')}']`,
      gives: { kind: 'create-artifact', path: '/a/b.txt', name: 'b.txt', length: 12 },
    },
    {
      name: 'a reason of failure',
      line: `##octopus[resultMessage message='${encode('why')}']`,
      gives: { kind: 'result-message', message: 'why' },
    },
    {
      name: 'progress',
      line: `##octopus[progress percentage='${encode('150')}' message='${encode('m')}']`,
      gives: { kind: 'progress', percentage: 100, message: 'm' },
    },
    { name: 'a mask', line: `##octopus[mask value='${encode('s')}']`, gives: { kind: 'mask', value: 's' } },
    {
      name: 'a target deleted',
      line: `##octopus[delete-target machine='${encode('web01')}']`,
      gives: { kind: 'delete-target', machine: 'web01' },
    },
  ])('$name', ({ line, gives }) => expect(interpret({ stdout: `${line}\n` })).toEqual([gives]))

  test('a new target', () => {
    const line = `##octopus[createStepPackageTarget name='${encode('t')}' octopusRoles='${encode('a, b,')}' updateIfExisting='${encode('True')}']`
    expect(interpret({ stdout: line })).toMatchObject([
      {
        kind: 'create-target',
        message: 'createStepPackageTarget',
        name: 't',
        roles: ['a', 'b'],
        updateIfExisting: true,
      },
    ])
  })

  test.each(['Octopus.Deployment.Id', 'octopus.x', ' Octopus.x'])('J4: %j can not be set', (name) => {
    expect(interpret({ stdout: `${setVariable(name, 'v')}\n` })).toMatchObject([{ kind: 'line', category: 'Warning' }])
  })
  test('J4: a name that only resembles can', () => {
    expect(interpret({ stdout: `${setVariable('OctopusX', 'v')}\n` })).toMatchObject([{ kind: 'set-variable' }])
  })

  test('a message over several lines, as base64 wraps it, takes effect', () => {
    const value = 'x'.repeat(1024 * 1024)
    const wrapped = encode(value).replace(/.{76}/g, '$&\n')
    const line = `##octopus[setVariable name='${encode('a')}' value='${wrapped}']\nafter\n`
    expect(interpret({ stdout: line })).toEqual([
      { kind: 'set-variable', name: 'a', value, sensitive: false },
      { kind: 'line', stream: 'stdout', category: 'Info', text: 'after' },
    ])
  })
})

test('L5 L6: any split, with the state stored between, gives the same items, each effect once', async () => {
  const arbPart = fc.constantFrom(
    'a',
    ' ',
    '\n',
    'ä',
    setVariable('n', 'v'),
    '##octopus[',
    ']',
    '##octopus[stdout-wait]',
    "mask value='",
    'YWFh',
    "'",
  )
  const arbOutput = fc.array(arbPart).map((parts) => parts.join(''))
  await fc.assert(
    fc.property(arbOutput, arbOutput, fc.integer({ min: 1, max: 9 }), (stdout, stderr, size) => {
      expect(interpret({ stdout, stderr }, size)).toEqual(interpret({ stdout, stderr }))
    }),
  )
})
