import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions, parseVersion, versionKey } from './index.ts'

const read = (text: string) => {
  const version = parseVersion(text)
  if (!version.ok) throw new Error(text)
  return version.value
}
const inOrder = [
  '1-0',
  '1-9',
  '1-10',
  '1-a',
  '1-a.1',
  '1-a.b',
  '1-ab',
  '1-b-',
  '1',
  '1+a',
  '1+b',
  '1.0.1',
  '1.9',
  '1.10',
  '2',
  '10',
]

test('keys sort as versions do', () => {
  const keys = inOrder.map((text) => versionKey(read(text)))
  expect(keys.toSorted()).toEqual(keys)
})

test('for any two versions the keys compare as the versions', async () => {
  const arbText = fc.stringMatching(
    /^\d{1,12}(\.\d{1,3}){0,3}(-[0-9A-Za-z_-]{1,3}(\.[0-9A-Za-z_-]{1,3}){0,2})?(\+[0-9A-Za-z.-]{1,3})?$/,
  )
  const close = fc.tuple(fc.constantFrom(...inOrder), fc.constantFrom(...inOrder))
  await fc.assert(
    fc.property(fc.oneof(fc.tuple(arbText, arbText), close), ([one, other]) => {
      const [a, b] = [read(one), read(other)]
      const [left, right] = [versionKey(a), versionKey(b)]
      expect(left < right ? -1 : left > right ? 1 : 0).toBe(Math.sign(compareVersions(a, b)))
    }),
    { numRuns: 2_000 },
  )
})
