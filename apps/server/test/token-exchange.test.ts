import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventually } from '@flotilla/testkit'
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { createOutboundFetch } from '../src/outbound/index.ts'
import { startApp, type TestApp } from './start-app.ts'

type Keys = Awaited<ReturnType<typeof generateKeyPair>>

/** A build server that signs tokens, as far as others see it: a discovery document and keys. */
interface Issuer {
  readonly url: string
  keys: JWK[]
  /** What the discovery document says in place of the truth. */
  lies: Readonly<Record<string, unknown>>
  readonly asked: string[]
  readonly server: Server
}

async function startIssuer(): Promise<Issuer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const body = request.url === '/keys' ? { keys: issuer.keys } : discovery()
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer: Issuer = { url, keys: [], lies: {}, asked, server }
  const discovery = () => ({ issuer: url, jwks_uri: `${url}/keys`, ...issuer.lies })
  return issuer
}

const EXCHANGE = {
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
}
const SUBJECT = 'repo:acme/shop:ref:refs/heads/main'
const seconds = () => Math.floor(Date.now() / 1_000)

let app: TestApp
let issuer: Issuer
let other: Issuer
let rsa: Keys
let elliptic: Keys
let account: { Id: string; Username: string }
let externalId: string
let identityPath: string

const publicKey = async (keys: Keys, kid: string, alg: string): Promise<JWK> => ({
  ...(await exportJWK(keys.publicKey)),
  kid,
  alg,
  use: 'sig',
})

beforeAll(async () => {
  app = await startApp()
  issuer = await startIssuer()
  other = await startIssuer()
  rsa = await generateKeyPair('RS256', { extractable: true })
  elliptic = await generateKeyPair('ES256')
  issuer.keys = [await publicKey(rsa, 'rsa', 'RS256'), await publicKey(elliptic, 'elliptic', 'ES256')]
  account = (await app.api('POST', '/api/users', { Username: 'builds', IsService: true })).body
  const made = await app.api('POST', `/api/serviceaccounts/${account.Id}/oidcidentities/create/v1`, {
    ServiceAccountId: account.Id,
    Name: 'The shop',
    Issuer: issuer.url,
    Subject: SUBJECT,
  })
  expect(made.status).toBe(201)
  identityPath = `/api/serviceaccounts/${account.Id}/oidcidentities/${made.body.Id}/v1`
  externalId = (await app.api('GET', `/api/serviceaccounts/${account.Id}/oidcidentities/v1?skip=0&take=100`)).body
    .ExternalId
}, 60_000)
afterAll(async () => {
  issuer?.server.close()
  other?.server.close()
  await app?.stop()
})

interface TokenAsk {
  readonly claims?: JWTPayload
  readonly without?: readonly string[]
  readonly header?: Readonly<Record<string, unknown>>
  readonly key?: Parameters<SignJWT['sign']>[0]
}

/** A token as the build server would sign it, apart from what is asked for. */
async function tokenOf({ claims = {}, without = [], header = {}, key }: TokenAsk = {}): Promise<string> {
  const all = { iss: issuer.url, sub: SUBJECT, aud: externalId, iat: seconds(), exp: seconds() + 300, ...claims }
  const payload = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)))
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'rsa', ...header }).sign(key ?? rsa.privateKey)
}

async function exchange(subject_token: unknown, fields: object = {}, on: TestApp['inject'] = app.inject) {
  const response = await on({
    method: 'POST',
    url: '/api/token/v1',
    headers: { 'content-type': 'application/json', 'user-agent': 'GitHubActions (login;v0)' },
    payload: JSON.stringify({ ...EXCHANGE, audience: externalId, subject_token, ...fields }),
  })
  return { status: response.statusCode, body: response.json() }
}

async function me(token: string) {
  const response = await app.inject({ url: '/api/users/me', headers: { authorization: `Bearer ${token}` } })
  return { status: response.statusCode, body: response.json() }
}

