import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryPath } from './index.ts'

test.each([
  ['a/b.txt', 'a/b.txt'],
  ['./a//b/', 'a/b'],
  ['a\\b.txt', 'a/b.txt'],
  ['.', ''],
  ['', ''],
  ['..a/b..', '..a/b..'],
])('%j lies at %j', (name, path) => {
  expect(entryPath(name)).toEqual({ ok: true, value: path })
})

test.each([
  ['/etc/passwd', 'leads-out'],
  ['\\\\server\\share', 'leads-out'],
  ['C:\\a', 'leads-out'],
  ['c:a', 'leads-out'],
  ['..', 'leads-out'],
  ['a/../../b', 'leads-out'],
  ['a/..', 'leads-out'],
  ['a\\..\\b', 'leads-out'],
  ['a\0b', 'not-a-name'],
  ['ä'.repeat(128), 'too-long'],
  ['a/'.repeat(2_100), 'too-long'],
])('G1 G2: %j is refused: %s', (name, why) => {
  expect(entryPath(name)).toEqual({ ok: false, error: why })
})

test('G1: whatever a name is made of, what is not refused stays below the folder', () => {
  const piece = fc.oneof(fc.constantFrom('..', '.', '/', '\\', 'C:', '', ' ', '\0'), fc.string({ maxLength: 5 }))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const path = entryPath(pieces.join(''))
      if (!path.ok) return
      const names = path.value.split('/')
      expect(names.includes('..') || path.value.startsWith('/') || /[\\\0]/.test(path.value)).toBe(false)
    }),
  )
})
