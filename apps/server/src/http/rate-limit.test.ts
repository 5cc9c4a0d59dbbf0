import { expect, test } from 'vitest'
import { HttpRefusal } from './errors.ts'
import { createRateLimit, createRequestLimits } from './rate-limit.ts'

test('O: so many at once, then so many a second, each key for itself', () => {
  let now = 0
  const take = createRateLimit(100, 300, () => now)
  const passed = (key: string) => {
    let count = 0
    while (take(key) === 0) count += 1
    return count
  }
  expect(passed('a')).toBe(300)
  expect(take('a')).toBe(1)
  expect(passed('b')).toBe(300)
  now += 1_000
  expect(passed('a')).toBe(100)
  now += 3_600_000
  expect(passed('a')).toBe(300)
})

test('O: a slow limit tells how long to wait, and the clock may go back', () => {
  let now = 10_000
  const take = createRateLimit(0.1, 1, () => now)
  expect(take('a')).toBe(0)
  expect(take('a')).toBe(10)
  now -= 5_000
  expect(take('a')).toBe(10)
})

test('O: memory is bounded, and whoever has no tokens left is not forgotten for others', () => {
  let now = 0
  const take = createRateLimit(1, 2, () => now)
  for (let n = 0; n < 15_000; n += 1) take(`rested ${n}`)
  now += 60_000
  expect([take('busy'), take('busy')]).toEqual([0, 0])
  for (let n = 0; n < 10_000; n += 1) take(`new ${n}`)
  expect(take('busy')).toBe(1)
})

test('O: 0 is no limit', () => {
  const count = createRequestLimits({ requestsPerSecond: 0, anonymousRequestsPerSecond: 0 }, () => 0)
  for (let n = 0; n < 1_000; n += 1) count(undefined, '10.0.0.1')
})

test('O: a credential has a limit of its own, an address one for all without', () => {
  const count = createRequestLimits({ requestsPerSecond: 1, anonymousRequestsPerSecond: 2 }, () => 0)
  for (let n = 0; n < 3; n += 1) count('apikeys-1', '10.0.0.1')
  expect(() => count('apikeys-1', '10.0.0.2')).toThrow(HttpRefusal)
  for (let n = 0; n < 2; n += 1) count(undefined, '2001:db8:1:1::1')
  expect(() => count(undefined, '2001:db8:1:1:ffff::2')).toThrow('Too many requests')
  count(undefined, '2001:db8:1:2::1')
})
