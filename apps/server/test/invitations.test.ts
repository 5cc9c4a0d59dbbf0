import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
}, 60_000)
afterAll(() => app?.stop())

const PASSWORD = 'a long enough password'
async function register(InvitationCode: string, Username: string, fields: object = {}) {
  const response = await app.inject({
    method: 'POST',
    url: '/api/users/register',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ InvitationCode, Username, Password: PASSWORD, ...fields }),
  })
  return { status: response.statusCode, body: response.json() }
}
const invite = async (body: object, api = app.api) => api('POST', '/api/users/invitations', body)

test('an invitation makes a user in its teams, once', async () => {
  const team = (await app.api('POST', '/api/teams', { Name: 'Releasers' })).body
  const { status, body } = await invite({ AddToTeamIds: [team.Id] })
  expect(status).toBe(201)
  const person = await register(body.InvitationCode, 'jane', { DisplayName: 'Jane', EmailAddress: 'jane@example.com' })
  expect(person).toMatchObject({ status: 201, body: { Username: 'jane', DisplayName: 'Jane', IsService: false } })
  expect((await app.api('GET', `/api/teams/${team.Id}`)).body.MemberUserIds).toEqual([person.body.Id])
  const again = await register(body.InvitationCode, 'joe')
  expect(again.status).toBe(400)
  expect(again.body.Errors[0]).toMatch(/was used/)
  expect((await app.api('GET', '/api/users/joe')).status).toBe(404)
})

test('N1 a code is kept when the password or the name cannot be had', async () => {
  const { body } = await invite({})
  expect((await register(body.InvitationCode, 'short', { Password: 'short' })).status).toBe(400)
  expect((await register(body.InvitationCode, 'ADMIN')).status).toBe(409)
  expect((await register(body.InvitationCode, 'patient')).status).toBe(201)
})

test('a code that is wrong, cut or expired makes nobody', async () => {
  const { body } = await invite({})
  const code: string = body.InvitationCode
  const wrong = `${code.split('.')[0]}.${'x'.repeat(43)}`
  for (const each of [wrong, code.slice(0, -1), 'x', '%']) expect((await register(each, 'nobody')).status).toBe(400)
  expect((await register(code, 'still-works')).status).toBe(201)
  const late = (await invite({ Expires: '2999-01-01' })).body.InvitationCode
  await sql`update invitation set expires_at = now() - interval '1 second'`.execute(app.database)
  expect((await register(late, 'nobody')).status).toBe(400)
  expect((await invite({ Expires: '2001-01-01' })).status).toBe(400)
  const stored = JSON.stringify(await app.database.selectFrom('invitation').selectAll().execute())
  expect(stored).not.toContain(late.split('.')[1])
})

test('Z5 Z6 nobody invites into more than he could give, now and when the code is used', async () => {
  const host = (await app.api('POST', '/api/users', { Username: 'host', IsService: true })).body
  const hosts = (await app.api('POST', '/api/teams', { Name: 'Hosts', MemberUserIds: [host.Id] })).body
  await app.api('POST', '/api/scopeduserroles', { UserRoleId: 'userroles-systemmanager', TeamId: hosts.Id })
  const key = (await app.api('POST', `/api/users/${host.Id}/apikeys`, { Purpose: 'x' })).body.ApiKey
  const api = app.as(key)
  expect((await invite({ AddToTeamIds: ['teams-administrators'] }, api)).status).toBe(403)
  expect((await invite({ AddToTeamIds: ['teams-everyone'] }, api)).status).toBe(400)
  expect((await invite({ AddToTeamIds: ['Teams-999'] }, api)).body.Errors[0]).toMatch(/Teams-999 was not found/)
  const { status, body } = await invite({}, api)
  expect(status).toBe(201)
  await app.api('PUT', `/api/users/${host.Id}`, { ...host, IsActive: false })
  expect((await register(body.InvitationCode, 'guest')).status).toBe(403)
  const plain = (await app.api('POST', '/api/users', { Username: 'plain', IsService: true })).body
  const plainKey = (await app.api('POST', `/api/users/${plain.Id}/apikeys`, { Purpose: 'x' })).body.ApiKey
  expect((await invite({}, app.as(plainKey))).status).toBe(403)
})
