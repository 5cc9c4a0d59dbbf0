import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patientFetch } from './patient-fetch.ts'

let answers: { readonly status: number; readonly retryAfter?: string }[] = []
const bodies: string[] = []
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    bodies.push(body)
    const { status, retryAfter } = answers.shift()!
    response.writeHead(status, retryAfter ? { 'retry-after': retryAfter } : {}).end()
  })
})
let url: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test.each([
  { name: 'no wait', given: [{ status: 200 }], status: 200 },
  { name: 'a wait', given: [{ status: 429, retryAfter: '1' }, { status: 201 }], status: 201 },
  {
    name: 'two waits',
    given: [{ status: 429, retryAfter: '0' }, { status: 429, retryAfter: '0' }, { status: 200 }],
    status: 200,
  },
  { name: 'a wait that is too long', given: [{ status: 429, retryAfter: '900' }], status: 429 },
  { name: 'no word of how long', given: [{ status: 429 }], status: 429 },
  { name: 'another refusal', given: [{ status: 503, retryAfter: '1' }], status: 503 },
])('$name: $status', async ({ given, status }) => {
  answers = [...given]
  bodies.length = 0
  const response = await patientFetch(url, { method: 'POST', body: 'what is asked' })
  expect(response.status).toBe(status)
  expect(answers).toEqual([])
  expect(new Set(bodies)).toEqual(new Set(['what is asked']))
})
