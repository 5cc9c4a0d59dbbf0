import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoutes } from '../src/features/index.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
}, 60_000)
afterAll(() => app?.stop())

/** All that answers to somebody who is not signed in. A new line here is a decision. */
const PUBLIC = [
  'GET /',
  'GET /authentication',
  'POST /agents/register',
  'POST /token/v1',
  'POST /users/login',
  'POST /users/register',
]

const routes = allRoutes({} as never)
const name = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path || '/'}`

test('N9 the public routes are a short list', () => {
  const open = routes.filter(({ access }) => access === 'public').map(name)
  expect(open.filter((each) => !PUBLIC.includes(each))).toEqual([])
})

/** Other spellings of an address, which routers, proxies and filters understand differently. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}/`,
  (path) => `//${path.slice(1)}`,
  (path) => path.replace('/api/', '/api//'),
  (path) => path.replace('/api/', '/API/'),
  (path) => path.toUpperCase(),
  (path) => path.replace('/api/', '/%61pi/'),
  (path) => path.replace(/[^/]+$/, (last) => `%${last.charCodeAt(0).toString(16)}${last.slice(1)}`),
  (path) => path.replace('/api/', '/api/x/../'),
  (path) => path.replace('/api/', '/api/%2e%2e/api/'),
  (path) => path.replace('/api/', '/api/./'),
  (path) => path.replace('/api/', '/api/users/login/../../'),
  (path) => path.replace('/api/', '/api/users/login/%2e%2e/%2e%2e/'),
  (path) => path.replace('/api/', '/api%2f'),
  (path) => path.replace('/api/', '/api;x=1/'),
  (path) => `${path};x=1`,
  (path) => `${path}.json`,
  (path) => `${path}.css`,
  (path) => `${path}%00`,
  (path) => `${path}%2f`,
  (path) => `${path}/users/login`,
  (path) => `${path}?returnUrl=/api/users/login`,
  (path) => path.replace('/api/', '/api/Spaces-1/'),
  (path) => path.replace('/api/', '/api/spaces/default/'),
  (path) => path.replace('/api/', '/healthz/../api/'),
]

test('N9 no spelling of a route lets anybody in who is not signed in, and nothing changes', async () => {
  const before = await sums()
  const closed = routes.filter(({ access }) => access !== 'public')
  expect(closed.length).toBeGreaterThan(150)
  const let_in: string[] = []
  for (const { method, path } of closed) {
    const address = `/api${path.replaceAll(/:[A-Za-z]+/g, '1')}`
    for (const spell of SPELLINGS) {
      const url = spell(address)
      const { statusCode } = await app.inject({
        method,
        url,
        headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { payload: '{}' }),
      })
      // 401: who are you; 400, 404: an address that is none; 405 and 415 tell nothing of what lies behind it either.
      if (![400, 401, 404, 405, 415].includes(statusCode)) let_in.push(`${method} ${url}: ${statusCode}`)
    }
  }
  expect(let_in).toEqual([])
  expect(await sums()).toEqual(before)
}, 300_000)

test('N9 asking for the headers of a route alone lets nobody in', async () => {
  const closed = routes.filter(({ access, method }) => method === 'GET' && access !== 'public')
  for (const { path } of closed) {
    const { statusCode } = await app.inject({ method: 'HEAD', url: `/api${path.replaceAll(/:[A-Za-z]+/g, '1')}` })
    expect(statusCode, path).toBe(401)
  }
})

test('N9 a route that is not there is not told from one that is', async () => {
  for (const url of ['/api/nothing', '/api/users/all', '/api/Spaces-1/nothing', '/api/Spaces-99/projects']) {
    expect((await app.inject({ url })).statusCode, url).toBe(401)
  }
})

/** A sum of every table: what requests have changed. */
async function sums(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(app.database)
  const found: Record<string, string> = {}
  for (const { name } of rows) {
    const sum = await sql<{ sum: string }>`
      select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as sum from ${sql.table(name)} t`.execute(
      app.database,
    )
    found[name] = sum.rows[0]!.sum
  }
  return found
}
