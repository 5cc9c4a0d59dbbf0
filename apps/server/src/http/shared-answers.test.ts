import { gunzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { type Found, SharedAnswers } from './shared-answers.ts'

const LAST_MS = 1_000

/** Answers whose marks hold until `changed` is called, and a clock that stands still. */
function sharing() {
  const state = { now: 0, version: 0 }
  const marks = {
    take: async () => String(state.version),
    holds: async (_scope: string, mark: string) => mark === String(state.version),
  }
  const shared = new SharedAnswers(marks, LAST_MS, () => state.now)
  const answer = (key: string, work: () => Promise<Found>) => {
    const { exchange } = asked()
    return shared.answer(exchange, 'scope', key, work).then((bytes) => JSON.parse(bytes.toString()))
  }
  return { shared, answer, state }
}

const asked = (encoding?: string) => {
  const headers = new Map<string, string>()
  const reply = {
    header: (name: string, value: string) => {
      headers.set(name, value)
      return reply
    },
  } as unknown as FastifyReply
  const request = { headers: { 'accept-encoding': encoding } } as unknown as FastifyRequest
  return { exchange: { request, reply }, headers }
}

/** Work whose every round ends when it is told to, with the number of the round. */
function rounds(lasts: boolean) {
  const ends: (() => void)[] = []
  return {
    ends,
    work: () => {
      const value = ends.length + 1
      return new Promise<Found>((resolve) => ends.push(() => resolve({ value, lasts })))
    },
  }
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 5))

test('who asks while it is being worked out is given the round that begins afterwards, with all others who asked', async () => {
  const { answer } = sharing()
  const { ends, work } = rounds(false)
  const first = [answer('one', work), answer('one', work)]
  await soon()
  const later = [answer('one', work), answer('one', work), answer('one', work)]
  await soon()
  expect(ends).toHaveLength(1)
  ends[0]!()
  expect(await Promise.all(first)).toEqual([1, 1])
  await soon()
  ends[1]!()
  expect(await Promise.all(later)).toEqual([2, 2, 2])

  const again = answer('one', work)
  const other = answer('other', work)
  await soon()
  expect(ends).toHaveLength(4)
  ends[2]!()
  ends[3]!()
  expect(await Promise.all([again, other])).toEqual([3, 4])
})

test('a round that fails fails for those who wait for it, and for nobody else', async () => {
  const { answer } = sharing()
  await expect(answer('key', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await answer('key', async () => ({ value: [], lasts: true }))).toEqual([])
})

test('what was found is given again until its mark does not hold, or it is too old', async () => {
  const { answer, state } = sharing()
  let times = 0
  const ask = (lasts = true) =>
    answer('key', async () => {
      times += 1
      return { value: times, lasts }
    })
  expect([await ask(), await ask(), await ask()]).toEqual([1, 1, 1])
  state.version += 1
  expect([await ask(), await ask()]).toEqual([2, 2])
  state.now += LAST_MS
  expect([await ask(false), await ask(false), await ask(), await ask()]).toEqual([3, 4, 5, 5])
})

test('what changes while it is read is read again', async () => {
  const { answer, state } = sharing()
  const work = async () => {
    const value = state.version
    state.version += 1
    return { value, lasts: true }
  }
  expect([await answer('key', work), await answer('key', work)]).toEqual([0, 1])
})

test('what was not asked for longest is forgotten first', async () => {
  const { answer } = sharing()
  const made: string[] = []
  const ask = (key: string) =>
    answer(key, async () => {
      made.push(key)
      return { value: 'x'.repeat(24 * 1024 * 1024), lasts: true }
    })
  for (const key of ['a', 'b', 'a', 'c', 'a', 'c', 'b']) await ask(key)
  expect(made).toEqual(['a', 'b', 'c', 'b'])
})

test.each([
  ['gzip, deflate, br', 10_000, 'gzip'],
  ['gzip', 10, undefined],
  [undefined, 10_000, undefined],
  ['identity', 10_000, undefined],
])('accept-encoding %s with %i letters is answered with %s', async (accepted, length, encoding) => {
  const { shared } = sharing()
  const { exchange, headers } = asked(accepted)
  const value = 'x'.repeat(length)
  const bytes = await shared.answer(exchange, 'scope', 'key', async () => ({ value, lasts: true }))

  expect(headers.get('content-encoding')).toBe(encoding)
  expect(headers.get('vary')).toBe('accept-encoding')
  expect(JSON.parse((encoding ? gunzipSync(bytes) : bytes).toString())).toBe(value)
})
