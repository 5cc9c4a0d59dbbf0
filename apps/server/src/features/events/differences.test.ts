import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Difference, differencesOf } from './differences.ts'

test.each([
  { name: 'nothing', before: { A: 1, B: [1, { C: null }] }, after: { A: 1, B: [1, { C: null }] }, gives: [] },
  { name: 'a field', before: { A: 1 }, after: { A: 2 }, gives: [{ op: 'replace', path: '/A', old: 1, value: 2 }] },
  { name: 'a field more', before: {}, after: { A: 2 }, gives: [{ op: 'add', path: '/A', value: 2 }] },
  { name: 'a field less', before: { A: 1 }, after: {}, gives: [{ op: 'remove', path: '/A', old: 1 }] },
  {
    name: 'deep inside',
    before: { Steps: [{ Name: 'One' }, { Name: 'Two' }] },
    after: { Steps: [{ Name: 'One' }, { Name: 'Three' }] },
    gives: [{ op: 'replace', path: '/Steps/1/Name', old: 'Two', value: 'Three' }],
  },
  {
    name: 'an entry more',
    before: { Ids: ['a'] },
    after: { Ids: ['a', 'b'] },
    gives: [{ op: 'add', path: '/Ids/1', value: 'b' }],
  },
  {
    name: 'another kind of value',
    before: { A: { B: 1 } },
    after: { A: [1] },
    gives: [{ op: 'replace', path: '/A', old: { B: 1 }, value: [1] }],
  },
  {
    name: 'null is a value',
    before: { A: null },
    after: { A: {} },
    gives: [{ op: 'replace', path: '/A', old: null, value: {} }],
  },
  {
    name: 'names with the signs of a pointer',
    before: { 'a/b~c': 1 },
    after: { 'a/b~c': 2 },
    gives: [{ op: 'replace', path: '/a~1b~0c', old: 1, value: 2 }],
  },
])('$name', ({ before, after, gives }) => {
  expect(differencesOf(before, after)).toEqual(gives)
})

/** Does to a document what the differences say. */
function apply(document: unknown, differences: readonly Difference[]): unknown {
  const root = { '': structuredClone(document) } as Record<string, unknown>
  // From the back, so that taking away moves nothing that is still to come.
  for (const { op, path, value } of [...differences].reverse()) {
    const names = path.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    const last = names.pop()!
    const place = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, root)
    if (op !== 'remove') place[last] = structuredClone(value)
    else if (Array.isArray(place)) place.splice(Number(last), 1)
    else delete place[last]
  }
  return root['']
}

test('whoever does to the old document what is told gets the new one', async () => {
  const json = () => fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown)
  const safe = (value: unknown) => !JSON.stringify(value).includes('__proto__')
  await fc.assert(
    fc.property(json().filter(safe), json().filter(safe), (before, after) => {
      expect(apply(before, differencesOf(before, after))).toEqual(after)
      expect(differencesOf(after, after)).toEqual([])
    }),
  )
})
