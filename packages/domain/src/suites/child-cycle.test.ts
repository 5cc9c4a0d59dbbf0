import { err, ok } from '@flotilla/kit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProjectId } from '../ids.ts'
import { judgeNesting } from './child-cycle.ts'

const id = (name: string | number): ProjectId => `Projects-${name}` as ProjectId
/** `'a>b,c b>c'`: a deploys b and c, b deploys c. */
const graph = (text: string): ReadonlyMap<ProjectId, readonly ProjectId[]> =>
  new Map(
    text.split(' ').map((edge) => {
      const [from = '', to = ''] = edge.split('>')
      return [id(from), to.split(',').map(id)]
    }),
  )

test.each([
  { name: 'no children', of: 'x>y', gives: ok() },
  { name: 'a project that deploys itself', of: 'a>a', gives: err({ kind: 'child-cycle', path: [id('a'), id('a')] }) },
  {
    name: 'a cycle below is shown without the way to it',
    of: 'a>b b>c c>d,b',
    gives: err({ kind: 'child-cycle', path: [id('b'), id('c'), id('b')] }),
  },
  { name: 'a child reached in two ways is no cycle', of: 'a>b,c b>d c>d d>e', gives: ok() },
  { name: 'a cycle elsewhere does not concern it', of: 'a>b x>y y>x', gives: ok() },
  { name: 'five levels', of: 'a>b b>c c>d d>e e>f', gives: ok() },
  {
    name: 'six levels, by the longest way',
    of: 'a>b,g b>c c>d d>e e>f f>g',
    gives: err({ kind: 'nested-too-deep', path: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(id), limit: 5 }),
  },
])('C5 $name', ({ of, gives }) => {
  expect(judgeNesting(id('a'), graph(of))).toEqual(gives)
})

test('C5 what is allowed ends within five levels, and what is refused is a way through the graph', async () => {
  const arbEdges = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 14 })
  await fc.assert(
    fc.property(arbEdges, (edges) => {
      const children = new Map<ProjectId, ProjectId[]>()
      for (const [from, to] of edges) children.set(id(from), [...(children.get(id(from)) ?? []), id(to)])
      const verdict = judgeNesting(id(0), children)
      if (verdict.ok) {
        let level = new Set([id(0)])
        for (let depth = 0; depth <= 5; depth++) level = new Set([...level].flatMap((each) => children.get(each) ?? []))
        expect(level.size).toBe(0)
        return
      }
      const { path } = verdict.error
      for (const [at, to] of path.slice(1).entries()) expect(children.get(path[at]!)).toContain(to)
      if (verdict.error.kind === 'child-cycle') expect(path[0]).toBe(path.at(-1))
      else expect(path).toHaveLength(7)
    }),
  )
})
