import { startTestServer, type TestServer } from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiDocument, answerChecker } from './api-contract.ts'
import { addressesOf, buildApiWorld, idFinder, isStream, operationsOf } from './api-world.ts'

let server: TestServer
let spaceId: string
let document: ApiDocument

beforeAll(async () => {
  server = await startTestServer()
  spaceId = (await buildApiWorld(server)).spaceId
  document = (await server.api('GET', '/api/openapi.json')).body
})
afterAll(() => server?.remove())

test('what every GET answers in a world with something of everything is what the document says', async () => {
  const check = answerChecker(document)
  const find = idFinder(server.api, spaceId)
  const problems = new Set<string>()
  const seen = new Set<string>()
  for (const { address, method, operation } of operationsOf(document)) {
    if (method !== 'GET' || isStream(operation)) continue
    for (const path of await addressesOf(address, find, spaceId)) {
      const answer = await server.api('GET', path)
      if (answer.status === 200) seen.add(operation.operationId)
      const isJson = typeof answer.body !== 'string'
      const problem = check({ method, path, ...answer, isJson })
      if (problem) problems.add(problem)
    }
  }
  expect([...problems]).toEqual([])
  // What this world has none of answers 404; that must not become the rule.
  const asked = operationsOf(document).filter(({ method }) => method === 'GET')
  expect(seen.size).toBeGreaterThan(asked.length * 0.6)
})
