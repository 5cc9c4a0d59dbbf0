import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createScriptProject, eventually, startTestServer, type TestServer } from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'

let directory: string
let postgres: EmbeddedPostgres
let nodes: readonly TestServer[] = []
let taskId: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-streams-'))
  postgres = await startEmbeddedPostgres(join(directory, 'database'))
  const start = (name: string) =>
    startTestServer({
      dataDir: join(directory, 'data'),
      env: {
        DATABASE_URL: postgres.connectionString,
        FLOTILLA_NODE_NAME: name,
        FLOTILLA_MAX_STREAMS_PER_USER: '3',
        FLOTILLA_MAX_STREAMS: '5',
      },
    })
  nodes = [await start('one'), await start('other')]
  const { api } = nodes[0]!
  const environment = (await api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).body
  const script = 'for n in $(seq 1 3000); do echo "line $n"; sleep 0.1; done'
  taskId = await (await createScriptProject(api, { name: 'Long', script, environmentId: environment.Id })).deploy()
})
afterAll(async () => {
  await nodes[0]?.api('POST', `/api/tasks/${taskId}/cancel`)
  for (const node of nodes) await node.stop()
  await postgres?.stop()
  await rm(directory, { recursive: true, force: true })
})

let number = 0
/** A service that may see tasks, with a key. */
async function newViewer() {
  const { api } = nodes[0]!
  number += 1
  const user = (await api('POST', '/api/users', { Username: `viewer${number}`, IsService: true })).body
  const team = (await api('POST', '/api/teams', { Name: `Viewers ${number}`, MemberUserIds: [user.Id] })).body
  await api('POST', '/api/scopeduserroles', {
    UserRoleId: 'userroles-projectviewer',
    TeamId: team.Id,
    SpaceId: 'Spaces-1',
  })
  const key = (await api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'stream' })).body
  return { user, team, key }
}

interface OpenStream {
  readonly status: number
  readonly retryAfter: string | null
  /** Resolves with true at the end of the stream, with false when it goes on after `limitMs`. */
  ends(limitMs: number): Promise<boolean>
  /** What came after the first bytes. */
  told(): string
  close(): void
}

const CHANGES = '/api/Spaces-1/changes'

async function open(node: TestServer, apiKey: string, path = `/api/tasks/${taskId}/stream`): Promise<OpenStream> {
  const abort = new AbortController()
  const response = await fetch(`${node.url}${path}`, {
    headers: { 'x-octopus-apikey': apiKey },
    signal: abort.signal,
  })
  const reader = response.body!.getReader()
  // The first bytes are there: it streams.
  if (response.status === 200) await reader.read()
  let told = ''
  const ended = (async () => {
    for (let done = false; !done; ) {
      const part = await reader.read()
      told += Buffer.from(part.value ?? []).toString()
      done = part.done
    }
    return true
  })().catch(() => true)
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    ends: (limitMs) =>
      Promise.race([
        ended,
        new Promise<boolean>((resolve) => {
          setTimeout(() => resolve(false), limitMs).unref()
        }),
      ]),
    told: () => told,
    close: () => abort.abort(),
  }
}

test.each([
  {
    name: 'the key is revoked',
    end: ({ user, key }: Awaited<ReturnType<typeof newViewer>>) =>
      nodes[0]!.api('DELETE', `/api/users/${user.Id}/apikeys/${key.Id}`),
  },
  {
    name: 'the user is disabled',
    end: ({ user }: Awaited<ReturnType<typeof newViewer>>) =>
      nodes[0]!.api('PUT', `/api/users/${user.Id}`, { ...user, IsActive: false }),
  },
  {
    name: 'the right is taken away',
    end: ({ team }: Awaited<ReturnType<typeof newViewer>>) =>
      nodes[0]!.api('PUT', `/api/teams/${team.Id}`, { ...team, MemberUserIds: [] }),
  },
])('N2 Z7 open streams on every node end within 5 s when $name', async ({ end }) => {
  const viewer = await newViewer()
  const streams = await Promise.all([
    ...nodes.map((node) => open(node, viewer.key.ApiKey)),
    open(nodes[1]!, viewer.key.ApiKey, CHANGES),
  ])
  const kept = await open(nodes[1]!, 'API-ADMINISTRATOR0')
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200])
  expect((await end(viewer)).status).toBe(200)
  // Half of it on an idle machine; this one may be busy.
  expect(await Promise.all(streams.map((stream) => stream.ends(10_000)))).toEqual([true, true, true])
  expect(await kept.ends(10)).toBe(false)
  kept.close()
})

test('O: a user has so many streams, a node so many in all; closing one makes room', async () => {
  const [node] = nodes
  const viewers = [await newViewer(), await newViewer(), await newViewer()]
  const keys = viewers.map(({ key }) => key.ApiKey as string)
  const opened = [
    await open(node!, keys[0]!),
    await open(node!, keys[0]!),
    await open(node!, keys[0]!),
    await open(node!, keys[1]!),
    await open(node!, keys[1]!),
  ]
  expect(opened.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  const ofUser = await open(node!, keys[0]!)
  expect([ofUser.status, ofUser.retryAfter]).toEqual([429, '10'])
  expect((await open(node!, keys[2]!)).status).toBe(429)
  opened[0]!.close()
  const next = await eventually('room for another stream', async () => {
    const stream = await open(node!, keys[2]!)
    return stream.status === 200 ? stream : undefined
  })
  for (const stream of [...opened, next]) stream.close()
})

test('A5 a change on one node is told on the other, and never what it was', async () => {
  const stream = await open(nodes[1]!, 'API-ADMINISTRATOR0', CHANGES)
  await nodes[0]!.api('POST', '/api/Spaces-1/environments', { Name: 'Secret project' })
  await eventually('word of a change', async () => stream.told().includes('event: changed'))
  expect(stream.told()).not.toContain('Secret')
  stream.close()
})

test('Z2 the changes of a space are nothing for whoever has no right in it', async () => {
  const { api } = nodes[0]!
  const user = (await api('POST', '/api/users', { Username: 'stranger', IsService: true })).body
  const key = (await api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'stream' })).body
  expect((await open(nodes[0]!, key.ApiKey, CHANGES)).status).toBe(404)
})
