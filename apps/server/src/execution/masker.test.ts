import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { MASK, Masker, WITHHELD } from './masker.ts'
import { secretForms } from './secret-forms.ts'
import { TextSearch } from './text-search.ts'

afterEach(() => vi.restoreAllMocks())

test.each([
  { name: 'hides every occurrence', secrets: ['hunter2'], line: 'hunter2 and hunter2', gives: `${MASK} and ${MASK}` },
  { name: 'leaves values under 4 characters', secrets: ['abc'], line: 'abc', gives: 'abc' },
  { name: 'hides 4 characters', secrets: ['abcd'], line: 'xabcdx', gives: `x${MASK}x` },
  {
    name: 'M3: overlapping ones are hidden together',
    secrets: ['abcdef', 'defghi'],
    line: 'abcdefghi!',
    gives: `${MASK}!`,
  },
  { name: 'M3: one within another', secrets: ['abcdefgh', 'cdef'], line: 'abcdefgh', gives: MASK },
  { name: 'M3: one that overlaps itself', secrets: ['aXaXa'], line: 'aXaXaXa-', gives: `${MASK}-` },
  { name: 'two side by side are one', secrets: ['abcd', 'efgh'], line: 'abcdefgh', gives: MASK },
  { name: 'M1: white space around is not part of it', secrets: [' hunter2\n'], line: 'hunter2', gives: MASK },
  {
    name: 'M1: longer lines of several',
    secrets: ['{\r\n  "key": "v"\r\n}'],
    line: '{ "key": "v" }',
    gives: `{ ${MASK} }`,
  },
  { name: 'is no pattern', secrets: ['a.*b'], line: 'a.*b axxb', gives: `${MASK} axxb` },
  { name: 'nothing to hide', secrets: [], line: 'text', gives: 'text' },
])('$name', ({ secrets, line, gives }) => expect(new Masker(secrets).mask(line)).toBe(gives))

const AWKWARD = `p@ss <"w0rd"> & 'it's' $HOME\\n/+`
test.each([
  { name: 'JSON', write: (text: string) => JSON.stringify(text).slice(1, -1) },
  { name: 'URI', write: encodeURIComponent },
  { name: 'a form', write: (text: string) => new URLSearchParams({ a: text }).toString().slice(2) },
  { name: 'XML', write: (text: string) => text.replace(/[<>&"']/g, (found) => XML.get(found) ?? found) },
  { name: 'single quotes of a shell', write: (text: string) => text.replaceAll("'", "'\\''") },
  { name: 'double quotes of a shell', write: (text: string) => text.replace(/[$"\\`]/g, '\\$&') },
  { name: 'hexadecimal digits', write: (text: string) => Buffer.from(text).toString('hex') },
  { name: 'capital hexadecimal digits', write: (text: string) => Buffer.from(text).toString('hex').toUpperCase() },
])('M1: a secret in $name is hidden', ({ write }) => {
  expect(new Masker([AWKWARD]).mask(`<${write(AWKWARD)}>`)).toBe(`<${MASK}>`)
})
const XML = new Map([
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['&', '&amp;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
])

test('M1: base64 of a secret between any other bytes tells at most its first and last character', async () => {
  await fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 6, maxLength: 40 }).filter((text) => text.trim() === text),
      fc.uint8Array({ maxLength: 7 }),
      fc.uint8Array({ maxLength: 7 }),
      fc.constantFrom('base64' as const, 'base64url' as const),
      (secret, before, after, encoding) => {
        const known = Buffer.from(secret)
        const written = Buffer.concat([before, known, after]).toString(encoding)
        const masked = new Masker([secret]).mask(written)
        expect(masked).toContain(MASK)
        const own = Buffer.from(masked.split(MASK)[0]!, encoding)
        expect(own.length - before.length).toBeLessThan(2)
      },
    ),
  )
})

test('M1: a secret of several lines is hidden whole and line by line', () => {
  const pem = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhk\n-----END KEY-----\n'
  const masker = new Masker([pem])
  expect(masker.mask(`>${pem.trim()}<`)).toBe(`>${MASK}<`)
  expect(masker.mask(`>${pem.trim().replaceAll('\n', '\r\n')}<`)).toBe(`>${MASK}<`)
  expect(masker.mask('got MIIEvQIBADANBg')).toBe(`got ${MASK}`)
})

test('M9: secrets learned one by one are hidden like those known before', () => {
  const masker = new Masker(['first-secret'])
  for (let index = 0; index < 500; index += 1) masker.add([`learned-${index}-secret`])
  expect(masker.mask('first-secret learned-0-secret learned-499-secret')).toBe(`${MASK} ${MASK} ${MASK}`)
})

test('M1: every form of a secret is hidden, wherever line ends stand in it', async () => {
  const arbSecret = fc.string({ unit: 'binary', minLength: 4, maxLength: 30 })
  await fc.assert(
    fc.property(arbSecret, fc.nat(), fc.constantFrom('\n', '\r\n'), (secret, place, end) => {
      const masker = new Masker([secret])
      for (const form of secretForms(secret)) {
        const cut = 1 + (place % (form.length - 1))
        expect(masker.mask(form.slice(0, cut) + end + form.slice(cut))).toBe(MASK)
      }
    }),
  )
})

test('M3: no secret is left in any line, and what is around it stays', async () => {
  const arbWord = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 8 })
  const arbLine = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 60 })
  await fc.assert(
    fc.property(fc.array(arbWord), arbLine, (secrets, line) => {
      const masked = new Masker(secrets).mask(line)
      for (const secret of secrets) expect(masked).not.toContain(secret)
      if (!secrets.some((secret) => line.includes(secret))) expect(masked).toBe(line)
    }),
  )
})

test('M4: a text that cannot be searched is withheld, and the next one is looked at again', () => {
  const masker = new Masker(['hunter2'])
  vi.spyOn(TextSearch.prototype, 'search').mockImplementationOnce(() => {
    throw new Error('out of memory at hunter2')
  })
  expect(masker.mask('it is hunter2')).toBe(WITHHELD)
  expect(masker.mask('it is hunter2')).toBe(`it is ${MASK}`)
})

test('M4: without a secret that it could not learn nothing is shown any more', () => {
  const masker = new Masker(['hunter2'])
  masker.add({
    [Symbol.iterator]: () => {
      throw new Error('out of memory')
    },
  })
  expect(masker.mask('it is hunter2')).toBe(WITHHELD)
  masker.add(['another'])
  expect(masker.mask('plain')).toBe(WITHHELD)
})
