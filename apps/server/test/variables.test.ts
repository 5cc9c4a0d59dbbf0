import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Answer, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const S = '/api/Spaces-1'
let server: TestServer
let environments: { test: string; live: string }
let count = 0

const api = (method: string, path: string, body?: unknown): Promise<Answer> => server.api(method, path, body)
const create = async (path: string, body: object) => {
  const answer = await api('POST', `${S}/${path}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const unique = (name: string): string => {
  count += 1
  return `${name} ${count}`
}

beforeAll(async () => {
  server = await startTestServer()
  const environment = async (Name: string) => (await create('environments', { Name })).Id
  environments = { test: await environment('Test'), live: await environment('Live') }
}, 60_000)
afterAll(() => server?.remove())

interface Step {
  readonly name: string
  readonly roles?: string
  readonly script: string
  readonly properties?: Readonly<Record<string, string>>
}

/** A project of script steps. */
async function newProject(steps: readonly Step[], fields: object = {}) {
  const project = await create('projects', { Name: unique('Project'), LifecycleId: 'Lifecycles-1', ...fields })
  const address = `${S}/deploymentprocesses/${project.DeploymentProcessId}`
  const process = (await api('GET', address)).body
  const Steps = steps.map(({ name, roles, script, properties }) => ({
    Name: name,
    Properties: roles ? { 'Octopus.Action.TargetRoles': roles } : {},
    Actions: [
      {
        Name: name,
        ActionType: 'Octopus.Script',
        Properties: {
          'Octopus.Action.RunOnServer': roles ? 'false' : 'true',
          'Octopus.Action.Script.Syntax': 'Bash',
          'Octopus.Action.Script.ScriptBody': script,
          ...properties,
        },
      },
    ],
  }))
  const saved = await api('PUT', address, { ...process, Steps })
  expect(saved.status, JSON.stringify(saved.body)).toBe(200)
  return project
}

async function setVariables(ownerId: string, variables: readonly object[]) {
  const address = `${S}/variables/variableset-${ownerId}`
  const { Version } = (await api('GET', address)).body
  const answer = await api('PUT', address, { Version, Variables: variables })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.Variables
}

const release = (projectId: string, Version = '1.0.0', more: object = {}) =>
  create('releases', { ProjectId: projectId, Version, ...more })

const tryDeploy = (releaseId: string, more: object = {}) =>
  api('POST', `${S}/deployments`, { ReleaseId: releaseId, EnvironmentId: environments.test, ...more })

/** Deploys and waits; answers the deployment, its task and everything that it logged. */
async function deploy(releaseId: string, more: object = {}) {
  const answer = await tryDeploy(releaseId, more)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  const task = await taskEnded(server.api, answer.body.TaskId)
  const log: string = (await api('GET', `/api/tasks/${answer.body.TaskId}/raw`)).body
  expect(task.State, log).toBe('Success')
  return { deployment: answer.body, task, log }
}

/** What a script said under a name: lines `name=value`. */
const said = (log: string, name: string): string[] =>
  [...log.matchAll(new RegExp(`\\b${name}=\\[(.*?)\\]`, 'g'))].map((match) => match[1]!)
const say = (...names: string[]) =>
  names.map((name, index) => `echo "v${index}=[$(get_octopusvariable "${name}")]"`).join('\n')

const preview = async (projectId: string, place: Record<string, string> = {}) =>
  (await api('GET', `${S}/variables/preview?${new URLSearchParams({ project: projectId, ...place })}`)).body.Variables
const previewOf = async (projectId: string, name: string, place: Record<string, string> = {}) =>
  (await preview(projectId, { name, ...place }))[0]

const machine = async (role: string, more: object = {}) =>
  create('machines', {
    Name: unique('s-machine'),
    EnvironmentIds: [environments.test],
    Roles: [role],
    Endpoint: { CommunicationStyle: 'None' },
    ...more,
  })
const tenantOf = (projectIds: readonly string[], more: object = {}) =>
  create('tenants', {
    Name: unique('Tenant'),
    ProjectEnvironments: Object.fromEntries(projectIds.map((id) => [id, [environments.test, environments.live]])),
    ...more,
  })

/** Calls of a user who holds these roles in the environment Test only. */
async function restricted(...roles: readonly string[]): Promise<typeof api> {
  const person = { Username: unique('tester'), DisplayName: 'T', Password: 'correct horse battery', IsService: false }
  const user = (await api('POST', '/api/users', person)).body
  const key = (await api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).body.ApiKey
  const team = await create('teams', { Name: unique('Testers'), MemberUserIds: [user.Id] })
  const all: { Id: string; Name: string }[] = (await api('GET', '/api/userroles/all')).body
  for (const { Id } of all.filter(({ Name }) => roles.includes(Name))) {
    const right = { TeamId: team.Id, UserRoleId: Id, SpaceId: 'Spaces-1', EnvironmentIds: [environments.test] }
    await create('scopeduserroles', right)
  }
  return server.as(key)
}

describe('system variables', () => {
  /** Every variable as the log lists it, by name. */
  const listed = (log: string): Map<string, string> =>
    new Map([...log.matchAll(/\[(Octopus\..+?)\] = '(.*?)'$/gm)].map((match) => [match[1]!, match[2]!]))

  test('have the documented values on the server, on a machine, at first, again, and for a tenant', async () => {
    const role = unique('role').replace(' ', '-')
    const target = await machine(role, {
      Roles: [role, 'log'],
      TenantedDeploymentParticipation: 'TenantedOrUntenanted',
    })
    const project = await newProject(
      [
        { name: 'On server', script: 'echo hello' },
        {
          name: 'On machine',
          roles: role,
          script: 'echo hello',
          properties: { 'Octopus.Action.Template.Id': 'ActionTemplates-7', 'Octopus.Action.Template.Version': '3' },
        },
      ],
      {
        TenantedDeploymentMode: 'TenantedOrUntenanted',
        ProjectConnectivityPolicy: { AllowDeploymentsToNoTargets: true },
      },
    )
    await setVariables(project.Id, [{ Name: 'OctopusPrintEvaluatedVariables', Value: 'True' }])
    const group = (await api('GET', `${S}/projectgroups/${project.ProjectGroupId}`)).body
    const old = await release(project.Id, '0.9.0', { ReleaseNotes: 'old notes' })
    const one = await release(project.Id, '1.0.0', { ReleaseNotes: 'first *notes*', CustomFields: { Ticket: 'X-1' } })
    const logs = async (taskId: string) => {
      const { ActivityLogs } = (await api('GET', `/api/tasks/${taskId}/details?verbose=true`)).body
      const textOf = (log: { LogElements: { MessageText: string }[]; Children: never[] }): string =>
        [...log.LogElements.map(({ MessageText }) => MessageText), ...log.Children.map(textOf)].join('\n')
      const steps = ActivityLogs[0].Children as { Name: string }[]
      const of = (name: string) => listed(textOf(steps.find((step) => step.Name.includes(name)) as never))
      return { onServer: of('On server'), onMachine: of('On machine') }
    }
    const before = await deploy(old.Id)
    const first = await deploy(one.Id, { Comments: 'go #{Octopus.Project.Name}' })
    const again = await deploy(one.Id, { SpecificMachineIds: [target.Id] })
    const tenant = await tenantOf([project.Id])
    const tenanted = await deploy(one.Id, { TenantId: tenant.Id })

    const inFirst = await logs(first.task.Id)
    const expected: Record<string, string> = {
      'Octopus.Release.Id': one.Id,
      'Octopus.Release.Number': '1.0.0',
      'Octopus.Release.Notes': 'first *notes*',
      'Octopus.Release.Created': one.Assembled,
      'Octopus.Release.Channel.Id': one.ChannelId,
      'Octopus.Release.Channel.Name': 'Default',
      'Octopus.Release.Previous.Id': old.Id,
      'Octopus.Release.Previous.Number': '0.9.0',
      'Octopus.Release.PreviousForEnvironment.Id': old.Id,
      'Octopus.Release.PreviousForEnvironment.Number': '0.9.0',
      'Octopus.Release.CurrentForEnvironment.Id': old.Id,
      'Octopus.Release.CurrentForEnvironment.Number': '0.9.0',
      'Octopus.Release.CustomFields[Ticket]': 'X-1',
      'Octopus.Deployment.Id': first.deployment.Id,
      'Octopus.Deployment.Name': 'Deploy to Test',
      'Octopus.Deployment.Comments': 'go #{Octopus.Project.Name}',
      'Octopus.Deployment.Created': first.deployment.Created,
      'Octopus.Deployment.CreatedBy.Id': first.deployment.DeployedById,
      'Octopus.Deployment.CreatedBy.Username': first.deployment.DeployedBy,
      'Octopus.Deployment.ForcePackageDownload': 'False',
      'Octopus.Deployment.PreviousSuccessful.Id': before.deployment.Id,
      'Octopus.Deployment.Machines': target.Id,
      'Octopus.Deployment.SpecificMachines': '',
      'Octopus.Deployment.ExcludedMachines': '',
      'Octopus.Deployment.WorkItems': '[]',
      'Octopus.Deployment.PackageBuildInformation': '[]',
      'Octopus.Environment.Id': environments.test,
      'Octopus.Environment.Name': 'Test',
      [`Octopus.Environment.MachinesInRole[${role}]`]: target.Name,
      'Octopus.Project.Id': project.Id,
      'Octopus.Project.Name': project.Name,
      'Octopus.ProjectGroup.Id': group.Id,
      'Octopus.ProjectGroup.Name': group.Name,
      'Octopus.Space.Id': 'Spaces-1',
      'Octopus.Space.Name': 'Default',
      'Octopus.Task.Id': first.task.Id,
      'Octopus.Task.Argument[DeploymentId]': first.deployment.Id,
      'Octopus.Task.ConcurrencyTag': `${project.Id}/${environments.test}`,
      'Octopus.Web.ServerUri': server.url,
      'Octopus.Web.BaseUrl': server.url,
      'Octopus.Web.ProjectLink': `/app#/Spaces-1/projects/${project.Slug}`,
      'Octopus.Web.ReleaseLink': `/app#/Spaces-1/projects/${project.Slug}/deployments/releases/1.0.0`,
      'Octopus.Web.DeploymentLink': `/app#/Spaces-1/projects/${project.Slug}/deployments/releases/1.0.0/deployments/${first.deployment.Id}`,
    }
    for (const found of [inFirst.onServer, inFirst.onMachine]) {
      for (const [name, value] of Object.entries(expected)) expect([name, found.get(name)]).toEqual([name, value])
    }
    const names = (found: Map<string, string>, pattern: RegExp) =>
      [...found.keys()].filter((name) => pattern.test(name))
    expect(names(inFirst.onServer, /Octopus\.(Machine|Tentacle)\.|\.Tenant\.|\.Trigger\.|Deployment\.Error/)).toEqual(
      [],
    )
    expect(JSON.parse(inFirst.onServer.get('Octopus.Deployment.Changes')!)).toEqual([
      expect.objectContaining({ Version: '1.0.0', ReleaseNotes: 'first *notes*' }),
    ])
    expect(
      Object.fromEntries(
        [...inFirst.onServer].filter(([name]) => /^Octopus\.(Step|Action|WorkerPool)\.[A-Z][A-Za-z.]+$/.test(name)),
      ),
    ).toMatchObject({
      'Octopus.Step.Name': 'On server',
      'Octopus.Step.Number': '1',
      'Octopus.Action.Name': 'On server',
      'Octopus.Action.Number': '1',
      'Octopus.Action.TargetRoles': '',
      'Octopus.Action.IsSkipped': '',
      'Octopus.WorkerPool.Id': expect.stringMatching(/^WorkerPools-/),
    })
    expect(Object.fromEntries(inFirst.onMachine)).toMatchObject({
      'Octopus.Machine.Id': target.Id,
      'Octopus.Machine.Name': target.Name,
      'Octopus.Machine.Roles': `${role},log`,
      'Octopus.Tentacle.CurrentDeployment.TargetedRoles': role,
      'Octopus.Step.Number': '2',
      'Octopus.Action.TargetRoles': role,
      'Octopus.Action.Template.Id': 'ActionTemplates-7',
      'Octopus.Action.Template.Version': '3',
      'Octopus.Step[On server].Status.Code': 'Succeeded',
      'Octopus.Action[On server].Status.Code': 'Succeeded',
    })
    expect(inFirst.onMachine.has('Octopus.Machine.Hostname')).toBe(false)
    expect(inFirst.onMachine.has('Octopus.WorkerPool.Id')).toBe(false)

    const inBefore = (await logs(before.task.Id)).onServer
    expect(names(inBefore, /Previous|CurrentForEnvironment/)).toEqual([])

    const inAgain = (await logs(again.task.Id)).onServer
    expect(inAgain.get('Octopus.Release.CurrentForEnvironment.Number')).toBe('1.0.0')
    expect(inAgain.get('Octopus.Release.PreviousForEnvironment.Number')).toBe('0.9.0')
    expect(inAgain.get('Octopus.Deployment.PreviousSuccessful.Id')).toBe(first.deployment.Id)
    expect(inAgain.get('Octopus.Deployment.SpecificMachines')).toBe(target.Id)

    const forTenant = (await logs(tenanted.task.Id)).onServer
    expect(forTenant.get('Octopus.Deployment.Tenant.Id')).toBe(tenant.Id)
    expect(forTenant.get('Octopus.Deployment.Tenant.Name')).toBe(tenant.Name)
    expect(forTenant.get('Octopus.Task.ConcurrencyTag')).toBe(`${tenant.Id}/${project.Id}/${environments.test}`)
    expect(names(forTenant, /CurrentForEnvironment|PreviousSuccessful/)).toEqual([])
  }, 60_000)

  test('a trigger is named in its deployments; a project may say what may not run together', async () => {
    const role = unique('role').replace(' ', '-')
    const project = await newProject(
      [{ name: 'Run', roles: role, script: say('Octopus.Deployment.Trigger.Name', 'Octopus.Task.ConcurrencyTag') }],
      {
        ProjectConnectivityPolicy: { AllowDeploymentsToNoTargets: true },
      },
    )
    await setVariables(project.Id, [
      { Name: 'Octopus.Task.ConcurrencyTag', Value: 'all of #{Octopus.Project.Name}' },
      { Name: 'Octopus.Task.ConcurrencyTag', Value: 'live', Scope: { Environment: [environments.live] } },
    ])
    await deploy((await release(project.Id)).Id)
    const trigger = await create('projecttriggers', {
      Name: 'New machines',
      ProjectId: project.Id,
      Filter: {
        FilterType: 'MachineFilter',
        EnvironmentIds: [],
        Roles: [],
        EventGroups: ['MachineAvailableForDeployment'],
        EventCategories: [],
      },
      Action: { ActionType: 'AutoDeploy', ShouldRedeployWhenMachineHasBeenDeployedTo: false },
    })
    await machine(role)
    let found: Answer['body'] | undefined
    for (let tries = 0; tries < 100 && !found; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      found = (await api('GET', `${S}/deployments?projects=${project.Id}`)).body.Items.find(
        (each: { TriggerId: string | null }) => each.TriggerId === trigger.Id,
      )
    }
    await taskEnded(server.api, found.TaskId)
    const log = (await api('GET', `/api/tasks/${found.TaskId}/raw`)).body
    expect(said(log, 'v0')).toEqual(['New machines'])
    expect(said(log, 'v1')).toEqual([`all of ${project.Name}`])
  }, 60_000)

  test('the concurrency tag of a project is the one that is locked', async () => {
    const tagged = async (script: string) => {
      const project = await newProject([{ name: 'Run', script }])
      await setVariables(project.Id, [{ Name: 'Octopus.Task.ConcurrencyTag', Value: 'one at a time' }])
      return (await tryDeploy((await release(project.Id)).Id)).body.TaskId
    }
    const first = await tagged('sleep 1')
    const second = await tagged('true')
    const [a, b] = [await taskEnded(server.api, first), await taskEnded(server.api, second)]
    expect(b.StartTime >= a.CompletedTime).toBe(true)
  })
})