test('discovery tells where to exchange a token', async () => {
  const found = (
    await app.inject({ url: '/.well-known/openid-configuration', headers: { host: 'flotilla.example' } })
  ).json()
  expect(found).toMatchObject({
    issuer: 'http://flotilla.example',
    token_endpoint: 'http://flotilla.example/api/token/v1',
  })
  const named = await app.another({ deps: { publicUrl: 'https://deploy.example' } })
  expect((await named.inject({ url: '/.well-known/openid-configuration' })).json().token_endpoint).toBe(
    'https://deploy.example/api/token/v1',
  )
})

test.each(['RS256', 'ES256'])(
  'N7 a token signed with %s is exchanged for one that acts as the service account',
  async (alg) => {
    const signed =
      alg === 'RS256' ? await tokenOf() : await tokenOf({ header: { alg, kid: 'elliptic' }, key: elliptic.privateKey })
    const { status, body } = await exchange(signed)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      issued_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_type: 'Bearer',
      expires_in: 3_600,
    })
    expect(await me(body.access_token)).toMatchObject({ status: 200, body: { Id: account.Id, IsRequestor: true } })
    const [event] = (await app.api('GET', `/api/events?regarding=${account.Id}&eventCategories=LoginSucceeded`)).body
      .Items
    expect(event).toMatchObject({ Username: 'builds', UserAgent: 'GitHubActions (login;v0)', IsService: true })
    const stored = JSON.stringify(await app.database.selectFrom('access_token').selectAll().execute())
    expect(stored).not.toContain(body.access_token.split('.')[1])
  },
)

test('N7 the subject token itself is no credential', async () => {
  expect((await me(await tokenOf())).status).toBe(401)
})

const stranger = generateKeyPair('RS256')
const FORGED: readonly { readonly name: string; readonly make: () => Promise<string>; readonly says: RegExp }[] = [
  { name: 'no token at all', make: async () => 'nonsense', says: /no signed token/ },
  {
    name: 'an issuer that nobody trusts',
    make: () => tokenOf({ claims: { iss: other.url } }),
    says: /trusts the issuer/,
  },
  {
    name: 'the issuer with a slash',
    make: () => tokenOf({ claims: { iss: `${issuer.url}/` } }),
    says: /trusts the issuer/,
  },
  { name: 'no issuer', make: () => tokenOf({ without: ['iss'] }), says: /with an issuer/ },
  {
    name: 'an issuer that is no text',
    make: () => tokenOf({ claims: { iss: [issuer.url] as never } }),
    says: /issuer/,
  },
  { name: 'another audience', make: () => tokenOf({ claims: { aud: crypto.randomUUID() } }), says: /audience/ },
  { name: 'no audience', make: () => tokenOf({ without: ['aud'] }), says: /'aud'/ },
  {
    name: 'another subject',
    make: () => tokenOf({ claims: { sub: `${SUBJECT}2` } }),
    says: /does not trust the subject/,
  },
  { name: 'the subject in capitals', make: () => tokenOf({ claims: { sub: SUBJECT.toUpperCase() } }), says: /subject/ },
  { name: 'the beginning of the subject', make: () => tokenOf({ claims: { sub: 'repo:acme/shop' } }), says: /subject/ },
  { name: 'a wildcard as subject', make: () => tokenOf({ claims: { sub: '*' } }), says: /subject/ },
  { name: 'no subject', make: () => tokenOf({ without: ['sub'] }), says: /'sub'/ },
  {
    name: 'a subject that is no text',
    make: () => tokenOf({ claims: { sub: [SUBJECT] as never } }),
    says: /subject|'sub'/,
  },
  { name: 'expired', make: () => tokenOf({ claims: { exp: seconds() - 120 } }), says: /expired/ },
  { name: 'without an end', make: () => tokenOf({ without: ['exp'] }), says: /'exp'/ },
  { name: 'not valid yet', make: () => tokenOf({ claims: { nbf: seconds() + 120 } }), says: /not valid yet/ },
  {
    name: 'algorithm none',
    make: async () =>
      new UnsecuredJWT({ iss: issuer.url, sub: SUBJECT, aud: externalId, exp: seconds() + 300 }).encode(),
    says: /algorithm|cannot be read/,
  },
  {
    name: 'HS256 with the public key as its secret',
    make: async () =>
      tokenOf({ header: { alg: 'HS256' }, key: new TextEncoder().encode(await exportSPKI(rsa.publicKey)) }),
    says: /algorithm/,
  },
  {
    name: 'a key of somebody else under a known name',
    make: async () => tokenOf({ key: (await stranger).privateKey }),
    says: /signature is wrong/,
  },
  {
    name: 'a key that the issuer does not have',
    make: async () => tokenOf({ header: { kid: 'unknown' }, key: (await stranger).privateKey }),
    says: /key that the issuer does not have/,
  },
  {
    name: 'a key that it brings along',
    make: async () => {
      const keys = await stranger
      return tokenOf({ header: { kid: undefined, jwk: await exportJWK(keys.publicKey) }, key: keys.privateKey })
    },
    says: /signature|key/,
  },
  {
    name: 'a changed payload',
    make: async () => {
      const [head, , signature] = (await tokenOf({ claims: { sub: 'repo:evil/shop' } })).split('.')
      const payload = (await tokenOf()).split('.')[1]
      return [head, payload, signature].join('.')
    },
    says: /signature is wrong/,
  },
  { name: 'a cut signature', make: async () => (await tokenOf()).slice(0, -20), says: /signature|cannot be read/ },
]

