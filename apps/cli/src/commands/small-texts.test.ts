import { expect, test } from 'vitest'
import { UsageError } from '../failures.ts'
import { expiryOf } from './api-key.ts'
import { describeChanges } from './audit.ts'
import { sizeOf } from './package.ts'

const NOW = Date.parse('2030-01-01T12:00:00Z')

test.each([
  ['90d', '2030-04-01T12:00:00.000Z'],
  ['12h', '2030-01-02T00:00:00.000Z'],
  ['2031-01-31', '2031-01-31T00:00:00.000Z'],
  ['2031-01-31T10:00:00+02:00', '2031-01-31T08:00:00.000Z'],
])('an API key for %s ends at %s', (text, ends) => {
  expect(expiryOf(text, NOW)).toBe(ends)
})

test.each(['', 'soon', '2031-99-99', '-5d'])("'%s' is no end", (text) => {
  expect(() => expiryOf(text, NOW)).toThrow(UsageError)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 KB'],
  [12_340_000, '12.3 MB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeOf(bytes)).toBe(text)
})

const event = (ChangeDetails: object) => ({ ChangeDetails }) as Parameters<typeof describeChanges>[0]

test('a change is told field by field, before and after', () => {
  const Differences = [
    { op: 'replace', path: '/Name', old: 'Web', value: 'Web API' },
    { op: 'add', path: '/Slug', value: 'web\u001b[2J' },
    { op: 'remove', path: '/Roles', old: ['a'] },
  ]
  expect(describeChanges(event({ Differences, DocumentContext: {} }))).toEqual([
    '- Name: Web',
    '+ Name: Web API',
    '+ Slug: web\\x1b[2J',
    '- Roles: ["a"]',
  ])
  expect(describeChanges(event({ Differences: null, DocumentContext: { Name: 'Web' } }))).toEqual(['Name: Web'])
})