describe('which value', () => {
  test('the most specific one that applies, with the reason for each of the others', async () => {
    const role = unique('role').replace(' ', '-')
    const target = await machine(role)
    const project = await newProject([{ name: 'Run', roles: role, script: say('Port') }])
    const set = await create('libraryvariablesets', { Name: unique('Set') })
    await setVariables(set.Id, [{ Name: 'port', Value: '1', Scope: {} }])
    await api('PUT', `${S}/projects/${project.Id}`, { ...project, IncludedLibraryVariableSetIds: [set.Id] })
    const action = (await api('GET', `${S}/deploymentprocesses/${project.DeploymentProcessId}`)).body.Steps[0]
      .Actions[0]
    await setVariables(project.Id, [
      { Name: 'Port', Value: '2' },
      { Name: 'Port', Value: '3', Scope: { Environment: [environments.test] } },
      { Name: 'Port', Value: '4', Scope: { Role: [role] } },
      { Name: 'Port', Value: '#{Base}5', Scope: { Role: [role], Environment: [environments.test] } },
      { Name: 'Port', Value: '6', Scope: { Environment: [environments.live], Machine: [target.Id] } },
      { Name: 'Port', Value: '7', Scope: { Action: [action.Id], Environment: [environments.live] } },
      { Name: 'Base', Value: '4', Scope: { ProcessOwner: [project.Id] } },
    ])
    const { log } = await deploy((await release(project.Id)).Id)
    expect(said(log, 'v0')).toEqual(['45'])
    const place = { environment: environments.test, machine: target.Id, action: 'Run' }
    const port = await previewOf(project.Id, 'PORT', place)
    expect(port).toMatchObject({
      Value: '#{Base}5',
      EvaluatedValue: '45',
      Origin: { Kind: 'Project', Id: project.Id, Name: project.Name },
    })
    expect(port.Reason).toBe(
      'Used: it is more specific than the 4 other values that apply, being scoped to an environment.',
    )
    expect(
      port.Candidates.map((each: { Value: string; IsUsed: boolean; Reason: string }) => [
        each.Value,
        each.Reason,
      ]).slice(1),
    ).toEqual([
      ['2', expect.stringContaining('less specific')],
      ['3', expect.stringContaining('scoped to a role that the step asks for')],
      ['4', expect.stringContaining('scoped to an environment')],
      ['6', 'Does not apply here: its environment is another.'],
      ['7', 'Does not apply here: its environment is another.'],
      ['1', expect.stringContaining('less specific')],
    ])
    const onServer = await previewOf(project.Id, 'Port', { environment: environments.live })
    expect(onServer.EvaluatedValue).toBe('2')
    expect((await previewOf(project.Id, 'Port', { ...place, environment: environments.live })).EvaluatedValue).toBe('7')
    expect((await preview(project.Id, place)).map((each: { Name: string }) => each.Name)).toEqual(['Port', 'Base'])
    expect((await previewOf(project.Id, 'Octopus.Machine.Name', place)).EvaluatedValue).toBe(target.Name)
    expect((await api('GET', `${S}/variables/preview?project=${project.Id}&action=nope`)).status).toBe(400)
  })

  test('secrets show as asterisks only, also where another value holds them', async () => {
    const project = await newProject([{ name: 'Run', script: 'true' }])
    await setVariables(project.Id, [
      { Name: 'Key', Value: 'open sesame', Type: 'Sensitive' },
      { Name: 'Url', Value: 'https://ann:#{Key}@host' },
      { Name: 'Hidden', Value: '#{Key | ToBase64}' },
      { Name: 'Ask', Value: '#{Key}', Prompt: { Label: 'Ask', DisplaySettings: {} } },
    ])
    const values = await preview(project.Id)
    expect(values.map((each: { EvaluatedValue: string }) => each.EvaluatedValue)).toEqual([
      '********',
      'https://ann:********@host',
      '********',
      '********',
    ])
    expect(JSON.stringify(values)).not.toContain('sesame')
    const one = await release(project.Id)
    const { Form } = (await api('GET', `${S}/releases/${one.Id}/deployments/preview/${environments.test}`)).body
    expect(Object.values(Form.Values)).toEqual(['#{Key}'])
  })

  test('a caller sees what he may see of a preview', async () => {
    const project = await newProject([{ name: 'Run', script: 'true' }])
    await setVariables(project.Id, [
      { Name: 'Host', Value: 'live-host', Scope: { Environment: [environments.live] } },
      { Name: 'Host', Value: 'test-host', Scope: { Environment: [environments.test] } },
      { Name: 'Url', Value: 'http://#{Host}', Scope: { Environment: [environments.test, environments.live] } },
    ])
    const tester = await restricted('Project Viewer', 'Environment Viewer')
    const seen = async (environment: string) => {
      const answer = await tester('GET', `${S}/variables/preview?project=${project.Id}&environment=${environment}`)
      return [
        answer.status,
        (answer.body.Variables ?? []).map((each: { EvaluatedValue: string; Candidates: unknown[] }) => [
          each.EvaluatedValue,
          each.Candidates.length,
        ]),
      ]
    }
    expect(await seen(environments.test)).toEqual([
      200,
      [
        ['test-host', 1],
        ['http://test-host', 1],
      ],
    ])
    expect((await seen(environments.live))[0]).toBe(404)
  })

  test('values that fit equally well are told once in the log, unless nobody wants to hear it', async () => {
    const project = await newProject([
      { name: 'One', script: say('Port') },
      { name: 'Two', script: say('Port') },
    ])
    const twice = [
      { Id: 'b', Name: 'Port', Value: '2', Scope: { Environment: [environments.test] } },
      { Id: 'a', Name: 'Port', Value: '1', Scope: { Environment: [environments.test, environments.live] } },
      { Name: 'Other', Value: '1', Scope: { Environment: [environments.test] } },
      { Name: 'Other', Value: '2', Scope: { Environment: [environments.live] } },
    ]
    await setVariables(project.Id, twice)
    const { log, task } = await deploy((await release(project.Id)).Id)
    expect(said(log, 'v0')).toEqual(['1', '1'])
    expect(log.match(/The variable .* has more than one value/g)).toEqual(['The variable Port has more than one value'])
    expect(task.HasWarningsOrErrors).toBe(true)
    await setVariables(project.Id, [...twice, { Name: 'OctopusSuppressDuplicateVariableWarning', Value: 'True' }])
    const quiet = await deploy((await release(project.Id, '2.0.0')).Id)
    expect(quiet.log).not.toContain('more than one value')
    expect(quiet.task.HasWarningsOrErrors).toBe(false)
  })

  test('the command line tells value and reason', async () => {
    const project = await newProject([{ name: 'Run', script: 'true' }])
    await setVariables(project.Id, [
      { Name: 'Host', Value: 'anywhere' },
      { Name: 'Host', Value: 'test-#{Octopus.Environment.Name}', Scope: { Environment: [environments.test] } },
      { Name: 'Key', Value: 'open sesame', Type: 'Sensitive' },
    ])
    const cli = (...args: string[]) => {
      const program = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url))
      const ran = spawnSync(process.execPath, [program, 'variable', 'preview', ...args], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, FLOTILLA_URL: server.url, FLOTILLA_API_KEY: 'API-ADMINISTRATOR0' },
      })
      return { status: ran.status, out: ran.stdout, error: ran.stderr }
    }
    const one = cli('host', '--project', project.Name, '-e', 'test', '--step', 'run')
    expect(one.out.split('\n').slice(0, 4)).toEqual([
      'Host = test-Test',
      '',
      "* 'test-#{Octopus.Environment.Name}' from the project, scoped to Environment Test",
      '  Used: it is more specific than the other value that applies, being scoped to an environment.',
    ])
    const all = cli('--project', project.Name, '--output', 'json')
    expect(JSON.parse(all.out).map((each: { EvaluatedValue: string }) => each.EvaluatedValue)).toEqual([
      'anywhere',
      '********',
    ])
    expect(cli('--project', project.Name).out).toMatch(/^VARIABLE +VALUE +FROM +WHY\n/)
    expect(cli('Nope', '--project', project.Name)).toMatchObject({
      status: 2,
      error: expect.stringContaining('Nope has no value'),
    })
    expect(cli('Host').status).toBe(2)
  })
})