test.each(FORGED)('N7 refuses $name', async ({ make, says }) => {
  const { status, body } = await exchange(await make())
  expect(status, JSON.stringify(body)).toBe(400)
  expect(body.error).toBe('invalid_request')
  expect(body.error_description).toMatch(says)
  expect(body.access_token).toBeUndefined()
})

test('N7 clocks may be a minute apart', async () => {
  const late = await tokenOf({ claims: { exp: seconds() - 20, nbf: seconds() + 20 } })
  expect((await exchange(late)).status).toBe(200)
})

test.each([
  { name: 'another grant', fields: { grant_type: 'password' }, says: /grant_type must be/ },
  { name: 'another type of token', fields: { subject_token_type: 'x' }, says: /subject_token_type must be/ },
  { name: 'an audience that is no id', fields: { audience: 'builds' }, says: /external id of a service account/ },
  { name: 'an audience that nobody has', fields: { audience: crypto.randomUUID() }, says: /No service account/ },
  { name: 'no audience', fields: { audience: undefined }, says: /audience/ },
  { name: 'no token', fields: { subject_token: undefined }, says: /subject_token must be/ },
])('the exchange refuses $name in the words of OAuth', async ({ fields, says }) => {
  const { status, body } = await exchange(await tokenOf(), fields)
  expect(status).toBe(400)
  expect(body).toMatchObject({ error: 'invalid_request', error_description: expect.stringMatching(says) })
})

test('N7 an issuer that no service account trusts is not called', async () => {
  await exchange(await tokenOf({ claims: { iss: other.url } }))
  await exchange(await tokenOf(), { audience: crypto.randomUUID() })
  expect(other.asked).toEqual([])
})

test('N7 Q1 a failure is an event of the account', async () => {
  await exchange(await tokenOf({ claims: { exp: seconds() - 120 } }))
  const [event] = (await app.api('GET', `/api/events?regarding=${account.Id}&eventCategories=LoginFailed`)).body.Items
  expect(event.Message).toBe('Signing in as builds with a token of a build server failed. The token has expired.')
})

test('N7 keys are kept, and fetched anew when the issuer changes them', async () => {
  const node = await app.another({})
  const on = node.inject.bind(node) as TestApp['inject']
  issuer.asked.length = 0
  for (let n = 0; n < 3; n += 1) expect((await exchange(await tokenOf(), {}, on)).status).toBe(200)
  expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys'])
  const fresh = await generateKeyPair('RS256')
  const before = issuer.keys
  issuer.keys = [await publicKey(fresh, 'fresh', 'RS256')]
  const signed = await tokenOf({ header: { kid: 'fresh' }, key: fresh.privateKey })
  await eventually('the new key to be known', async () => (await exchange(signed, {}, on)).status === 200)
  expect((await exchange(await tokenOf(), {}, on)).status).toBe(400)
  issuer.keys = before
})

