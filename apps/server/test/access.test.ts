import { SPACE_PERMISSIONS, SYSTEM_PERMISSIONS } from '@flotilla/domain/access'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { hashApiKey } from '../src/features/access/api-keys.ts'
import { ensureFirstStart } from '../src/features/access/first-start.ts'
import { verifyPassword } from '../src/features/access/passwords.ts'
import { type Api, startApp, type TestApp } from './start-app.ts'

let app: TestApp
const api: Api = (method, path, body) => app.api(method, path, body)
const create = async (path: string, body: unknown) => {
  const answer = await api('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

let number = 0
/** A person with a key, and the roles given in the default space (or over the server when `spaceId` is null). */
async function newUser(roles: readonly string[] = [], spaceId: string | null = 'Spaces-1', scope: object = {}) {
  number += 1
  const user = await create('/api/users', { Username: `user${number}`, Password: 'a long enough password' })
  const key = await create(`/api/users/${user.Id}/apikeys`, { Purpose: 'test' })
  const team = await create('/api/teams', { Name: `Team ${number}`, MemberUserIds: [user.Id] })
  for (const UserRoleId of roles) {
    await create('/api/scopeduserroles', { UserRoleId, TeamId: team.Id, SpaceId: spaceId, ...scope })
  }
  return { user, team, key: key.ApiKey as string, api: app.as(key.ApiKey) }
}

beforeAll(async () => {
  app = await startApp()
}, 60_000)
afterAll(() => app?.stop())

describe('first start', () => {
  test('N1 N2 makes the administrator with hashed secrets, the teams and the default space', async () => {
    const me = (await api('GET', '/api/users/me')).body
    expect(me).toMatchObject({ Id: 'Users-1', Username: 'admin', IsActive: true, IsService: false, IsRequestor: true })
    const stored = await app.database.selectFrom('user_account').selectAll().executeTakeFirstOrThrow()
    expect(stored.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword(stored.password_hash!, 'correct horse battery')).toBe(true)
    expect(await verifyPassword(stored.password_hash!, 'correct horse batterY')).toBe(false)
    const keys = await app.database.selectFrom('api_key').selectAll().execute()
    expect(keys.map((key) => key.hash)).toEqual([hashApiKey('API-ADMINISTRATOR0')])
    const teams = (await api('GET', '/api/teams/all?includeSystem=true')).body
    expect(teams.map((team: { Id: string }) => team.Id).sort()).toEqual([
      'teams-administrators',
      'teams-everyone',
      'teams-managers',
      'teams-spacemanagers-Spaces-1',
    ])
    const spaces = (await api('GET', '/api/users/me/spaces')).body
    expect(spaces).toMatchObject([
      { Id: 'Spaces-1', Name: 'Default', IsDefault: true, Links: { SpaceHome: '/api/Spaces-1' } },
    ])
  })

  test('a second start changes and prints nothing', async () => {
    const lines: string[] = []
    await ensureFirstStart(app.database, {}, (line) => lines.push(line))
    expect(lines).toEqual([])
    expect((await api('GET', '/api/users')).body.TotalResults).toBe(1)
  })

  test('the administrator may do everything', async () => {
    const permissions = (await api('GET', '/api/users/me/permissions')).body
    expect(Object.keys(permissions.SpacePermissions).sort()).toEqual([...SPACE_PERMISSIONS].sort())
    expect(permissions.SystemPermissions).toEqual([...SYSTEM_PERMISSIONS].sort())
    expect(permissions.SpacePermissions.DeploymentCreate[0]).toEqual({
      RestrictedToProjectIds: [],
      RestrictedToEnvironmentIds: [],
      RestrictedToTenantIds: [],
      RestrictedToProjectGroupIds: [],
      SpaceId: null,
    })
    const table = (
      await app.inject({
        url: '/api/users/me/permissions/export',
        headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
      })
    ).body
    expect(table).toMatch(/^Permission,SpaceId,ProjectIds,ProjectGroupIds,EnvironmentIds,TenantIds\r\n/)
    for (const name of [...SPACE_PERMISSIONS, ...SYSTEM_PERMISSIONS]) expect(table).toContain(`\r\n${name},`)
  })

  test('there are no other directories', async () => {
    expect(await api('GET', '/api/users/external-search?partialName=jane')).toEqual({ status: 200, body: [] })
    expect((await api('GET', '/api/users/identity-metadata')).body).toEqual({ Providers: [], Links: {} })
  })
})

describe('users', () => {
  test('a user is created, changed and deleted, and the password is never shown', async () => {
    const user = await create('/api/users', {
      Username: 'jane',
      DisplayName: 'Jane',
      EmailAddress: 'jane@example.com',
      Password: 'a long enough password',
    })
    expect(JSON.stringify(user)).not.toMatch(/password"|argon/)
    expect((await api('GET', '/api/users/JANE')).body.Id).toBe(user.Id)
    expect((await api('GET', '/api/users?filter=example.com')).body.Items).toHaveLength(1)
    const changed = await api('PUT', `/api/users/${user.Id}`, { ...user, DisplayName: 'Jane D.' })
    expect(changed).toMatchObject({ status: 200, body: { DisplayName: 'Jane D.', Username: 'jane' } })
    expect((await api('POST', '/api/users', { Username: 'JANE', Password: 'another long password' })).status).toBe(409)
    expect((await api('DELETE', `/api/users/${user.Id}`)).status).toBe(200)
    expect((await api('GET', `/api/users/${user.Id}`)).status).toBe(404)
  })

  test.each([
    { name: 'a short password', body: { Username: 'x', Password: 'short' }, says: /at least 12/ },
    { name: 'a common password', body: { Username: 'x', Password: 'password1234' }, says: /easy to guess/ },
    { name: 'the user name as password', body: { Username: 'averylongname', Password: 'AVeryLongName' }, says: /easy/ },
    { name: 'no password for a person', body: { Username: 'x' }, says: /Password: is required/ },
    { name: 'a name that looks like an id', body: { Username: 'users-7', IsService: true }, says: /reserved/ },
  ])('N1 refuses $name', async ({ body, says }) => {
    const answer = await api('POST', '/api/users', body)
    expect(answer.status).toBe(400)
    expect(answer.body.Errors.join()).toMatch(says)
  })

  test('N2 an API key is shown once, works, expires and can be revoked', async () => {
    const service = await create('/api/users', { Username: 'build', IsService: true })
    const path = `/api/users/${service.Id}/apikeys`
    const key = await create(path, { Purpose: 'CI', Expires: '2999-01-01' })
    expect(key.ApiKey).toMatch(/^API-[A-Z0-9]{32}$/)
    expect(key.Expires).toBe('2999-01-01T00:00:00.000+00:00')
    const listed = (await api('GET', path)).body.Items
    expect(listed).toMatchObject([
      { Id: key.Id, Purpose: 'CI', ApiKey: { HasValue: true, Hint: key.ApiKey.slice(0, 8) } },
    ])
    expect(JSON.stringify(listed)).not.toContain(key.ApiKey)
    expect((await app.as(key.ApiKey)('GET', '/api/users/me')).body.Username).toBe('build')
    expect((await api('POST', path, { Purpose: 'late', Expires: '2001-01-01' })).status).toBe(400)
    expect((await api('DELETE', `${path}/${key.Id}`)).status).toBe(200)
    expect((await api('GET', `${path}/${key.Id}`)).status).toBe(404)
  })

  test('a user sees and changes himself only', async () => {
    const { user, api: own } = await newUser()
    expect((await own('GET', '/api/users/me')).body.Id).toBe(user.Id)
    expect((await own('GET', '/api/users')).status).toBe(403)
    expect((await own('GET', '/api/users/Users-1')).status).toBe(404)
    expect((await own('GET', '/api/users/Users-1/apikeys')).status).toBe(404)
    expect((await own('PUT', `/api/users/${user.Id}`, { ...user, DisplayName: 'Me' })).body.DisplayName).toBe('Me')
    expect((await own('PUT', `/api/users/${user.Id}`, { ...user, Username: 'root' })).status).toBe(403)
    expect((await own('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'mine' })).status).toBe(201)
  })

  test('Z5 the last administrator stays', async () => {
    const me = (await api('GET', '/api/users/me')).body
    const disabled = await api('PUT', `/api/users/${me.Id}`, { ...me, IsActive: false })
    expect(disabled.status).toBe(400)
    expect(disabled.body.Errors.join()).toMatch(/nobody who can administer/)
    const team = (await api('GET', '/api/teams/teams-administrators')).body
    expect((await api('PUT', `/api/teams/${team.Id}`, { ...team, MemberUserIds: [] })).status).toBe(400)
    expect((await api('GET', '/api/users/me')).body.IsActive).toBe(true)
  })

  test('Z5 who manages users cannot take over somebody with more rights', async () => {
    const { api: manager } = await newUser(['userroles-systemmanager'], null)
    const key = await manager('POST', '/api/users/Users-1/apikeys', { Purpose: 'take over' })
    expect(key.status).toBe(403)
    const admin = (await api('GET', '/api/users/Users-1')).body
    expect((await manager('PUT', '/api/users/Users-1', { ...admin, Password: 'now I am the admin' })).status).toBe(403)
    expect((await manager('DELETE', '/api/users/Users-1')).status).toBe(403)
    const team = (await api('GET', '/api/teams/teams-administrators')).body
    const me = (await manager('GET', '/api/users/me')).body
    const joined = await manager('PUT', `/api/teams/${team.Id}`, {
      ...team,
      MemberUserIds: [...team.MemberUserIds, me.Id],
    })
    expect(joined.status).toBe(403)
    const role = { UserRoleId: 'userroles-systemadministrator', TeamId: 'teams-everyone' }
    expect((await manager('POST', '/api/scopeduserroles', role)).status).toBe(403)
  })
})

describe('teams and roles', () => {
  test('a team is found over all spaces and in its space, and round-trips', async () => {
    const team = await create('/api/Spaces-1/teams', { Name: 'Release managers', MemberUserIds: ['users-1'] })
    expect(team).toMatchObject({ SpaceId: 'Spaces-1', MemberUserIds: ['Users-1'], CanBeDeleted: true })
    expect(team.Links.ScopedUserRoles).toBe(`/api/Spaces-1/teams/${team.Id}/scopeduserroles{?skip,take}`)
    const ids = async (path: string) => (await api('GET', path)).body.Items.map((item: { Id: string }) => item.Id)
    expect(await ids('/api/Spaces-1/teams?take=1000')).toContain(team.Id)
    expect(await ids('/api/teams?spaces=Spaces-1&take=1000')).not.toContain('teams-everyone')
    expect(await ids('/api/teams?spaces=Spaces-1&includeSystem=true&take=1000')).toContain('teams-everyone')
    expect(await ids('/api/teams?partialName=release')).toEqual([team.Id])
    const put = await api('PUT', `/api/teams/${team.Id}`, team)
    expect(put.body.LastModifiedOn).toBe(team.LastModifiedOn)
    expect((await api('POST', '/api/Spaces-1/teams', { Name: 'release MANAGERS' })).status).toBe(409)
    expect((await api('DELETE', `/api/Spaces-1/teams/${team.Id}`)).status).toBe(200)
    expect((await api('DELETE', '/api/teams/teams-everyone')).status).toBe(400)
  })

  test('team membership is a bare array, also of everyone', async () => {
    const { user, team } = await newUser()
    const membership = (await api('GET', `/api/teammembership?userId=${user.Id}&spaces=Spaces-1&includeSystem=true`))
      .body
    expect(membership.map((item: { TeamId: string }) => item.TeamId).sort()).toEqual([team.Id, 'teams-everyone'].sort())
    expect((await api('GET', '/api/teammembership?userId=Users-999')).body).toEqual([])
    expect((await api('GET', `/api/users/${user.Id}/teams`)).body).toHaveLength(2)
  })

  test('Z5 built-in roles cannot be changed, others hold known permissions', async () => {
    const roles = (await api('GET', '/api/userroles/all')).body
    const viewer = roles.find((role: { Id: string }) => role.Id === 'userroles-projectviewer')
    expect(viewer.GrantedSpacePermissions).toContain('InterruptionView')
    expect(viewer.GrantedSpacePermissions).not.toContain('InterruptionSubmit')
    expect((await api('PUT', `/api/userroles/${viewer.Id}`, viewer)).status).toBe(200)
    expect((await api('PUT', `/api/userroles/${viewer.Id}`, { ...viewer, GrantedSpacePermissions: [] })).status).toBe(
      400,
    )
    expect((await api('DELETE', `/api/userroles/${viewer.Id}`)).status).toBe(400)
    const wrong = await api('POST', '/api/userroles', { Name: 'Wrong', GrantedSpacePermissions: ['UserEdit', 'Fly'] })
    expect(wrong.body.Errors).toHaveLength(2)
    const own = await create('/api/userroles', { Name: 'Own', GrantedSpacePermissions: ['MachineView', 'ProjectView'] })
    expect(own.SupportedRestrictions).toEqual(['Projects', 'ProjectGroups', 'Environments', 'Tenants'])
    expect((await api('DELETE', `/api/userroles/${own.Id}`)).status).toBe(200)
  })

  test('no role holds a permission that does not exist', async () => {
    const all = new Set<string>([...SPACE_PERMISSIONS, ...SYSTEM_PERMISSIONS])
    for (const role of (await api('GET', '/api/userroles/all')).body) {
      for (const name of [...role.GrantedSpacePermissions, ...role.GrantedSystemPermissions])
        expect(all).toContain(name)
      expect(new Set(role.GrantedSpacePermissions).size).toBe(role.GrantedSpacePermissions.length)
    }
    const described = (await api('GET', '/api/permissions/all')).body
    expect(Object.keys(described)).toHaveLength(all.size)
    expect(described.DeploymentCreate).toEqual({
      Description: 'Deployment: create',
      SupportedRestrictions: ['Projects', 'ProjectGroups', 'Environments', 'Tenants'],
      CanApplyAtSystemLevel: false,
      CanApplyAtSpaceLevel: true,
    })
  })

  test('a restriction names things of the space', async () => {
    const { team } = await newUser()
    const role = { UserRoleId: 'userroles-projectviewer', TeamId: team.Id }
    const nowhere = await api('POST', '/api/scopeduserroles', { ...role, ProjectIds: ['Projects-1'] })
    expect(nowhere.body.Errors.join()).toMatch(/name the space/)
    const unknown = await api('POST', '/api/scopeduserroles', {
      ...role,
      SpaceId: 'Spaces-1',
      EnvironmentIds: ['Environments-99'],
    })
    expect(unknown.body.Errors.join()).toMatch(/Environments-99 was not found/)
    const given = await create('/api/scopeduserroles', { ...role, SpaceId: 'Spaces-1' })
    expect((await api('GET', `/api/teams/${team.Id}/scopeduserroles`)).body.Items).toMatchObject([
      { Id: given.Id, TenantIds: [] },
    ])
    expect((await api('PUT', `/api/scopeduserroles/${given.Id}`, given)).status).toBe(200)
    expect((await api('DELETE', `/api/scopeduserroles/${given.Id}`)).status).toBe(200)
  })

  test('Z5 who manages one space gives roles there only, and none over the server', async () => {
    const { api: manager, team } = await newUser(['userroles-spacemanager'])
    const other = await create('/api/teams', { Name: 'Other' })
    const give = (spaceId: string | null, UserRoleId = 'userroles-projectviewer') =>
      manager('POST', '/api/scopeduserroles', { UserRoleId, TeamId: other.Id, SpaceId: spaceId })
    expect((await give('Spaces-1')).status).toBe(201)
    expect((await give(null)).status).toBe(403)
    expect((await give(null, 'userroles-systemmanager')).status).toBe(403)
    expect((await manager('POST', '/api/teams', { Name: 'Over the server' })).status).toBe(403)
    expect((await manager('PUT', `/api/teams/${team.Id}`, { ...team, Name: 'Mine' })).status).toBe(403)
    expect(
      (await manager('POST', '/api/users', { Username: 'friend', Password: 'a long enough password' })).status,
    ).toBe(403)
  })

  test('a role with system permissions that is given in a space brings none over the server', async () => {
    const role = await create('/api/userroles', {
      Name: 'Mixed',
      GrantedSpacePermissions: ['ProjectView'],
      GrantedSystemPermissions: ['UserEdit', 'UserView'],
    })
    const { api: own } = await newUser([role.Id], 'Spaces-1')
    expect((await own('GET', '/api/users')).status).toBe(403)
    expect((await own('GET', '/api/Spaces-1/projects')).status).toBe(200)
  })

  test('Z2 who may create projects in one group creates none elsewhere by naming no group', async () => {
    const group = (await api('POST', '/api/projectgroups', { Name: 'Only here' })).body
    const permissions = ['ProjectCreate', 'ProjectView', 'LifecycleView']
    const role = (await api('POST', '/api/userroles', { Name: 'Creator', GrantedSpacePermissions: permissions })).body
    const user = (await api('POST', '/api/users', { Username: 'creator', IsService: true })).body
    const team = (await api('POST', '/api/teams', { Name: 'Creators', MemberUserIds: [user.Id] })).body
    const given = { TeamId: team.Id, UserRoleId: role.Id, SpaceId: 'Spaces-1', ProjectGroupIds: [group.Id] }
    expect((await api('POST', '/api/scopeduserroles', given)).status).toBe(201)
    const creator = app.as((await api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).body.ApiKey)
    const project = { Name: 'Somewhere', LifecycleId: 'Lifecycles-1' }
    expect((await creator('POST', '/api/projects', project)).status).toBe(403)
    expect((await creator('POST', '/api/projects', { ...project, ProjectGroupId: group.Id })).status).toBe(201)
  })

  test('every change of people and rights leaves an event without a secret', async () => {
    const { user } = await newUser()
    const { rows } = await inTransaction(app.database, async (tx) => ({
      rows: await tx.selectFrom('event').selectAll().execute(),
    }))
    const about = rows.filter((event) => event.related_document_ids.includes(user.Id))
    expect(about.map((event) => event.category)).toContain('Created')
    expect(JSON.stringify(rows)).not.toMatch(/argon2|API-[A-Z0-9]{20}/)
  })
})
