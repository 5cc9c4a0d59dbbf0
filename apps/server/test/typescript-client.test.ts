import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADMIN_KEY, startTestServer, type TestServer } from '@flotilla/testkit'
import * as octopus from '@octopusdeploy/api-client'
import {
  BuildInformationRepository,
  Client,
  checkForCapability,
  type DeploymentEnvironment,
  DeploymentProcessRepository,
  DeploymentRepository,
  EnvironmentRepository,
  EnvironmentV2Repository,
  KubernetesMonitorRepository,
  type Lifecycle,
  LifecycleRepository,
  NewProject,
  ObservabilityRepository,
  OverwriteMode,
  PackageIdentity,
  PackageRepository,
  type Project,
  ProjectGroupRepository,
  ProjectRepository,
  ReleaseRepository,
  ServerTaskRepository,
  ServerTaskWaiter,
  type Space,
  SpaceRepository,
  SpaceServerTaskRepository,
  TagSetRepository,
  TaskState,
  type Tenant,
  TenantRepository,
  userGetCurrent,
  ZipPackageBuilder,
} from '@octopusdeploy/api-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * The official TypeScript client, unmodified, against a running server: every repository that it exports is used. Tests run
 * in their order and share one space, as its own tests do.
 */
const SPACE = 'TypeScript client 01'

let server: TestServer
let directory: string
let client: Client
let space: Space
let project: Project
let anywhere: Lifecycle
let test1: DeploymentEnvironment
let staging: DeploymentEnvironment
let tenant: Tenant

interface Page {
  readonly Items: readonly Readonly<Record<string, unknown>>[]
  readonly TotalResults: number
}

const used = new Set<string>()
/** A repository for the tests' space; remembers that its class was used. */
function of<T>(Repository: new (client: Client, spaceName: string) => T): T {
  used.add(Repository.name)
  return new Repository(client, SPACE)
}
const at = <T>(path: string, parameters: object = {}): Promise<T> =>
  client.request<T>(`~/api/{spaceId}${path}`, { spaceName: SPACE, ...parameters })
const refusal = async (asked: Promise<unknown>): Promise<{ StatusCode: number; ErrorMessage: string }> =>
  asked.then(
    () => {
      throw new Error('It was not refused.')
    },
    (error) => error,
  )

const script = (body: string) => ({
  'Octopus.Action.RunOnServer': 'true',
  'Octopus.Action.Script.ScriptSource': 'Inline',
  'Octopus.Action.Script.Syntax': 'Bash',
  'Octopus.Action.Script.ScriptBody': body,
})
const step = (Name: string, body: string) =>
  ({ Id: '', Name, Actions: [{ Id: '', Name, ActionType: 'Octopus.Script', Properties: script(body) }] }) as never

/** A project with one script step. */
async function scriptProject(name: string, ...steps: readonly never[]): Promise<Project> {
  const group = (await of(ProjectGroupRepository).list({ take: 1 })).Items[0]!
  const made = await of(ProjectRepository).create(NewProject(name, group, anywhere))
  const processes = of(DeploymentProcessRepository)
  const process = await processes.get(made)
  await processes.update(made, { ...process, Steps: [...steps] })
  return made
}

beforeAll(async () => {
  server = await startTestServer()
  directory = await mkdtemp(join(tmpdir(), 'flotilla-client-'))
  client = await Client.create({ userAgentApp: 'flotilla tests', instanceURL: server.url, apiKey: ADMIN_KEY })
  const me = await userGetCurrent(client)
  used.add(SpaceRepository.name)
  space = await new SpaceRepository(client).create({
    Name: SPACE,
    IsDefault: false,
    SpaceManagersTeamMembers: [me.Id],
    SpaceManagersTeams: [],
  })
  const environments = of(EnvironmentRepository)
  test1 = await environments.create({ Name: 'Test' })
  staging = await environments.create({ Name: 'Staging' })
  const both = [test1.Id, staging.Id]
  const Phases = [{ Name: 'Anywhere', OptionalDeploymentTargets: both, AutomaticDeploymentTargets: [] }]
  anywhere = await of(LifecycleRepository).create({ Name: 'Anywhere', Phases } as never)
  project = await scriptProject('Web API', step('Greet', 'echo "hello"'), step('Also', 'echo "again"'))
})
afterAll(async () => {
  await server.remove()
  await rm(directory, { recursive: true, force: true })
})