test.each([
  { name: 'a document about another issuer', lies: { issuer: 'https://example.com' }, says: /about another issuer/ },
  { name: 'no address of keys', lies: { jwks_uri: undefined }, says: /does not say where its keys are/ },
  {
    name: 'keys at an address of this machine',
    lies: { jwks_uri: 'file:///etc/passwd' },
    says: /could not be fetched/,
  },
])('N7 U1 an issuer with $name is refused', async ({ lies, says }) => {
  const node = await app.another({})
  issuer.lies = lies
  try {
    const { status, body } = await exchange(await tokenOf(), {}, node.inject.bind(node) as TestApp['inject'])
    expect(status).toBe(400)
    expect(body.error_description).toMatch(says)
  } finally {
    issuer.lies = {}
  }
})

test('U1 an issuer in a private network is not called unless the network is allowed', async () => {
  const node = await app.another({ deps: { outboundFetch: createOutboundFetch([]) } })
  issuer.asked.length = 0
  const { body } = await exchange(await tokenOf(), {}, node.inject.bind(node) as TestApp['inject'])
  expect(body.error_description).toMatch(/FLOTILLA_ALLOWED_PRIVATE_NETWORKS/)
  expect(issuer.asked).toEqual([])
})

test('N7 an identity with an audience of its own wants that, and its tokens end with it', async () => {
  const trust = (await app.api('GET', identityPath)).body
  const first = (await exchange(await tokenOf())).body.access_token
  expect((await me(first)).status).toBe(200)
  expect((await app.api('PUT', identityPath, { ...trust, Audience: 'https://deploy.example' })).status).toBe(200)
  await eventually('the token to end', async () => (await me(first)).status === 401, 10_000)
  expect((await exchange(await tokenOf())).status).toBe(400)
  const second = (await exchange(await tokenOf({ claims: { aud: ['x', 'https://deploy.example'] } }))).body.access_token
  expect((await me(second)).status).toBe(200)
  expect((await app.api('PUT', identityPath, trust)).status).toBe(200)
})

