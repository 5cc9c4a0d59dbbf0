import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemCaller } from '../src/features/access/authenticate.ts'
import { snapshotProcess } from '../src/features/processes/snapshots.ts'
import { giveRole, insertBuiltInTeam } from '../src/features/teams/defaults.ts'
import { storeApiKey } from '../src/features/users/service.ts'
import { snapshotVariables } from '../src/features/variables/snapshots.ts'
import { loadVariables } from '../src/features/variables/to-domain.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
const api: TestApp['api'] = (method, path, body) => app.api(method, path, body)
const create = async (path: string, body: unknown) => {
  const answer = await api('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
let number = 0
const unique = (name: string) => `${name} ${++number}`
const newProject = async (fields: object = {}) =>
  create('/api/projects', { Name: unique('Project'), LifecycleId: 'Lifecycles-1', ...fields })

beforeAll(async () => {
  app = await startApp()
}, 60_000)
afterAll(() => app?.stop())

describe('spaces', () => {
  test('a new space is usable at once', async () => {
    const me = (await api('GET', '/api/spaces/all')).body[0].SpaceManagersTeamMembers[0]
    const space = await create('/api/spaces', { Name: 'Second', SpaceManagersTeamMembers: [me] })
    expect(space.SpaceManagersTeams).toEqual([space.SpaceManagersTeamId])
    expect((await api('GET', `/api/teams/${space.SpaceManagersTeamId}`)).body.MemberUserIds).toEqual([me])
    expect(space.SpaceManagersTeamMembers).toEqual([me])
    const lifecycles = (await api('GET', `/api/${space.Id}/lifecycles`)).body.Items
    expect(lifecycles.map((item: { Name: string }) => item.Name)).toEqual(['Default Lifecycle'])
    const groups = (await api('GET', `/api/${space.Id}/projectgroups?take=1`)).body.Items
    expect(groups[0].Name).toBe('Default Project Group')
    await create(`/api/spaces/${space.Slug}/projects`, { Name: 'First', LifecycleId: lifecycles[0].Id })
    expect((await api('PUT', `/api/spaces/${space.Id}`, space)).status).toBe(200)
    expect((await api('DELETE', `/api/spaces/${space.Id}`)).status).toBe(400)
    expect((await api('PUT', `/api/spaces/${space.Id}`, { ...space, TaskQueueStopped: true })).status).toBe(200)
    expect((await api('DELETE', `/api/spaces/${space.Id}`)).status).toBe(200)
    expect((await api('GET', `/api/spaces/${space.Id}`)).status).toBe(404)
  })

  test('a space needs a manager, and the default space stays', async () => {
    expect((await api('POST', '/api/spaces', { Name: 'Orphan' })).status).toBe(400)
    expect((await api('DELETE', '/api/spaces/Spaces-1')).status).toBe(400)
    const found = (await api('GET', '/api/spaces?partialName=def&skip=0&take=100')).body
    expect(found.TotalResults).toBe(1)
    expect(found.Items[0].IsDefault).toBe(true)
  })
})

describe('projects', () => {
  test('a project whose group a change does not name stays where it is', async () => {
    const group = (await api('POST', '/api/projectgroups', { Name: 'Elsewhere' })).body
    const { ProjectGroupId: _, ...project } = await newProject({ ProjectGroupId: group.Id })
    const changed = await api('PUT', `/api/projects/${project.Id}`, project)
    expect(changed).toMatchObject({ status: 200, body: { ProjectGroupId: group.Id } })
  })

  test('a project comes with one default channel, an empty process, an empty variable set and settings', async () => {
    const project = await newProject()
    expect(project).toMatchObject({
      ProjectGroupId: 'ProjectGroups-1',
      TenantedDeploymentMode: 'Untenanted',
      PersistenceSettings: { Type: 'Database' },
      ClonedFromProjectId: null,
      VariableSetId: `variableset-${project.Id}`,
      DeploymentProcessId: `deploymentprocess-${project.Id}`,
    })
    const channels = (await api('GET', `/api/projects/${project.Id}/channels?take=1000`)).body
    expect(channels.Items).toHaveLength(1)
    expect(channels.Items[0]).toMatchObject({ Name: 'Default', IsDefault: true, LifecycleId: null, Type: 'Lifecycle' })
    const process = (await api('GET', `/api/projects/${project.Id}/deploymentprocesses`)).body
    expect(process).toMatchObject({ Id: project.DeploymentProcessId, Version: 0, Steps: [], LastSnapshotId: null })
    const variables = (await api('GET', `/api/variables/${project.VariableSetId}`)).body
    expect(variables).toMatchObject({ OwnerId: project.Id, Variables: [] })
    const settings = (await api('GET', `/api/projects/${project.Id}/deploymentsettings`)).body
    expect(settings).toMatchObject({ Id: `deploymentsettings-${project.Id}`, ConnectivityPolicy: { TargetRoles: [] } })
  })

  test('the deployment settings and the project are one store', async () => {
    const project = await newProject()
    const path = `/api/projects/${project.Id}/deploymentsettings`
    const settings = (await api('GET', path)).body
    const changed = {
      ...settings,
      ConnectivityPolicy: { AllowDeploymentsToNoTargets: true },
      DefaultGuidedFailureMode: 'On',
    }
    expect((await api('PUT', path, changed)).status).toBe(200)
    expect((await api('GET', `/api/projects/${project.Slug}`)).body).toMatchObject({
      DefaultGuidedFailureMode: 'On',
      ProjectConnectivityPolicy: { AllowDeploymentsToNoTargets: true, SkipMachineBehavior: 'None' },
      Name: project.Name,
    })
  })

  test('a template that cannot be read is refused at its field', async () => {
    const project = await newProject()
    const put = (fields: object) => api('PUT', `/api/projects/${project.Id}`, { ...project, ...fields })
    const broken = { VersioningStrategy: { Template: '1.#{if' }, ReleaseNotesTemplate: '#{each' }
    const { status, body } = await put(broken)
    expect(status).toBe(400)
    expect(body.Errors).toEqual([
      expect.stringMatching(/^VersioningStrategy\.Template: .* line 1, column 3/),
      expect.stringMatching(/^ReleaseNotesTemplate: /),
    ])
    expect((await put({ VersioningStrategy: { Template: '1.#{Octopus.Version.NextMinor}' } })).status).toBe(200)
    expect((await put({ ReleaseNotesTemplate: 'cost: 5 #, no {template}' })).status).toBe(200)
  })

  test('references are checked in the space', async () => {
    const wrong = {
      Name: unique('Wrong'),
      LifecycleId: 'Lifecycles-999',
      IncludedLibraryVariableSetIds: ['LibraryVariableSets-77'],
    }
    const answer = await api('POST', '/api/projects', wrong)
    expect(answer.status).toBe(400)
    expect(answer.body.Errors).toEqual([
      'LifecycleId: lifecycle Lifecycles-999 was not found.',
      'IncludedLibraryVariableSetIds: library variable set LibraryVariableSets-77 was not found.',
    ])
  })

  test('deleting a project takes everything of it along', async () => {
    const project = await newProject({ TenantedDeploymentMode: 'Tenanted' })
    const tenant = await create('/api/tenants', { Name: unique('Tenant'), ProjectEnvironments: { [project.Id]: [] } })
    expect((await api('DELETE', `/api/projects/${project.Id}`)).status).toBe(200)
    expect((await api('GET', `/api/deploymentprocesses/${project.DeploymentProcessId}`)).status).toBe(404)
    expect((await api('GET', `/api/variables/${project.VariableSetId}`)).status).toBe(404)
    expect((await api('GET', `/api/tenants/${tenant.Id}`)).body.ProjectEnvironments).toEqual({})
  })
})

test('what a GET gives, a PUT accepts, and nothing changes', async () => {
  const project = await newProject()
  const environment = await create('/api/environments', { Name: unique('Round') })
  const paths = [
    `/api/projects/${project.Id}`,
    `/api/environments/${environment.Id}`,
    '/api/lifecycles/Lifecycles-1',
    '/api/projectgroups/ProjectGroups-1',
    `/api/channels/${(await api('GET', `/api/projects/${project.Id}/channels`)).body.Items[0].Id}`,
    `/api/libraryvariablesets/${(await create('/api/libraryvariablesets', { Name: unique('Set') })).Id}`,
    `/api/tagsets/${(await create('/api/tagsets', { Name: unique('Tags'), Tags: [{ Name: 'One' }] })).Id}`,
    `/api/tenants/${(await create('/api/tenants', { Name: unique('Tenant') })).Id}`,
    `/api/actiontemplates/${(await create('/api/actiontemplates', { Name: unique('T'), ActionType: 'Octopus.Script' })).Id}`,
    `/api/deploymentprocesses/deploymentprocess-${project.Id}`,
    `/api/variables/variableset-${project.Id}`,
    `/api/projects/${project.Id}/deploymentsettings`,
    '/api/spaces/Spaces-1',
  ]
  for (const path of paths) {
    const before = await api('GET', path)
    const after = await api('PUT', path, before.body)
    expect(after.status, `${path} ${JSON.stringify(after.body)}`).toBe(200)
    expect(after.body).toEqual(before.body)
  }
})

describe('environments', () => {
  test('come in their sort order, which can be changed', async () => {
    const ids = [
      (await create('/api/environments', { Name: unique('Z') })).Id,
      (await create('/api/environments', { Name: unique('A') })).Id,
    ]
    const list = async () =>
      (await api('GET', '/api/environments?skip=0&take=1000')).body.Items.map((item: { Id: string }) => item.Id)
    expect((await list()).slice(-2)).toEqual(ids)
    const reversed = (await list()).reverse()
    expect((await api('PUT', '/api/environments/sortorder', reversed)).body).toEqual(reversed)
    expect(await list()).toEqual(reversed)
  })

  test('one that a lifecycle uses cannot be deleted', async () => {
    const environment = await create('/api/environments', { Name: unique('Used') })
    const phase = { Name: 'Only', OptionalDeploymentTargets: [environment.Id] }
    const lifecycle = await create('/api/lifecycles', { Name: unique('Using'), Phases: [phase] })
    expect((await api('DELETE', `/api/environments/${environment.Id}`)).status).toBe(400)
    expect((await api('DELETE', `/api/lifecycles/${lifecycle.Id}`)).status).toBe(200)
    expect((await api('DELETE', `/api/environments/${environment.Id}`)).status).toBe(200)
  })

  test('a name that is taken answers 409, whatever its case', async () => {
    const { Name } = await create('/api/environments', { Name: unique('Taken') })
    const answer = await api('POST', '/api/environments', { Name: Name.toUpperCase() })
    expect(answer.status).toBe(409)
    expect(answer.body.Errors[0]).toContain('Name')
  })
})

describe('lifecycles', () => {
  test('the preview makes phases explicit', async () => {
    const environment = await create('/api/environments', { Name: unique('Shown') })
    const phases = (await api('GET', '/api/lifecycles/Lifecycles-1/preview')).body.Phases
    expect(phases.at(-1)).toMatchObject({
      OptionalDeploymentTargets: [environment.Id],
      AutomaticDeploymentTargets: [],
      IsOptionalPhase: false,
    })
    expect((await api('GET', '/api/lifecycles/Lifecycles-1')).body.Phases).toEqual([])
  })

  test('an environment may be in one phase only, and its users are told', async () => {
    const { Id, Name: name } = await create('/api/environments', { Name: unique('Twice') })
    const Phases = ['One', 'Two'].map((Name) => ({ Name, OptionalDeploymentTargets: [Id] }))
    const answer = await api('POST', '/api/lifecycles', { Name: unique('Bad'), Phases })
    expect(answer.status).toBe(400)
    expect(answer.body.Errors[0]).toContain(`Phases: ${name} may be in one phase only`)
  })

  test('one in use cannot be deleted, and lists its projects as an array', async () => {
    const lifecycle = await create('/api/lifecycles', { Name: unique('Used') })
    const project = await newProject({ LifecycleId: lifecycle.Id })
    expect((await api('DELETE', `/api/lifecycles/${lifecycle.Id}`)).status).toBe(400)
    const projects = (await api('GET', `/api/lifecycles/${lifecycle.Id}/projects`)).body
    expect(projects.map((item: { Id: string }) => item.Id)).toEqual([project.Id])
  })
})

describe('channels', () => {
  test('exactly one is the default', async () => {
    const project = await newProject()
    const channel = await create(`/api/projects/${project.Id}/channels`, { Name: 'Hotfix', IsDefault: true })
    const { Items } = (await api('GET', `/api/projects/${project.Id}/channels`)).body
    const defaults = Items.filter((item: { IsDefault: boolean }) => item.IsDefault)
    expect(defaults.map((item: { Id: string }) => item.Id)).toEqual([channel.Id])
    expect((await api('DELETE', `/api/channels/${channel.Id}`)).status).toBe(400)
    const other = Items.find((item: { IsDefault: boolean }) => !item.IsDefault)
    expect((await api('DELETE', `/api/projects/${project.Id}/channels/${other.Id}`)).status).toBe(200)
  })

  test('rules and references are checked', async () => {
    const project = await newProject()
    const answer = await api('POST', '/api/channels', {
      Name: 'Bad',
      ProjectId: project.Id,
      LifecycleId: 'Lifecycles-404',
      TenantTags: ['No/Such'],
      Rules: [{ VersionRange: '[2,1' }],
    })
    expect(answer.status).toBe(400)
    expect(answer.body.Errors).toHaveLength(3)
  })
})

const script = (fields: object = {}) => ({
  Name: 'Say',
  ActionType: 'Octopus.Script',
  Properties: { 'Octopus.Action.RunOnServer': 'true', 'Octopus.Action.Script.ScriptBody': 'echo' },
  ...fields,
})

describe('processes', () => {
  test('ids and defaults are filled in and stay', async () => {
    const project = await newProject()
    const path = `/api/deploymentprocesses/${project.DeploymentProcessId}`
    const empty = (await api('GET', path)).body
    const saved = await api('PUT', path, {
      ...empty,
      Steps: [{ Id: '', Name: 'Say', Properties: {}, Actions: [script({ Id: '' })] }],
    })
    expect(saved.status, JSON.stringify(saved.body)).toBe(200)
    expect(saved.body.Version).toBe(1)
    const [step] = saved.body.Steps
    expect(step).toMatchObject({
      Condition: 'Success',
      StartTrigger: 'StartAfterPrevious',
      PackageRequirement: 'LetOctopusDecide',
      Slug: 'say',
    })
    expect(step.Actions[0].Id).toMatch(/^[0-9a-f-]{36}$/)
    const again = await api('PUT', path, saved.body)
    expect(again.body).toEqual(saved.body)
  })

  test('a stale version answers 409', async () => {
    const project = await newProject()
    const path = `/api/projects/${project.Id}/deploymentprocesses`
    const empty = (await api('GET', path)).body
    const Steps = [{ Name: 'Say', Actions: [script()] }]
    expect((await api('PUT', path, { ...empty, Steps })).status).toBe(200)
    const stale = await api('PUT', path, { ...empty, Steps: [] })
    expect(stale.status).toBe(409)
    expect(stale.body.Errors[0]).toContain('Version')
  })

  test('what could not work is refused with all its problems', async () => {
    const project = await newProject()
    const answer = await api('PUT', `/api/deploymentprocesses/${project.DeploymentProcessId}`, {
      Version: 0,
      Steps: [
        { Name: 'Say', Actions: [script({ Environments: ['Environments-404'], WorkerPoolId: 'WorkerPools-404' })] },
      ],
    })
    expect(answer.status).toBe(400)
    expect(answer.body.Errors).toEqual([
      'Steps[0].Actions[0].Environments: environment Environments-404 was not found.',
      'Steps[0].Actions[0].WorkerPoolId: worker pool WorkerPools-404 was not found.',
    ])
  })

  test('C5: projects that would deploy each other are refused', async () => {
    const [one, two] = [await newProject(), await newProject()]
    const deploys = (name: string) => [
      {
        Name: 'Child',
        Actions: [
          {
            Name: 'Child',
            ActionType: 'Flotilla.DeployChildProject',
            Properties: { 'ChildProject.Project.Name': name },
          },
        ],
      },
    ]
    const put = (project: { DeploymentProcessId: string }, name: string) =>
      api('PUT', `/api/deploymentprocesses/${project.DeploymentProcessId}`, { Version: 0, Steps: deploys(name) })
    expect((await put(one, two.Name)).status).toBe(200)
    const circle = await put(two, one.Name)
    expect(circle.status).toBe(400)
    expect(circle.body.Errors[0]).toContain(one.Name)
  })

  test('K4: a secret property is never shown, and kept when it comes back masked', async () => {
    const project = await newProject()
    const path = `/api/deploymentprocesses/${project.DeploymentProcessId}`
    const Properties = { ...script().Properties, Token: { HasValue: true, NewValue: 'c4n4ry-process' } }
    const saved = await api('PUT', path, { Version: 0, Steps: [{ Name: 'Say', Actions: [script({ Properties })] }] })
    expect(saved.body.Steps[0].Actions[0].Properties.Token).toEqual({ HasValue: true, Hint: null })
    expect((await api('PUT', path, saved.body)).body.Version).toBe(1)
    const stored = await app.database
      .selectFrom('secret')
      .selectAll()
      .where('owner_id', '=', project.DeploymentProcessId)
      .execute()
    expect(stored).toHaveLength(1)
    expect(JSON.stringify(stored)).not.toContain('c4n4ry')
    const events = await app.database.selectFrom('event').selectAll().execute()
    expect(JSON.stringify(events)).not.toContain('c4n4ry')
  })
})

describe('variables', () => {
  const path = (project: { VariableSetId: string }) => `/api/variables/${project.VariableSetId}`

  test('ids are stable, and a secret survives being sent back without its value', async () => {
    const project = await newProject()
    const first = await api('PUT', path(project), {
      Version: 0,
      Variables: [
        { Name: 'Plain', Value: 'text' },
        { Name: 'Secret', Value: 'c4n4ry-variable', Type: 'Sensitive' },
      ],
    })
    expect(first.status, JSON.stringify(first.body)).toBe(200)
    const [plain, secret] = first.body.Variables
    expect(plain).toMatchObject({ Value: 'text', Type: 'String', IsSensitive: false, Scope: {}, Prompt: null })
    expect(secret).toMatchObject({ Value: null, Type: 'Sensitive', IsSensitive: true })
    const again = await api('PUT', path(project), { ...first.body, Variables: [secret, { ...plain, Value: 'other' }] })
    expect(again.body.Version).toBe(2)
    expect(again.body.Variables.map((variable: { Id: string }) => variable.Id)).toEqual([secret.Id, plain.Id])
    const loaded = await loadVariables(app.database, [project.VariableSetId])
    expect(loaded.map(({ name, value }) => [name, value])).toEqual([
      ['Secret', 'c4n4ry-variable'],
      ['Plain', 'other'],
    ])
    expect(JSON.stringify((await api('GET', path(project))).body)).not.toContain('c4n4ry')
    const events = await app.database.selectFrom('event').selectAll().execute()
    expect(JSON.stringify(events)).not.toContain('c4n4ry-variable')
  })

  test('a new secret alone is a change, and a stale version a conflict', async () => {
    const project = await newProject()
    const first = (
      await api('PUT', path(project), { Version: 0, Variables: [{ Name: 'S', Value: 'one!', IsSensitive: true }] })
    ).body
    const [secret] = first.Variables
    const second = await api('PUT', path(project), { ...first, Variables: [{ ...secret, Value: 'two!' }] })
    expect(second.body.Version).toBe(2)
    expect((await api('PUT', path(project), first)).status).toBe(409)
  })

  test.each([
    { name: 'an unknown environment', scope: { Environment: ['Environments-404'] } },
    { name: 'a kind that does not exist', scope: { Environmint: ['Environments-1'] } },
    { name: 'a blank value', scope: { Role: [' '] } },
    { name: 'a scope of the server', scope: { Private: ['True'] } },
    { name: 'an unknown tag', scope: { TenantTag: ['No/Such'] } },
    { name: 'an unknown action', scope: { Action: ['5b7c0f0a-4f6d-4a55-9a4d-2b8a5f6f1c11'] } },
  ])('$name in a scope is refused, not ignored', async ({ scope }) => {
    const project = await newProject()
    const answer = await api('PUT', path(project), { Version: 0, Variables: [{ Name: 'A', Value: 'b', Scope: scope }] })
    expect(answer.status).toBe(400)
  })

  test('a scope keeps an environment that is gone', async () => {
    const project = await newProject()
    const environment = await create('/api/environments', { Name: unique('Gone') })
    const saved = await api('PUT', path(project), {
      Version: 0,
      Variables: [{ Name: 'A', Value: 'b', Scope: { Environment: [environment.Id], Machine: [] } }],
    })
    expect(saved.body.Variables[0].Scope).toEqual({ Environment: [environment.Id] })
    await api('DELETE', `/api/environments/${environment.Id}`)
    const again = await api('PUT', path(project), saved.body)
    expect(again.status).toBe(200)
    expect(again.body.Variables[0].Scope).toEqual({ Environment: [environment.Id] })
  })

  test('names are listed with the built-in ones', async () => {
    const project = await newProject()
    await api('PUT', path(project), { Version: 0, Variables: [{ Name: 'Mine', Value: '' }] })
    const names = (await api('GET', `/api/variables/names?project=${project.Id}`)).body
    expect(names).toContain('Mine')
    expect(names).toContain('Octopus.Environment.Name')
  })
})

describe('snapshots', () => {
  test('a snapshot is taken once per version, keeps secrets, and never changes', async () => {
    const project = await newProject()
    const snapshot = () => app.database.transaction().execute((tx) => snapshotVariables(tx, project.Id))
    const path = `/api/variables/${project.VariableSetId}`
    const saved = (await api('PUT', path, { Version: 0, Variables: [{ Name: 'S', Value: 'one!', IsSensitive: true }] }))
      .body
    const first = await snapshot()
    expect(first).toMatch(new RegExp(`^variableset-${project.Id}-s-1-[A-Z]{5}$`))
    expect(await snapshot()).toBe(first)
    await api('PUT', path, { ...saved, Variables: [{ ...saved.Variables[0], Value: 'two!' }] })
    expect(await snapshot()).not.toBe(first)
    expect((await loadVariables(app.database, [first]))[0]?.value).toBe('one!')
    expect((await api('GET', `/api/variables/${first}`)).body.Variables[0].Value).toBeNull()
    expect((await api('PUT', `/api/variables/${first}`, { Version: 1, Variables: [] })).status).toBe(400)

    const processSnapshot = await app.database.transaction().execute((tx) => snapshotProcess(tx, project.Id))
    const shown = (await api('GET', `/api/deploymentprocesses/${processSnapshot}`)).body
    expect(shown).toMatchObject({ Id: processSnapshot, ProjectId: project.Id, Version: 0 })
    expect((await api('PUT', `/api/deploymentprocesses/${processSnapshot}`, shown)).status).toBe(400)
    const live = (await api('GET', `/api/deploymentprocesses/${project.DeploymentProcessId}`)).body
    expect(live.LastSnapshotId).toBe(processSnapshot)
  })
})

describe('tag sets and tenants', () => {
  test('a tag is stored as its set spells it, and one in use stays', async () => {
    const set = await create('/api/tagsets', { Name: unique('Ring'), Tags: [{ Name: 'Early' }, { Name: 'Late' }] })
    expect(set.Tags[0]).toMatchObject({
      Id: `${set.Id}/Tags-1`,
      CanonicalTagName: `${set.Name}/Early`,
      Color: '#333333',
    })
    const tenant = await create('/api/tenants', { Name: unique('T'), TenantTags: [`${set.Name}/EARLY`] })
    expect(tenant.TenantTags).toEqual([`${set.Name}/Early`])
    const [early, late] = set.Tags
    expect((await api('PUT', `/api/tagsets/${set.Id}`, { ...set, Tags: [late] })).status).toBe(400)
    expect((await api('PUT', `/api/tagsets/${set.Id}`, { ...set, Tags: [early] })).status).toBe(200)
    expect((await api('DELETE', `/api/tagsets/${set.Id}`)).status).toBe(400)
    expect((await api('POST', '/api/tenants', { Name: unique('T'), TenantTags: [`${set.Name}/Nope`] })).status).toBe(
      400,
    )
    const found = (await api('GET', `/api/tenants?tags=${encodeURIComponent(`${set.Name}/early`)}`)).body.Items
    expect(found.map((item: { Id: string }) => item.Id)).toEqual([tenant.Id])
    const tested = await api(
      'GET',
      `/api/tenants/tag-test?tenantIds=${tenant.Id}&tags=${encodeURIComponent(`${set.Name}/Late`)}`,
    )
    expect(tested.body[tenant.Id]).toMatchObject({ IsMatched: false, MissingTags: [`${set.Name}/Late`] })
  })

  test('a tenant connects to projects that allow tenants, in environments of their lifecycles', async () => {
    const inside = await create('/api/environments', { Name: unique('In') })
    const outside = await create('/api/environments', { Name: unique('Out') })
    const lifecycle = await create('/api/lifecycles', {
      Name: unique('L'),
      Phases: [{ Name: 'One', OptionalDeploymentTargets: [inside.Id] }],
    })
    const untenanted = await newProject({ LifecycleId: lifecycle.Id })
    const project = await newProject({ LifecycleId: lifecycle.Id, TenantedDeploymentMode: 'Tenanted' })
    const post = (ProjectEnvironments: object) =>
      api('POST', '/api/tenants', { Name: unique('T'), ProjectEnvironments })
    expect((await post({ [untenanted.Id]: [inside.Id] })).status).toBe(400)
    expect((await post({ [project.Id]: [outside.Id] })).status).toBe(400)
    expect((await post({ 'Projects-404': [inside.Id] })).status).toBe(400)
    const tenant = (await post({ [project.Id]: [inside.Id] })).body
    expect(tenant.ProjectEnvironments).toEqual({ [project.Id]: [inside.Id] })
    const found = (await api('GET', `/api/tenants?projectId=${project.Id}`)).body.Items
    expect(found.map((item: { Id: string }) => item.Id)).toEqual([tenant.Id])
  })
})

test('a step template counts its versions', async () => {
  const template = await create('/api/actiontemplates', {
    Id: 'ignored',
    Name: unique('Template'),
    ActionType: 'Octopus.Script',
    Properties: { 'Octopus.Action.Script.ScriptBody': 'one' },
    Parameters: [{ Name: 'P', DefaultValue: null, DisplaySettings: { 'Octopus.ControlType': 'SingleLineText' } }],
  })
  expect(template.Version).toBe(1)
  const path = `/api/actiontemplates/${template.Id}`
  expect((await api('PUT', path, template)).body.Version).toBe(1)
  const changed = { ...template, Properties: { 'Octopus.Action.Script.ScriptBody': 'two' } }
  expect((await api('PUT', path, changed)).body.Version).toBe(2)
  expect((await api('GET', `${path}/versions/1`)).body.Properties).toEqual(template.Properties)
  expect((await api('GET', `${path}/versions/3`)).status).toBe(404)
})

describe('what else is asked of them', () => {
  test('projects of a group, usages of sets and templates, previews, environments with a type', async () => {
    const group = await create('/api/projectgroups', { Name: unique('Group') })
    const set = await create('/api/libraryvariablesets', { Name: unique('Set'), Templates: [{ Name: 'Url' }] })
    const project = await newProject({ ProjectGroupId: group.Id, IncludedLibraryVariableSetIds: [set.Id] })
    const projects = (await api('GET', `/api/projectgroups/${group.Id}/projects?skip=0&take=5`)).body
    expect(projects.Items.map((item: { Id: string }) => item.Id)).toEqual([project.Id])
    expect((await api('DELETE', `/api/projectgroups/${group.Id}`)).status).toBe(400)
    expect((await api('GET', `/api/libraryvariablesets/${set.Id}/usages`)).body.Projects[0].ProjectId).toBe(project.Id)
    expect((await api('DELETE', `/api/libraryvariablesets/${set.Id}`)).status).toBe(400)
    expect((await api('GET', `/api/variables/${set.VariableSetId}`)).body.OwnerId).toBe(set.Id)

    const template = await create('/api/actiontemplates', { Name: unique('T'), ActionType: 'Octopus.Script' })
    const Properties = {
      ...script().Properties,
      'Octopus.Action.Template.Id': template.Id,
      'Octopus.Action.Template.Version': '1',
    }
    const Steps = [{ Name: 'Say', Actions: [script({ Properties })] }]
    await api('PUT', `/api/deploymentprocesses/${project.DeploymentProcessId}`, { Version: 0, Steps })
    const usage = (await api('GET', `/api/actiontemplates/${template.Id}/usage`)).body
    expect(usage).toEqual([expect.objectContaining({ ProjectId: project.Id, ActionName: 'Say', Version: '1' })])
    expect((await api('DELETE', `/api/actiontemplates/${template.Id}`)).status).toBe(400)

    const [preview] = (await api('GET', '/api/lifecycles/previews?ids=Lifecycles-1')).body
    expect(preview.Phases.length).toBeGreaterThan(0)
    expect((await api('GET', '/api/environments/v2?take=1')).body.Items[0].Type).toBe('Static')
    const listed = (await api('GET', `/api/deploymentprocesses?ids=${project.DeploymentProcessId.toUpperCase()}`)).body
    expect(listed.TotalResults).toBe(1)
    expect((await api('GET', `/api/projects/${project.Id}/summary`)).body.HasDeploymentProcess).toBe(true)
  })
})

describe('rights', () => {
  const signIn = async (permissions: string[], restriction: object = {}) => {
    const key = `API-RESTRICTED${++number}`
    await app.database.transaction().execute(async (tx) => {
      const [id, role, team] = [`Users-90${number}`, `UserRoles-90${number}`, `Teams-90${number}`]
      await tx.insertInto('user_account').values({ id, username: id, display_name: id, password_hash: null }).execute()
      await storeApiKey(tx, systemCaller(), { id, username: id }, key, { purpose: '', expiresAt: null })
      const document = JSON.stringify({
        Id: role,
        Name: role,
        GrantedSpacePermissions: permissions,
        GrantedSystemPermissions: [],
      })
      await tx.insertInto('user_role').values({ id: role, name: role, slug: role, document }).execute()
      await insertBuiltInTeam(tx, systemCaller(), {
        id: team,
        name: team,
        description: '',
        spaceId: 'Spaces-1',
        members: [id],
      })
      await giveRole(tx, team, role, 'Spaces-1')
      const { document: given } = await tx
        .selectFrom('scoped_user_role')
        .select('document')
        .where('team_id', '=', team)
        .executeTakeFirstOrThrow()
      await tx
        .updateTable('scoped_user_role')
        .set({ document: JSON.stringify({ ...given, ...restriction }) })
        .where('team_id', '=', team)
        .execute()
    })
    return app.as(key)
  }
  const ids = (answer: { body: { Items: { Id: string }[] } }) => answer.body.Items.map((item) => item.Id)

  test('Z3: what may not be seen does not exist', async () => {
    const [mine, other] = [await newProject(), await newProject()]
    const as = await signIn(['ProjectView', 'ProjectEdit', 'ProcessView', 'VariableView', 'VariableViewUnscoped'], {
      ProjectIds: [mine.Id],
    })
    expect(ids(await as('GET', '/api/projects?take=1000'))).toEqual([mine.Id])
    expect((await as('GET', '/api/projects/all')).body).toHaveLength(1)
    for (const path of [
      `/api/projects/${other.Id}`,
      `/api/projects/${other.Id}/channels`,
      `/api/deploymentprocesses/${other.DeploymentProcessId}`,
      `/api/variables/${other.VariableSetId}`,
    ]) {
      expect((await as('GET', path)).status, path).toBe(404)
      expect((await as('GET', path.replaceAll(other.Id, mine.Id))).status, path).toBe(200)
    }
    expect(ids(await as('GET', '/api/channels?take=1000'))).toHaveLength(1)
    expect((await as('PUT', `/api/projects/${other.Id}`, other)).status).toBe(404)
    expect((await as('PUT', `/api/projects/${mine.Id}`, { ...mine, Description: 'x' })).status).toBe(200)
    expect((await as('POST', '/api/channels', { Name: 'Mine', ProjectId: other.Id })).status).not.toBe(201)
    expect((await as('DELETE', `/api/projects/${mine.Id}`)).status).toBe(403)
  })

  test('a right to environments shows and changes the variables of those only', async () => {
    const project = await newProject()
    const [open, closed] = [
      await create('/api/environments', { Name: unique('O') }),
      await create('/api/environments', { Name: unique('C') }),
    ]
    const path = `/api/variables/${project.VariableSetId}`
    const scoped = (Name: string, Environment: string[]) => ({ Name, Value: Name, Scope: { Environment } })
    await api('PUT', path, { Version: 0, Variables: [scoped('Open', [open.Id]), scoped('Closed', [closed.Id])] })
    const as = await signIn(['ProjectView', 'VariableView', 'VariableEdit', 'EnvironmentView'], {
      EnvironmentIds: [open.Id],
    })
    const seen = (await as('GET', path)).body
    expect(seen.Variables.map((variable: { Name: string }) => variable.Name)).toEqual(['Open'])
    expect(seen.ScopeValues.Environments.map((choice: { Id: string }) => choice.Id)).toEqual([open.Id])
    expect((await as('PUT', path, { ...seen, Variables: [{ ...seen.Variables[0], Value: 'new' }] })).status).toBe(200)
    const all = (await api('GET', path)).body
    expect(all.Variables.map((variable: { Name: string; Value: string }) => [variable.Name, variable.Value])).toEqual([
      ['Open', 'new'],
      ['Closed', 'Closed'],
    ])
    expect(
      (await as('PUT', path, { ...seen, Version: all.Version, Variables: [{ Name: 'Everywhere', Value: 'x' }] }))
        .status,
    ).toBe(403)
    expect(
      (await as('PUT', path, { ...seen, Version: all.Version, Variables: [scoped('Sneaky', [closed.Id])] })).status,
    ).toBe(400)
  })

  test('Z9: ids of another space are unknown', async () => {
    const me = (await api('GET', '/api/spaces/Spaces-1')).body.SpaceManagersTeamMembers
    const space = await create('/api/spaces', { Name: unique('Z9'), SpaceManagersTeamMembers: me })
    const project = await newProject()
    for (const path of [
      `projects/${project.Id}`,
      `variables/${project.VariableSetId}`,
      `deploymentprocesses/${project.DeploymentProcessId}`,
    ])
      expect((await api('GET', `/api/${space.Id}/${path}`)).status, path).toBe(404)
    const foreign = await api('POST', `/api/${space.Id}/projects`, { Name: 'X', LifecycleId: 'Lifecycles-1' })
    expect(foreign.status).toBe(400)
    expect((await api('PUT', `/api/${space.Id}/environments/sortorder`, ['Environments-1'])).status).toBe(400)
  })
})
