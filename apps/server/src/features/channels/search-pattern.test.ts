import { expect, test } from 'vitest'
import { searchPattern } from './search-pattern.ts'

test.each([
  { pattern: '^$', text: '', gives: true },
  { pattern: '^beta', text: 'beta.1', gives: true },
  { pattern: '^(?!beta).+', text: 'alpha.1', gives: true },
  { pattern: '^(?!beta).+', text: 'beta.1', gives: false },
])('$pattern in "$text": $gives', async ({ pattern, text, gives }) => {
  expect(await searchPattern(pattern, text)).toBe(gives)
})

test('Y1: a pattern that takes for ever is ended, and the error names it', async () => {
  const hostile = '^(?!x)(a+)+$'
  await expect(searchPattern(hostile, `${'a'.repeat(40)}!`)).rejects.toThrow(hostile)
  await expect(searchPattern('(a+)+$', `${'a'.repeat(100_000)}!`)).resolves.toBe(false)
  await expect(searchPattern('(', 'x')).rejects.toThrow('(')
})
