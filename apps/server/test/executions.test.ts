import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from './start-app.ts'

/** Commands by name, on the wire. What a real client makes of them is in typescript-client.test.ts. */
let app: TestApp
let project: { Id: string; DeploymentProcessId: string; VariableSetId: string }
const environments: { Id: string }[] = []

const step = (Name: string) => ({
  Name,
  Actions: [
    {
      Name,
      ActionType: 'Octopus.Script',
      Properties: {
        'Octopus.Action.RunOnServer': 'true',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': 'true',
      },
    },
  ],
})
const release = (body: object) => app.api('POST', '/api/Spaces-1/releases/create/v1', body)
const deploy = (body: object) => app.api('POST', '/api/Spaces-1/deployments/create/untenanted/v1', body)
const deploymentOf = async (id: string) => (await app.api('GET', `/api/deployments/${id}`)).body

beforeAll(async () => {
  app = await startApp()
  const [lifecycle] = (await app.api('GET', '/api/Spaces-1/lifecycles')).body.Items
  const [group] = (await app.api('GET', '/api/Spaces-1/projectgroups')).body.Items
  for (const Name of ['Test', 'Prod']) environments.push((await app.api('POST', '/api/environments', { Name })).body)
  const Phases = [{ Name: 'All', OptionalDeploymentTargets: environments.map(({ Id }) => Id) }]
  await app.api('PUT', `/api/lifecycles/${lifecycle.Id}`, { ...lifecycle, Phases })
  const body = { Name: 'Web API', LifecycleId: lifecycle.Id, ProjectGroupId: group.Id }
  project = (await app.api('POST', '/api/projects', body)).body
  const process = (await app.api('GET', `/api/deploymentprocesses/${project.DeploymentProcessId}`)).body
  await app.api('PUT', `/api/deploymentprocesses/${process.Id}`, { ...process, Steps: [step('One'), step('Two')] })
  await release({ ProjectName: 'Web API', ReleaseVersion: '1.0' })
})
afterAll(() => app.stop())

test('a release is created with 201, names in any letters and the fields of clients that nobody needs', async () => {
  const body = {
    spaceId: 'Spaces-1',
    spaceIdOrName: 'Default',
    projectName: 'web-api',
    releaseVersion: '2.0',
    channelName: 'default',
    releaseNotes: 'Notes',
    customFields: { team: 'blue' },
    gitRef: '',
  }
  const { status, body: answer } = await release(body)
  expect({ status, answer }).toEqual({
    status: 201,
    answer: { ReleaseId: expect.stringMatching(/^Releases-\d+$/), ReleaseVersion: '2.0' },
  })
  const made = (await app.api('GET', `/api/releases/${answer.ReleaseId}`)).body
  expect(made).toMatchObject({ ReleaseNotes: 'Notes', CustomFields: { team: 'blue' } })
})

test('a version that exists is a 400 with the reason, as command lines print no others', async () => {
  const { status, body } = await release({ ProjectName: 'Web API', ReleaseVersion: '1.0' })
  expect(status).toBe(400)
  expect(body.Errors).toEqual([
    expect.stringContaining('ReleaseVersion: release 1.0 already exists in project Web API'),
  ])
})

test('what it cannot do is refused, not left out', async () => {
  const refused = async (more: object) => (await release({ ProjectName: 'Web API', ...more })).body.Errors
  expect(await refused({ GitCommit: 'abc' })).toEqual(['GitCommit: project Web API is not kept in git.'])
  expect(await refused({ Packages: ['1.0'] })).toEqual([expect.stringContaining("'1.0' has no version")])
})

test('a deployment takes over everything that the command says', async () => {
  const { status, body } = await deploy({
    ProjectName: project.Id,
    ReleaseVersion: '1.0',
    EnvironmentNames: ['TEST', environments[0]!.Id],
    SkipStepNames: ['two'],
    UseGuidedFailure: true,
    ForcePackageDownload: true,
    Priority: 'On',
    RunAt: '2066-03-01 09:00:00 +10:00',
    NoRunAfter: '2066-03-01T00:00:00Z',
  })
  expect({ status, tasks: body.DeploymentServerTasks.length }).toEqual({ status: 201, tasks: 1 })
  const [{ DeploymentId, ServerTaskId }] = body.DeploymentServerTasks
  const process = (await app.api('GET', `/api/deploymentprocesses/${project.DeploymentProcessId}`)).body
  expect(await deploymentOf(DeploymentId)).toMatchObject({
    TaskId: ServerTaskId,
    EnvironmentId: environments[0]!.Id,
    TenantId: null,
    SkipActions: [process.Steps[1].Actions[0].Id],
    UseGuidedFailure: true,
    ForcePackageDownload: true,
    Priority: 'On',
  })
  const task = (await app.api('GET', `/api/tasks/${ServerTaskId}`)).body
  expect(task.QueueTime).toBe('2066-02-28T23:00:00.000+00:00')
})

