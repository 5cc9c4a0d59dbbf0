import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeChanges } from './merge-changes.ts'

const thing = (Id: string, rest: object = {}) => ({ Id, ...rest })
const idsOf = (things: readonly { readonly Id: string }[]) => things.map(({ Id }) => Id)

describe('what was changed on both sides', () => {
  test.each<[string, unknown, unknown, unknown, unknown]>([
    ['only by me', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 1 }, { a: 2, b: 1 }],
    ['only by others', { a: 1, b: 1 }, { a: 1, b: 1 }, { a: 1, b: 2 }, { a: 1, b: 2 }],
    ['each another part', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }],
    ['the same part: mine holds', { a: 1 }, { a: 2 }, { a: 3 }, { a: 2 }],
    ['a part that I removed', { a: 1, b: 1 }, { b: 1 }, { a: 1, b: 2 }, { b: 2 }],
    ['a part that others removed', { a: 1, b: 1 }, { a: 1, b: 2 }, { b: 1 }, { b: 2 }],
    ['a part that others added', { a: 1 }, { a: 2 }, { a: 1, c: 3 }, { a: 2, c: 3 }],
    ['lists of words are one thing', { a: ['x'] }, { a: ['x', 'y'] }, { a: ['z'] }, { a: ['x', 'y'] }],
    [
      'inside of things',
      [thing('1', { n: 1, m: 1 })],
      [thing('1', { n: 2, m: 1 })],
      [thing('1', { n: 1, m: 2 })],
      [thing('1', { n: 2, m: 2 })],
    ],
    ['nothing became a list', { a: null }, { a: ['x'] }, { a: null }, { a: ['x'] }],
  ])('%s', (_, before, mine, stored, merged) => {
    expect(mergeChanges(before, mine, stored)).toEqual(merged)
  })

  test.each<[string, string, string, string, string]>([
    ['added by both', '1 2', '1 new 2', '1 2 3', '1 new 2 3'],
    ['added at the same place', '1', '1 new', '1 3', '1 new 3'],
    ['added before all', '1', 'new 1', '3 1', 'new 3 1'],
    ['removed by me', '1 2', '1', '1 2 3', '1 3'],
    ['removed by others', '1 2', '1 2 new', '2', '2 new'],
    ['moved by me, added by others', '1 2 3', '3 1 2', '1 2 4 3', '3 1 2 4'],
    ['moved by others, added by me', '1 2 3', '1 new 2 3', '3 2 1', '3 2 1 new'],
    ['all gone', '1 2', '', '1 2', ''],
  ])('things of a list %s', (_, before, mine, stored, merged) => {
    const list = (text: string) =>
      text
        .split(' ')
        .filter(Boolean)
        .map((id) => (id === 'new' ? { Id: '', Name: 'new' } : thing(id)))
    const names = mergeChanges<readonly { Id: string }[]>(list(before), list(mine), list(stored)).map(
      ({ Id }) => Id || 'new',
    )
    expect(names.join(' ')).toBe(merged)
  })

  test('what others removed and I have changed stays; what I removed is gone, whatever others made of it', () => {
    expect(mergeChanges([thing('1', { n: 1 })], [thing('1', { n: 2 })], [])).toEqual([thing('1', { n: 2 })])
    expect(mergeChanges([thing('1', { n: 1 })], [], [thing('1', { n: 2 })])).toEqual([])
  })
})

const list = fc.uniqueArray(fc.record({ Id: fc.constantFrom(...'abcdefg'), n: fc.nat(3) }), {
  selector: ({ Id }) => Id,
})

test('what nobody else changed is as I made it, and what I did not change as others did', () => {
  fc.assert(
    fc.property(list, list, (before, after) => {
      expect(mergeChanges(before, after, before)).toEqual(after)
      expect(mergeChanges(before, before, after)).toEqual(after)
    }),
  )
})

test('nothing that anybody has added is lost, and nothing comes twice', () => {
  fc.assert(
    fc.property(list, list, list, (before, mine, stored) => {
      const merged = idsOf(mergeChanges(before, mine, stored))
      const added = [...idsOf(mine), ...idsOf(stored)].filter((id) => !idsOf(before).includes(id))
      expect(new Set(merged).size).toBe(merged.length)
      expect(merged).toEqual(expect.arrayContaining(added))
    }),
  )
})
