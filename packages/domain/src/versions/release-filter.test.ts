import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesReleaseFilter } from './index.ts'

test.each([
  { pattern: '', text: '1.0', passes: true },
  { pattern: '  ', text: '', passes: true },
  { pattern: '*', text: '', passes: true },
  { pattern: '?', text: '', passes: false },
  { pattern: '2021.1.*', text: '2021.1.0.15', passes: true },
  { pattern: '2021.1.*', text: '2021.10.0', passes: false },
  { pattern: '2021.1*', text: '2021.10.0', passes: true },
  { pattern: '2021.1', text: '2021.1.0', passes: false },
  { pattern: ' 2021.1 ', text: '2021.1', passes: true },
  { pattern: '*-beta', text: '1.0-BETA', passes: true },
  { pattern: '*-BETA*', text: '1.0-beta.1', passes: true },
  { pattern: '1.?.0', text: '1.5.0', passes: true },
  { pattern: '1.?.0', text: '1.15.0', passes: false },
  { pattern: '1.??.0', text: '1.15.0', passes: true },
  { pattern: '1.[0-4].0', text: '1.4.0', passes: true },
  { pattern: '1.[0-4].0', text: '1.5.0', passes: false },
  { pattern: '1.0-[a-c]*', text: '1.0-Beta', passes: true },
  { pattern: '1.0-[A-C]*', text: '1.0-beta', passes: true },
  { pattern: '1.0-[a-c]*', text: '1.0-delta', passes: false },
  { pattern: '1.[13-57]', text: '1.1', passes: true },
  { pattern: '1.[13-57]', text: '1.4', passes: true },
  { pattern: '1.[13-57]', text: '1.2', passes: false },
  { pattern: '1.[0-]', text: '1.-', passes: true },
  { pattern: '1.[9-0]', text: '1.5', passes: false },
  { pattern: '1.[', text: '1.[', passes: true },
  { pattern: '1.[0-9', text: '1.5', passes: false },
  { pattern: '1.[0-9', text: '1.[0-9', passes: true },
  { pattern: '1.[]', text: '1.[]', passes: true },
  { pattern: '1.[]', text: '1.5', passes: false },
  { pattern: '1.0', text: '1x0', passes: false },
  { pattern: '1.0+b(1)', text: '1.0+b(1)', passes: true },
  { pattern: '*a*b*c', text: 'xaxbxbxc', passes: true },
  { pattern: '*a*b*c', text: 'xaxcxb', passes: false },
])('"$pattern" on "$text": $passes', ({ pattern, text, passes }) => {
  expect(matchesReleaseFilter(pattern, text)).toBe(passes)
})

const arbText = fc.string({ unit: fc.constantFrom('0', '1', '2', '.', '-', 'a', 'B'), maxLength: 12 })
const arbPattern = fc.string({ unit: fc.constantFrom('0', '1', '.', 'a', 'b', '*', '?', '[', '-', ']'), maxLength: 10 })

test('a filter without wildcards passes exactly the text itself, without case', async () => {
  const arbLiteral = fc.string({ minLength: 1 }).filter((text) => !/[*?[]/.test(text) && text.trim() === text)
  await fc.assert(
    fc.property(arbLiteral, fc.string(), (literal, other) => {
      expect(matchesReleaseFilter(literal, literal)).toBe(true)
      expect(matchesReleaseFilter(literal.toUpperCase(), literal.toLowerCase())).toBe(
        literal.toUpperCase().toLowerCase() === literal.toLowerCase(),
      )
      expect(matchesReleaseFilter(literal, other)).toBe(literal.toLowerCase() === other.toLowerCase())
    }),
  )
})

test('agrees with a plain recursive reading of the rules', async () => {
  await fc.assert(
    fc.property(arbPattern, arbText, (pattern, text) => {
      expect(matchesReleaseFilter(pattern, text)).toBe(pattern === '' || slowMatch([...pattern], [...text]))
    }),
    { numRuns: 5000 },
  )
})

test('a hostile pattern takes no longer than pattern times text', () => {
  const startedAt = performance.now()
  expect(matchesReleaseFilter(`${'*a'.repeat(5000)}b`, 'a'.repeat(349))).toBe(false)
  expect(matchesReleaseFilter('['.repeat(200_000), '1.0')).toBe(false)
  expect(matchesReleaseFilter(`${'['.repeat(200_000)}]`, '1.0')).toBe(false)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

function slowMatch(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text.length === 0
  if (first === '*') return slowMatch(rest, text) || (text.length > 0 && slowMatch(pattern, text.slice(1)))
  const char = text[0]?.toLowerCase()
  if (char === undefined) return false
  const close = first === '[' ? rest.indexOf(']') : -1
  if (close > 0) return slowSet(rest.slice(0, close), char) && slowMatch(rest.slice(close + 1), text.slice(1))
  return (first === '?' || first === char) && slowMatch(rest, text.slice(1))
}

function slowSet([from, dash, to, ...rest]: readonly string[], char: string): boolean {
  if (from === undefined) return false
  if (dash === '-' && to !== undefined) {
    return [char, char.toUpperCase()].some((c) => from <= c && c <= to) || slowSet(rest, char)
  }
  const others = [dash, to, ...rest].filter((c) => c !== undefined)
  return from === char || slowSet(others, char)
}