describe('snapshots', () => {
  test('a template tells what was changed since; refreshing takes it, and leaves started deployments alone', async () => {
    const set = await create('libraryvariablesets', { Name: unique('Set') })
    const other = await create('libraryvariablesets', { Name: unique('Set') })
    const project = await newProject([{ name: 'Run', script: say('Own', 'Common') }], {
      IncludedLibraryVariableSetIds: [set.Id],
    })
    await setVariables(project.Id, [{ Name: 'Own', Value: '1' }])
    await setVariables(set.Id, [{ Name: 'Common', Value: '1' }])
    const one = await release(project.Id)
    const flags = async () => {
      const { IsVariableSetModified, IsLibraryVariableSetModified, IsDeploymentProcessModified } = (
        await api('GET', `${S}/releases/${one.Id}/deployments/template`)
      ).body
      return [IsVariableSetModified, IsLibraryVariableSetModified, IsDeploymentProcessModified]
    }
    const values = async () => {
      const { log } = await deploy(one.Id)
      return [...said(log, 'v0'), ...said(log, 'v1')]
    }
    const refresh = () => api('POST', `${S}/releases/${one.Id}/snapshot-variables`)
    expect(await flags()).toEqual([false, false, false])
    await setVariables(project.Id, [{ Name: 'Own', Value: '2' }])
    expect(await flags()).toEqual([true, false, false])
    await setVariables(set.Id, [{ Name: 'Common', Value: '2' }])
    expect(await flags()).toEqual([true, true, false])
    expect(await values()).toEqual(['1', '1'])
    expect((await refresh()).status).toBe(200)
    expect(await flags()).toEqual([false, false, false])
    expect(await values()).toEqual(['2', '2'])
    const stored = (await api('GET', `${S}/projects/${project.Id}`)).body
    await api('PUT', `${S}/projects/${project.Id}`, { ...stored, IncludedLibraryVariableSetIds: [other.Id] })
    expect(await flags()).toEqual([false, true, false])
  })
})

