import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AssemblerState, assembleLines, EMPTY_STREAM, finishLines, LINE_LIMIT_BYTES } from './log-assembler.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Feeds `whole` in pieces that end at the given places. */
function assemble(whole: Uint8Array, cuts: readonly number[]): readonly string[] {
  const ends = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((one, other) => one - other)
  const lines: string[] = []
  let state: AssemblerState = EMPTY_STREAM
  for (const end of [...ends, whole.length]) {
    const next = assembleLines(state, state.offset, whole.subarray(state.offset, end))
    lines.push(...next.lines)
    state = next.state
  }
  expect(state.offset).toBe(whole.length)
  return [...lines, ...finishLines(state)]
}

const arbText = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\r\n', '\r', 'ä', '🚢', '##octopus[', ']')))
  .map((parts) => bytes(parts.join('')))
const arbLong = fc
  .tuple(fc.nat(5), fc.constantFrom('x', 'ä', '🚢', '\r'), fc.constantFrom('', '\n', '\r\n', '\nrest'))
  .map(([more, letter, end]) => {
    const head = letter.repeat(Math.ceil((LINE_LIMIT_BYTES - 3) / Buffer.byteLength(letter)))
    return bytes(`${head}${'y'.repeat(more)}${end}`)
  })
const arbBytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), arbText, arbLong)
const arbCuts = fc.array(fc.nat())

test('L5: any split of any bytes gives the same lines', async () => {
  await fc.assert(
    fc.property(arbBytes, arbCuts, (whole, cuts) => {
      expect(assemble(whole, cuts)).toEqual(assemble(whole, []))
    }),
  )
})

test('L5: short text comes out as it went in, line by line', async () => {
  const arbLine = fc.string({ unit: 'grapheme', maxLength: 50 }).filter((line) => !/[\n\r\0]/.test(line))
  await fc.assert(
    fc.property(fc.array(arbLine), arbCuts, fc.constantFrom('\n', '\r\n'), (lines, cuts, end) => {
      expect(assemble(bytes(lines.map((line) => line + end).join('')), cuts)).toEqual(lines)
    }),
  )
})

test('L2: reading again from any earlier offset adds nothing', async () => {
  await fc.assert(
    fc.property(arbBytes, fc.nat(), fc.nat(), (whole, cut, back) => {
      const read = cut % (whole.length + 1)
      const from = back % (read + 1)
      const first = assembleLines(EMPTY_STREAM, 0, whole.subarray(0, read))
      expect(assembleLines(first.state, from, whole.subarray(from, read))).toEqual({ state: first.state, lines: [] })
      const rest = assembleLines(first.state, from, whole.subarray(from))
      expect([...first.lines, ...rest.lines, ...finishLines(rest.state)]).toEqual(assemble(whole, []))
    }),
  )
})

test.each([
  { name: 'a last line without a line end is kept', text: 'one\ntwo', gives: ['one', 'two'] },
  { name: 'empty lines are lines', text: '\n\na\n', gives: ['', '', 'a'] },
  { name: 'a lone CR belongs to the text', text: 'a\rb\r\n', gives: ['a\rb'] },
  { name: 'NUL can not be stored', text: 'a\0b\n', gives: ['a\uFFFDb'] },
  { name: 'a byte order mark is text', text: '\uFEFFa\n', gives: ['\uFEFFa'] },
  {
    name: 'a line at the limit is whole',
    text: `${'x'.repeat(LINE_LIMIT_BYTES)}\r\n`,
    gives: ['x'.repeat(LINE_LIMIT_BYTES)],
  },
  {
    name: 'O: a longer line is cut with a mark and a count',
    text: `${'x'.repeat(LINE_LIMIT_BYTES + 5)}\n`,
    gives: [`${'x'.repeat(LINE_LIMIT_BYTES)} [cut: 5 more bytes]`],
  },
  {
    name: 'O: the cut leaves no half character',
    text: `${'x'.repeat(LINE_LIMIT_BYTES - 1)}🚢\n`,
    gives: [`${'x'.repeat(LINE_LIMIT_BYTES - 1)} [cut: 4 more bytes]`],
  },
])('$name', ({ text, gives }) => {
  expect(assemble(bytes(text), [])).toEqual(gives)
})

test('L5: invalid bytes become U+FFFD', () => {
  expect(assemble(Uint8Array.of(0x61, 0xff, 0xc3, 10), [])).toEqual(['a\uFFFD\uFFFD'])
})

test('L1: a gap is counted in a line that says so', () => {
  const { state } = assembleLines(EMPTY_STREAM, 0, bytes('half'))
  const { lines } = assembleLines(state, 10, bytes('rest\n'))
  expect(lines).toEqual(['half', '[6 bytes of output are missing]', 'rest'])
})

test('F56: a line of 100 MB keeps memory bounded', () => {
  const chunk = new Uint8Array(256 * 1024).fill(0x78)
  let state = EMPTY_STREAM
  for (let count = 0; count < 400; count++) state = assembleLines(state, state.offset, chunk).state
  expect(state.kept.length).toBeLessThanOrEqual(LINE_LIMIT_BYTES + 1)
  expect(assembleLines(state, state.offset, bytes('\n')).lines[0]).toMatch(/ \[cut: 104792064 more bytes\]$/)
})
