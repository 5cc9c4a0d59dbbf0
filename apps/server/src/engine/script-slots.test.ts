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
  void second.take()?.then(() => order.push('second'))
  void third.take()?.then(() => order.push('third'))
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
  void next.take()?.then(() => {
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

test('C3 C4: whatever happens, nothing begins over the cap, and all have their turn', async () => {
  const acts = fc.array(fc.tuple(fc.nat(4), fc.constantFrom('away', 'back', 'back running', 'end')), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(acts, fc.integer({ min: 1, max: 3 }), async (steps, most) => {
      const slotFor = createScriptSlots(most)
      const inside = new Set<number>()
      const away = new Set<number>()
      /** Gets in when its turn comes. Only one that runs already comes in over the cap. */
      const wait = (index: number, turn: Promise<void>) =>
        void turn.then(() => {
          expect(inside.size).toBeLessThan(most)
          inside.add(index)
        })
      const slots = [0, 1, 2, 3, 4].map((index) => {
        const slot = slotFor(never)
        const turn = slot.take()
        expect(inside.size < most).toBe(turn === undefined)
        if (turn) wait(index, turn)
        else inside.add(index)
        return slot
      })
      const ended = new Set<number>()
      const end = (index: number) => {
        ended.add(index)
        slots[index]!.end()
      }
      const comeBack = (index: number, isRunning: boolean) => {
        const turn = slots[index]!.back(isRunning)
        if (turn) {
          expect({ isRunning, inside: inside.size >= most }).toEqual({ isRunning: false, inside: true })
          wait(index, turn)
        } else {
          expect(isRunning || inside.size < most).toBe(true)
          inside.add(index)
        }
      }
      // Each is used as a script does: it is away only after it had its place, and comes back only from there.
      for (const [index, act] of steps) {
        await settled()
        if (act === 'away' && inside.delete(index)) {
          away.add(index)
          slots[index]!.away()
        } else if (act === 'end' && (inside.delete(index) || away.delete(index))) end(index)
        else if (act.startsWith('back') && away.delete(index)) comeBack(index, act === 'back running')
      }
      await settled()
      for (const index of away) comeBack(index, false)
      for (let rounds = 0; rounds < slots.length; rounds += 1) {
        await settled()
        for (const index of [...inside]) {
          inside.delete(index)
          end(index)
        }
      }
      expect(ended.size).toBe(slots.length)
    }),
    { numRuns: 100 },
  )
})
