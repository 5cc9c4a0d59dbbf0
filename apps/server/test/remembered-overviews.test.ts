import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { forgetShownChanges } from '../src/database/shown-changes.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
let ids: Record<'project' | 'environment' | 'channel' | 'release' | 'tenant' | 'task', string>
const ok = async (method: string, path: string, body?: unknown) => {
  const answer = await app.api(method, path, body)
  expect([200, 201], JSON.stringify(answer.body)).toContain(answer.status)
  return answer.body
}
const change = async (path: string, changed: object) => ok('PUT', path, { ...(await ok('GET', path)), ...changed })

/** A node that has never been asked for anything: what it answers is read now. */
async function readNow(path: string) {
  const node = await app.another({})
  const response = await node.inject({
    method: 'GET',
    url: path,
    headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
  })
  return response.json()
}

beforeAll(async () => {
  app = await startApp()
  const environment = await ok('POST', '/api/environments', { Name: 'Test' })
  const tenant = await ok('POST', '/api/tenants', { Name: 'Acme' })
  const project = await ok('POST', '/api/projects', {
    Name: 'Web',
    LifecycleId: 'Lifecycles-1',
    TenantedDeploymentMode: 'TenantedOrUntenanted',
  })
  await ok('PUT', `/api/tenants/${tenant.Id}`, { ...tenant, ProjectEnvironments: { [project.Id]: [environment.Id] } })
  const action = {
    Name: 'Say',
    ActionType: 'Octopus.Script',
    Properties: { 'Octopus.Action.RunOnServer': 'true', 'Octopus.Action.Script.ScriptBody': 'echo' },
  }
  await ok('PUT', `/api/projects/${project.Id}/deploymentprocesses`, {
    Version: 0,
    Steps: [{ Name: 'Say', Actions: [action] }],
  })
  const release = await ok('POST', '/api/releases', { ProjectId: project.Id, Version: '1.0' })
  const deployment = await ok('POST', '/api/deployments', { ReleaseId: release.Id, EnvironmentId: environment.Id })
  ids = {
    project: project.Id,
    environment: environment.Id,
    channel: release.ChannelId,
    release: release.Id,
    tenant: tenant.Id,
    task: deployment.TaskId,
  }
  await setTask(sql`state = 'Success', start_time = now(), completed_time = now()`)
}, 60_000)
afterAll(() => app?.stop())

const setTask = (what: ReturnType<typeof sql>) =>
  sql`update server_task set ${what} where id = ${ids.task}`.execute(app.database)

const paths = () => ({ dashboard: '/api/dashboard', progression: `/api/progression/${ids.project}` })