describe('templates and tenants', () => {
  const template = (Name: string, more: object = {}) => ({
    Name,
    Label: `${Name}?`,
    DefaultValue: '',
    DisplaySettings: {},
    ...more,
  })
  const secret = { DisplaySettings: { 'Octopus.ControlType': 'Sensitive' } }

  test('values of a tenant reach its deployments; what is missing stands against them, by name', async () => {
    const set = await create('libraryvariablesets', {
      Name: unique('Set'),
      Templates: [template('Brand'), template('Region', { DefaultValue: 'eu-#{Octopus.Environment.Name}' })],
    })
    const project = await newProject(
      [
        {
          name: 'Run',
          script: `${say('Brand', 'Region', 'Host', 'Password')}; echo "p is $(get_octopusvariable Password)"; echo "l is $(get_octopusvariable Licence)"; [ "$(get_octopusvariable Licence)" = 'license-to-kill' ] && echo licensed`,
        },
      ],
      {
        TenantedDeploymentMode: 'TenantedOrUntenanted',
        IncludedLibraryVariableSetIds: [set.Id],
        Templates: [
          template('Host', { DefaultValue: 'localhost' }),
          template('Password', secret),
          template('Licence', { ...secret, DefaultValue: { HasValue: true, NewValue: 'license-to-kill' } }),
        ],
      },
    )
    const tenant = await tenantOf([project.Id])
    const one = await release(project.Id)
    const refused = await tryDeploy(one.Id, { TenantId: tenant.Id })
    expect(refused.status).toBe(400)
    expect(refused.body.Errors).toEqual([
      expect.stringContaining(`has no value in Test for Password? (Password of ${project.Name})`),
      expect.stringContaining(`has no value in Test for Brand? (Brand of ${set.Name})`),
    ])
    const missing = (await api('GET', `${S}/tenants/variables-missing?tenantId=${tenant.Id}&includeDetails=true`)).body
    expect(
      missing[0].MissingVariables.map((each: Record<string, string>) => [
        each.VariableTemplateName,
        each.ProjectId ?? each.LibraryVariableSetId,
        each.EnvironmentId,
      ]),
    ).toEqual([
      ['Password', project.Id, environments.test],
      ['Password', project.Id, environments.live],
      ['Brand', set.Id, undefined],
    ])

    const [host, password] = project.Templates
    const [brand] = set.Templates
    const address = `${S}/tenants/${tenant.Id}/variables`
    const stored = (await api('GET', address)).body
    expect(stored.ProjectVariables[project.Id].Variables).toEqual({ [environments.test]: {}, [environments.live]: {} })
    stored.ProjectVariables[project.Id].Variables[environments.test] = {
      [host.Id]: '#{Brand}.example',
      [password.Id]: { HasValue: true, NewValue: 'open sesame' },
    }
    stored.LibraryVariables[set.Id].Variables = { [brand.Id]: 'acme' }
    const saved = await api('POST', address, stored)
    expect(saved.status, JSON.stringify(saved.body)).toBe(200)
    expect(saved.body.ProjectVariables[project.Id].Variables[environments.test]).toEqual({
      [host.Id]: '#{Brand}.example',
      [password.Id]: { HasValue: true, Hint: null },
    })
    // What a GET gives is taken back, the secret with it; an old token is not.
    expect((await api('PUT', address, saved.body)).body).toEqual(saved.body)
    expect((await api('PUT', address, stored)).status).toBe(409)
    const { log } = await deploy(one.Id, { TenantId: tenant.Id })
    expect([0, 1, 2].map((n) => said(log, `v${n}`)[0])).toEqual(['acme', 'eu-Test', 'acme.example'])
    expect(log).toContain('p is ********')
    expect(log).toContain('l is ********')
    expect(log).toContain('licensed')
    expect(log).not.toContain('sesame')
    expect((await tryDeploy(one.Id, { TenantId: tenant.Id, EnvironmentId: environments.live })).status).toBe(400)

    const untenanted = await deploy(one.Id)
    expect([0, 1, 2, 3].map((n) => said(untenanted.log, `v${n}`)[0])).toEqual(['', 'eu-Test', 'localhost', ''])
    const seen = await previewOf(project.Id, 'Host', { environment: environments.test, tenant: tenant.Id })
    expect(seen).toMatchObject({ EvaluatedValue: 'acme.example', Origin: { Kind: 'Template' } })
  })

  test('they are no part of a release, yet a deployment keeps those it was created with', async () => {
    const project = await newProject([{ name: 'Run', script: say('Host') }], {
      TenantedDeploymentMode: 'Tenanted',
      Templates: [template('Host')],
    })
    const tenant = await tenantOf([project.Id])
    const one = await release(project.Id)
    const set = async (Value: string) => {
      const scope = { EnvironmentIds: [environments.test, environments.live] }
      const answer = await api('PUT', `${S}/tenants/${tenant.Id}/projectvariables`, {
        Variables: [{ ProjectId: project.Id, TemplateId: project.Templates[0].Id, Value, Scope: scope }],
      })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return answer.body.Variables
    }
    await set('first')
    const later = await tryDeploy(one.Id, {
      TenantId: tenant.Id,
      QueueTime: new Date(Date.now() + 2_000).toISOString(),
    })
    const [again] = await set('second')
    expect(again).toMatchObject({
      Value: 'second',
      Scope: { EnvironmentIds: [environments.test, environments.live] },
      Template: { Name: 'Host' },
    })
    await taskEnded(server.api, later.body.TaskId)
    expect(said((await api('GET', `/api/tasks/${later.body.TaskId}/raw`)).body, 'v0')).toEqual(['first'])
    const { log, deployment } = await deploy(one.Id, { TenantId: tenant.Id })
    expect(said(log, 'v0')).toEqual(['second'])
    expect((await api('GET', `${S}/variables/variableset-${deployment.Id}`)).status).toBe(404)
  })

  test('lists take values with their scope, as an object or bare, and refuse what is not asked', async () => {
    const set = await create('libraryvariablesets', { Name: unique('Set'), Templates: [template('Brand')] })
    const project = await newProject([{ name: 'Run', script: 'true' }], {
      TenantedDeploymentMode: 'TenantedOrUntenanted',
      IncludedLibraryVariableSetIds: [set.Id],
      Templates: [template('Host')],
    })
    const tenant = await tenantOf([project.Id])
    const [host] = project.Templates
    const [brand] = set.Templates
    const put = (path: string, body: unknown) => api('PUT', `${S}/tenants/${tenant.Id}/${path}`, body)
    const ofHost = (Value: string, ...EnvironmentIds: string[]) => ({
      ProjectId: project.Id,
      TemplateId: host.Id,
      Value,
      Scope: { EnvironmentIds },
    })
    const bare = await put('projectvariables', [ofHost('a', environments.test), ofHost('b', environments.live)])
    expect(bare.body.Variables.map((each: { Value: string }) => each.Value)).toEqual(['a', 'b'])
    const common = await put('commonvariables', {
      Variables: [
        { LibraryVariableSetId: set.Id, TemplateId: brand.Id, Value: 'all', Scope: {} },
        {
          LibraryVariableSetId: set.Id,
          TemplateId: brand.Id,
          Value: 'live',
          Scope: { EnvironmentIds: [environments.live] },
        },
      ],
    })
    expect(common.status, JSON.stringify(common.body)).toBe(200)
    // The shape without environments neither shows nor loses the scoped one.
    const all = (await api('GET', `${S}/tenants/${tenant.Id}/variables`)).body
    expect(all.LibraryVariables[set.Id].Variables).toEqual({ [brand.Id]: 'all' })
    expect((await put('variables', all)).status).toBe(200)
    const kept = (await api('GET', `${S}/tenants/${tenant.Id}/commonvariables`)).body.Variables
    expect(kept.map((each: { Value: string }) => each.Value).sort()).toEqual(['all', 'live'])
    const found = (await api('GET', `${S}/tenants/${tenant.Id}/projectvariables?includeMissingVariables=true`)).body
    expect(found.MissingVariables).toEqual([])
    const problems = async (...variables: object[]) => {
      const answer = await put('projectvariables', variables)
      return [answer.status, answer.body.Errors]
    }
    expect(await problems({ ...ofHost('a', environments.test), TemplateId: 'none' })).toEqual([
      400,
      [`Variables[none]: ${project.Name} has no such template.`],
    ])
    expect(await problems(ofHost('a'))).toEqual([
      400,
      ['Variables[Host]: Scope.EnvironmentIds must name an environment.'],
    ])
    expect(await problems(ofHost('a', environments.test), ofHost('b', environments.test))).toEqual([
      400,
      [expect.stringContaining('more than one value')],
    ])
    expect((await api('GET', `${S}/tenantvariables/all?projectId=${project.Id}`)).body).toHaveLength(1)
    expect((await put('projectvariables', [ofHost(' ', environments.test)])).body.Variables).toEqual([])
  })
})

