import { eventually } from '@flotilla/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { digestOf } from '../src/features/access/secrets.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
const PASSWORD = 'correct horse battery'
const OWN = { 'sec-fetch-site': 'same-origin' }

beforeAll(async () => {
  app = await startApp()
}, 60_000)
afterAll(() => app?.stop())
beforeEach(async () => {
  await sql`delete from sign_in_guess`.execute(app.database)
})

interface Ask {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly from?: string
  readonly on?: TestApp['inject']
}
async function ask(method: string, url: string, { body, headers = {}, from, on = app.inject }: Ask = {}) {
  const response = await on({
    method: method as 'GET',
    url,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    ...(from ? { remoteAddress: from } : {}),
  })
  const cookies = [response.headers['set-cookie'] ?? []].flat()
  return { status: response.statusCode, headers: response.headers, cookies, body: response.json() }
}

const signInAs = (Username: string, Password: string, options: Ask = {}) =>
  ask('POST', '/api/users/login', { ...options, body: { Username, Password, ...(options.body as object) } })

/** What a browser sends after an answer: its cookies and, for changes, the token from the one that pages can read. */
function browser(cookies: readonly string[]) {
  const pairs = cookies.map((cookie) => cookie.split(';')[0]!)
  const token = pairs.find((pair) => pair.startsWith('Octopus-Csrf-Token_'))!.split('=')[1]!
  const cookie = pairs.join('; ')
  return { reading: { cookie, ...OWN }, changing: { cookie, ...OWN, 'x-octopus-csrf-token': token }, cookie, token }
}

let number = 0
async function newPerson() {
  number += 1
  const name = `person${number}`
  const user = (await app.api('POST', '/api/users', { Username: name, Password: PASSWORD })).body
  return { name, user }
}

