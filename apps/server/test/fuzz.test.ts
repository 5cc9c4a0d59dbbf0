import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { ADMIN_KEY, startTestServer, type TestServer } from '@flotilla/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiDocument, answerChecker } from './api-contract.ts'
import { buildApiWorld, idFinder, isStream, operationsOf } from './api-world.ts'
import { type FuzzRequest, fuzzedOperations, LEFT_OUT, requestsFor } from './fuzz-requests.ts'

/** The same seed asks the same things. Another one, or a larger number, is for a hunt by hand. */
const SEED = Number(process.env.FLOTILLA_FUZZ_SEED ?? 1)
const REQUESTS = Number(process.env.FLOTILLA_FUZZ_REQUESTS ?? 20_000)
const AT_ONCE = 12
const SAMPLES_AT_ONCE = 4
const SLOWEST_MS = 30_000
const LARGEST_ANSWER_BYTES = 20_000_000
const MOST_GROWTH_MB = 500
const LIMIT_MS = 900_000

let server: TestServer
let document: ApiDocument
let spaceId: string
let ids: readonly string[]

beforeAll(async () => {
  server = await startTestServer()
  const world = await buildApiWorld(server)
  spaceId = world.spaceId
  document = (await server.api('GET', '/api/openapi.json')).body
  const find = idFinder(server.api, spaceId)
  const collections = operationsOf(document).filter(
    ({ address, method, operation }) =>
      method === 'GET' && !address.replace('{space}', '').includes('{') && !isStream(operation),
  )
  const lists = await Promise.all(collections.map(({ address }) => find(address)))
  ids = [...new Set(lists.flat())]
})
afterAll(() => server?.remove())

/** Every operation in turn, a few requests each time; the same for the same seed. */
function* allRequests(): Generator<FuzzRequest> {
  const operations = fuzzedOperations(document).map((each) =>
    requestsFor(each, { schemas: document.components.schemas, ids, spaceId }),
  )
  let made = 0
  for (let round = 0; made < REQUESTS; round += 1) {
    for (const [index, requests] of operations.entries()) {
      for (const each of fc.sample(requests, { seed: SEED + round * 10_007 + index, numRuns: SAMPLES_AT_ONCE })) {
        made += 1
        yield each
      }
    }
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

interface Reply {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly sizeBytes: number
}

function send({ method, path, headers, body }: FuzzRequest): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}/`,
      {
        agent,
        method,
        path,
        timeout: SLOWEST_MS,
        // Told for every method: without it the body of a GET would be read as the next request.
        headers: { ...headers, 'x-octopus-apikey': ADMIN_KEY, 'content-length': Buffer.byteLength(body ?? '') },
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () => {
          const bytes = Buffer.concat(parts)
          const type = answer.headers['content-type'] ?? ''
          resolve({ status: answer.statusCode!, type, text: bytes.toString('utf8'), sizeBytes: bytes.length })
        })
      },
    )
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${SLOWEST_MS} ms`)))
    sent.on('error', reject)
    sent.end(body)
  })
}

/** What is wrong with an answer, whatever was asked. */
function problemOf(asked: FuzzRequest, reply: Reply, check: ReturnType<typeof answerChecker>): string | undefined {
  const { status, text, type, sizeBytes } = reply
  if (status >= 500 && status !== 501) return `${status}: ${text.slice(0, 300)}`
  if (sizeBytes > LARGEST_ANSWER_BYTES) return `an answer of ${sizeBytes} bytes`
  const isJson = type.includes('json')
  if (status >= 400) {
    if (!isJson) return `${status} without a JSON body: ${text.slice(0, 300)}`
    const { ErrorMessage, Errors } = JSON.parse(text) as { ErrorMessage?: unknown; Errors?: unknown }
    if (typeof ErrorMessage !== 'string') return `${status} without ErrorMessage: ${text.slice(0, 300)}`
    if ([400, 409].includes(status) && !Array.isArray(Errors)) return `${status} without Errors: ${text.slice(0, 300)}`
  }
  if (!asked.isAddressed && status >= 400) return undefined
  return check({ ...asked, status, isJson, body: isJson ? JSON.parse(text) : text })
}

const memoryMb = async (): Promise<number> => {
  const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024
}

test(`whatever is sent to any operation, the server answers as documented (FLOTILLA_FUZZ_SEED=${SEED})`, {
  timeout: LIMIT_MS,
}, async () => {
  const check = answerChecker(document)
  const problems = new Map<string, string>()
  const statuses = new Map<number, number>()
  const before = await memoryMb()
  const begun = Date.now()
  const source = allRequests()
  let count = 0
  const worker = async (): Promise<void> => {
    for (const asked of source) {
      count += 1
      const problem = await send(asked).then(
        (reply) => {
          statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
          return problemOf(asked, reply, check)
        },
        (error: Error) => `no answer: ${error.message}`,
      )
      if (problem === undefined) continue
      // One of a kind is enough to see what is wrong.
      const kind = `${asked.operationId} ${problem.replaceAll(/req-\w+|\/api\S*|[A-Z]\w+-\d+|'[^']*'/g, '…').slice(0, 120)}`
      const { method, path, headers, body } = asked
      problems.set(kind, JSON.stringify({ problem, method, path, headers, body: body?.slice(0, 2_000) }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  agent.destroy()
  const seconds = (Date.now() - begun) / 1000
  const after = await memoryMb()
  const told = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`)
  console.log(
    `${count} requests in ${seconds.toFixed(0)} s (${told.join(', ')}); memory ${before.toFixed(0)} to ${after.toFixed(0)} MB`,
  )
  const logged = server
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":"error"'))
  expect({ problems: [...problems.values()], logged }).toEqual({ problems: [], logged: [] })
  expect(after - before).toBeLessThan(MOST_GROWTH_MB)
  expect(count).toBeGreaterThanOrEqual(REQUESTS)
})

test('what is left out exists', () => {
  const known = operationsOf(document).map(({ operation }) => operation.operationId)
  expect(Object.keys(LEFT_OUT).filter((id) => !known.includes(id))).toEqual([])
})
