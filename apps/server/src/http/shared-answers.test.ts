import { gunzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { SharedAnswers } from './shared-answers.ts'

const asked = (encoding?: string) => {
  const headers = new Map<string, string>()
  const reply = {
    header: (name: string, value: string) => {
      headers.set(name, value)
      return reply
    },
  } as unknown as FastifyReply
  return { request: { headers: { 'accept-encoding': encoding } } as unknown as FastifyRequest, reply, headers }
}

/** Work whose every round ends when it is told to, with the number of the round. */
function rounds() {
  const ends: (() => void)[] = []
  return {
    ends,
    work: () => {
      const round = ends.length + 1
      return new Promise((resolve) => ends.push(() => resolve({ round })))
    },
  }
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 5))

test('who asks while it is being worked out is given the round that begins afterwards, with all others who asked', async () => {
  const shared = new SharedAnswers()
  const { ends, work } = rounds()
  const ask = (key = 'one') => {
    const { request, reply } = asked()
    return shared.answer(request, reply, key, work).then((bytes) => JSON.parse(bytes.toString()).round)
  }
  const first = [ask(), ask()]
  await soon()
  const later = [ask(), ask(), ask()]
  await soon()
  expect(ends).toHaveLength(1)
  ends[0]!()
  expect(await Promise.all(first)).toEqual([1, 1])
  await soon()
  ends[1]!()
  expect(await Promise.all(later)).toEqual([2, 2, 2])

  const again = ask()
  const other = ask('other')
  await soon()
  expect(ends).toHaveLength(4)
  ends[2]!()
  ends[3]!()
  expect(await Promise.all([again, other])).toEqual([3, 4])
})

test('a round that fails fails for those who wait for it, and for nobody else', async () => {
  const shared = new SharedAnswers()
  const { request, reply } = asked()
  await expect(shared.answer(request, reply, 'key', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect((await shared.answer(request, reply, 'key', async () => [])).toString()).toBe('[]')
})

test.each([
  ['gzip, deflate, br', 10_000, 'gzip'],
  ['gzip', 10, undefined],
  [undefined, 10_000, undefined],
  ['identity', 10_000, undefined],
])('accept-encoding %s with %i letters is answered with %s', async (accepted, length, encoding) => {
  const { request, reply, headers } = asked(accepted)
  const text = 'x'.repeat(length)
  const bytes = await new SharedAnswers().answer(request, reply, 'key', async () => text)

  expect(headers.get('content-encoding')).toBe(encoding)
  expect(headers.get('vary')).toBe('accept-encoding')
  expect(JSON.parse((encoding ? gunzipSync(bytes) : bytes).toString())).toBe(text)
})
