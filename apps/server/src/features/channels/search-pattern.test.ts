import { expect, test } from 'vitest'
import { searchPattern } from './search-pattern.ts'

test.each([
  { pattern: '^$', text: '', gives: true },
  { pattern: '^beta', text: 'beta.1', gives: true },
  { pattern: '^(?!beta).+', text: 'alpha.1', gives: true },
  { pattern: '^(?!beta).+', text: 'beta.1', gives: false },
  { pattern: '^(rc|beta)\\.\\1$', text: 'rc.rc', gives: true },
  { pattern: '^(rc|beta)\\.\\1$', text: 'rc.beta', gives: false },
  { pattern: 'b$', text: `${'a'.repeat(20_000)}b`, gives: true },
])('$pattern: $gives', async ({ pattern, text, gives }) => {
  expect(await searchPattern(pattern, text)).toBe(gives)
})

test('Y1: a pattern that takes for ever is ended, the error names it, and the next one is answered', async () => {
  const hostile = '^(?!x)(a+)+$'
  const long = `${'a'.repeat(1_000_000)}!`
  const slow = [hostile, '(a+)+$'].map((pattern) => expect(searchPattern(pattern, long)).rejects.toThrow(pattern))
  await expect(searchPattern('^(?!beta).+', 'alpha')).resolves.toBe(true)
  await Promise.all(slow)
  await expect(searchPattern('(a+)+$', `${'a'.repeat(10_000)}`)).resolves.toBe(true)
})

test('Y1: what is no pattern, or too long, is refused with its name', async () => {
  await expect(searchPattern('(', 'x')).rejects.toThrow("The pattern '(' cannot be read")
  await expect(searchPattern('a'.repeat(1_001), 'x')).rejects.toThrow('longer than 1000')
  const many = Array.from({ length: 60 }, (_, n) => searchPattern(`(?!x)${n}`, String(n)).catch((error) => error))
  const answers = await Promise.all(many)
  expect(answers.slice(0, 50)).toEqual(Array(50).fill(true))
  expect(String(answers[59])).toContain('too many patterns')
})
