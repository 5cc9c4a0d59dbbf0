import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harmless, harmlessJson, harmlessLine, wantsColour, widthOf } from './terminal.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: what must never come out
const ACTS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

test.each([
  { name: 'a title of the terminal', text: '\u001b]0;owned\u0007', shows: '\\x1b]0;owned\\x07' },
  { name: 'a colour', text: '\u001b[31mred\u001b[0m', shows: 'red' },
  { name: 'a cleared screen', text: '\u001b[2Jgone', shows: '\\x1b[2Jgone' },
  { name: 'a line that is written over', text: 'safe\rrm -rf', shows: 'safe\\x0drm -rf' },
  { name: 'text from right to left', text: 'a\u202etxt.exe', shows: 'a\\u202etxt.exe' },
  { name: 'an eight-bit control', text: '\u009b31m', shows: '\\x9b31m' },
  { name: 'several lines', text: 'a\r\n\tb', shows: 'a\n\tb' },
  { name: 'words of other languages', text: 'Größe 東京 🚀', shows: 'Größe 東京 🚀' },
])('$name', ({ text, shows }) => {
  expect(harmless(text)).toBe(shows)
})

test('a cell has one line', () => {
  expect(harmlessLine(' a \r\n b\tc\u2028d ')).toBe('a ⏎ b c ⏎ d')
})

test('nothing that acts on a terminal comes out, whatever goes in', async () => {
  const wild = fc.string({ unit: 'binary' })
  await fc.assert(
    fc.property(wild, (text) => {
      expect(harmless(text)).not.toMatch(ACTS)
      expect(harmlessLine(text)).not.toMatch(/[\n\t]/)
    }),
  )
})

test('harmless JSON means the same', async () => {
  await fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const printed = harmlessJson(JSON.stringify({ text }, null, 2))
      expect(printed).not.toMatch(ACTS)
      expect(JSON.parse(printed)).toEqual({ text })
    }),
  )
})

test.each([
  ['abc', 3],
  ['Größe', 5],
  ['e\u0301', 1],
  ['東京', 4],
  ['🚀', 2],
])('%s is %i columns wide', (text, width) => {
  expect(widthOf(text)).toBe(width)
})

test.each([
  { name: 'at a terminal', isTTY: true, env: {}, wants: true },
  { name: 'in a pipe', isTTY: false, env: {}, wants: false },
  { name: 'refused', isTTY: true, env: { NO_COLOR: '1' }, wants: false },
  { name: 'refused by nothing', isTTY: true, env: { NO_COLOR: '' }, wants: true },
  { name: 'at a terminal without colours', isTTY: true, env: { TERM: 'dumb' }, wants: false },
])('colours $name: $wants', ({ isTTY, env, wants }) => {
  expect(wantsColour({ isTTY }, env)).toBe(wants)
})