const isSomebodyWaiting = async () =>
  (await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock'`.execute(app.database)).rows.length > 0

const signedIn = async (name: string) => browser((await signInAs(name, PASSWORD)).cookies)
const me = async (headers: Readonly<Record<string, string>>) => (await ask('GET', '/api/users/me', { headers })).status

describe('sessions', () => {
  test('N4 signing in gives a session in a cookie that scripts cannot read', async () => {
    const { name, user } = await newPerson()
    const answer = await signInAs(name.toUpperCase(), PASSWORD)
    expect(answer).toMatchObject({ status: 200, body: { Id: user.Id, Username: name, IsRequestor: true } })
    const [session, token] = answer.cookies
    expect(session).toMatch(
      /^Flotilla-Session_[0-9a-f-]{36}=sessions-[\w-]{20}\.[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly$/,
    )
    expect(token).toMatch(/^Octopus-Csrf-Token_[0-9a-f-]{36}=[\w-]{43}; Path=\/; SameSite=Lax$/)
    expect(await me(browser(answer.cookies).reading)).toBe(200)
    const { rows } = await sql<{ hash: Buffer }>`select hash from session`.execute(app.database)
    for (const { hash } of rows) expect(hash).toHaveLength(32)
    const dump = JSON.stringify(await app.database.selectFrom('session').selectAll().execute())
    expect(dump).not.toContain(/\.([\w-]{43});/.exec(session!)![1])
  })

  test('N4 over HTTPS the cookies are Secure and bound to the host', async () => {
    const { name } = await newPerson()
    const node = await app.another({ edge: { trustedProxies: ['127.0.0.1'] } })
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
    const answer = await signInAs(name, PASSWORD, { headers, on: node.inject.bind(node) as TestApp['inject'] })
    expect(answer.cookies[0]).toMatch(/^__Host-Flotilla-Session_\S+; Path=\/; SameSite=Lax; HttpOnly; Secure$/)
    expect(answer.cookies[1]).toMatch(/; Secure$/)
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
    // Said by nobody who is trusted, it means nothing.
    const plain = await signInAs(name, PASSWORD, { headers })
    expect(plain.cookies[0]).toMatch(/^Flotilla-Session_/)
    expect(plain.headers['strict-transport-security']).toBeUndefined()
  })

  test('N4 a remembered session outlives the browser, by seven days', async () => {
    const { name } = await newPerson()
    const answer = await signInAs(name, PASSWORD, { body: { RememberMe: true } })
    for (const cookie of answer.cookies) expect(cookie).toContain('Max-Age=604800')
  })

  test('N4 each sign-in is a session of its own, and ends the one it came with', async () => {
    const { name } = await newPerson()
    const first = await signedIn(name)
    const again = browser((await signInAs(name, PASSWORD, { headers: first.reading })).cookies)
    expect(again.cookie).not.toBe(first.cookie)
    expect(await me(again.reading)).toBe(200)
    await eventually('the former session to end', async () => (await me(first.reading)) === 401)
    // A session that somebody else chose is not taken over.
    const planted = { cookie: again.cookie.replace(/=sessions-[^;]+/, `=sessions-${'x'.repeat(20)}.${'y'.repeat(43)}`) }
    const own = browser((await signInAs(name, PASSWORD, { headers: planted })).cookies)
    expect(own.cookie).not.toContain('x'.repeat(20))
  })

  test('N4 a password that is being changed signs nobody in any more', async () => {
    const { name, user } = await newPerson()
    const attempt = await inTransaction(app.database, async (tx) => {
      await sql`update user_account set password_hash = 'another' where id = ${user.Id}`.execute(tx)
      const answer = signInAs(name, PASSWORD)
      await Promise.race([answer, eventually('the attempt to wait for the change', isSomebodyWaiting, 8_000)])
      return { answer }
    })
    expect((await attempt.answer).status).toBe(400)
  })

  test('N4 Q1 signing out ends the session, clears the cookies and is an event', async () => {
    const { name, user } = await newPerson()
    const page = await signedIn(name)
    const answer = await ask('POST', '/api/users/logout', { headers: page.changing })
    expect(answer.status).toBe(200)
    expect(answer.cookies).toHaveLength(2)
    for (const cookie of answer.cookies) expect(cookie).toMatch(/=; .*Max-Age=0/)
    await eventually('the session to end', async () => (await me(page.reading)) === 401)
    expect((await ask('GET', '/api/users/me', { headers: page.reading })).body.ErrorMessage).toMatch(/Sign in again/)
    const events = (await app.api('GET', `/api/events?regarding=${user.Id}`)).body.Items
    expect(events.map((event: { Category: string }) => event.Category)).toEqual([
      'LogoutSucceeded',
      'LoginSucceeded',
      'Created',
    ])
    expect(events[1]).toMatchObject({ Username: name, IpAddress: '127.0.0.1', IdentityEstablishedWith: 'Password' })
  })

  test.each([
    { name: 'a new password', change: { Password: 'another long password' } },
    { name: 'disabling', change: { IsActive: false } },
  ])('N4 $name ends every session', async ({ change }) => {
    const { name, user } = await newPerson()
    const pages = [await signedIn(name), await signedIn(name)]
    for (const page of pages) expect(await me(page.reading)).toBe(200)
    expect((await app.api('PUT', `/api/users/${user.Id}`, { ...user, ...change })).status).toBe(200)
    for (const page of pages) await eventually('the session to end', async () => (await me(page.reading)) === 401)
  })

  test.each([
    { name: '8 hours without a request', column: 'last_seen_at', ago: '8 hours 1 minute' },
    { name: '7 days in any case', column: 'created_at', ago: '7 days 1 minute' },
  ])('N4 a session ends after $name', async ({ column, ago }) => {
    const { name, user } = await newPerson()
    const page = await signedIn(name)
    await sql`update session set ${sql.ref(column)} = now() - ${ago}::interval where user_id = ${user.Id}`.execute(
      app.database,
    )
    expect(await me(page.reading)).toBe(401)
  })

  test('N4 a used session stays: its time is noted', async () => {
    const { name, user } = await newPerson()
    const page = await signedIn(name)
    await sql`update session set last_seen_at = now() - interval '7 hours' where user_id = ${user.Id}`.execute(
      app.database,
    )
    expect(await me(page.reading)).toBe(200)
    const { rows } = await sql<{ recent: boolean }>`
      select last_seen_at > now() - interval '1 minute' as recent from session where user_id = ${user.Id}`.execute(
      app.database,
    )
    expect(rows).toEqual([{ recent: true }])
  })
})

describe('requests that pages of other sites make', () => {
  const change = async (page: ReturnType<typeof browser>, headers: Readonly<Record<string, string>>) =>
    (
      await ask('POST', '/api/users/me/apikeys', {
        headers: { cookie: page.cookie, ...headers },
        body: { Purpose: 'x' },
      })
    ).status

  test('N5 with a cookie, a change needs the token of the session and a page of ours', async () => {
    const { name } = await newPerson()
    const page = await signedIn(name)
    const other = await signedIn((await newPerson()).name)
    const token = { 'x-octopus-csrf-token': page.token }
    expect(await change(page, {})).toBe(403)
    expect(await change(page, OWN)).toBe(403)
    expect(await change(page, token)).toBe(403)
    expect(await change(page, { ...OWN, 'x-octopus-csrf-token': other.token })).toBe(403)
    expect(await change(page, { ...OWN, 'x-octopus-csrf-token': '' })).toBe(403)
    expect(await change(page, { ...token, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await change(page, { ...token, 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await change(page, { ...token, origin: 'http://evil.example' })).toBe(403)
    expect(await change(page, { ...token, origin: 'null' })).toBe(403)
    expect(await change(page, { ...token, ...OWN })).toBe(201)
    expect(await change(page, { ...token, origin: 'http://localhost' })).toBe(201)
    const keys = (await ask('GET', '/api/users/me/apikeys', { headers: page.reading })).body
    expect(keys.TotalResults).toBe(2)
  })

  test('N5 N6 nothing is read for a page of another site; a link that a person follows is', async () => {
    const page = await signedIn((await newPerson()).name)
    const { cookie } = page
    expect(await me({ cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })).toBe(403)
    expect(await me({ cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await me({ cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200)
    expect(await me({ cookie })).toBe(200)
  })

  test('N5 a key in a header needs no token, and a cookie adds nothing to a wrong key', async () => {
    const { name } = await newPerson()
    const page = await signedIn(name)
    const key = (await ask('POST', '/api/users/me/apikeys', { headers: page.changing, body: { Purpose: 'x' } })).body
    const headers = { 'x-octopus-apikey': key.ApiKey, origin: 'http://evil.example' }
    expect((await ask('POST', '/api/users/me/apikeys', { headers, body: { Purpose: 'y' } })).status).toBe(201)
    expect(await me({ ...page.reading, 'x-octopus-apikey': 'API-WRONG' })).toBe(401)
  })

  test('N5 a page of another site signs nobody in, and a form has no JSON', async () => {
    const { name } = await newPerson()
    const foreign = await signInAs(name, PASSWORD, { headers: { origin: 'http://evil.example' } })
    expect(foreign).toMatchObject({ status: 403, cookies: [] })
    const form = await app.inject({
      method: 'POST',
      url: '/api/users/login',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `Username=${name}&Password=${PASSWORD}`,
    })
    expect(form.statusCode).toBe(415)
    const text = await app.inject({
      method: 'POST',
      url: '/api/users/login',
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify({ Username: name, Password: PASSWORD }),
    })
    expect(text.statusCode).toBe(415)
  })

  test('N5 no GET changes anything: a session cookie alone leaves the database as it is', async () => {
    const page = await signedIn((await newPerson()).name)
    expect((await ask('GET', '/api/users/logout', { headers: page.reading })).status).toBe(404)
    expect(await me(page.reading)).toBe(200)
  })
})

describe('guessing', () => {
  test('N3 wrong passwords, unknown, disabled and service users get one and the same answer', async () => {
    const { name } = await newPerson()
    const disabled = await newPerson()
    await app.api('PUT', `/api/users/${disabled.user.Id}`, { ...disabled.user, IsActive: false })
    await app.api('POST', '/api/users', { Username: 'robot', IsService: true })
    const answers = [
      await signInAs(name, 'wrong'),
      await signInAs('nobody', PASSWORD),
      await signInAs(disabled.name, PASSWORD),
      await signInAs('robot', PASSWORD),
      await signInAs(name, ''),
      await signInAs('users-system', PASSWORD),
    ]
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 400, cookies: [] })
      expect(answer.body).toEqual(answers[0]!.body)
    }
    expect(answers[0]!.body).toMatchObject({ ErrorMessage: 'The user name or the password is wrong.' })
  })

  test('N3 an unknown user costs the same time', async () => {
    const { name } = await newPerson()
    const timed = async (username: string) => {
      const started = performance.now()
      await signInAs(username, 'wrong')
      await sql`delete from sign_in_guess`.execute(app.database)
      return performance.now() - started
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let n = 0; n < 15; n += 1) {
      known.push(await timed(name))
      unknown.push(await timed(`nobody${n}`))
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[7]!
    // A password check takes many times what the rest takes: leaving it out would show as a fraction of the time.
    expect(median(unknown)).toBeGreaterThan(median(known) * 0.6)
    expect(median(unknown)).toBeLessThan(median(known) * 1.7)
  })

  const LATER = 1_000
  /** The wait that is told, in seconds; of the address alone, or of an account there. Guesses are moved, so that no time passes. */
  const waitOf = async (name: string, ofWhat: 'account' | 'address', from = '127.0.0.1') => {
    const address = digestOf(JSON.stringify([from])).toString('base64url')
    const isMeant = sql`(slot = ${address}) = ${ofWhat === 'address'}`
    await sql`update sign_in_guess set last_at = clock_timestamp() + make_interval(secs => ${LATER}) where ${isMeant}`.execute(
      app.database,
    )
    const answer = await signInAs(name, PASSWORD, { from })
    expect(answer.status).toBe(429)
    await sql`update sign_in_guess set last_at = now() - make_interval(secs => ${LATER})`.execute(app.database)
    return Number(answer.headers['retry-after']) - LATER
  }

  test('N3 after 5 wrong passwords there is a wait that doubles, for this account from this address only', async () => {
    const { name } = await newPerson()
    const other = await newPerson()
    for (let n = 0; n < 5; n += 1) expect((await signInAs(name, 'wrong')).status).toBe(400)
    const expected = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    for (const [index, seconds] of expected.entries()) {
      const told = await waitOf(name, 'account')
      expect(told, `wait ${index}`).toBeLessThanOrEqual(seconds)
      expect(told, `wait ${index}`).toBeGreaterThan(seconds - 2)
      if (index < expected.length - 1) expect((await signInAs(name, 'wrong')).status).toBe(400)
    }
    expect((await signInAs(name, PASSWORD)).status).toBe(200)
    // A right password clears what was counted for the account, and nobody can lock out somebody else.
    for (let n = 0; n < 5; n += 1) expect((await signInAs(name, 'wrong')).status).toBe(400)
    await waitOf(name, 'account')
    expect((await signInAs(name, PASSWORD, { from: '203.0.113.7' })).status).toBe(200)
    expect((await signInAs(other.name, PASSWORD, { from: '203.0.113.8' })).status).toBe(200)
  })

  test('N3 50 wrong passwords from one address make it wait, whatever the names, on every node', async () => {
    const other = await app.another({})
    const nodes = [app.inject, other.inject.bind(other) as TestApp['inject']]
    const from = '203.0.113.50'
    const statuses: number[] = []
    for (let n = 0; n < 50; n += 1)
      statuses.push((await signInAs(`nobody${n}`, 'wrong', { on: nodes[n % 2]!, from })).status)
    expect(new Set(statuses)).toEqual(new Set([400]))
    await waitOf('admin', 'address', from)
    expect((await signInAs('admin', PASSWORD, { from: '203.0.113.51' })).status).toBe(200)
  })

  test('N3 many guesses at once are no way around it', async () => {
    const { name } = await newPerson()
    const storm = await Promise.all(Array.from({ length: 30 }, () => signInAs(name, 'wrong')))
    const looked = storm.filter(({ status }) => status === 400).length
    // Five are free; a slow machine may see the first waits of a second or two pass.
    expect(looked).toBeGreaterThanOrEqual(5)
    expect(looked).toBeLessThanOrEqual(9)
    expect(storm.filter(({ status }) => status === 429)).toHaveLength(30 - looked)
  })

  test('Q1 a failure is an event, which does not hold what was typed', async () => {
    const { name, user } = await newPerson()
    await signInAs(name, 'my wrong password')
    await signInAs('my password in the wrong field', 'x')
    const events = (await app.api('GET', '/api/events?eventCategories=LoginFailed')).body.Items
    expect(events[0].Message).toBe('Signing in with a user name that nobody has failed')
    expect(events[1]).toMatchObject({ Message: `Signing in as ${name} failed`, RelatedDocumentIds: [user.Id] })
    expect(JSON.stringify(events)).not.toMatch(/wrong password|wrong field/)
    const guesses = JSON.stringify(await app.database.selectFrom('sign_in_guess').selectAll().execute())
    expect(guesses).not.toMatch(/wrong field|person/)
  })
})

describe('the edge', () => {
  test.each(['apikey', 'ApiKey', 'api%6Bey', 'access_token'])(
    'N8 ?%s= is refused with an explanation',
    async (name) => {
      for (const path of ['/api', '/api/users/me', '/api/nothing', '/api/Spaces-1/projects']) {
        const answer = await ask('GET', `${path}?x=1&${name}=API-ADMINISTRATOR0`)
        expect(answer.status).toBe(400)
        expect(answer.body.Errors[0]).toMatch(/credentials are not taken from addresses.*X-Octopus-ApiKey/)
        expect(JSON.stringify(answer.body)).not.toContain('API-ADMINISTRATOR0')
      }
    },
  )

  test('W5 every answer has its headers, refusals too', async () => {
    for (const path of ['/api', '/api/users/me', '/api/nothing', '/healthz', '/.well-known/openid-configuration']) {
      const response = await app.inject({ url: path })
      expect(response.headers, path).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(response.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test.each([
    { name: 'nobody is trusted', proxies: [], from: '10.0.0.1', header: '203.0.113.1', client: '10.0.0.1' },
    {
      name: 'a trusted proxy tells',
      proxies: ['10.0.0.1'],
      from: '10.0.0.1',
      header: '203.0.113.1',
      client: '203.0.113.1',
    },
    { name: 'somebody else tells', proxies: ['10.0.0.1'], from: '10.0.0.2', header: '203.0.113.1', client: '10.0.0.2' },
    {
      name: 'the client lies to the proxy',
      proxies: ['10.0.0.0/8'],
      from: '10.0.0.1',
      header: '198.51.100.1, 203.0.113.1',
      client: '203.0.113.1',
    },
    {
      name: 'two proxies in a row',
      proxies: ['10.0.0.0/8'],
      from: '10.0.0.1',
      header: '198.51.100.1, 203.0.113.1, 10.9.9.9',
      client: '203.0.113.1',
    },
    { name: 'a trusted proxy tells nothing', proxies: ['10.0.0.1'], from: '10.0.0.1', header: '', client: '10.0.0.1' },
  ])('N10 $name: the client is $client', async ({ proxies, from, header, client }) => {
    const node = await app.another({ edge: { trustedProxies: proxies } })
    const headers = header ? { 'x-forwarded-for': header } : {}
    const on = node.inject.bind(node) as TestApp['inject']
    expect((await signInAs('admin', PASSWORD, { headers, from, on })).status).toBe(200)
    const [event] = (await app.api('GET', '/api/events?eventCategories=LoginSucceeded&take=1')).body.Items
    expect(event.IpAddress).toBe(client)
  })

  test('the ways to sign in are told without signing in', async () => {
    const { body } = await ask('GET', '/api/authentication')
    expect(body.AuthenticationProviders).toMatchObject([{ FormsLoginEnabled: true, IdentityType: 'UsernamePassword' }])
    expect((await ask('GET', '/api/users/authentication')).status).toBe(401)
    const { cookies } = await signInAs('admin', PASSWORD)
    const headers = browser(cookies).reading
    expect(
      (await ask('GET', '/api/users/authentication/Users-1', { headers })).body.AuthenticationProviders,
    ).toHaveLength(1)
  })
})