test('rights to an environment reach the values of tenants there, and no others', async () => {
  const asked = (Name: string) => ({ Name, Label: '', DefaultValue: '', DisplaySettings: {} })
  const set = await create('libraryvariablesets', { Name: unique('Set'), Templates: [asked('Brand')] })
  const project = await newProject([{ name: 'Run', script: 'true' }], {
    TenantedDeploymentMode: 'TenantedOrUntenanted',
    IncludedLibraryVariableSetIds: [set.Id],
    Templates: [asked('Host')],
  })
  const tenant = await tenantOf([project.Id])
  const [host] = project.Templates
  const address = `${S}/tenants/${tenant.Id}/variables`
  const stored = (await api('GET', address)).body
  const own = stored.ProjectVariables[project.Id].Variables
  own[environments.test][host.Id] = 'test-host'
  own[environments.live][host.Id] = 'live-host'
  stored.LibraryVariables[set.Id].Variables[set.Templates[0].Id] = 'acme'
  expect((await api('PUT', address, stored)).status).toBe(200)

  const tester = await restricted('Project Contributor', 'Environment Viewer')
  const seen = (await tester('GET', address)).body
  expect(seen.ProjectVariables[project.Id].Variables).toEqual({
    [environments.test]: { [host.Id]: 'test-host' },
    [environments.live]: {},
  })
  seen.ProjectVariables[project.Id].Variables[environments.test][host.Id] = 'changed'
  expect((await tester('PUT', address, seen)).status).toBe(200)
  const after = (await api('GET', address)).body
  expect(after.ProjectVariables[project.Id].Variables).toEqual({
    [environments.test]: { [host.Id]: 'changed' },
    [environments.live]: { [host.Id]: 'live-host' },
  })
  const again = (await tester('GET', address)).body
  again.LibraryVariables[set.Id].Variables[set.Templates[0].Id] = 'changed'
  expect((await tester('PUT', address, again)).status).toBe(403)
  const reader = await restricted('Project Viewer', 'Environment Viewer')
  expect((await reader('PUT', address, { ...after, ProjectVariables: {} })).status).toBe(403)
})

