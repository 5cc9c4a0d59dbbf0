import { readdir, readFile } from 'node:fs/promises'
import { eventually } from '@flotilla/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApiKey } from '../src/features/access/api-keys.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
let nodes: TestApp['inject'][]

beforeAll(async () => {
  app = await startApp()
  const other = await app.another({})
  nodes = [app.inject, other.inject.bind(other) as TestApp['inject']]
}, 60_000)
afterAll(() => app?.stop())

let number = 0
async function newService() {
  number += 1
  const user = (await app.api('POST', '/api/users', { Username: `service${number}`, IsService: true })).body
  const keyPath = `/api/users/${user.Id}/apikeys`
  const key = (await app.api('POST', keyPath, { Purpose: 'CI', Expires: '2999-01-01' })).body
  return { user, key, keyPath }
}

const meOn = async (node: TestApp['inject'], key: string) => {
  const response = await node({ url: '/api/users/me', headers: { 'x-octopus-apikey': key } })
  return { status: response.statusCode, message: response.json().ErrorMessage as string | undefined }
}

test.each([
  {
    name: 'a revoked key',
    end: (made: Awaited<ReturnType<typeof newService>>) => app.api('DELETE', `${made.keyPath}/${made.key.Id}`),
    says: /not known here, or it was revoked/,
  },
  {
    name: 'a key of a disabled user',
    end: ({ user }: Awaited<ReturnType<typeof newService>>) =>
      app.api('PUT', `/api/users/${user.Id}`, { ...user, IsActive: false }),
    says: /user that this belongs to is disabled/,
  },
  {
    name: 'a key of a deleted user',
    end: ({ user }: Awaited<ReturnType<typeof newService>>) => app.api('DELETE', `/api/users/${user.Id}`),
    says: /not known here, or it was revoked/,
  },
])('N2 $name is refused within 5 s on every node, and says why', async ({ end, says }) => {
  const made = await newService()
  for (const node of nodes) expect((await meOn(node, made.key.ApiKey)).status).toBe(200)
  expect((await end(made)).status).toBe(200)
  for (const node of nodes) {
    await eventually('the key to be refused', async () => (await meOn(node, made.key.ApiKey)).status === 401, 10_000)
    expect((await meOn(node, made.key.ApiKey)).message).toMatch(says)
  }
})

test('N2 an expired key is refused, and says that it has expired', async () => {
  const { key } = await newService()
  await sql`update api_key set expires_at = now() - interval '1 second' where id = ${key.Id}`.execute(app.database)
  for (const node of nodes) {
    const { status, message } = await meOn(node, key.ApiKey)
    expect(status).toBe(401)
    expect(message).toBe(`The API key ${key.ApiKey.slice(0, 8)}… has expired.`)
  }
})

test('N2 Z7 a right that is taken away is gone within 5 s on every node', async () => {
  const { user, key } = await newService()
  const team = (await app.api('POST', '/api/teams', { Name: 'Viewers', MemberUserIds: [user.Id] })).body
  const role = { UserRoleId: 'userroles-projectviewer', TeamId: team.Id, SpaceId: 'Spaces-1' }
  await app.api('POST', '/api/scopeduserroles', role)
  const projectsOn = async (node: TestApp['inject']) =>
    (await node({ url: '/api/Spaces-1/projects', headers: { 'x-octopus-apikey': key.ApiKey } })).statusCode
  for (const node of nodes) expect(await projectsOn(node)).toBe(200)
  await app.api('PUT', `/api/teams/${team.Id}`, { ...team, MemberUserIds: [] })
  for (const node of nodes) await eventually('the right to go', async () => (await projectsOn(node)) === 403, 10_000)
})

test('N2 keys with the same beginning are told apart, and the beginning alone is nothing', async () => {
  const { key, user } = await newService()
  const text: string = key.ApiKey
  const sameBeginning = text.slice(0, 8) + newApiKey().slice(8)
  expect((await meOn(app.inject, text)).status).toBe(200)
  for (const wrong of [sameBeginning, text.slice(0, 8), text.slice(0, -1), `${text}A`, text.toLowerCase(), '%', 'API-'])
    expect((await meOn(app.inject, wrong)).status, wrong).toBe(401)
  const stored = await app.database.selectFrom('api_key').selectAll().where('user_id', '=', user.Id).execute()
  expect(stored.map(({ hint, hash }) => [hint, hash.length])).toEqual([[text.slice(0, 8), 32]])
})