test('N7 a trust that is taken back while a token is judged gives none', async () => {
  const subject_token = await tokenOf()
  const isSomebodyWaiting = async () =>
    (await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock'`.execute(app.database)).rows.length > 0
  const changeTo = (subject: string) => sql`update oidc_identity set subject = ${subject} where issuer = ${issuer.url}`
  const attempt = await inTransaction(app.database, async (tx) => {
    await changeTo('somebody else').execute(tx)
    const answer = exchange(subject_token)
    await Promise.race([answer, eventually('the attempt to wait for the change', isSomebodyWaiting, 8_000)])
    return { answer }
  })
  const { status, body } = await attempt.answer
  await changeTo(SUBJECT).execute(app.database)
  expect(status, JSON.stringify(body)).toBe(400)
})

test('N2 a token works no longer than it says, and not for a disabled account', async () => {
  const token = (await exchange(await tokenOf())).body.access_token
  const id = token.split('.')[0]
  const expired = (await exchange(await tokenOf())).body.access_token
  await app.database
    .updateTable('access_token')
    .set({ expires_at: new Date(Date.now() - 1_000) })
    .where('id', '=', expired.split('.')[0])
    .execute()
  expect(await me(expired)).toMatchObject({ status: 401, body: { ErrorMessage: /expired/ } })
  expect((await me(`${id}.${'x'.repeat(43)}`)).status).toBe(401)
  expect((await me(token)).status).toBe(200)
  const user = (await app.api('GET', `/api/users/${account.Id}`)).body
  await app.api('PUT', `/api/users/${account.Id}`, { ...user, IsActive: false })
  await eventually('the token to end', async () => (await me(token)).status === 401, 10_000)
  expect((await exchange(await tokenOf())).body.error_description).toMatch(/No service account/)
  await app.api('PUT', `/api/users/${account.Id}`, { ...user, IsActive: true })
  const again = (await exchange(await tokenOf())).body.access_token
  await eventually('the account to be enabled', async () => (await me(again)).status === 200, 10_000)
  expect((await me(token)).status, 'a token from before').toBe(401)
})

test('trusts are listed, changed and taken away, by both spellings of their address', async () => {
  const root = `/api/serviceaccounts/${account.Id}/oidcidentities`
  const body = {
    Name: 'GitLab',
    Issuer: 'https://gitlab.example',
    Subject: 'project_path:acme/shop:ref_type:branch:ref:main',
  }
  const made = await app.api('POST', `${root}/v1`, body)
  expect(made).toMatchObject({ status: 201, body: { ...body, Audience: '', ServiceAccountId: account.Id } })
  const listed = (await app.api('GET', `${root}/v1`)).body
  expect(listed).toMatchObject({ Count: 2, ExternalId: externalId, OidcIdentities: [made.body, { Name: 'The shop' }] })
  expect((await app.api('POST', `${root}/create/v1`, body)).status).toBe(409)
  const changed = await app.api('PUT', `${root}/v1/${made.body.Id}`, { ...made.body, Name: 'Ours' })
  expect(changed).toMatchObject({ status: 200, body: { Name: 'Ours' } })
  expect((await app.api('GET', `${root}/${made.body.Id}/v1`)).body.Name).toBe('Ours')
  expect((await app.api('DELETE', `${root}/${made.body.Id}/v1`)).status).toBe(200)
  expect((await app.api('GET', `${root}/v1/${made.body.Id}`)).status).toBe(404)
  const bad = await app.api('POST', `${root}/v1`, { Name: ' ', Issuer: 'gitlab.example', Subject: ' ' })
  expect(bad.body.Errors).toHaveLength(3)
  const open = await app.api('POST', `${root}/v1`, { ...body, Issuer: 'http://gitlab.example' })
  expect(open).toMatchObject({ status: 400, body: { Errors: [expect.stringMatching(/^Issuer: .*https/)] } })
  expect((await app.api('POST', '/api/serviceaccounts/Users-1/oidcidentities/v1', body)).body.Errors[0]).toMatch(
    /no service account/,
  )
})

test('Z5 a trust is a way to act as the account: it takes the rights of the account, and UserEdit', async () => {
  const admins = (await app.api('GET', '/api/teams/teams-administrators')).body
  const strong = (await app.api('POST', '/api/users', { Username: 'strong', IsService: true })).body
  await app.api('PUT', '/api/teams/teams-administrators', {
    ...admins,
    MemberUserIds: [...admins.MemberUserIds, strong.Id],
  })
  const manager = (await app.api('POST', '/api/users', { Username: 'manager', IsService: true })).body
  const team = (await app.api('POST', '/api/teams', { Name: 'User managers', MemberUserIds: [manager.Id] })).body
  await app.api('POST', '/api/scopeduserroles', { UserRoleId: 'userroles-systemmanager', TeamId: team.Id })
  const key = (await app.api('POST', `/api/users/${manager.Id}/apikeys`, { Purpose: 'x' })).body.ApiKey
  const body = { Name: 'Mine', Issuer: issuer.url, Subject: SUBJECT }
  const trust = (id: string, api = app.as(key)) => api('POST', `/api/serviceaccounts/${id}/oidcidentities/v1`, body)
  expect((await trust(strong.Id)).status).toBe(403)
  const weak = (await app.api('POST', '/api/users', { Username: 'weak', IsService: true })).body
  expect((await trust(weak.Id)).status).toBe(201)
  const own = (await app.api('POST', `/api/users/${weak.Id}/apikeys`, { Purpose: 'x' })).body.ApiKey
  expect((await trust(weak.Id, app.as(own))).status).toBe(403)
  expect((await trust(strong.Id, app.as(own))).status).toBe(404)
})