describe('accounts', () => {
  test('rights to an environment reach the accounts that are limited to it', async () => {
    const accountIn = (...EnvironmentIds: string[]) =>
      create('accounts', { Name: unique('Scoped'), AccountType: 'UsernamePassword', Username: 'u', EnvironmentIds })
    const [inTest, inLive, inBoth, everywhere] = [
      await accountIn(environments.test),
      await accountIn(environments.live),
      await accountIn(environments.test, environments.live),
      await accountIn(),
    ]
    const manager = await restricted('Environment Manager')
    const ids = [inTest, inLive, inBoth, everywhere].map(({ Id }) => Id)
    const seen = (await manager('GET', `${S}/accounts?ids=${ids.join(',')}`)).body.Items
    expect(seen.map(({ Id }: { Id: string }) => Id).sort()).toEqual([inTest.Id, inBoth.Id, everywhere.Id].sort())
    const edit = async (account: { Id: string }) =>
      (await manager('PUT', `${S}/accounts/${account.Id}`, { ...account, Description: 'mine' })).status
    expect([await edit(inTest), await edit(inLive), await edit(inBoth), await edit(everywhere)]).toEqual([
      200, 404, 403, 403,
    ])
    const wider = { ...inTest, EnvironmentIds: [] }
    expect((await manager('PUT', `${S}/accounts/${inTest.Id}`, wider)).status).toBe(403)
  })

  test('are stored with their secrets apart, and found by type', async () => {
    const Name = unique('Deployer')
    const account = await create('accounts', {
      Name,
      AccountType: 'UsernamePassword',
      Username: 'deployer',
      Password: { HasValue: true, NewValue: 'open sesame' },
    })
    expect(account).toMatchObject({
      Username: 'deployer',
      Password: { HasValue: true, Hint: null },
      EnvironmentIds: [],
      TenantedDeploymentParticipation: 'Untenanted',
    })
    expect(account).not.toHaveProperty('AccessKey')
    expect(
      (await api('PUT', `${S}/accounts/${account.Id}`, { ...account, Password: undefined })).body.Password,
    ).toEqual({ HasValue: true, Hint: null })
    expect((await api('PUT', `${S}/accounts/${account.Id}`, { ...account, AccountType: 'Token' })).status).toBe(400)
    const missing = await api('POST', `${S}/accounts`, {
      Name: unique('Cloud'),
      AccountType: 'AmazonWebServicesAccount',
      AccessKey: 'AK',
    })
    expect(missing.body.Errors).toEqual(['SecretKey: is required for AmazonWebServicesAccount.'])
    const key = await create('accounts', {
      Name: unique('Key'),
      AccountType: 'SshKeyPair',
      Username: 'deploy',
      PrivateKeyFile: { HasValue: true, NewValue: 'LS0t' },
    })
    expect(key).toMatchObject({ PrivateKeyFile: { HasValue: true }, PrivateKeyPassphrase: { HasValue: false } })
    const found = (await api('GET', `${S}/accounts?accountType=SshKeyPair`)).body
    expect(found.Items.map((each: { Id: string }) => each.Id)).toEqual([key.Id])
    expect((await api('GET', `${S}/accounts/${account.Slug}`)).body.Id).toBe(account.Id)
    expect((await api('DELETE', `${S}/accounts/${account.Id}`)).status).toBe(200)
  })

  test('a variable that points to one expands to what it holds, where it may be used', async () => {
    const accountOf = (Username: string, password: string, more: object = {}) =>
      create('accounts', {
        Name: unique('Account'),
        AccountType: 'UsernamePassword',
        Username,
        Password: { HasValue: true, NewValue: password },
        ...more,
      })
    const plain = await accountOf('ann', 'open sesame')
    const live = await accountOf('root', 'do not tell', { EnvironmentIds: [environments.live] })
    const token = await create('accounts', {
      Name: unique('Token'),
      AccountType: 'Token',
      Token: { HasValue: true, NewValue: 'tttt-1' },
    })
    const project = await newProject([
      {
        name: 'Run',
        script: `${say('Db', 'Db.Username')}; echo "pw $(get_octopusvariable Db.Password)"; [ "$(get_octopusvariable Db.Password)" = 'open sesame' ] && echo right; echo "t $(get_octopusvariable Api.Token)"`,
      },
    ])
    const type = 'UsernamePasswordAccount'
    const pointer = (Value: string, Scope: object = {}) => ({ Name: 'Db', Type: type, Value, Scope })
    await setVariables(project.Id, [
      pointer(plain.Id),
      pointer(live.Id, { Environment: [environments.live] }),
      { Name: 'Api', Type: type, Value: token.Id },
    ])
    const { log } = await deploy((await release(project.Id)).Id)
    expect([said(log, 'v0')[0], said(log, 'v1')[0]]).toEqual([plain.Id, 'ann'])
    expect(log).toContain('pw ********')
    expect(log).toContain('t ********')
    expect(log).toContain('right')
    const place = { environment: environments.test }
    expect((await previewOf(project.Id, 'Db.Username', place)).EvaluatedValue).toBe('ann')
    expect(await previewOf(project.Id, 'Db.Password', place)).toMatchObject({ EvaluatedValue: '********', Value: null })

    await setVariables(project.Id, [pointer(live.Id)])
    const elsewhere = await tryDeploy((await release(project.Id, '2.0.0')).Id)
    expect([elsewhere.status, elsewhere.body.Errors]).toEqual([
      400,
      [`Variables[Db]: the account ${live.Name} may not be used there (Test).`],
    ])
    const usages = (await api('GET', `${S}/accounts/${live.Id}/usages`)).body
    expect(usages.ProjectVariableSets.map((each: { ProjectId: string }) => each.ProjectId)).toEqual([project.Id])
    expect((await api('DELETE', `${S}/accounts/${live.Id}`)).status).toBe(400)
    const set = (await api('GET', `${S}/variables/variableset-${project.Id}`)).body
    const wrong = async (variable: object) =>
      (await api('PUT', `${S}/variables/variableset-${project.Id}`, { Version: set.Version, Variables: [variable] }))
        .body.Errors
    expect(await wrong(pointer('Accounts-999'))).toEqual(['Variables[Db].Value: account Accounts-999 was not found.'])
    expect(await wrong({ ...pointer(plain.Id), Type: 'AzureAccount' })).toEqual([
      expect.stringContaining('which is no AzureAccount'),
    ])
  })
})

