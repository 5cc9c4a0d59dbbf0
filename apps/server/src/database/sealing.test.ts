import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprint, newKeyBytes, open, type Place, parseMasterKey, type SealingKey, seal } from './sealing.ts'

const key: SealingKey = { id: '1', bytes: newKeyBytes() }
const place: Place = ['secret', 'Projects-1', 'field']
const refuses = (act: () => unknown) =>
  expect(act).toThrowError(expect.objectContaining({ code: 'sealing.cannot_open' }))

test('K1: what was sealed opens in its place, and the same text is never sealed alike', async () => {
  await fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(fc.string()), (text, parts) => {
      const here: Place = ['secret', ...parts]
      const sealed = seal(key, here, text)
      expect(open(key, here, sealed)).toBe(text)
      expect(seal(key, here, text)).not.toBe(sealed)
    }),
  )
})

test('K1: a sealed value does not open in another place or with another key', async () => {
  const sealed = seal(key, place, 'c4n4ry')
  refuses(() => open({ id: '1', bytes: newKeyBytes() }, place, sealed))
  refuses(() => open({ ...key, id: '2' }, place, sealed))
  const arbPlace = fc.array(fc.constantFrom('secret', 'Projects-1', 'field', 'secret,Projects-1', ''), { maxLength: 4 })
  await fc.assert(
    fc.property(arbPlace, (parts) => {
      fc.pre(JSON.stringify(parts) !== JSON.stringify(place))
      refuses(() => open(key, parts as unknown as Place, sealed))
    }),
  )
})

test('K1: no character of a sealed value can be changed, taken away or added', () => {
  const sealed = seal(key, place, 'c4n4ry')
  for (let index = 0; index < sealed.length; index += 1) {
    for (const other of ['A', 'B', '1', '=', '.', '']) {
      if (sealed[index] === other) continue
      refuses(() => open(key, place, sealed.slice(0, index) + other + sealed.slice(index + 1)))
    }
    refuses(() => open(key, place, sealed.slice(0, index)))
  }
  refuses(() => open(key, place, `${sealed}A`))
})

test('K7: a failure to open tells nothing of the value', () => {
  const sealed = seal(key, place, 'c4n4ry')
  try {
    open(key, ['secret', 'Projects-2', 'field'], sealed)
    expect.unreachable()
  } catch (error) {
    expect(JSON.stringify(error) + String(error)).not.toContain(sealed.split('.')[2])
    expect(String(error)).toContain('Projects-2')
  }
})

test('K6: equal values have equal hashes in one place only', () => {
  const hash = fingerprint(key, place, 'c4n4ry')
  expect(fingerprint(key, place, 'c4n4ry')).toBe(hash)
  expect(fingerprint(key, ['secret', 'Projects-2', 'field'], 'c4n4ry')).not.toBe(hash)
  expect(fingerprint({ id: '1', bytes: newKeyBytes() }, place, 'c4n4ry')).not.toBe(hash)
})

const bytes = Buffer.alloc(32, 0xfb)
test.each([
  { name: 'base64', text: bytes.toString('base64'), isKey: true },
  { name: 'base64 with a line end', text: `${bytes.toString('base64')}\n`, isKey: true },
  { name: 'base64url', text: bytes.toString('base64url'), isKey: true },
  { name: 'hexadecimal digits', text: bytes.toString('hex'), isKey: true },
  { name: 'a password', text: 'correct horse battery staple', isKey: false },
  { name: '16 bytes', text: bytes.subarray(16).toString('base64'), isKey: false },
  { name: 'nothing', text: '', isKey: false },
])('K2: $name as master key', ({ text, isKey }) => {
  expect(parseMasterKey(text)?.bytes.equals(bytes) ?? false).toBe(isKey)
})
