import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextRush, type Rush, servingTime } from './serving-time.ts'

const LOOK_EVERY_MS = 150

/** Machines come at these times; a deployment takes `takesMs`. Answers when each deployment was made, and the longest wait. */
function serve(arrivals: readonly number[], takesMs: number) {
  let rush: Rush | null = null
  let freeAt = 0
  const servedAt: number[] = []
  let longestWait = 0
  let waiting = [...arrivals].sort((one, other) => one - other)
  for (let now = 0; waiting.length > 0; now += LOOK_EVERY_MS) {
    const here = waiting.filter((at) => at <= now)
    if (here.length === 0 || now < freeAt || now < servingTime(rush, here.length)) continue
    longestWait = Math.max(longestWait, ...here.map((at) => now - at))
    waiting = waiting.filter((at) => at > now)
    rush = nextRush(rush, now, here.length)
    servedAt.push(now)
    freeAt = now + takesMs
  }
  return { servedAt, longestWait }
}
const evenly = (count: number, withinMs: number) => Array.from({ length: count }, (_, n) => (n * withinMs) / count)

test.each([
  { name: '1,000 within ten seconds', arrivals: evenly(1_000, 10_000), atMost: 20, waitMs: 700 },
  { name: '1,000 within a minute', arrivals: evenly(1_000, 60_000), atMost: 30, waitMs: 15_100 },
  { name: 'two at once', arrivals: [0, 0], atMost: 1, waitMs: 0 },
  { name: 'one after the other', arrivals: [0, 400, 800, 1_300], atMost: 4, waitMs: 150 },
])('T4 $name: few deployments, short waits', ({ arrivals, atMost, waitMs }) => {
  const { servedAt, longestWait } = serve(arrivals, 100)
  expect(servedAt.length).toBeLessThanOrEqual(atMost)
  expect(longestWait).toBeLessThanOrEqual(waitMs)
})

test('T2 T4 whatever comes is served, and hundreds who come within a minute share deployments', async () => {
  await fc.assert(
    fc.property(fc.array(fc.nat(60_000), { minLength: 300, maxLength: 600 }), fc.nat(3_000), (arrivals, takesMs) => {
      const { servedAt, longestWait } = serve(arrivals, takesMs)
      // Thirty, and those that are alone when they come, who are served at once.
      expect(servedAt.length).toBeLessThanOrEqual(55)
      expect(longestWait).toBeLessThanOrEqual(16_000 + takesMs)
    }),
    { numRuns: 50 },
  )
})
