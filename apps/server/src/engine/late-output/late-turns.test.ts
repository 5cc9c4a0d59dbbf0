import { expect, test } from 'vitest'
import { createLateTurns, MOST_ASKED, MOST_FOLLOWED } from './late-turns.ts'

/** Long enough for everything that waits for nothing but promises. */
const settled = () => new Promise((resolve) => setImmediate(resolve))
const named = (name: string, count: number) => Array.from({ length: count }, (_, number) => `${name}-${number}`)

test('F23: a thousand that are back are all fetched at one look, however many before them are away', async () => {
  const tried: string[] = []
  const turns = createLateTurns(
    async (key) => {
      tried.push(key)
      await settled()
    },
    () => 0,
  )
  const keys = [...named('away', 60), ...named('back', 1_000)]
  turns.waiting(keys)
  for (let rounds = 0; rounds < 2_000 && tried.length < keys.length; rounds += 1) await settled()
  expect(tried).toEqual(keys)
})

test('F23: who was never tried goes first, then who was not for longest; one that does not answer ever more seldom', async () => {
  let now = 0
  let tried: string[] = []
  const look = async (...keys: readonly string[]) => {
    tried = []
    turns.waiting(keys)
    await settled()
    return tried
  }
  const turns = createLateTurns(
    async (key) => {
      tried.push(key)
    },
    () => now,
  )
  expect(await look('b')).toEqual(['b'])
  now = 1
  expect(await look('a', 'b')).toEqual(['a'])
  now = 4_999
  expect(await look('a', 'b')).toEqual([])
  now = 10_000
  expect(await look('a', 'b', 'c')).toEqual(['c', 'b', 'a'])
  now = 19_999
  expect(await look('a', 'b', 'c')).toEqual(['c'])
  now = 20_000
  expect(await look('a', 'b', 'c')).toEqual(['a', 'b'])
})

test('F23: so many are asked at once, and one that has answered is followed while the next is asked', async () => {
  const asked = new Map<string, { readonly answered: () => void; readonly end: () => void }>()
  const turns = createLateTurns(
    (key, answered) => new Promise<void>((end) => void asked.set(key, { answered, end })),
    () => 0,
  )
  const keys = named('machine', MOST_ASKED + MOST_FOLLOWED + 100)
  turns.waiting(keys)
  expect(asked.size).toBe(MOST_ASKED)
  asked.get('machine-0')!.answered()
  expect(asked.size).toBe(MOST_ASKED + 1)
  // Nobody is asked twice at a time.
  turns.waiting(keys)
  expect(asked.size).toBe(MOST_ASKED + 1)
  for (const { answered } of asked.values()) answered()
  const most = asked.size
  expect(most).toBeLessThanOrEqual(MOST_ASKED + MOST_FOLLOWED)
  expect(most).toBeGreaterThanOrEqual(MOST_FOLLOWED)
  for (let rounds = 0; rounds < 3; rounds += 1) {
    for (const { end } of asked.values()) end()
    await settled()
  }
  expect(asked.size).toBe(keys.length)
})