describe('an overview that is remembered', () => {
  test.each<['dashboard' | 'progression', string, () => Promise<unknown>]>([
    ['dashboard', 'a project', () => change(`/api/projects/${ids.project}`, { Name: 'Web 2' })],
    ['dashboard', 'an environment', () => change(`/api/environments/${ids.environment}`, { Name: 'Test 2' })],
    ['dashboard', 'a new environment', () => ok('POST', '/api/environments', { Name: 'Staging' })],
    ['dashboard', 'a project group', () => change('/api/projectgroups/ProjectGroups-1', { Name: 'Group 2' })],
    ['dashboard', 'a tenant', () => change(`/api/tenants/${ids.tenant}`, { Name: 'Acme 2' })],
    ['dashboard', 'the version of a release', () => change(`/api/releases/${ids.release}`, { Version: '1.1' })],
    ['dashboard', 'a task that wants an answer', () => setTask(sql`pending_interruptions = 1`)],
    ['dashboard', 'a task with warnings', () => setTask(sql`has_warnings_or_errors = true`)],
    ['dashboard', 'a task that failed', () => setTask(sql`state = 'Failed', error_message = 'no'`)],
    ['progression', 'a channel', () => change(`/api/channels/${ids.channel}`, { Name: 'Main' })],
    [
      'progression',
      'a lifecycle',
      () =>
        change('/api/lifecycles/Lifecycles-1', {
          Phases: [{ Name: 'One', OptionalDeploymentTargets: [ids.environment] }],
        }),
    ],
    ['progression', 'a new release', () => ok('POST', '/api/releases', { ProjectId: ids.project, Version: '2.0' })],
    [
      'progression',
      'a defect',
      () => ok('POST', `/api/releases/${ids.release}/defects`, { Description: 'it loses orders' }),
    ],
    ['progression', 'a defect that is resolved', () => ok('POST', `/api/releases/${ids.release}/defects/resolve`)],
    [
      'dashboard',
      'a new deployment',
      () =>
        ok('POST', '/api/deployments', {
          ReleaseId: ids.release,
          EnvironmentId: ids.environment,
          TenantId: ids.tenant,
        }),
    ],
    [
      'progression',
      'a release that is deleted',
      async () => {
        const release = await ok('GET', `/api/projects/${ids.project}/releases/2.0`)
        await ok('DELETE', `/api/releases/${release.Id}`)
      },
    ],
  ])('the %s shows %s at once', async (which, _what, act) => {
    const path = paths()[which]
    const before = await ok('GET', path)
    expect(await ok('GET', path)).toEqual(before)
    await act()
    const after = await ok('GET', path)

    expect(after).toEqual(await readNow(path))
    expect(after).not.toEqual(before)
  })

  test('it is not read again while nothing changes', async () => {
    const { dashboard } = paths()
    await sql`update server_task set state = 'Success', completed_time = now() where completed_time is null`.execute(
      app.database,
    )
    const before = await ok('GET', dashboard)
    await inTransaction(app.database, async (tx) => {
      // What nobody is told of.
      await sql`set local session_replication_role = replica`.execute(tx)
      await sql`update environment set name = 'Unseen' where id = ${ids.environment}`.execute(tx)
    })
    expect(await ok('GET', dashboard)).toEqual(before)
    await change(`/api/environments/${ids.environment}`, { Name: 'Seen' })
    expect((await ok('GET', dashboard)).Environments).toContainEqual(expect.objectContaining({ Name: 'Seen' }))
  })

  test('a change that began earlier and commits later is shown as well', async () => {
    const { dashboard } = paths()
    let isOpen = () => {}
    let mayCommit = () => {}
    const open = new Promise<void>((resolve) => {
      isOpen = resolve
    })
    const slow = inTransaction(app.database, async (tx) => {
      await sql`update environment set name = 'Slow' where id = ${ids.environment}`.execute(tx)
      isOpen()
      await new Promise<void>((resolve) => {
        mayCommit = resolve
      })
    })
    await open
    await ok('POST', '/api/environments', { Name: 'Fast' })
    await ok('GET', dashboard)
    await ok('GET', dashboard)
    mayCommit()
    await slow

    expect(await ok('GET', dashboard)).toEqual(await readNow(dashboard))
    expect((await ok('GET', dashboard)).Environments).toContainEqual(expect.objectContaining({ Name: 'Slow' }))
  })

  test('Z3 it is given to nobody with other rights', async () => {
    await ok('GET', '/api/dashboard')
    const user = await ok('POST', '/api/users', { Username: 'viewer', DisplayName: 'v', IsService: true })
    const team = await ok('POST', '/api/teams', { Name: 'viewers', MemberUserIds: [user.Id], SpaceId: 'Spaces-1' })
    const role = await ok('POST', '/api/userroles', {
      Name: 'sees projects',
      GrantedSpacePermissions: ['ProjectView'],
      GrantedSystemPermissions: [],
    })
    await ok('POST', '/api/scopeduserroles', { UserRoleId: role.Id, TeamId: team.Id, SpaceId: 'Spaces-1' })
    const { ApiKey } = await ok('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })
    const { body } = await app.as(ApiKey)('GET', '/api/dashboard')
    expect(body).toMatchObject({ Environments: [], Items: [], Tenants: [] })
    expect(body.Projects).toHaveLength(1)
  })

  test('changes are forgotten when no answer can be older', async () => {
    await sql`update shown_change set at = now() - interval '61 minutes'`.execute(app.database)
    await change(`/api/environments/${ids.environment}`, { Name: 'Last' })
    await forgetShownChanges(app.database)
    const { rows } = await sql<{ count: number }>`select count(*) as count from shown_change`.execute(app.database)
    expect(rows[0]!.count).toBe(1)
  })
})
