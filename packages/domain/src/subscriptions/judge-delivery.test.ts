import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DELIVERY_LIMIT_MS, judgeDelivery, MOST_UNWANTED_ATTEMPTS, type SendResult } from './judge-delivery.ts'

const first = { attempts: 1, ageMs: 0, jitter: 1 }
const answered = (status: number): SendResult => ({ kind: 'answered', status })

test.each([
  { name: '200 has it', sent: { result: answered(200) }, gives: 'delivered' },
  {
    name: '204 has it',
    sent: { result: answered(204), attempts: 50, ageMs: DELIVERY_LIMIT_MS * 2 },
    gives: 'delivered',
  },
  { name: '500 is tried again', sent: { result: answered(500), attempts: 90 }, gives: 'retry' },
  { name: 'no answer is tried again', sent: { result: { kind: 'no-answer' } as const, attempts: 90 }, gives: 'retry' },
  { name: '410 wants no more', sent: { result: answered(410) }, gives: 'dead' },
  { name: '404 is tried again', sent: { result: answered(404) }, gives: 'retry' },
  { name: '404 is given up soon', sent: { result: answered(404), attempts: MOST_UNWANTED_ATTEMPTS }, gives: 'dead' },
  {
    name: 'a redirect is given up soon',
    sent: { result: answered(301), attempts: MOST_UNWANTED_ATTEMPTS },
    gives: 'dead',
  },
  { name: '429 means later', sent: { result: answered(429), attempts: 50 }, gives: 'retry' },
  { name: '408 means later', sent: { result: answered(408), attempts: 50 }, gives: 'retry' },
  { name: 'a day is the limit', sent: { result: answered(503), ageMs: DELIVERY_LIMIT_MS - 500 }, gives: 'dead' },
])('$name', ({ sent, gives }) => {
  expect(judgeDelivery({ ...first, ...sent }).kind).toBe(gives)
})

test('pauses double from a second to a quarter of an hour, spread over their second half', () => {
  const pauseOf = (attempts: number, jitter: number) => {
    const verdict = judgeDelivery({ result: answered(503), attempts, ageMs: 0, jitter })
    return verdict.kind === 'retry' ? verdict.inMs / 1_000 : undefined
  }
  expect([1, 2, 3, 4, 10, 11, 12, 60, 5_000].map((attempts) => pauseOf(attempts, 1))).toEqual([
    1, 2, 4, 8, 512, 900, 900, 900, 900,
  ])
  expect(pauseOf(3, 0)).toBe(2)
})

test('whoever never answers is left after a day, and until then tried at least every quarter of an hour', async () => {
  await fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 300, maxLength: 300 }), (jitters) => {
      let ageMs = 0
      for (const [index, jitter] of jitters.entries()) {
        const verdict = judgeDelivery({ result: { kind: 'no-answer' }, attempts: index + 1, ageMs, jitter })
        if (verdict.kind === 'dead') {
          expect(ageMs).toBeGreaterThan(DELIVERY_LIMIT_MS - 15 * 60_000)
          return
        }
        if (verdict.kind === 'retry') ageMs += verdict.inMs
        expect(ageMs).toBeLessThanOrEqual(DELIVERY_LIMIT_MS)
      }
      throw new Error('never given up')
    }),
  )
})
