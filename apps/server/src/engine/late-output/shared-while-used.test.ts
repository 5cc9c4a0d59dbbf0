import { expect, test } from 'vitest'
import { shareWhileUsed } from './shared-while-used.ts'

test('F23: who uses it at the same time shares one, a key each; who comes after all have gone gets another', async () => {
  const loaded: string[] = []
  const shared = shareWhileUsed(async (key) => loaded.push(key))
  const use = (key: string) => shared(key, async (value) => value)
  expect(await Promise.all([use('a'), use('b'), use('a'), use('a')])).toEqual([1, 2, 1, 1])
  expect(await use('a')).toBe(3)
  expect(loaded).toEqual(['a', 'b', 'a'])
})

test('what could not be loaded is tried anew by who comes later', async () => {
  let attempts = 0
  const shared = shareWhileUsed(async () => {
    attempts += 1
    if (attempts === 1) throw new Error('away')
    return attempts
  })
  const use = () => shared('a', async (value) => value)
  await expect(Promise.all([use(), use()])).rejects.toThrow('away')
  expect(await use()).toBe(2)
})
