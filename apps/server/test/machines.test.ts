import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { systemCaller } from '../src/features/access/authenticate.ts'
import { setHealth } from '../src/features/machines/service.ts'
import { type Api, startApp, type TestApp } from './start-app.ts'

let app: TestApp
const api: Api = (method, path, body) => app.api(method, path, body)
const create = async (path: string, body: unknown) => {
  const answer = await api('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
let number = 0
let staging: string
let production: string
let tenant: string
let project: string
const slot = { CommunicationStyle: 'None' }
const newMachine = (fields: object = {}) =>
  create('/api/machines', {
    Name: `machine-${++number}`,
    EnvironmentIds: [staging],
    Roles: ['App-WebApi'],
    Endpoint: slot,
    ...fields,
  })
const eventsOf = async (machineId: string): Promise<string[]> =>
  (
    await app.database
      .selectFrom('machine_event')
      .select('category')
      .where('machine_id', '=', machineId)
      .orderBy('id')
      .execute()
  ).map((row) => row.category)
const idsOf = async (path: string): Promise<string[]> =>
  (await api('GET', path)).body.Items.map((item: { Id: string }) => item.Id)

beforeAll(async () => {
  app = await startApp()
  staging = (await create('/api/environments', { Name: 'Staging' })).Id
  production = (await create('/api/environments', { Name: 'Production' })).Id
  tenant = (await create('/api/tenants', { Name: 'All Pets' })).Id
  project = (
    await create('/api/projects', { Name: 'Web API', LifecycleId: 'Lifecycles-1', ProjectGroupId: 'ProjectGroups-1' })
  ).Id
}, 60_000)
afterAll(() => app?.stop())

describe('machines', () => {
  test('a cloud region is found healthy at once, and a GET can be PUT back', async () => {
    const machine = await newMachine()
    expect(machine).toMatchObject({
      EnvironmentIds: [staging],
      TenantedDeploymentParticipation: 'Untenanted',
      TenantIds: [],
      TenantTags: [],
      IsDisabled: false,
      MachinePolicyId: 'MachinePolicies-1',
      HealthStatus: 'Healthy',
      Status: 'Online',
      Endpoint: { CommunicationStyle: 'None', DefaultWorkerPoolId: '' },
    })
    expect(machine.Links.TasksTemplate).toBe(`/api/Spaces-1/machines/${machine.Id}/tasks{?skip,take,type}`)
    expect(await eventsOf(machine.Id)).toEqual(['MachineAdded', 'MachineHealthy'])
    const put = await api('PUT', `/api/machines/${machine.Id}`, machine)
    expect(put).toMatchObject({ status: 200, body: { LastModifiedOn: machine.LastModifiedOn } })
    expect(await eventsOf(machine.Id)).toHaveLength(2)
    const audit = (await api('GET', `/api/events?regarding=${machine.Id}&eventGroups=MachineAvailableForDeployment`))
      .body
    expect(audit.Items.map((event: { Category: string }) => event.Category)).toEqual(['MachineHealthy'])
  })

  test('a machine with a host stays unknown until it is checked', async () => {
    const machine = await newMachine({
      Endpoint: { CommunicationStyle: 'TentacleActive', Uri: 'poll://abc/', Thumbprint: 'A1' },
    })
    expect(machine).toMatchObject({ HealthStatus: 'Unknown', Status: 'Unknown', Thumbprint: 'A1', Uri: 'poll://abc/' })
    expect(await idsOf('/api/machines?thumbprint=A1')).toEqual([machine.Id])
    expect(await idsOf('/api/machines?commStyles=TentacleActive')).toEqual([machine.Id])
  })

  test('its newest health check is among the tasks of a machine', async () => {
    const Endpoint = { CommunicationStyle: 'TentacleActive', Uri: 'poll://def/', Thumbprint: 'C4' }
    const machine = await newMachine({ Endpoint })
    const check = () => api('POST', '/api/tasks', { Name: 'Health', Arguments: { MachineIds: [machine.Id] } })
    await check()
    const { body: newest } = await check()
    await newMachine()
    expect(await idsOf(`/api/machines/${machine.Id}/tasks`)).toEqual([newest.Id])
    expect(await idsOf(`/api/machines/${machine.Id}/tasks?type=Deploy`)).toEqual([])
  })

  test('health is an event on a change only, and no body can set it', async () => {
    const machine = await newMachine({ HealthStatus: 'Unavailable' })
    expect(machine.HealthStatus).toBe('Healthy')
    const set = (status: 'Unavailable' | 'Healthy') =>
      inTransaction(app.database, (tx) => setHealth(tx, systemCaller(), machine.Id, status))
    expect(await set('Unavailable')).toBe(true)
    expect(await set('Unavailable')).toBe(false)
    const put = await api('PUT', `/api/machines/${machine.Id}`, { ...machine, HealthStatus: 'Healthy' })
    expect(put.body).toMatchObject({ HealthStatus: 'Unavailable', Status: 'Offline' })
    expect(await set('Healthy')).toBe(true)
    expect((await eventsOf(machine.Id)).slice(2)).toEqual(['MachineUnavailable', 'MachineHealthy'])
    expect((await api('GET', `/api/machines/${machine.Id}/connection`)).body).toMatchObject({ Status: 'Online' })
  })

  test('disabling, enabling and moving are events', async () => {
    const machine = await newMachine()
    const change = async (fields: object) =>
      (await api('PUT', `/api/machines/${machine.Id}`, { ...machine, ...fields })).body
    expect(await change({ IsDisabled: true })).toMatchObject({ IsDisabled: true, Status: 'Disabled' })
    expect(await change({ IsDisabled: false })).toMatchObject({ HealthStatus: 'Healthy' })
    await change({ EnvironmentIds: [production], TenantIds: [tenant] })
    expect((await eventsOf(machine.Id)).slice(2)).toEqual([
      'MachineDisabled',
      'MachineEnabled',
      'MachineHealthy',
      'MachineDeploymentRelatedPropertyWasUpdated',
    ])
    expect(await idsOf(`/api/machines?environmentIds=${production}`)).toEqual([machine.Id])
    expect(await idsOf(`/api/machines?tenantIds=${tenant}`)).toEqual([machine.Id])
    expect((await api('DELETE', `/api/machines/${machine.Id}`)).status).toBe(200)
    expect(
      (await api('GET', `/api/events?regarding=${machine.Id}&eventCategories=MachineDeleted`)).body.TotalResults,
    ).toBe(1)
  })

  test('a machine is changed while others write down what refers to it', async () => {
    const machine = await newMachine()
    const changed = await inTransaction(app.database, async (tx) => {
      await sql`select from machine where id = ${machine.Id} for key share`.execute(tx)
      return api('PUT', `/api/machines/${machine.Id}`, { ...machine, IsDisabled: true })
    })
    expect(changed).toMatchObject({ status: 200, body: { IsDisabled: true } })
  })

  test('F41 a machine that is another host than before is checked anew', async () => {
    const Endpoint = { CommunicationStyle: 'TentacleActive', Uri: 'poll://one/', Thumbprint: 'OLD' }
    const machine = await newMachine({ Endpoint })
    await inTransaction(app.database, (tx) => setHealth(tx, systemCaller(), machine.Id, 'Healthy'))
    const rebuilt = await api('PUT', `/api/machines/${machine.Id}`, {
      ...machine,
      Endpoint: { ...Endpoint, Thumbprint: 'NEW' },
    })
    expect(rebuilt.body).toMatchObject({ HealthStatus: 'Unknown', Thumbprint: 'NEW' })
  })

  test.each([
    { name: 'no environment', fields: { EnvironmentIds: [] }, says: /EnvironmentIds: must have at least 1 entry/ },
    { name: 'no role', fields: { Roles: [] }, says: /Roles: must have at least 1 entry/ },
    { name: 'a role with a space', fields: { Roles: ['two words'] }, says: /Roles: 'two words'/ },
    {
      name: 'an unknown environment',
      fields: { EnvironmentIds: ['Environments-99'] },
      says: /EnvironmentIds: environment Environments-99/,
    },
    { name: 'an unknown tenant', fields: { TenantIds: ['Tenants-99'] }, says: /TenantIds: tenant Tenants-99/ },
    { name: 'an unknown tag', fields: { TenantTags: ['Ring/None'] }, says: /TenantTags/ },
    { name: 'an unknown policy', fields: { MachinePolicyId: 'MachinePolicies-99' }, says: /MachinePolicyId/ },
    {
      name: 'an unknown style',
      fields: { Endpoint: { CommunicationStyle: 'StepPackage' } },
      says: /CommunicationStyle: must be one of None/,
    },
    { name: 'no style', fields: { Endpoint: {} }, says: /CommunicationStyle: is required/ },
    {
      name: 'an agent without its identity',
      fields: { Endpoint: { CommunicationStyle: 'TentaclePassive' } },
      says: /Endpoint.Uri: is required.*Endpoint.Thumbprint: is required/,
    },
    {
      name: 'an address that clients cannot read',
      fields: { Endpoint: { CommunicationStyle: 'TentaclePassive', Uri: 'host one', Thumbprint: 'A' } },
      says: /Endpoint.Uri: 'host one'/,
    },
    {
      name: 'SSH without an account',
      fields: { Endpoint: { CommunicationStyle: 'Ssh', Host: 'h' } },
      says: /AccountId/,
    },
  ])('refuses $name', async ({ fields, says }) => {
    const body = { Name: 'wrong', EnvironmentIds: [staging], Roles: ['web'], Endpoint: slot, ...fields }
    const answer = await api('POST', '/api/machines', body)
    expect(answer.status).toBe(400)
    expect(answer.body.Errors.join(' ')).toMatch(says)
  })

  test('names are unique without case; roles keep the spelling of their first use', async () => {
    const machine = await newMachine({ Name: 'S-Web-01', Roles: ['app-WEBAPI', 'App-Other', 'APP-OTHER'] })
    expect(machine.Roles).toEqual(['App-WebApi', 'App-Other'])
    const again = await api('POST', '/api/machines', {
      Name: 's-web-01',
      EnvironmentIds: [staging],
      Roles: ['web'],
      Endpoint: slot,
    })
    expect(again.status).toBe(409)
    expect((await api('GET', '/api/machineroles/all')).body).toEqual(['App-Other', 'App-WebApi'])
    expect(await idsOf('/api/machines?roles=App-Other')).toEqual([machine.Id])
    expect(await idsOf('/api/machines?roles=')).toEqual([])
    expect(await idsOf('/api/machines?partialName=s-web&skip=0&take=100')).toEqual([machine.Id])
    expect((await api('GET', '/api/machines?take=2147483647')).body.TotalResults).toBeGreaterThan(3)
  })

  test('an SSH address is made of host and port, and the other way round; ids are kept as they are stored', async () => {
    const account = { Name: 'Key of SSH', AccountType: 'UsernamePassword', Username: 'deploy' }
    const ssh = { CommunicationStyle: 'Ssh', AccountId: (await create('/api/accounts', account)).Id }
    const byHost = await newMachine({ Endpoint: { ...ssh, Host: '10.0.0.4', Port: 2222 } })
    expect(byHost.Endpoint).toMatchObject({ Uri: 'ssh://10.0.0.4:2222/', ProxyId: null, Fingerprint: '' })
    const other = await newMachine({
      Endpoint: {
        ...ssh,
        AccountId: ssh.AccountId.toLowerCase(),
        Host: '10.0.0.6',
        JumpHostMachineId: byHost.Id.toUpperCase(),
      },
    })
    expect(other.Endpoint).toMatchObject({ AccountId: ssh.AccountId, JumpHostMachineId: byHost.Id })
    const byUri = await newMachine({ Endpoint: { ...ssh, Uri: 'ssh://10.0.0.5/' } })
    expect(byUri.Endpoint).toMatchObject({ Host: '10.0.0.5', Port: 22, Uri: 'ssh://10.0.0.5:22/' })
  })

  test('Z3 Z9 who may see one environment sees its machines only, and changes none', async () => {
    const mine = await newMachine()
    const other = await newMachine({ EnvironmentIds: [production] })
    const both = await newMachine({ EnvironmentIds: [staging, production] })
    const user = await create('/api/users', { Username: 'operator', Password: 'a long enough password' })
    const { ApiKey } = await create(`/api/users/${user.Id}/apikeys`, { Purpose: 'test' })
    const team = await create('/api/teams', { Name: 'Operators', MemberUserIds: [user.Id] })
    await create('/api/scopeduserroles', {
      UserRoleId: 'userroles-environmentmanager',
      TeamId: team.Id,
      SpaceId: 'Spaces-1',
      EnvironmentIds: [staging],
    })
    const operator = app.as(ApiKey)
    const seen = (await operator('GET', '/api/machines?take=1000')).body.Items.map((item: { Id: string }) => item.Id)
    expect(seen).toContain(mine.Id)
    expect(seen).toContain(both.Id)
    expect(seen).not.toContain(other.Id)
    expect((await operator('GET', `/api/machines/${other.Id}`)).status).toBe(404)
    expect((await operator('PUT', `/api/machines/${mine.Id}`, { ...mine, Name: 'renamed' })).status).toBe(200)
    expect((await operator('PUT', `/api/machines/${both.Id}`, { ...both, Name: 'renamed too' })).status).toBe(403)
    const moved = await operator('PUT', `/api/machines/${mine.Id}`, { ...mine, EnvironmentIds: [production] })
    expect([400, 403]).toContain(moved.status)
    expect((await operator('DELETE', `/api/machines/${both.Id}`)).status).toBe(403)
    expect((await operator('DELETE', `/api/machines/${mine.Id}`)).status).toBe(200)
  })
})

describe('machine policies', () => {
  test('a space has one default policy with every field that clients decode', async () => {
    const [policy] = (await api('GET', '/api/machinepolicies/all')).body
    expect(policy).toMatchObject({
      IsDefault: true,
      MachineHealthCheckPolicy: {
        HealthCheckType: 'RunScript',
        HealthCheckInterval: '01:00:00',
        BashHealthCheckPolicy: { RunType: 'InheritFromDefault' },
      },
      MachineCleanupPolicy: { DeleteMachinesBehavior: 'DoNotDelete', DeleteMachinesElapsedTimeSpan: '00:00:00' },
      MachineUpdatePolicy: { CalamariUpdateBehavior: 'UpdateOnDeployment' },
      ConnectionConnectTimeout: '00:01:00',
      ConnectionRetryCountLimit: 5,
    })
    const put = await api('PUT', `/api/machinepolicies/${policy.Id}`, { ...policy, IsDefault: false })
    expect(put.body).toMatchObject({ IsDefault: true, LastModifiedOn: policy.LastModifiedOn })
    expect((await api('DELETE', `/api/machinepolicies/${policy.Id}`)).status).toBe(400)
  })

  test('another one takes the place of the default, and one in use stays', async () => {
    const [first] = (await api('GET', '/api/machinepolicies/all')).body
    const second = await create('/api/machinepolicies', {
      Name: 'Throw-away',
      IsDefault: true,
      MachineHealthCheckPolicy: { HealthCheckInterval: '0:02:00' },
      MachineCleanupPolicy: {
        DeleteMachinesBehavior: 'DeleteUnavailableMachines',
        DeleteMachinesElapsedTimeSpan: '00:05:00',
      },
    })
    expect(second.MachineHealthCheckPolicy.HealthCheckInterval).toBe('00:02:00')
    expect((await api('GET', `/api/machinepolicies/${first.Id}`)).body.IsDefault).toBe(false)
    const machine = await newMachine()
    expect(machine.MachinePolicyId).toBe(second.Id)
    expect(await idsOf(`/api/machinepolicies/${second.Id}/machines`)).toEqual([machine.Id])
    await api('PUT', `/api/machinepolicies/${first.Id}`, { ...first, IsDefault: true })
    const deleted = await api('DELETE', `/api/machinepolicies/${second.Id}`)
    expect(deleted.body.Errors.join()).toContain(machine.Name)
    const wrong = await api('POST', '/api/machinepolicies', {
      Name: 'Wrong',
      ConnectionConnectTimeout: 'soon',
      ConnectionRetryCountLimit: 1,
    })
    expect(wrong.body.Errors.join()).toMatch(/ConnectionConnectTimeout: 'soon'/)
    expect((await api('POST', '/api/machinepolicies', { Name: 'Wrong', ConnectionRetryCountLimit: 0 })).status).toBe(
      400,
    )
    expect((await api('GET', '/api/machinepolicies/template')).body.ConnectionRetryTimeLimit).toBe('00:05:00')
  })
})

describe('worker pools and feeds', () => {
  test('pools have an order and one default', async () => {
    const [first] = (await api('GET', '/api/workerpools/all')).body
    expect(first).toMatchObject({
      IsDefault: true,
      WorkerPoolType: 'StaticWorkerPool',
      CanAddWorkers: true,
      SortOrder: 0,
    })
    const second = await create('/api/workerpools', { Name: 'A pool' })
    expect(second).toMatchObject({ SortOrder: 1, IsDefault: false })
    expect(await idsOf('/api/workerpools')).toEqual([first.Id, second.Id])
    expect((await api('PUT', '/api/workerpools/sortorder', [second.Id, first.Id])).status).toBe(200)
    expect(await idsOf('/api/workerpools')).toEqual([second.Id, first.Id])
    expect((await api('GET', `/api/workerpools/${first.Id}/workers`)).body.TotalResults).toBe(0)
    expect((await api('POST', '/api/workerpools', { Name: 'Cloud', WorkerPoolType: 'DynamicWorkerPool' })).status).toBe(
      400,
    )
    expect((await api('DELETE', `/api/workerpools/${first.Id}`)).status).toBe(400)
    expect((await api('DELETE', `/api/workerpools/${second.Id}`)).status).toBe(200)
  })

  test('the built-in feed is there, and first', async () => {
    const feeds = (await api('GET', '/api/feeds?feedType=BuiltIn')).body.Items
    expect(feeds).toMatchObject([{ Id: 'Feeds-1001', FeedType: 'BuiltIn' }])
    expect((await api('GET', '/api/feeds/feeds-builtin')).body.Id).toBe('Feeds-1001')
    const other = await create('/api/feeds', { Name: 'A feed', FeedType: 'NuGet' })
    expect(await idsOf('/api/feeds')).toEqual(['Feeds-1001', other.Id])
  })
})

describe('project triggers', () => {
  const filter = { FilterType: 'MachineFilter', EventGroups: ['MachineAvailableForDeployment'], Roles: ['App-WebApi'] }
  const action = { ActionType: 'AutoDeploy' }

  test('a target trigger is kept with every field of its kind, and round-trips both ways', async () => {
    const trigger = await create('/api/projecttriggers', {
      Name: 'Scale out',
      ProjectId: project.toLowerCase(),
      Filter: { ...filter, EnvironmentIds: [staging] },
      Action: action,
    })
    expect(trigger).toMatchObject({
      ProjectId: project,
      IsDisabled: false,
      OwnerId: 'Users-1',
      Filter: { Id: null, FilterType: 'MachineFilter', EnvironmentIds: [staging], EventCategories: [], Links: {} },
      Action: { ActionType: 'AutoDeploy', ShouldRedeployWhenMachineHasBeenDeployedTo: false },
    })
    const put = await api('PUT', `/api/projecttriggers/${trigger.Id}`, trigger)
    expect(put.body.LastModifiedOn).toBe(trigger.LastModifiedOn)
    const nested = `/api/projects/web-api/triggers`
    expect(await idsOf(`${nested}?triggerActionType=AutoDeploy`)).toEqual([trigger.Id])
    expect(await idsOf(`${nested}?triggerActionType=RunRunbook`)).toEqual([])
    const off = await api('PUT', `${nested}/${trigger.Id}`, { ...trigger, IsDisabled: true })
    expect(off.body).toMatchObject({ IsDisabled: true, ProjectId: project })
    expect((await api('POST', nested, { Name: 'scale OUT', Filter: filter, Action: action })).status).toBe(409)
    expect((await api('DELETE', `${nested}/${trigger.Id}`)).status).toBe(200)
    expect((await api('GET', `${nested}/${trigger.Id}`)).status).toBe(404)
  })

  test('a schedule is kept', async () => {
    const trigger = await create(`/api/projects/${project}/triggers`, {
      Name: 'Nightly',
      Filter: { FilterType: 'CronExpressionSchedule', CronExpression: '0 0 3 * * *', Timezone: 'Europe/Stockholm' },
      Action: {
        ActionType: 'DeployLatestRelease',
        SourceEnvironmentIds: [staging],
        DestinationEnvironmentId: production,
      },
    })
    expect(trigger.Action).toMatchObject({ ShouldRedeployWhenReleaseIsCurrent: true, TenantIds: [], ChannelId: null })
    expect((await api('PUT', `/api/projecttriggers/${trigger.Id}`, trigger)).status).toBe(200)
  })

  test.each([
    { name: 'an unknown filter', filter: { FilterType: 'Moon' }, says: /FilterType: must be one of MachineFilter/ },
    { name: 'an unknown action', action: { ActionType: 'Dance' }, says: /ActionType: must be one of AutoDeploy/ },
    { name: 'an unknown group', filter: { ...filter, EventGroups: ['Machin'] }, says: /Filter.EventGroups: 'Machin'/ },
    {
      name: 'an event that drives nothing',
      filter: { ...filter, EventCategories: ['MachineDeleted'] },
      says: /EventCategories/,
    },
    {
      name: 'an unknown environment',
      filter: { ...filter, EnvironmentIds: ['Environments-99'] },
      says: /Filter.EnvironmentIds/,
    },
    {
      name: 'kinds that do not fit',
      action: { ActionType: 'DeployLatestRelease' },
      says: /cannot be used with MachineFilter/,
    },
    {
      name: 'a broken schedule',
      filter: { FilterType: 'CronExpressionSchedule', CronExpression: '* *', Timezone: 'Mars' },
      action: { ActionType: 'DeployLatestRelease', DestinationEnvironmentId: 'Environments-1' },
      says: /Timezone: 'Mars'.*CronExpression: '\* \*'/,
    },
    { name: 'a project of elsewhere', ProjectId: 'Projects-99', says: /ProjectId: project Projects-99/ },
  ])('refuses $name', async ({ name: _name, says, ...rest }) => {
    const given = { filter, action, ...rest } as { filter: object; action: object; ProjectId?: string }
    const body = { Name: 'Wrong', ProjectId: given.ProjectId ?? project, Filter: given.filter, Action: given.action }
    const answer = await api('POST', '/api/projecttriggers', body)
    expect(answer.status).toBe(400)
    expect(answer.body.Errors.join(' ')).toMatch(says)
  })

  test('Z6 nobody saves a trigger that does what he may not do himself', async () => {
    const user = await create('/api/users', { Username: 'contributor', Password: 'a long enough password' })
    const { ApiKey } = await create(`/api/users/${user.Id}/apikeys`, { Purpose: 'test' })
    const team = await create('/api/teams', { Name: 'Contributors', MemberUserIds: [user.Id] })
    await create('/api/scopeduserroles', {
      UserRoleId: 'userroles-projectcontributor',
      TeamId: team.Id,
      SpaceId: 'Spaces-1',
    })
    const answer = await app.as(ApiKey)('POST', '/api/projecttriggers', {
      Name: 'Mine',
      ProjectId: project,
      Filter: filter,
      Action: action,
    })
    expect(answer.status).toBe(403)
    expect(answer.body.ErrorMessage).toContain('DeploymentCreate')
  })
})
