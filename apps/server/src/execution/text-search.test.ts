import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextSearch } from './text-search.ts'

test('M9: it finds what looking for one word after the other finds', async () => {
  // Few characters, so that words overlap; one beyond ASCII, which takes another way.
  const arbText = (limits: object) => fc.string({ unit: fc.constantFrom('a', 'b', 'é'), ...limits })
  await fc.assert(
    fc.property(fc.array(arbText({ minLength: 1, maxLength: 6 })), arbText({ maxLength: 30 }), (words, text) => {
      const found: [number, number][] = []
      const open = new TextSearch(words).search(text, (start, end) => found.push([start, end]))
      const expected: [number, number][] = []
      for (let end = 1; end <= text.length; end += 1) {
        const longest = Math.max(
          0,
          ...words.filter((word) => text.slice(0, end).endsWith(word)).map((word) => word.length),
        )
        if (longest > 0) expected.push([end - longest, end])
      }
      expect(found).toEqual(expected)
      const begun = words.flatMap((word) =>
        Array.from({ length: word.length - 1 }, (_, index) => index + 1).filter((size) =>
          text.endsWith(word.slice(0, size)),
        ),
      )
      expect(open).toBe(Math.max(0, ...begun))
    }),
  )
})