test('N2 Q1 the first use is one event on all nodes, the last use is written at most once a minute', async () => {
  const { key, user } = await newService()
  const last = async () =>
    (await app.database.selectFrom('api_key').select('last_used_at').where('id', '=', key.Id).executeTakeFirst())!
      .last_used_at
  expect(await last()).toBeNull()
  await Promise.all(nodes.map((node) => meOn(node, key.ApiKey)))
  const first = await last()
  expect(first).not.toBeNull()
  const another = await app.another({})
  await meOn(another.inject.bind(another) as TestApp['inject'], key.ApiKey)
  expect(await last()).toEqual(first)
  await sql`update api_key set last_used_at = now() - interval '2 minutes' where id = ${key.Id}`.execute(app.database)
  const third = await app.another({})
  await meOn(third.inject.bind(third) as TestApp['inject'], key.ApiKey)
  expect((await last())!.getTime()).toBeGreaterThanOrEqual(first!.getTime())
  const events = (await app.api('GET', `/api/events?regarding=${key.Id}`)).body.Items
  expect(events.map((event: { Category: string }) => event.Category)).toEqual(['ApiKeyFirstUsed', 'Created'])
  expect(events[0]).toMatchObject({ UserId: user.Id, IdentityEstablishedWith: 'API key' })
})

test('a bearer may be a key too, and one valid credential of two suffices', async () => {
  const { key } = await newService()
  const status = async (headers: Readonly<Record<string, string>>) =>
    (await app.inject({ url: '/api/users/me', headers })).statusCode
  const authorization = `Bearer ${key.ApiKey}`
  expect(await status({ authorization })).toBe(200)
  expect(await status({ authorization, 'x-octopus-apikey': 'API-UNKNOWN' })).toBe(200)
  expect(await status({ authorization: 'Bearer nonsense', 'x-octopus-apikey': key.ApiKey })).toBe(200)
  expect(await status({ authorization: 'Bearer nonsense' })).toBe(401)
  expect(await status({ authorization: `Basic ${key.ApiKey}` })).toBe(401)
  expect(await status({ 'x-octopus-apikey': ' ' })).toBe(401)
})

test('O: over the limit there is 429 with Retry-After, for this key alone; probes have none', async () => {
  const node = await app.another({ edge: { requestsPerSecond: 5, anonymousRequestsPerSecond: 2 } })
  const { key } = await newService()
  const other = await newService()
  const ask = (url: string, apiKey?: string) =>
    node.inject({ url, headers: apiKey ? { 'x-octopus-apikey': apiKey } : {} })
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask('/api/users/me', key.ApiKey)))
  const refused = answers.filter(({ statusCode }) => statusCode === 429)
  expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThanOrEqual(15)
  expect(refused.length).toBeGreaterThan(0)
  expect(Number(refused[0]!.headers['retry-after'])).toBeGreaterThanOrEqual(1)
  expect(refused[0]!.json()).toMatchObject({ ErrorMessage: 'Too many requests. Wait a little, then go on.' })
  expect((await ask('/api/users/me', other.key.ApiKey)).statusCode).toBe(200)
  const anonymous = await Promise.all(Array.from({ length: 60 }, () => ask('/api')))
  expect(anonymous.some(({ statusCode }) => statusCode === 429)).toBe(true)
  const probes = await Promise.all(Array.from({ length: 60 }, () => ask('/healthz')))
  expect(probes.every(({ statusCode }) => statusCode === 200)).toBe(true)
})

test('N2 one function compares secrets, and none is looked up by its digest', async () => {
  const root = new URL('../src/', import.meta.url)
  const files = (await readdir(root, { recursive: true })).filter((name) => /\.ts$/.test(name))
  const comparing: string[] = []
  for (const file of files) {
    const text = await readFile(new URL(file, root), 'utf8')
    if (/timingSafeEqual/.test(text)) comparing.push(file)
    expect(text, file).not.toMatch(/where\('(api_key\.)?hash'|where hash =/)
  }
  expect(comparing).toEqual(['features/access/secrets.ts'])
})
