import {
  ACME_PARENT,
  type AcmeProject,
  type AcmeWorld,
  buildAcmeWorld,
  eventually,
  startTestServer,
  type TestServer,
} from '@flotilla/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseOf } from './agent-world.ts'

// What is installed on machines, what should be, and bringing just that; each test goes on where the one before ended.

let server: TestServer
let acme: AcmeWorld
beforeAll(async () => {
  server = await startTestServer()
  acme = await buildAcmeWorld(server, { space: 'Drift' })
  await acme.succeed(await acme.releaseComponent(ACME_PARENT, '2021.1.0'), 'Staging')
})
afterAll(() => server?.remove())

const get = async (path: string, api = server.api) => {
  const { status, body } = await api('GET', `${acme.base}${path}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const converge = async (project: AcmeProject, more: object = {}, api = server.api) =>
  api('POST', `${acme.base}/projects/${acme.projects[project].Id}/converge`, {
    EnvironmentId: acme.environmentIds.Staging,
    ...more,
  })

interface Component {
  readonly ProjectName: string
  readonly UpToDate: number
  readonly Machines: readonly { readonly MachineName: string; readonly Status: string; readonly Reason: string }[]
}
/** In few words: what drifts in Staging, by project and machine. */
const inWords = (components: readonly Component[]) =>
  components.flatMap(({ ProjectName, Machines }) =>
    Machines.map(({ MachineName, Status }) => `${ProjectName}: ${MachineName} ${Status}`),
  )
const staging = () => `environments=${acme.environmentIds.Staging}`
const suiteDrift = async (more = '', api = server.api) => {
  const { Items } = await get(`/projects/${acme.projects[ACME_PARENT].Id}/drift?${staging()}${more}`, api)
  return (Items[0]?.Components ?? []) as Component[]
}
const ids = (...names: readonly string[]) => names.map((name) => acme.machineIds.get(name)!)

/** Converges and waits; what each child was limited to, in the order of the suite. */
async function convergeSuite(more: object = {}) {
  const { status, body } = await converge(ACME_PARENT, more)
  expect(status, JSON.stringify(body)).toBe(200)
  const task = await acme.ended(body.Deployment.TaskId)
  const children = await acme.childrenOf(body.Deployment.TaskId)
  const told = children.map(({ project, version, limitedTo }) => `${project} ${version}: ${limitedTo.join(', ')}`)
  return { deployment: body.Deployment, task, children, told }
}

test('nothing drifts in a suite that was just deployed, and children come in the order of the steps', async () => {
  const components = await suiteDrift()
  expect(components.map(({ ProjectName, UpToDate, Machines }) => [ProjectName, UpToDate, Machines.length])).toEqual([
    ['Database', 0, 0],
    ['Web API', 2, 0],
    ['Scheduling Service', 1, 0],
    ['Web UI', 2, 0],
  ])
  const all = await get(`/drift?${staging()}&includeUpToDate=true&projects=${acme.projects['Web API'].Id}`)
  expect(inWords(all.Items)).toEqual(['Web API: s-web-api-01 UpToDate', 'Web API: s-web-api-02 UpToDate'])
  expect(await converge(ACME_PARENT)).toMatchObject({ status: 200, body: { Deployment: null, Components: [] } })
})

test('the ledger of a machine says what is installed, by which deployment, since when', async () => {
  const [machine] = ids('s-web-api-01')
  const { Items } = await get(`/machines/${machine}/installations`)
  const child = (await acme.deploymentsOf('Web API', 'Staging'))[0]!
  expect(Items).toMatchObject([
    // The machines of a suite are those of its children.
    { ProjectName: ACME_PARENT, Installed: { ReleaseVersion: '2021.1.0' } },
    {
      ProjectName: 'Web API',
      EnvironmentName: 'Staging',
      TenantId: null,
      Installed: {
        ReleaseVersion: '2021.1.0.3',
        DeploymentId: child.Id,
        TaskId: child.TaskId,
        IsOfReplacedMachine: false,
      },
      FailedAttempt: null,
    },
  ])
  expect(Date.now() - Date.parse(Items[1].Installed.InstalledAt)).toBeLessThan(600_000)
})

test('S1 S2 exactly what is missing is brought, in suite order, to exactly the machines that lack it', async () => {
  await acme.addMachine('s-all-03', 'Staging', ['App-WebApi', 'App-WebUI'])
  const newer = await acme.ship('Web UI', '2021.1.0.16', ['Development', 'Test'])
  await acme.succeed(newer, 'Staging', { machines: ['s-web-ui-01'] })
  const components = await suiteDrift()
  expect(inWords(components)).toEqual([
    'Web API: s-all-03 Missing',
    'Web UI: s-all-03 Missing',
    'Web UI: s-web-ui-02 OtherRelease',
  ])
  expect(components[1]!.Machines[0]!.Reason).toBe('s-all-03 has never had Web API; Staging runs release 2021.1.0.3.')
  expect(components[3]!.Machines[1]!.Reason).toMatch(
    /^s-web-ui-02 has an older release, 2021\.1\.0\.15, since .+; Staging runs release 2021\.1\.0\.16\.$/,
  )
  expect(inWords((await get(`/drift?${staging()}&machines=${ids('s-all-03')}`)).Items)).toEqual([
    'Web API: s-all-03 Missing',
    'Web UI: s-all-03 Missing',
  ])

  const { Children, Deployment } = (await converge(ACME_PARENT, { WhatIf: true })).body
  expect(Deployment).toBeNull()
  const deploying = Children.filter((child: { ActionName: string }) => child.ActionName.startsWith('Deploy '))
  const planned = deploying.flatMap((child: (typeof Children)[number]) =>
    child.Outcome === 'deploy'
      ? [
          `${child.ProjectName} ${child.ReleaseVersion}: ${child.Machines.Kept.map((kept: { Name: string }) => kept.Name).join(', ')}`,
        ]
      : [],
  )
  const { task, told, deployment, children } = await convergeSuite()
  expect(task.State).toBe('Success')
  expect(told).toEqual(['Web API 2021.1.0.3: s-all-03', 'Web UI 2021.1.0.16: s-all-03, s-web-ui-02'])
  expect(told).toEqual(planned)
  expect(children.map(({ reached }) => reached)).toEqual([['s-all-03'], ['s-all-03', 's-web-ui-02']])
  const steps = await acme.stepStatuses(deployment.TaskId)
  expect(steps['Deploy Scheduling Service']!.lines.join()).toContain(
    'The project has no step for any of the chosen machines',
  )
  expect(steps['Deploy Web API']!.lines.join()).toContain('What is current there is missing on one machine of these.')
  expect(await acme.installed('s-web-ui-01', 'Web UI')).toEqual(['2021.1.0.15', '2021.1.0.16'])
  expect(inWords(await suiteDrift())).toEqual([])
})

test('S2 a machine that is named limits it further, and no machine at all is none', async () => {
  await acme.addMachine('s-web-api-04', 'Staging', ['App-WebApi'])
  await acme.addMachine('s-web-api-05', 'Staging', ['App-WebApi'])
  expect((await converge(ACME_PARENT, { MachineIds: [] })).body.Deployment).toBeNull()
  expect((await converge(ACME_PARENT, { MachineIds: ids('s-web-ui-01') })).body.Deployment).toBeNull()
  expect(await converge(ACME_PARENT, { MachineIds: ['Machines-999'] })).toMatchObject({
    status: 400,
    body: { Errors: ["MachineIds: the machine 'Machines-999' does not exist."] },
  })
  const { told } = await convergeSuite({ MachineIds: ids('s-web-api-04') })
  expect(told).toEqual(['Web API 2021.1.0.3: s-web-api-04'])
  expect(inWords(await suiteDrift())).toEqual(['Web API: s-web-api-05 Missing'])
})

test('what did not come to its end on a machine drifts, until it does', async () => {
  await acme.breakScripts('Web API', 'Staging')
  const { task } = await convergeSuite()
  expect(task.State).toBe('Failed')
  const [component] = (await suiteDrift()).filter(({ ProjectName }) => ProjectName === 'Web API')
  expect(inWords([component!])).toEqual(['Web API: s-web-api-05 AttemptFailed'])
  const [child] = await acme.deploymentsOf('Web API', 'Staging')
  expect(component!.Machines[0]).toMatchObject({
    Installed: null,
    FailedAttempt: { DeploymentId: child!.Id, ReleaseVersion: '2021.1.0.3' },
  })
  const [machine] = ids('s-web-api-05')
  expect((await get(`/machines/${machine}/installations`)).Items).toMatchObject([
    { ProjectName: 'Web API', Installed: null, FailedAttempt: { DeploymentId: child!.Id } },
  ])
  await acme.repairScripts('Web API', 'Staging')

  // A component alone converges too.
  const { body } = await converge('Web API')
  expect(body.Deployment.SpecificMachineIds).toEqual([machine])
  expect((await acme.ended(body.Deployment.TaskId)).State).toBe('Success')
  expect(inWords(await suiteDrift())).toEqual([])
})

test('a machine that was replaced under its name lacks everything', async () => {
  const path = `${acme.base}/machines/${ids('s-app-service-01')[0]}`
  const withKey = async (Thumbprint: string) => {
    const machine = (await server.api('GET', path)).body
    const endpoint = { ...machine.Endpoint, Thumbprint }
    expect((await server.api('PUT', path, { ...machine, Endpoint: endpoint })).status).toBe(200)
  }
  await withKey('AAAA')
  // It was not known before: nothing says that it is another machine.
  expect(inWords(await suiteDrift())).toEqual([])
  await acme.succeed(acme.releaseIds['Scheduling Service'], 'Staging')
  await withKey('BBBB')
  expect(inWords(await suiteDrift())).toEqual(['Scheduling Service: s-app-service-01 Replaced'])
  const { told } = await convergeSuite()
  expect(told).toEqual(['Scheduling Service 2021.1.0.2: s-app-service-01'])
  expect(inWords(await suiteDrift())).toEqual([])
})

test('a machine that no deployment would reach does not drift', async () => {
  await acme.addMachine('s-web-ui-06', 'Staging', ['App-WebUI'])
  await acme.setDisabled('s-web-ui-06', true)
  const path = `${acme.base}/projects/${acme.projects['Scheduling Service'].Id}`
  const project = (await server.api('GET', path)).body
  expect((await server.api('PUT', path, { ...project, IsDisabled: true })).status).toBe(200)
  const { Items } = await get(`/drift?${staging()}&projects=${project.Id}&includeUpToDate=true`)
  expect(Items).toMatchObject([{ NotExpected: 'Project Scheduling Service is disabled.', Machines: [] }])
  expect((await server.api('PUT', path, { ...project, IsDisabled: false })).status).toBe(200)
  expect(inWords(await suiteDrift())).toEqual([])
  const all = (await suiteDrift('&includeUpToDate=true')).flatMap(({ Machines }) => Machines)
  expect(all.find(({ MachineName }) => MachineName === 's-web-ui-06')).toMatchObject({
    Status: 'NotApplicable',
    Reason: 's-web-ui-06 is disabled.',
  })
})

test('what the release asks anew is said by what-if, and keeps nobody from seeing what is missing', async () => {
  const lost = await acme.addMachine('s-web-ui-09', 'Staging', ['App-WebUI'])
  const parent = acme.projects[ACME_PARENT]
  const path = `${acme.base}/variables/${parent.VariableSetId}`
  const set = (await server.api('GET', path)).body
  const asked = { Name: 'Ticket', Value: '', Type: 'String', Prompt: { Label: 'Ticket', Required: true } }
  await server.api('PUT', path, { ...set, Variables: [...set.Variables, asked] })
  const [current] = await acme.deploymentsOf(ACME_PARENT, 'Staging')
  const { body: release } = await server.api('GET', `${acme.base}/deployments/${current!.Id}`)
  const takeVariables = async () =>
    expect((await server.api('POST', `${acme.base}/releases/${release.ReleaseId}/snapshot-variables`)).status).toBe(200)
  await takeVariables()

  expect(inWords(await suiteDrift())).toEqual(['Web UI: s-web-ui-09 Missing'])
  const says = ['FormValues: Ticket is required, and no value was given. Give one for the variable Ticket.']
  const thought = await converge(ACME_PARENT, { WhatIf: true })
  expect(thought).toMatchObject({ status: 200, body: { Errors: says, Components: [{ ProjectName: 'Web UI' }] } })
  expect(thought.body.Children.length).toBeGreaterThan(0)
  const refused = await converge(ACME_PARENT)
  expect([refused.status, refused.body.Errors]).toEqual([400, says])

  const { Variables } = (await server.api('GET', path)).body
  const { Id } = Variables.find(({ Name }: { Name: string }) => Name === 'Ticket')
  const answer = { FormValues: { [Id]: 'OPS-1' } }
  expect((await converge(ACME_PARENT, { ...answer, WhatIf: true })).body.Errors).toEqual([])
  expect((await convergeSuite(answer)).task.State).toBe('Success')
  expect(inWords(await suiteDrift())).toEqual([])
  expect((await server.api('DELETE', `${acme.base}/machines/${lost}`)).status).toBe(200)
  await server.api('PUT', path, { ...(await server.api('GET', path)).body, Variables: set.Variables })
  await takeVariables()
})

test('the release that is gone is still on the machine', async () => {
  await acme.addMachine('s-web-ui-07', 'Staging', ['App-WebUI'])
  const old = await acme.ship('Web UI', '2021.1.0.17', ['Development', 'Test'])
  await acme.succeed(old, 'Staging', { machines: ['s-web-ui-07'] })
  await acme.succeed(await acme.ship('Web UI', '2021.1.0.18', ['Development', 'Test']), 'Staging', {
    machines: ['s-web-ui-01', 's-web-ui-02', 's-all-03'],
  })
  expect((await server.api('DELETE', `${acme.base}/releases/${old}`)).status).toBeLessThan(300)
  const [component] = (await suiteDrift()).filter(({ Machines }) => Machines.length > 0)
  expect(component!.Machines).toMatchObject([{ MachineName: 's-web-ui-07', Status: 'OtherRelease' }])
  expect(component!.Machines[0]!.Reason).toContain('an older release, 2021.1.0.17')
  await convergeSuite()
})

test('Z2 Z3 a person sees and converges what belongs to his environments only', async () => {
  await acme.addMachine('s-web-api-08', 'Staging', ['App-WebApi'])
  const { api } = server
  const user = (await api('POST', '/api/users', { Username: 'dora', DisplayName: 'Dora', IsService: true })).body
  const { ApiKey } = (await api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'Drift' })).body
  const team = (await api('POST', `${acme.base}/teams`, { Name: 'Dev', MemberUserIds: [user.Id] })).body
  const role = (UserRoleId: string, EnvironmentIds: readonly string[]) =>
    api('POST', `${acme.base}/scopeduserroles`, { UserRoleId, TeamId: team.Id, SpaceId: acme.spaceId, EnvironmentIds })
  await role('userroles-projectdeployer', [acme.environmentIds.Development])
  await role('userroles-environmentviewer', [acme.environmentIds.Development])
  const dora = server.as(ApiKey)
  const seen = await get('/drift?take=1000&includeUpToDate=true', dora)
  expect(seen.Items.length).toBeGreaterThan(0)
  expect(seen.TotalResults).toBe(seen.Items.length)
  expect([...new Set(seen.Items.map(({ EnvironmentName }: { EnvironmentName: string }) => EnvironmentName))]).toEqual([
    'Development',
  ])
  expect(await suiteDrift('', dora)).toEqual([])
  expect((await converge('Web API', {}, dora)).status).toBe(403)
  expect((await dora('GET', `${acme.base}/machines/${ids('s-web-api-08')[0]}/installations`)).status).toBe(404)
  // Who may look and not deploy is told what would be done.
  const qa = acme.people.QA.api
  expect((await converge('Web API', { WhatIf: true }, qa)).status).toBe(200)
  expect((await converge('Web API', {}, qa)).status).toBe(403)
})

/** No trigger that is made from now on hears of what has happened up to now. */
async function everyEventIsJudged(): Promise<void> {
  const client = new pg.Client({ connectionString: await databaseOf(server) })
  await client.connect()
  const isDone = async () =>
    (await client.query('select 1 from machine_event where judged_at is null limit 1')).rowCount === 0
  await eventually('every event to be judged', isDone).finally(() => client.end())
}

test('T2 T7 a trigger brings machines that come only what they lack', async () => {
  // What came before is healthy, and looked at, before the trigger listens: it is not what the trigger is asked about.
  await acme.checkHealth(['s-web-api-08'])
  await everyEventIsJudged()
  const made = await server.api('POST', `${acme.base}/projecttriggers`, {
    Name: 'Only what is missing',
    ProjectId: acme.projects[ACME_PARENT].Id,
    Filter: { FilterType: 'MachineFilter', EventGroups: ['MachineAvailableForDeployment'] },
    Action: { ActionType: 'AutoDeploy', ShouldDeployOnlyMissing: true },
  })
  expect(made.body.Action).toMatchObject({ ShouldDeployOnlyMissing: true })
  await acme.addMachine('s-all-09', 'Staging', ['App-Service', 'App-WebUI'])
  const [first] = await acme.decided(made.body.Id, 1)
  expect(first).toMatchObject({ MachineName: 's-all-09', State: 'Deployed' })
  const [deployment] = (await acme.deploymentsOf(ACME_PARENT)).filter(({ TriggerId }) => TriggerId === made.body.Id)
  expect((await acme.ended(deployment!.TaskId)).State).toBe('Success')
  expect(
    (await acme.childrenOf(deployment!.TaskId)).map(({ project, version, limitedTo }) => [project, version, limitedTo]),
  ).toEqual([
    ['Scheduling Service', '2021.1.0.2', ['s-all-09']],
    ['Web UI', '2021.1.0.18', ['s-all-09']],
  ])

  // The next version of one component, elsewhere: the suite itself is what it was, and the machine lacks that component alone.
  const newer = await acme.ship('Web UI', '2021.1.0.19', ['Development', 'Test'])
  await acme.succeed(newer, 'Staging', { machines: ['s-web-ui-01'] })
  await acme.setDisabled('s-all-09', true)
  await acme.setDisabled('s-all-09', false)
  const again = await eventually('the trigger to deploy again', async () =>
    (await acme.deploymentsOf(ACME_PARENT)).filter(({ TriggerId }) => TriggerId === made.body.Id).length > 1
      ? (await acme.deploymentsOf(ACME_PARENT))[0]
      : undefined,
  )
  expect((await acme.ended(again.TaskId)).State).toBe('Success')
  expect(
    (await acme.childrenOf(again.TaskId)).map(({ project, version, limitedTo }) => [project, version, limitedTo]),
  ).toEqual([['Web UI', '2021.1.0.19', ['s-all-09']]])
  await acme.setDisabled('s-all-09', true)
  await acme.setDisabled('s-all-09', false)
  await eventually('a machine that lacks nothing to be left alone', async () => {
    const last = (await acme.decisionsOf(made.body.Id)).at(-1)
    return last?.Reason === 'nothing-missing' && last.State === 'NotDeployed'
  })
})

test('every place is on one page, whatever the size of the pages', async () => {
  const everything = (await get('/drift?take=100')).Items
  const pages = []
  for (let skip = 0; skip < everything.length; skip += 3) pages.push(await get(`/drift?skip=${skip}&take=3`))
  expect(pages.flatMap(({ Items }) => Items)).toEqual(everything)
  expect(pages.map(({ TotalResults }) => TotalResults)).toEqual(pages.map(() => everything.length))
})

test('each tenant has a place of its own', async () => {
  const connected = { 'Web API': ['Development', 'Test'] } as const
  const world = await buildAcmeWorld(server, {
    space: 'Drift of tenants',
    shipped: null,
    tenants: [
      { name: 'Contoso', connected },
      { name: 'Fabrikam', connected },
    ],
  })
  const release = await world.releaseComponent('Web API', '1.0.0')
  for (const tenant of ['Contoso', 'Fabrikam']) await world.succeed(release, 'Development', { tenant })
  await world.addMachine('d-contoso', 'Development', ['App-WebApi'], {
    TenantTags: [],
    TenantIds: [world.tenantIds.get('Contoso')],
    TenantedDeploymentParticipation: 'Tenanted',
  })
  const list = async (query: string) =>
    (await server.api('GET', `${world.base}/drift?${query}`)).body.Items.map(
      ({ TenantName, Drifting, UpToDate, Machines }: Component & { TenantName: string; Drifting: number }) => ({
        TenantName,
        Drifting,
        UpToDate,
        reasons: Machines.map(({ Reason }) => Reason),
      }),
    )
  const contoso = {
    TenantName: 'Contoso',
    Drifting: 1,
    UpToDate: 1,
    reasons: ['d-contoso has never had Web API; Development (Contoso) runs release 1.0.0.'],
  }
  expect(await list('')).toEqual([contoso, { TenantName: 'Fabrikam', Drifting: 0, UpToDate: 1, reasons: [] }])
  expect(await list(`tenants=${world.tenantIds.get('Contoso')}`)).toEqual([contoso])
  const { body } = await server.api('POST', `${world.base}/projects/${world.projects['Web API'].Id}/converge`, {
    EnvironmentId: world.environmentIds.Development,
    TenantId: world.tenantIds.get('Contoso'),
  })
  expect(body.Deployment.SpecificMachineIds).toEqual([world.machineIds.get('d-contoso')])
  expect((await world.ended(body.Deployment.TaskId)).State).toBe('Success')
  expect((await list('')).map(({ Drifting }: { Drifting: number }) => Drifting)).toEqual([0, 0])
})

test('a suite for a tenant misses nothing of a component without tenants, which is deployed for nobody', async () => {
  const world = await buildAcmeWorld(server, {
    space: 'Drift for nobody',
    shipped: null,
    tenants: [{ name: 'Contoso', connected: { [ACME_PARENT]: ['Staging'] } }],
    untenanted: ['Web UI'],
  })
  const release = await world.releaseComponent('Web UI', '2021.1.0.1')
  for (const environment of ['Development', 'Test'] as const) await world.succeed(release, environment)
  await world.succeed(await world.releaseComponent(ACME_PARENT, '2021.1.0'), 'Staging', { tenant: 'Contoso' })
  await world.addMachine('s-late', 'Staging', ['App-WebUI'])
  const { body } = await server.api('GET', `${world.base}/projects/${world.projects[ACME_PARENT].Id}/drift`)
  expect(body.Items).toMatchObject([
    {
      TenantName: 'Contoso',
      Components: [{ ProjectName: 'Web UI', TenantId: null, UpToDate: 2, Machines: [{ MachineName: 's-late' }] }],
    },
  ])
})