describe('prompted variables', () => {
  test('ask what can apply, take what their control can give, and name the field that is wrong', async () => {
    const project = await newProject([
      { name: 'Run', script: `${say('Mode', 'Force', 'Size')}; echo "pin $(get_octopusvariable Pin)"` },
    ])
    const ask = (Label: string, control: string, more: object = {}) => ({
      Label,
      Description: `about ${Label}`,
      Required: false,
      DisplaySettings: { 'Octopus.ControlType': control },
      ...more,
    })
    const select = {
      Required: true,
      DisplaySettings: {
        'Octopus.ControlType': 'Select',
        'Octopus.SelectOptions': 'Promote|Promote it\nRedeploy|Once more',
      },
    }
    const variables = await setVariables(project.Id, [
      {
        Name: 'Mode',
        Value: '#{unless Octopus.Deployment.Trigger.Name}Promote#{else}Redeploy#{/unless}',
        Prompt: ask('How', 'Select', select),
      },
      { Name: 'Force', Value: 'False', Prompt: ask('Force it', 'Checkbox') },
      { Name: 'Pin', Value: '', Prompt: ask('A pin', 'Sensitive', { Required: true }) },
      { Name: 'Size', Value: 'small', Prompt: ask('', 'SingleLineText'), Scope: { Environment: [environments.test] } },
      { Name: 'Size', Value: 'large', Prompt: ask('', 'SingleLineText'), Scope: { Environment: [environments.live] } },
      { Name: 'Size', Value: 'any', Prompt: ask('', 'SingleLineText') },
    ])
    const [mode, force, pin, small, large, any] = variables.map(({ Id }: { Id: string }) => Id)
    const one = await release(project.Id)
    const { Form } = (await api('GET', `${S}/releases/${one.Id}/deployments/preview/${environments.test}`)).body
    expect(Form.Elements.map((each: { Name: string }) => each.Name)).toEqual([pin, force, mode, ...[small, any].sort()])
    expect(Form.Elements[2]).toEqual({
      Name: mode,
      Control: {
        Type: 'VariableValue',
        Name: 'Mode',
        Label: 'How',
        Description: 'about How',
        Required: true,
        IsSecure: false,
        DisplaySettings: select.DisplaySettings,
      },
      IsValueRequired: true,
    })
    expect(Form.Values).toEqual({ [mode]: 'Promote', [force]: 'False', [pin]: '', [small]: 'small', [any]: 'any' })
    const refused = async (FormValues: object) => (await tryDeploy(one.Id, { FormValues })).body.Errors
    expect(await refused({})).toEqual([
      'FormValues: A pin is required, and no value was given. Give one for the variable Pin.',
    ])
    expect(await refused({ [pin]: '1234', [mode]: 'Delete', [force]: 'perhaps' })).toEqual([
      "FormValues: How cannot be 'Delete'. Choose one of: Promote, Redeploy.",
      "FormValues: Force it cannot be 'perhaps'. Write True or False.",
    ])
    const given = { [pin]: 'hunter22', [mode]: 'Redeploy', [force]: 'true', [large]: 'huge', [any]: 'typed' }
    const { log, deployment } = await deploy(one.Id, { FormValues: given })
    expect([0, 1, 2].map((n) => said(log, `v${n}`)[0])).toEqual(['Redeploy', 'True', 'small'])
    expect(log).toContain('pin ********')
    expect(deployment.FormValues).not.toHaveProperty(pin)
  })
})

describe('script modules', () => {
  test('functions of a module of the same language are there in scripts of a project that includes it', async () => {
    const set = await create('libraryvariablesets', { Name: 'Greeter', ContentType: 'ScriptModule' })
    await setVariables(set.Id, [
      { Name: 'Octopus.Script.Module[Greeter]', Value: 'greet() { echo "hello #{Octopus.Project.Name} $1"; }' },
      { Name: 'Octopus.Script.Module.Language[Greeter]', Value: 'Bash' },
    ])
    const project = await newProject([{ name: 'Run', script: 'source Greeter.sh; greet you' }], {
      IncludedLibraryVariableSetIds: [set.Id],
    })
    const { log } = await deploy((await release(project.Id)).Id)
    expect(log).toContain(`hello ${project.Name} you`)
  })
})
