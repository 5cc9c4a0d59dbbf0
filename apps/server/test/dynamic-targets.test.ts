import { startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Scripts that make and remove targets, and health checks that take them in: domain reference 4.8, 4.9, 6.9.

let server: TestServer
let lifecycleId: string
const environments: Record<'Open' | 'Other' | 'Closed', string> = { Open: '', Other: '', Closed: '' }
beforeAll(async () => {
  server = await startTestServer()
  for (const Name of ['Open', 'Other', 'Closed'] as const) {
    const body = { Name, AllowDynamicInfrastructure: Name !== 'Closed' }
    environments[Name] = (await must('POST', 'environments', body)).Id
  }
  const Phases = [{ Name: 'All', OptionalDeploymentTargets: Object.values(environments) }]
  lifecycleId = (await must('POST', 'lifecycles', { Name: 'Anywhere', Phases })).Id
}, 60_000)
afterAll(() => server?.remove())

// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the wire has
async function must(method: string, path: string, body?: unknown): Promise<any> {
  const address = path.startsWith('/api') ? path : `/api/Spaces-1/${path}`
  const answer = await server.api(method, address, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

const step = (Name: string, ActionType: string, properties: object, role = '') => ({
  Name,
  Properties: { 'Octopus.Action.TargetRoles': role },
  Actions: [{ Name, ActionType, Properties: { 'Octopus.Action.RunOnServer': String(role === ''), ...properties } }],
})
const script = (Name: string, body: string, role = '') =>
  step(
    Name,
    'Octopus.Script',
    { 'Octopus.Action.Script.Syntax': 'Bash', 'Octopus.Action.Script.ScriptBody': body },
    role,
  )
const check = (properties: Readonly<Record<string, string>>, role = 'web') => {
  const given = Object.entries(properties).map(([name, value]) => [`Octopus.Action.HealthCheck.${name}`, value])
  return step('Check', 'Octopus.HealthCheck', Object.fromEntries(given), role)
}
const INCLUDE = { IncludeMachinesInDeployment: 'IncludeCheckedMachines' }
const install = script('Install', 'echo "installing on #{Octopus.Machine.Name}"', 'web')

let count = 0
/** A project of these steps, with a release; targets need not be there when it is deployed. */
async function project(...Steps: readonly object[]): Promise<{ readonly id: string; readonly releaseId: string }> {
  count += 1
  const made = await must('POST', 'projects', {
    Name: `Project ${count}`,
    LifecycleId: lifecycleId,
    ProjectConnectivityPolicy: { AllowDeploymentsToNoTargets: true },
  })
  const path = `deploymentprocesses/${made.DeploymentProcessId}`
  await must('PUT', path, { ...(await must('GET', path)), Steps })
  const release = await must('POST', 'releases', { ProjectId: made.Id, Version: '1.0' })
  return { id: made.Id, releaseId: release.Id }
}

async function deploy(releaseId: string, place: keyof typeof environments, api = server.api) {
  const body = { ReleaseId: releaseId, EnvironmentId: environments[place] }
  const made = await api('POST', '/api/Spaces-1/deployments', body)
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const task = await taskEnded(server.api, made.body.TaskId)
  const log = (await server.api('GET', `/api/tasks/${made.body.TaskId}/raw`)).body as string
  return { deployment: await must('GET', `deployments/${made.body.Id}`), task, log }
}
const machine = async (name: string) =>
  (await must('GET', 'machines?take=1000')).Items.find(({ Name }: { readonly Name: string }) => Name === name)
const addMachine = (Name: string, more: object = {}) =>
  must('POST', 'machines', {
    Name,
    EnvironmentIds: [environments.Open],
    Roles: ['web'],
    Endpoint: { CommunicationStyle: 'None' },
    ...more,
  })
const remove = async (name: string) => must('DELETE', `machines/${(await machine(name)).Id}`)

test('a target that one step makes is seen by a later one, once a health check has taken it in', async () => {
  const make = script('Make', 'new_octopustarget -n web-1 --roles "web,spare"')
  const { id, releaseId } = await project(make, check(INCLUDE), install)
  const { deployment, task, log } = await deploy(releaseId, 'Open')
  expect(task.State, log).toBe('Success')
  const made = await machine('web-1')
  expect(made).toMatchObject({
    EnvironmentIds: [environments.Open],
    Roles: ['web', 'spare'],
    TenantIds: [],
    HealthStatus: 'Healthy',
    Endpoint: { CommunicationStyle: 'None' },
  })
  expect(log).toContain(`The target web-1 (${made.Id}) was made in Open.`)
  expect(log).toContain('installing on web-1')
  expect(deployment.DeployedToMachineIds).toEqual([made.Id])
  // Its ledger has what was deployed, though it was not there when the deployment began.
  const { Items } = await must('GET', `drift?projects=${id}&includeUpToDate=true`)
  expect(Items[0].Machines).toMatchObject([{ MachineName: 'web-1', Status: 'UpToDate' }])
  const again = await deploy(releaseId, 'Open')
  expect(again.task.State).toBe('Failed')
  expect(again.log).toContain('The target web-1 is there already, and the script did not ask to update it.')
  await remove('web-1')
})

test('without a health check that includes it, it waits for the next deployment', async () => {
  const make = script('Make', 'new_octopustarget -n web-2 --roles web --update-if-existing')
  const { releaseId } = await project(make, check({ IncludeMachinesInDeployment: 'DoNotAlterMachines' }), install)
  const first = await deploy(releaseId, 'Open')
  expect(first.task.State, first.log).toBe('Success')
  expect(first.log).not.toContain('installing on web-2')
  const second = await deploy(releaseId, 'Open')
  expect(second.log).toMatch(/The target web-2 \(Machines-\d+\) was updated\./)
  expect(second.log).toContain('installing on web-2')
  await remove('web-2')
})

test('J4 a script acts in its own environment only, and only where scripts may', async () => {
  const make = await project(script('Make', 'new_octopustarget -n web-3 --roles web; echo "it goes on"'))
  const closed = await deploy(make.releaseId, 'Closed')
  expect(closed.task.State).toBe('Failed')
  expect(closed.log).toContain('Scripts may not make or remove targets in Closed')
  expect(closed.log).toContain('it goes on')
  expect(await machine('web-3')).toBeUndefined()

  await addMachine('shared', { EnvironmentIds: [environments.Open, environments.Other] })
  await addMachine('elsewhere', { EnvironmentIds: [environments.Other] })
  for (const name of ['shared', 'elsewhere']) {
    const { task, log } = await deploy(
      (await project(script('Remove', `remove-octopustarget ${name}`))).releaseId,
      'Open',
    )
    expect(task.State).toBe('Failed')
    expect(log).toContain(`The target ${name} does not belong to the environment and tenant of this deployment alone`)
    expect(await machine(name)).toBeDefined()
    await remove(name)
  }
})

test('a script removes a target of its environment, and one that is gone is no failure', async () => {
  const { Id } = await addMachine('web-4')
  const { releaseId } = await project(script('Remove', 'remove-octopustarget web-4'))
  const first = await deploy(releaseId, 'Open')
  expect(first.log).toContain(`The target web-4 (${Id}) was removed.`)
  expect(await machine('web-4')).toBeUndefined()
  const second = await deploy(releaseId, 'Open')
  expect(second.task.State).toBe('Success')
  expect(second.log).toContain('There is no target web-4 that could be removed.')
})

test('J4 a script has the rights of who started the deployment', async () => {
  const user = await must('POST', '/api/users', { Username: 'dan', DisplayName: 'Dan', IsService: true })
  const { ApiKey } = await must('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'Targets' })
  const team = await must('POST', 'teams', { Name: 'Deployers', MemberUserIds: [user.Id] })
  const role = { UserRoleId: 'userroles-projectdeployer', TeamId: team.Id, SpaceId: 'Spaces-1' }
  await must('POST', 'scopeduserroles', role)
  const { releaseId } = await project(script('Make', 'new_octopustarget -n web-5 --roles web'))
  const { task, log } = await deploy(releaseId, 'Open', server.as(ApiKey))
  expect(task.State).toBe('Failed')
  expect(log).toContain(
    'The target web-5 was not made: You do not have permission to do this. Missing permission: MachineCreate.',
  )
  expect(await machine('web-5')).toBeUndefined()
})

test('what cannot be made is told, and fails the step', async () => {
  const cases = [
    ["-n t --roles 'two words'", "'two words' must be one word"],
    ['-n t', 'The target t was not made: it has no role.'],
    ['-n t --roles web -t kubernetes', "its type 'kubernetes' is not one of cloud-region, ssh"],
    ['-n t --roles web -t ssh --inputs "[]"', 'its inputs are not a JSON object'],
    ['-n t --roles web -t ssh --inputs "{}"', 'Endpoint.AccountId: is required for Ssh.'],
    ['-n t --roles web --worker-pool Nowhere', "there is no worker pool 'Nowhere'"],
  ] as const
  const steps = cases.map(([options], index) => ({
    ...script(`Make ${index}`, `new_octopustarget ${options}`),
    Condition: 'Always',
  }))
  const { task, log } = await deploy((await project(...steps)).releaseId, 'Open')
  expect(task.State).toBe('Failed')
  for (const [, says] of cases) expect(log).toContain(says)
  expect(await machine('t')).toBeUndefined()
})

test('a health check that takes errors for warnings goes on without machines that cannot be reached', async () => {
  const policy = { Enabled: false, RetryDuration: '00:00:00', HealthCheckRetryDuration: '00:00:00' }
  await addMachine('web-6')
  await addMachine('web-7', {
    // An agent that has never been there.
    Endpoint: { CommunicationStyle: 'TentacleActive', Uri: 'poll://nobody/', Thumbprint: 'AA' },
    MachinePolicyId: (await must('POST', 'machinepolicies', { Name: 'At once', MachineRpcCallRetryPolicy: policy })).Id,
  })
  const lenient = await project(check({ ErrorHandling: 'TreatExceptionsAsWarnings' }), install)
  const { task, log } = await deploy(lenient.releaseId, 'Open')
  expect(task.State, log).toBe('Success')
  expect(task.HasWarningsOrErrors).toBe(true)
  expect(log).toContain('The deployment goes on without it.')
  expect(log).toContain('installing on web-6')
  expect(log).not.toContain('installing on web-7')
  // It was left out, so nobody says that it has the release.
  const { Items } = await must('GET', `drift?projects=${lenient.id}`)
  expect(Items[0].Machines).toMatchObject([{ MachineName: 'web-7', Status: 'Missing' }])

  const strict = await deploy((await project(check({}), install)).releaseId, 'Open')
  expect(strict.task.State).toBe('Failed')
  expect(strict.log).not.toContain('installing on')
  for (const name of ['web-6', 'web-7']) await remove(name)
})

test('a machine that was disabled meanwhile is left out by a health check', async () => {
  const { Id } = await addMachine('web-8')
  await addMachine('web-9')
  const url = `${server.url}/api/Spaces-1/machines/${Id}`
  const disable = `body=$(curl -fsS -H 'X-Octopus-ApiKey: API-ADMINISTRATOR0' ${url})
curl -fsS -X PUT -H 'X-Octopus-ApiKey: API-ADMINISTRATOR0' -H 'Content-Type: application/json' ${url} -d "$(printf %s "$body" | sed 's/"IsDisabled":false/"IsDisabled":true/')" > /dev/null`
  const { task, log } = await deploy((await project(script('Disable', disable), check({}), install)).releaseId, 'Open')
  expect(task.State, log).toBe('Success')
  expect(log).toContain('web-8 was disabled or removed meanwhile. The deployment goes on without it.')
  expect(log).toContain('installing on web-9')
  expect(log).not.toContain('installing on web-8')
})

test('L6 a target is made once, and taken in once, whatever dies in between', async () => {
  const make = script(
    'Make',
    'new_octopustarget -n "web-#{Octopus.Deployment.Id}" --roles once; sleep 0.3; echo "made it"',
  )
  const { releaseId } = await project(
    make,
    check(INCLUDE, 'once'),
    script('Install', 'echo "on #{Octopus.Machine.Name}"', 'once'),
  )
  const { dataDir } = server
  for (const crashAt of ['log.read', 'log.after', 'step.between:2']) {
    await server.stop()
    server = await startTestServer({ dataDir, crashAt })
    const body = { ReleaseId: releaseId, EnvironmentId: environments.Other }
    const { Id, TaskId } = await must('POST', 'deployments', body)
    await server.exited
    server = await startTestServer({ dataDir })
    const task = await taskEnded(server.api, TaskId)
    const log = (await server.api('GET', `/api/tasks/${TaskId}/raw`)).body as string
    expect(task.State, `${crashAt}: ${log}`).toBe('Success')
    expect(log.match(/was made in Other/g)).toHaveLength(1)
    expect(log.match(/made it/g)).toHaveLength(1)
    expect(log.match(new RegExp(`on web-${Id}$`, 'gm'))).toHaveLength(1)
    await remove(`web-${Id}`)
  }
}, 180_000)