describe('starting', () => {
  test('the version is new enough for its commands, and the installation has an id', async () => {
    const information = await client.getServerInformation()
    expect(information.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(information.installationId).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a wrong key is told as a 401', async () => {
    const stranger = await Client.create({ userAgentApp: 'x', instanceURL: `${server.url}/`, apiKey: 'API-WRONG0000' })
    expect(await refusal(userGetCurrent(stranger))).toMatchObject({ StatusCode: 401 })
  })

  test('capabilities: what is there and what is not', async () => {
    expect(await checkForCapability(client, 'GetAllSpacesRequest', '2022.3')).toBeNull()
    expect(await checkForCapability(client, 'MadeUpRequest', '2022.3')).toContain('does not support MadeUpRequest')
  })
})

describe('configuration', () => {
  test('spaces: list, get, modify', async () => {
    const spaces = new SpaceRepository(client)
    expect((await spaces.list({ partialName: SPACE })).Items).toMatchObject([{ Id: space.Id, Name: SPACE }])
    const changed = await spaces.modify({ ...space, Description: 'of the client' })
    expect(await spaces.get(space.Id)).toMatchObject({ Description: 'of the client', Slug: changed.Slug })
  })

  test('project groups: create, get, list, modify, delete', async () => {
    const groups = of(ProjectGroupRepository)
    const group = await groups.create({ Name: 'Group', Id: '', SpaceId: '' })
    expect(await groups.modify({ ...group, Description: 'd' })).toMatchObject({ Id: group.Id, Description: 'd' })
    expect((await groups.list({ partialName: 'grou' })).Items.map(({ Name }) => Name)).toContain('Group')
    await groups.del(group)
    expect(await refusal(groups.get(group.Id))).toMatchObject({ StatusCode: 404 })
  })

  test('lifecycles: the default one is there; phases come back as they were sent', async () => {
    const lifecycles = of(LifecycleRepository)
    expect((await lifecycles.list({ partialName: 'default' })).Items).toMatchObject([{ Phases: [] }])
    const made = await lifecycles.create({
      Name: 'Two phases',
      Phases: [
        { Name: 'Test', OptionalDeploymentTargets: [test1.Id], AutomaticDeploymentTargets: [] },
        { Name: 'Staging', OptionalDeploymentTargets: [staging.Id], AutomaticDeploymentTargets: [] },
      ],
    } as never)
    expect(await lifecycles.get(made.Id)).toEqual(made)
    expect(await lifecycles.modify(made)).toMatchObject({ Phases: [{ Name: 'Test' }, { Name: 'Staging' }] })
  })

  test('environments: sort, summary, machines, variables, by name', async () => {
    const environments = of(EnvironmentRepository)
    await environments.sort([staging.Id, test1.Id])
    expect((await environments.list()).Items.map(({ Name }) => Name)).toEqual(['Staging', 'Test'])
    await environments.sort([test1.Id, staging.Id])
    await client.doCreate(
      '~/api/{spaceId}/machines',
      { Name: 'web-1', EnvironmentIds: [test1.Id], Roles: ['web'], Endpoint: { CommunicationStyle: 'None' } },
      { spaceName: SPACE },
    )
    expect((await environments.machines(test1)).Items).toMatchObject([{ Name: 'web-1' }])
    expect((await environments.machines(test1, { roles: 'db' })).Items).toEqual([])
    expect((await environments.machines(staging)).Items).toEqual([])
    expect(await environments.summary()).toMatchObject({
      TotalMachines: 1,
      MachineEndpointSummaries: { None: 1 },
      EnvironmentSummaries: [
        { Environment: { Name: 'Test' }, TotalMachines: 1 },
        { Environment: { Name: 'Staging' }, TotalMachines: 0 },
      ],
    })
    const filled = await environments.summary({ hideEmptyEnvironments: true, machinePartialName: 'WEB' })
    expect(filled).toMatchObject({ EnvironmentSummaries: [{ Environment: { Name: 'Test' } }] })
    expect(await environments.getEnvironmentByName('staging')).toMatchObject({ Id: staging.Id, Type: 'Static' })
    expect(await environments.getEnvironmentByName('nowhere')).toBeNull()
    expect(await environments.get(test1.Id)).toMatchObject({ UseGuidedFailure: false, ExtensionSettings: [] })
  })

  test('environments: the variables that only one of them has', async () => {
    const set = await at<{ Version: number; Variables: unknown[] }>(`/projects/${project.Id}/variables`)
    const variables = [
      { Name: 'Url', Value: 'http://test', Scope: { Environment: [test1.Id] } },
      { Name: 'Everywhere', Value: '1', Scope: { Environment: [test1.Id, staging.Id] } },
    ]
    await client.doUpdate(
      `~/api/{spaceId}/projects/${project.Id}/variables`,
      { ...set, Variables: variables },
      {
        spaceName: SPACE,
      },
    )
    expect(await of(EnvironmentRepository).variablesScopedOnlyToThisEnvironment(test1)).toMatchObject({
      HasUnauthorizedProjectVariables: false,
      VariableMap: { [project.Id]: [{ Name: 'Url' }] },
    })
  })

  test('environments with their type: all are static; ephemeral ones are refused', async () => {
    const typed = of(EnvironmentV2Repository)
    expect((await typed.list({ skip: 0, take: 10, type: 'Static' })).Items).toHaveLength(2)
    expect((await typed.list({ skip: 0, take: 10, type: 'Ephemeral' })).Items).toEqual([])
    const environments = of(EnvironmentRepository)
    const asked = [
      environments.createEphemeralEnvironment('pr-1', project.Id),
      environments.getEphemeralEnvironmentProjectStatus('Environments-99', project.Id),
      environments.deprovisionEphemeralEnvironmentForProject('Environments-99', project.Id),
      environments.deprovisionEphemeralEnvironment('Environments-99'),
    ]
    for (const each of await Promise.all(asked.map(refusal))) expect(each).toMatchObject({ StatusCode: 404 })
  })

  test('projects: a new one has exactly one channel, is found by name and modified', async () => {
    const projects = of(ProjectRepository)
    expect((await projects.list({ partialName: 'Web API' })).Items).toMatchObject([{ Id: project.Id, Slug: 'web-api' }])
    const channels = await at<{ Items: object[] }>(`/projects/${project.Id}/channels`)
    expect(channels.Items).toMatchObject([{ Name: 'Default', IsDefault: true }])
    const read = await projects.get(project.Id)
    expect(await projects.modify({ ...read, Description: 'An API' })).toMatchObject({ Description: 'An API' })
    const short = await scriptProject('Short-lived')
    await projects.del(short)
    expect(await refusal(projects.get(short.Id))).toMatchObject({ StatusCode: 404 })
  })

  test('processes: what was read is accepted; a git reference is unknown, as nothing is kept in git', async () => {
    const processes = of(DeploymentProcessRepository)
    const process = await processes.get(project)
    expect(process.Steps).toMatchObject([{ Name: 'Greet', Condition: 'Success' }, { Name: 'Also' }])
    expect((await processes.update(project, process)).Steps).toEqual(process.Steps)
    expect(await refusal(processes.getByGitRef(project, 'main' as never))).toMatchObject({ StatusCode: 404 })
  })

  test('tag sets: create, sort, modify', async () => {
    const sets = of(TagSetRepository)
    const ring = await sets.create({ Name: 'Ring', Tags: [{ Name: 'First', Color: '#333333' }] })
    const region = await sets.create({ Name: 'Region', Tags: [{ Name: 'North', Color: '#333333' }] })
    await sets.sort([region.Id, ring.Id])
    expect((await sets.list()).Items.map(({ Name }) => Name)).toEqual(['Region', 'Ring'])
    expect(await sets.modify({ ...ring, Description: 'who first' })).toMatchObject({
      Tags: [{ CanonicalTagName: 'Ring/First' }],
    })
  })

  test('tenants: create, find, tags, and values of templates', async () => {
    const projects = of(ProjectRepository)
    const template = {
      Name: 'Greeting',
      Label: 'Greeting',
      DisplaySettings: { 'Octopus.ControlType': 'SingleLineText' },
    }
    await projects.modify({
      ...(await projects.get(project.Id)),
      TenantedDeploymentMode: 'TenantedOrUntenanted' as never,
      Templates: [template] as never,
    })
    const tenants = of(TenantRepository)
    tenant = await tenants.create({
      Name: 'Contoso',
      TenantTags: ['Ring/First'],
      ProjectEnvironments: { [project.Id]: [test1.Id] },
    })
    await tenants.create({ Name: 'Fabrikam', ProjectEnvironments: { [project.Id]: [test1.Id] } })
    expect((await tenants.list({ tags: 'Ring/First' })).Items).toMatchObject([{ Name: 'Contoso' }])
    expect(await tenants.tagTest([tenant.Id], ['Ring/First'])).toMatchObject({ [tenant.Id]: { IsMatched: true } })

    expect(await tenants.missingVariables({ projectId: project.Id }, true)).toHaveLength(2)
    const { ProjectVariables } = await tenants.getVariables(tenant)
    const templateId = ProjectVariables[project.Id]!.Templates[0]!.Id
    const greeting = { [project.Id]: { Variables: { [test1.Id]: { [templateId]: 'hi' } } } }
    await tenants.setVariables(tenant, { ProjectVariables: greeting, LibraryVariables: {} })
    const { Variables } = await tenants.getProjectVariables(tenant, true)
    expect(Variables).toMatchObject([{ TemplateId: templateId, Value: 'hi', Scope: { EnvironmentIds: [test1.Id] } }])
    const [answer] = Variables
    const changed = await tenants.modifyProjectVariablesById(tenant.Id, [{ ...answer!, Value: 'good morning' }])
    expect(changed.Variables).toMatchObject([{ Value: 'good morning' }])
    expect(await tenants.getCommonVariables(tenant, true)).toMatchObject({ TenantId: tenant.Id, Variables: [] })
    expect(await tenants.modifyCommonVariables(tenant, [])).toMatchObject({ Variables: [] })
  })
})

describe('releases and deployments', () => {
  test('a release without a version gets the next one; a version that exists is refused or ignored', async () => {
    const releases = of(ReleaseRepository)
    const first = await releases.create({ spaceName: SPACE, ProjectName: 'Web API' })
    expect(first).toMatchObject({ ReleaseVersion: '0.0.1' })
    const second = { spaceName: SPACE, ProjectName: 'web api', ReleaseVersion: '1.0.0', ReleaseNotes: 'First' }
    const made = await releases.create({ ...second, ChannelName: 'default', IgnoreIfAlreadyExists: true })
    expect(await releases.create({ ...second, IgnoreIfAlreadyExists: true })).toEqual(made)
    const again = await refusal(releases.create(second))
    expect(again).toMatchObject({ StatusCode: 400 })
    expect(String(again)).toContain('1.0.0 already exists')
    expect(await releases.get(made.ReleaseId)).toMatchObject({ Version: '1.0.0', ReleaseNotes: 'First' })
    expect((await releases.list()).Items.map(({ Version }) => Version)).toEqual(['1.0.0', '0.0.1'])
    const found = await releases.listForProject(project.Id, { searchByVersion: '0.0.1' })
    expect(found.Items).toMatchObject([{ Version: '0.0.1' }])
  })

  test('a release names everything that is unknown', async () => {
    const releases = of(ReleaseRepository)
    const refused = async (command: object) =>
      String(await refusal(releases.create({ spaceName: SPACE, ProjectName: 'Web API', ...command })))
    expect(await refused({ ProjectName: 'Nothing' })).toContain("the project 'Nothing' does not exist")
    expect(await refused({ ChannelName: 'Beta' })).toContain("the channel 'Beta' does not exist")
    expect(await refused({ Packages: ['Nope:1.0'] })).toContain("'Nope'")
    expect(await refused({ GitRef: 'refs/heads/main' })).toContain('GitRef: project Web API is not kept in git')
  })

  test('deploys to environments by name, and waits until the tasks are complete', async () => {
    const deployments = of(DeploymentRepository)
    const { DeploymentServerTasks } = await deployments.create({
      spaceName: SPACE,
      ProjectName: 'Web API',
      ReleaseVersion: '1.0.0',
      EnvironmentNames: ['test', staging.Id],
      SkipStepNames: ['Also'],
      RunAt: new Date(Date.now() - 1_000),
      NoRunAfter: new Date(Date.now() + 600_000),
    })
    expect(DeploymentServerTasks).toHaveLength(2)
    const ids = DeploymentServerTasks.map(({ ServerTaskId }) => ServerTaskId)
    const seen: string[] = []
    const waiter = new ServerTaskWaiter(client, SPACE)
    const tasks = await waiter.waitForServerTasksToComplete(ids, 100, 60_000, ({ State }) => seen.push(State))
    expect(tasks.map(({ Id, State }) => [Id, State]).sort()).toEqual(ids.map((id) => [id, TaskState.Success]).sort())
    expect(seen.length).toBeGreaterThan(0)

    const listed = await deployments.list({ ids: DeploymentServerTasks.map(({ DeploymentId }) => DeploymentId) })
    expect(listed.Items.map(({ EnvironmentId }) => EnvironmentId).sort()).toEqual([test1.Id, staging.Id].sort())
    expect((await deployments.list({ projects: [project.Id], taskState: TaskState.Failed })).Items).toEqual([])
    const [one] = DeploymentServerTasks
    expect(await deployments.get(one!.DeploymentId)).toMatchObject({ TaskId: one!.ServerTaskId, TenantId: null })

    const repository = of(SpaceServerTaskRepository)
    expect(await repository.getById(ids[0]!)).toMatchObject({ IsCompleted: true, FinishedSuccessfully: true })
    expect(await repository.getByIds(ids)).toHaveLength(2)
    const { ActivityLogs } = await repository.getDetails(ids[0]!)
    const [greet] = ActivityLogs[0]!.Children
    expect(greet!.Status).toBe('Success')
    expect(greet!.Children[0]!.LogElements.map(({ MessageText }) => MessageText)).toContain('hello')
    const log = await repository.getRaw(ids[0]!)
    expect(log).toContain('hello')
    expect(log).not.toContain('again')
  })

  test('one refused place refuses the whole command', async () => {
    const deployments = of(DeploymentRepository)
    const { TotalResults: before } = await deployments.list()
    const command = { spaceName: SPACE, ProjectName: 'Web API', ReleaseVersion: '1.0.0', EnvironmentNames: ['Test'] }
    const refused = async (more: object) => String(await refusal(deployments.create({ ...command, ...more })))
    expect(await refused({ EnvironmentNames: ['Test', 'Nowhere'] })).toContain("the environment 'Nowhere'")
    expect(await refused({ ReleaseVersion: '9.9' })).toContain("has no release '9.9'")
    expect(await refused({ SpecificMachineNames: ['web-9'] })).toContain("the machine 'web-9' does not exist")
    expect(await refused({ SkipStepNames: ['Nap'] })).toContain("no step 'Nap'")
    expect(await refused({ Variables: { Mood: 'good' } })).toContain("asks for nothing called 'Mood'")
    expect(await refused({ DeploymentFreezeNames: ['Winter'] })).toContain("the deployment freeze 'Winter'")
    const late = { RunAt: new Date(2_000_000_000_000), NoRunAfter: new Date(1_900_000_000_000) }
    expect(await refused(late)).toContain('NoRunAfter: must be after RunAt')
    expect((await deployments.list()).TotalResults).toBe(before)
  })

  test('deploys for tenants by name and by tag', async () => {
    const deployments = of(DeploymentRepository)
    const command = { spaceName: SPACE, ProjectName: 'Web API', ReleaseVersion: '1.0.0', EnvironmentName: 'Test' }
    const refused = async (Tenants: string[], TenantTags: string[]) =>
      String(await refusal(deployments.createTenanted({ ...command, Tenants, TenantTags })))
    expect(await refused([], [])).toContain('name at least one tenant')
    expect(await refused(['Nobody'], [])).toContain("the tenant 'Nobody' does not exist")
    expect(await refused([], ['Ring/Second'])).toContain("there is no tag 'Ring/Second'")
    expect(await refused([], ['Region/North'])).toContain('no tenant with these tags')
    expect(await refused(['Fabrikam'], [])).toContain('Tenants: Fabrikam has no value')

    const { DeploymentServerTasks } = await deployments.createTenanted({
      ...command,
      Tenants: ['contoso'],
      TenantTags: ['Ring/First'],
    })
    expect(DeploymentServerTasks).toHaveLength(1)
    const [made] = DeploymentServerTasks
    expect(await deployments.get(made!.DeploymentId)).toMatchObject({ TenantId: tenant.Id })
    const waiter = new ServerTaskWaiter(client, SPACE)
    expect(await waiter.waitForServerTaskToComplete(made!.ServerTaskId, 100, 60_000)).toMatchObject({
      State: TaskState.Success,
    })
  })

  test('answers questions by the name of the variable, in the places where they are asked', async () => {
    const asking = await scriptProject('Asking', step('Say', 'echo "mood: $(get_octopusvariable Mood)"'))
    const set = await at<object>(`/projects/${asking.Id}/variables`)
    const Mood = {
      Name: 'Mood',
      Value: 'calm',
      Scope: { Environment: [test1.Id] },
      Prompt: { Label: 'How is it?', Required: true },
    }
    const path = `~/api/{spaceId}/projects/${asking.Id}/variables`
    await client.doUpdate(path, { ...set, Variables: [Mood] }, { spaceName: SPACE })
    await of(ReleaseRepository).create({ spaceName: SPACE, ProjectName: 'Asking', ReleaseVersion: '1' })
    const { DeploymentServerTasks } = await of(DeploymentRepository).create({
      spaceName: SPACE,
      ProjectName: 'Asking',
      ReleaseVersion: '1',
      EnvironmentNames: ['Test', 'Staging'],
      Variables: { mood: 'splendid' },
    })
    const ids = DeploymentServerTasks.map(({ ServerTaskId }) => ServerTaskId)
    await new ServerTaskWaiter(client, SPACE).waitForServerTasksToComplete(ids, 100, 60_000)
    const logs = await Promise.all(ids.map((id) => of(SpaceServerTaskRepository).getRaw(id)))
    expect(logs[0]).toContain('mood: splendid')
    expect(logs[1]).not.toContain('splendid')
  })

  test('a wait that takes too long cancels the task; an unknown task is told', async () => {
    await scriptProject('Sleeper', step('Sleep', 'sleep 300'))
    await of(ReleaseRepository).create({ spaceName: SPACE, ProjectName: 'Sleeper', ReleaseVersion: '1' })
    const { DeploymentServerTasks } = await of(DeploymentRepository).create({
      spaceName: SPACE,
      ProjectName: 'Sleeper',
      ReleaseVersion: '1',
      EnvironmentNames: ['Test'],
    })
    const id = DeploymentServerTasks[0]!.ServerTaskId
    const waiter = new ServerTaskWaiter(client, SPACE)
    await expect(waiter.waitForServerTaskToComplete(id, 100, 500, undefined, true)).rejects.toThrow(/were cancelled/)
    const ended = await waiter.waitForServerTaskToComplete(id, 100, 60_000)
    expect(ended).toMatchObject({ State: TaskState.Canceled })
    used.add(ServerTaskRepository.name)
    await new ServerTaskRepository(client).cancel(id)
    await expect(waiter.waitForServerTaskToComplete('ServerTasks-99999', 100, 1_000)).rejects.toThrow(/Unknown task/)
  })
})

describe('packages and build information', () => {
  const build = (Version: string) => ({
    spaceName: SPACE,
    BuildEnvironment: 'CI',
    BuildNumber: '7',
    BuildUrl: 'https://ci.example.com/7',
    Branch: 'main',
    VcsType: 'Git',
    VcsRoot: 'https://git.example.com/web',
    VcsCommitNumber: 'abc123',
    Packages: [new PackageIdentity('Acme.Web', Version)],
    Commits: [{ Id: 'abc123', Comment: 'A change' }],
  })
  const pack = async (version: string): Promise<string> => {
    await writeFile(join(directory, 'index.html'), `version ${version}`)
    const what = { packageId: 'Acme.Web', version, basePath: directory, inputFilePatterns: ['*.html'] }
    const file = await new ZipPackageBuilder().pack({ ...what, outputFolder: directory, logger: {} })
    return join(directory, file)
  }

  test('packages: pushed, listed and read; a second push is refused, replaced or ignored', async () => {
    const packages = of(PackageRepository)
    const files = [await pack('1.0.0'), await pack('1.1.0')]
    await packages.push(files)
    const again = await refusal(packages.push([files[0]!]))
    expect(String(again)).toContain('A package with the same name and version already exists')
    await packages.push(files, OverwriteMode.IgnoreIfExists)
    await packages.push(files, OverwriteMode.OverwriteExisting)
    const listed = await packages.list({ filter: 'Acme', latest: true } as never)
    expect(listed.Items).toMatchObject([{ PackageId: 'Acme.Web', Version: '1.1.0', FileExtension: '.zip' }])
    expect(await packages.get('packages-Acme.Web.1.0.0')).toMatchObject({ Version: '1.0.0', ReleaseNotes: null })
    expect(await refusal(packages.get('packages-Acme.Web.9.9.9'))).toMatchObject({ StatusCode: 404 })
  })

  test('build information: pushed once, and shown on its package', async () => {
    const information = of(BuildInformationRepository)
    await information.push(build('1.0.0'))
    const again = await refusal(information.push(build('1.0.0')))
    expect(String(again)).toContain('Metadata for the specified Package ID and version already exists.')
    await information.push(build('1.0.0'), OverwriteMode.OverwriteExisting)
    expect(await of(PackageRepository).get('packages-Acme.Web.1.0.0')).toMatchObject({
      PackageVersionBuildInformation: { BuildNumber: '7', Branch: 'main', Commits: [{ Id: 'abc123' }] },
    })
  })

  test('releases choose versions of packages by step, by package and for all', async () => {
    const feed = (await at<Page>('/feeds')).Items[0]!
    expect(feed).toMatchObject({ FeedType: 'BuiltIn' })
    const deploy = (Name: string, PackageId: string) =>
      ({
        Id: '',
        Name,
        Actions: [
          {
            Id: '',
            Name,
            ActionType: 'Octopus.Script',
            Properties: script('echo deployed'),
            Packages: [{ Name: '', PackageId, FeedId: feed.Id, AcquisitionLocation: 'Server', Properties: {} }],
          },
        ],
      }) as never
    await pack('1.0.0')
    const web = deploy('Web', 'Acme.Web')
    await scriptProject('Packaged', web, deploy('Again', 'Acme.Web'))
    const releases = of(ReleaseRepository)
    const chosen = async (ReleaseVersion: string, command: object) => {
      const made = await releases.create({ spaceName: SPACE, ProjectName: 'Packaged', ReleaseVersion, ...command })
      const { SelectedPackages } = await releases.get(made.ReleaseId)
      return SelectedPackages.map(({ ActionName, Version }) => `${ActionName} ${Version}`)
    }
    expect(await chosen('1', { PackageVersion: '1.0.0' })).toEqual(['Web 1.0.0', 'Again 1.0.0'])
    expect(await chosen('2', { PackageVersion: '1.0.0', Packages: ['web:1.1.0'] })).toEqual([
      'Web 1.1.0',
      'Again 1.0.0',
    ])
    expect(await chosen('3', { Packages: ['Acme.Web:1.1.0', 'Again:*:1.0.0'] })).toEqual(['Web 1.1.0', 'Again 1.0.0'])
  })
})

describe('what is not offered yet', () => {
  test('Kubernetes monitors and live status: 404', async () => {
    const observability = of(ObservabilityRepository)
    const monitors = of(KubernetesMonitorRepository)
    const asked = [
      observability.getLiveStatus(project.Id, test1.Id),
      observability.getContainerLogs('1'),
      monitors.getById('1'),
      monitors.registerKubernetesMonitor('1', 'Machines-1'),
    ]
    for (const each of await Promise.all(asked.map(refusal))) expect(each).toMatchObject({ StatusCode: 404 })
  })
})

describe('what the client has no repository for, through its plain requests', () => {
  test.each([
    ['/feeds', 'Built-in'],
    ['/machines', 'web-1'],
    ['/channels', 'Default'],
    ['/machinepolicies', 'Default Machine Policy'],
    ['/workerpools', 'Default Worker Pool'],
  ])('%s lists %s', async (path, name) => {
    const page = await at<Page>(`${path}{?skip,take}`, { skip: 0, take: 30 })
    expect(page.Items.map(({ Name }) => Name)).toContain(name)
    expect(await at<object[]>(`${path}/all`)).toHaveLength(page.TotalResults)
  })

  test('library sets, accounts, triggers and action templates: created and found again', async () => {
    const made = [
      ['libraryvariablesets', { Name: 'Shared' }],
      ['accounts', { Name: 'Robot', AccountType: 'Token', Token: { HasValue: true, NewValue: 'secret' } }],
      ['actiontemplates', { Name: 'Hello', ActionType: 'Octopus.Script', Properties: script('echo hello') }],
    ] as const
    for (const [kind, body] of made) {
      const created = await client.doCreate<{ Id: string }>(`~/api/{spaceId}/${kind}`, body, { spaceName: SPACE })
      const found = await at<object>(`/${kind}/${created.Id}`)
      expect(found).toMatchObject({ Name: body.Name, SpaceId: space.Id })
      expect(JSON.stringify(found)).not.toContain('secret"')
      await client.doUpdate(`~/api/{spaceId}/${kind}/${created.Id}`, found, { spaceName: SPACE })
      await client.del(`~/api/{spaceId}/${kind}/${created.Id}`, { spaceName: SPACE })
    }
    expect((await at<Page>('/projecttriggers')).Items).toEqual([])
  })

  test('events, interruptions, dashboard and progression tell what has happened', async () => {
    const events = await at<Page>('/events{?take}', { take: 100 })
    expect(events.Items.map(({ Category }) => Category)).toContain('DeploymentSucceeded')
    expect(await at<Page>('/interruptions')).toMatchObject({ Items: [], TotalResults: 0 })
    const dashboard = await at<{ Items: object[] }>('/dashboard{?projectId}', { projectId: project.Id })
    expect(dashboard.Items).toHaveLength(3)
    const { Releases } = await at<{ Releases: object[] }>(`/progression/${project.Id}`)
    expect(Releases).toMatchObject([{ Release: { Version: '1.0.0' } }, { Release: { Version: '0.0.1' } }])
  })

  test('users, teams and permissions of the server', async () => {
    const me = await userGetCurrent(client)
    expect(me).toMatchObject({ Username: 'admin', IsRequestor: true })
    const users = await client.get<Page>('~/api/users')
    expect(users.Items.map(({ Id }) => Id)).toContain(me.Id)
    const teams = await client.get<Page>('~/api/teams?includeSystem=true')
    expect(teams.Items.map(({ Name }) => Name)).toContain('Everyone')
    expect(await client.get(`~/api/users/${me.Id}/permissions`)).toMatchObject({ IsPermissionsComplete: true })
  })
})

// Those of runbooks are used in typescript-client-runbooks.test.ts.
test('every repository that the package exports was used', () => {
  const exported = Object.keys(octopus).filter((name) => /^(?!Runbook).*(?<!Basic)Repository$/.test(name))
  expect([...used].sort()).toEqual(exported.sort())
})

test('a space is stopped and deleted with everything in it', async () => {
  const spaces = new SpaceRepository(client)
  const stopped = await spaces.modify({ ...(await spaces.get(space.Id)), TaskQueueStopped: true })
  await spaces.del(stopped)
  expect(await refusal(spaces.get(space.Id))).toMatchObject({ StatusCode: 404 })
})