test('guided failure is as the environment says when the command does not', async () => {
  const environment = (await app.api('GET', `/api/environments/${environments[1]!.Id}`)).body
  await app.api('PUT', `/api/environments/${environment.Id}`, { ...environment, UseGuidedFailure: true })
  const { body } = await deploy({ ProjectName: 'Web API', ReleaseVersion: '1.0', EnvironmentNames: ['Prod', 'Test'] })
  const made = await Promise.all(
    body.DeploymentServerTasks.map(({ DeploymentId }: { DeploymentId: string }) => deploymentOf(DeploymentId)),
  )
  expect(made.map(({ UseGuidedFailure }) => UseGuidedFailure)).toEqual([true, false])
})

test('UpdateVariableSnapshot deploys the values of now', async () => {
  const read = async () =>
    (await app.api('GET', '/api/projects/web-api/releases/1.0')).body.ProjectVariableSetSnapshotId
  const before = await read()
  const set = (await app.api('GET', `/api/variables/${project.VariableSetId}`)).body
  await app.api('PUT', `/api/variables/${set.Id}`, { ...set, Variables: [{ Name: 'Url', Value: 'new' }] })
  const command = { ProjectName: 'Web API', ReleaseVersion: '1.0', EnvironmentNames: ['Test'] }
  await deploy(command)
  expect(await read()).toBe(before)
  expect((await deploy({ ...command, UpdateVariableSnapshot: true })).status).toBe(201)
  expect(await read()).not.toBe(before)
})

test('all problems are told at once, a sentence each, and nothing is deployed or changed', async () => {
  const before = (await app.api('GET', '/api/deployments?take=0')).body.TotalResults
  const { status, body } = await deploy({
    ProjectName: 'Web API',
    ReleaseVersion: '1.0',
    EnvironmentNames: ['Test', 'Mars'],
    SpecificMachineNames: ['m-1'],
    ExcludedMachineNames: ['m-2'],
    SkipStepNames: ['Three'],
  })
  expect(status).toBe(400)
  expect(body.Errors).toEqual([
    "EnvironmentNames: the environment 'Mars' does not exist.",
    "SpecificMachineNames: the machine 'm-1' does not exist.",
    "ExcludedMachineNames: the machine 'm-2' does not exist.",
    "SkipStepNames: the release has no step 'Three'.",
  ])
  const tags = { SpecificTargetTags: ['Place/North'] }
  expect(
    (await deploy({ ProjectName: 'Web API', ReleaseVersion: '1.0', EnvironmentNames: ['Test'], ...tags })).status,
  ).toBe(400)
  expect((await app.api('GET', '/api/deployments?take=0')).body.TotalResults).toBe(before)
})

test('things of another space are unknown here', async () => {
  const [me] = (await app.api('GET', '/api/users')).body.Items
  const other = (await app.api('POST', '/api/spaces', { Name: 'Other', SpaceManagersTeamMembers: [me.Id] })).body
  const { status, body } = await app.api('POST', `/api/${other.Id}/releases/create/v1`, { ProjectName: project.Id })
  expect({ status, errors: body.Errors }).toEqual({
    status: 400,
    errors: [`ProjectName: the project '${project.Id}' does not exist.`],
  })
})

test('who may not create releases or deploy is told so', async () => {
  const user = (
    await app.api('POST', '/api/users', { Username: 'viewer', DisplayName: 'V', Password: 'long enough 12345' })
  ).body
  const key = (await app.api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).body.ApiKey
  const asViewer = app.as(key)
  for (const path of ['releases/create/v1', 'deployments/create/untenanted/v1', 'deployments/create/tenanted/v1']) {
    const { status } = await asViewer('POST', `/api/Spaces-1/${path}`, {
      ProjectName: 'Web API',
      ReleaseVersion: '1.0',
    })
    expect({ path, status }).toEqual({ path, status: 403 })
  }
})
