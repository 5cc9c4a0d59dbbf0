import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
let environmentId: string
beforeAll(async () => {
  app = await startApp()
  environmentId = (await make('environments', {})).Id
})
afterAll(() => app?.stop())

const S = '/api/Spaces-1'
let count = 0

async function make(what: string, body: object) {
  const answer = await app.api('POST', `${S}/${what}`, { Name: `${what} ${++count}`, ...body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const machine = (Endpoint: object) =>
  make('machines', {
    EnvironmentIds: [environmentId],
    Roles: ['web'],
    Endpoint: { CommunicationStyle: 'None', ...Endpoint },
  })
const worker = async (Endpoint: object, fields: object = {}) =>
  make('workers', {
    WorkerPoolIds: [(await make('workerpools', {})).Id],
    Endpoint: { CommunicationStyle: 'Ssh', AccountId: (await account()).Id, Host: 'localhost', ...Endpoint },
    ...fields,
  })
const account = () => make('accounts', { AccountType: 'UsernamePassword', Username: 'u' })
const project = async (fields: object = {}) =>
  make('projects', {
    LifecycleId: (await make('lifecycles', {})).Id,
    ProjectGroupId: (await make('projectgroups', {})).Id,
    ...fields,
  })

async function projectWithAction(action: object) {
  const made = await project()
  const at = `${S}/projects/${made.Id}/deploymentprocesses`
  const process = (await app.api('GET', at)).body
  const Actions = [{ Name: 'Step', ActionType: 'Octopus.Script', Properties: {}, ...action }]
  const saved = await app.api('PUT', at, { ...process, Steps: [{ Name: 'Step', Actions }] })
  expect(saved.status, JSON.stringify(saved.body)).toBe(200)
  return made
}

async function projectWithVariable(variable: object) {
  const made = await project()
  const at = `${S}/variables/${made.VariableSetId}`
  const set = (await app.api('GET', at)).body
  const saved = await app.api('PUT', at, { ...set, Variables: [{ Name: 'Pointer', ...variable }] })
  expect(saved.status, JSON.stringify(saved.body)).toBe(200)
  return made
}

const template = (DefaultValue: string) => ({
  Name: 'Login',
  DefaultValue,
  DisplaySettings: { 'Octopus.ControlType': 'UsernamePasswordAccount' },
})

async function tenantWithAnswer(value: string) {
  const set = await make('libraryvariablesets', { Templates: [template('')] })
  const asking = await project({
    IncludedLibraryVariableSetIds: [set.Id],
    TenantedDeploymentMode: 'Tenanted',
  })
  const tenant = await make('tenants', { ProjectEnvironments: { [asking.Id]: [environmentId] } })
  const at = `${S}/tenants/${tenant.Id}/variables`
  const variables = (await app.api('GET', at)).body
  variables.LibraryVariables[set.Id].Variables[set.Templates[0].Id] = value
  const saved = await app.api('PUT', at, variables)
  expect(saved.status, JSON.stringify(saved.body)).toBe(200)
  return tenant
}

const pool = () => make('workerpools', {})
const policy = () => make('machinepolicies', {})
const proxy = () => make('proxies', { Host: 'proxy' })
const feed = () => make('feeds', { FeedType: 'NuGet', FeedUri: 'https://feed' })
const jumpHost = async () => machine({ CommunicationStyle: 'Ssh', AccountId: (await account()).Id, Host: 'localhost' })

type Made = { readonly Id: string; readonly Name: string }
const cases: readonly [
  kind: string,
  word: string,
  route: string,
  users: string,
  make: () => Promise<Made>,
  use: (id: string) => Promise<Made>,
][] = [
  ['account', 'worker', 'accounts', 'workers', account, (AccountId) => worker({ AccountId })],
  [
    'account',
    'machine',
    'accounts',
    'machines',
    account,
    (AccountId) => machine({ CommunicationStyle: 'Ssh', AccountId, Host: 'h' }),
  ],
  [
    'account',
    'project',
    'accounts',
    'projects',
    account,
    (Value) => projectWithVariable({ Type: 'UsernamePasswordAccount', Value }),
  ],
  ['account', 'tenant', 'accounts', 'tenants', account, tenantWithAnswer],
  [
    'account',
    'library variable set',
    'accounts',
    'libraryvariablesets',
    account,
    (id) => make('libraryvariablesets', { Templates: [template(id)] }),
  ],
  ['proxy', 'worker', 'proxies', 'workers', proxy, (ProxyId) => worker({ ProxyId })],
  [
    'machine policy',
    'worker',
    'machinepolicies',
    'workers',
    policy,
    (MachinePolicyId) => worker({}, { MachinePolicyId }),
  ],
  ['worker pool', 'worker', 'workerpools', 'workers', pool, (id) => worker({}, { WorkerPoolIds: [id] })],
  [
    'worker pool',
    'machine',
    'workerpools',
    'machines',
    pool,
    (DefaultWorkerPoolId) => machine({ DefaultWorkerPoolId }),
  ],
  ['worker pool', 'project', 'workerpools', 'projects', pool, (WorkerPoolId) => projectWithAction({ WorkerPoolId })],
  [
    'worker pool',
    'project',
    'workerpools',
    'projects',
    pool,
    (Value) => projectWithVariable({ Type: 'WorkerPool', Value }),
  ],
  [
    'feed',
    'project',
    'feeds',
    'projects',
    feed,
    (FeedId) => projectWithAction({ Packages: [{ Name: 'p', PackageId: 'p', FeedId }] }),
  ],
  ['feed', 'project', 'feeds', 'projects', feed, (FeedId) => projectWithAction({ Container: { Image: 'i', FeedId } })],
  [
    'feed',
    'step template',
    'feeds',
    'actiontemplates',
    feed,
    (FeedId) =>
      make('actiontemplates', { ActionType: 'Octopus.Script', Packages: [{ Name: 'p', PackageId: 'p', FeedId }] }),
  ],
  ['machine', 'worker', 'machines', 'workers', jumpHost, (JumpHostMachineId) => worker({ JumpHostMachineId })],
  [
    'lifecycle',
    'project',
    'lifecycles',
    'projects',
    () => make('lifecycles', {}),
    (LifecycleId) => project({ LifecycleId }),
  ],
  [
    'project group',
    'project',
    'projectgroups',
    'projects',
    () => make('projectgroups', {}),
    (ProjectGroupId) => project({ ProjectGroupId }),
  ],
  [
    'library variable set',
    'project',
    'libraryvariablesets',
    'projects',
    () => make('libraryvariablesets', {}),
    (id) => project({ IncludedLibraryVariableSetIds: [id] }),
  ],
  [
    'environment',
    'machine',
    'environments',
    'machines',
    () => make('environments', {}),
    (id) => make('machines', { EnvironmentIds: [id], Roles: ['web'], Endpoint: { CommunicationStyle: 'None' } }),
  ],
]

test.each(cases)('a %s stays, and says why, while a %s has it', async (kind, word, route, users, makeThing, use) => {
  const thing = await makeThing()
  const user = await use(thing.Id)
  const refused = await app.api('DELETE', `${S}/${route}/${thing.Id}`)
  expect(refused.status).toBe(400)
  expect(refused.body.Errors).toHaveLength(1)
  expect(refused.body.Errors[0]).toContain(`The ${kind} '${thing.Name}' is used by the ${word} ${user.Name}. `)
  expect((await app.api('DELETE', `${S}/${users}/${user.Id}`)).status).toBe(200)
  expect((await app.api('DELETE', `${S}/${route}/${thing.Id}`)).status).toBe(200)
})

test('who uses an account is told by kind; where there are many, the first are named', async () => {
  const { Id, Name } = await account()
  const signIn = { CommunicationStyle: 'Ssh', AccountId: Id.toLowerCase(), Host: 'h' }
  const machines = []
  for (let each = 0; each < 6; each++) machines.push(await machine(signIn))
  const user = await worker(signIn)
  const usages = (await app.api('GET', `${S}/accounts/${Id}/usages`)).body
  expect(usages.Targets).toHaveLength(6)
  expect(usages.Workers).toEqual([{ WorkerId: user.Id, WorkerName: user.Name }])
  const { Errors } = (await app.api('DELETE', `${S}/accounts/${Id}`)).body
  const named = machines.slice(0, 5).map((each) => `the machine ${each.Name}`)
  expect(Errors).toEqual([
    `The account '${Name}' is used by ${named.join(', ')} and others. Take it out of them first.`,
  ])
})
