import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMasker, MASK } from './masker.ts'

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
])('$name', ({ secrets, line, gives }) => expect(createMasker(secrets)(line)).toBe(gives))

test('M3: no secret is left in any line, and what is around it stays', async () => {
  const arbWord = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 8 })
  const arbLine = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 60 })
  await fc.assert(
    fc.property(fc.array(arbWord), arbLine, (secrets, line) => {
      const masked = createMasker(secrets)(line)
      for (const secret of secrets) expect(masked).not.toContain(secret)
      if (!secrets.some((secret) => line.includes(secret))) expect(masked).toBe(line)
    }),
  )
})
