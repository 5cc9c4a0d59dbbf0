import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createScriptSlots } from './script-slots.ts'

const never = new AbortController().signal
/** Long enough for everything that waits for nothing but promises. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('C3: a place that is given back goes to the next in line, and who comes back goes first', async () => {
  const slotFor = createScriptSlots(1)
  const order: string[] = []
  const [away, second, third] = [slotFor(never), slotFor(never), slotFor(never)]
  await away.take()
  void second.take().then(() => order.push('second'))
  void third.take().then(() => order.push('third'))
  await settled()
  expect(order).toEqual([])
  away.away()
  await settled()
  expect(order).toEqual(['second'])
  void away.back(false)?.then(() => order.push('back'))
  await settled()
  expect(order).toEqual(['second'])
  second.end()
  await settled()
  expect(order).toEqual(['second', 'back'])
  away.end()
  await settled()
  expect(order).toEqual(['second', 'back', 'third'])
})

test('C3: what runs already waits for nothing, and nothing begins until enough have ended', async () => {
  const slotFor = createScriptSlots(1)
  const [running, other, next] = [slotFor(never), slotFor(never), slotFor(never)]
  await running.take()
  running.away()
  await other.take()
  await running.back(true)
  let hasBegun = false
  void next.take().then(() => {
    hasBegun = true
  })
  other.end()
  await settled()
  expect(hasBegun).toBe(false)
  running.end()
  await settled()
  expect(hasBegun).toBe(true)
})

test('X5: who is cancelled while waiting goes on without a place, and takes none away', async () => {
  const slotFor = createScriptSlots(1)
  const cancelling = new AbortController()
  const [first, cancelled, last] = [slotFor(never), slotFor(cancelling.signal), slotFor(never)]
  await first.take()
  const waiting = cancelled.take()
  const behind = last.take()
  cancelling.abort()
  await waiting
  cancelled.end()
  first.end()
  await behind
})

test('a slot that is over neither gives nor takes', async () => {
  const slotFor = createScriptSlots(1)
  const [first, second] = [slotFor(never), slotFor(never)]
  await first.take()
  first.end()
  first.away()
  await first.back(true)
  await second.take()
  second.end()
})

test('C3 C4: whatever happens, no more than allowed begin, and all have their turn', async () => {
  const acts = fc.array(fc.tuple(fc.nat(4), fc.constantFrom('away', 'back', 'end')), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(acts, fc.integer({ min: 1, max: 3 }), async (steps, most) => {
      const slotFor = createScriptSlots(most)
      const inside = new Set<number>()
      const slots = [0, 1, 2, 3, 4].map((index) => {
        const slot = slotFor(never)
        void slot.take().then(() => inside.add(index))
        return slot
      })
      const ended = new Set<number>()
      const end = (index: number) => {
        ended.add(index)
        slots[index]!.end()
      }
      for (const [index, act] of steps) {
        const slot = slots[index]!
        await settled()
        expect(inside.size).toBeLessThanOrEqual(most)
        // Each is used as a script does: it is away only while it has its place, and ends only then or while it is away.
        if (act === 'away' && inside.delete(index)) {
          slot.away()
          void Promise.resolve(slot.back(false)).then(() => inside.add(index))
        } else if (act === 'end' && inside.delete(index)) end(index)
      }
      for (let rounds = 0; rounds < slots.length; rounds += 1) {
        await settled()
        for (const index of inside) end(index)
        inside.clear()
      }
      expect(ended.size).toBe(slots.length)
    }),
    { numRuns: 100 },
  )
})
