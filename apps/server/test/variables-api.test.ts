import {
  ADMIN_KEY,
  type Answer,
  createScriptProject,
  eventually,
  startTestServer,
  type TestServer,
  taskEnded,
} from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const S = '/api/Spaces-1'
let server: TestServer
let count = 0
let environments: { dev: string; test: string }
let projectId: string

const api = (method: string, path: string, body?: unknown): Promise<Answer> => server.api(method, path, body)
const unique = (name: string): string => {
  count += 1
  return `${name} ${count}`
}
const create = async (path: string, body: object): Promise<Answer['body']> => {
  const answer = await api('POST', path.startsWith('/') ? path : `${S}/${path}`, { Name: unique('Thing'), ...body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const setOf = (ownerId: string) => `${S}/variables/variableset-${ownerId}`
const saveVariables = async (ownerId: string, Variables: unknown): Promise<Answer> => {
  const { Version } = (await api('GET', setOf(ownerId))).body
  return api('PUT', setOf(ownerId), { Version, Variables })
}
const newProject = (fields: object = {}) =>
  create('projects', { LifecycleId: 'Lifecycles-1', TenantedDeploymentMode: 'TenantedOrUntenanted', ...fields })
const saveSteps = async (ownerId: string, action: object): Promise<Answer> => {
  const address = `${S}/projects/${ownerId}/deploymentprocesses`
  const { Version } = (await api('GET', address)).body
  const script = { 'Octopus.Action.RunOnServer': 'true', 'Octopus.Action.Script.Syntax': 'Bash' }
  const Properties = { ...script, 'Octopus.Action.Script.ScriptBody': 'echo hi' }
  const Actions = [{ Name: 'Go', ActionType: 'Octopus.Script', Properties, ...action }]
  return api('PUT', address, { Version, Steps: [{ Name: 'Go', Actions }] })
}

beforeAll(async () => {
  server = await startTestServer()
  const dev = (await create('environments', { Name: 'Dev' })).Id
  environments = { dev, test: (await create('environments', { Name: 'Test' })).Id }
  projectId = (await newProject({ Name: 'Shop' })).Id
}, 60_000)
afterAll(() => server?.remove())

describe('what comes in', () => {
  test('a value under a name with a line break is checked like any other', async () => {
    const answer = await saveVariables(projectId, [{ Name: 'A', Scope: { 'En\nv': 'x' } }])
    expect(answer.status).toBe(400)
    expect((await create('actiontemplates', { ActionType: 'x', Properties: { 'a\nb': 5 } })).Properties).toEqual({
      'a\nb': '5',
    })
  })

  test.each([
    { character: 'NUL', text: 'a\0b' },
    { character: 'half a character', text: 'a\ud800b' },
  ])('a text that cannot be stored is refused with its field: $character', async ({ text }) => {
    const answer = await saveVariables(projectId, [{ Name: 'A', Value: text }])
    expect(answer.status).toBe(400)
    expect(answer.body.Errors).toEqual(['Variables[0].Value: must not contain the character NUL or half a character.'])
  })

  test('an address that does not decode has an error body like every other', async () => {
    const answer = await api('GET', `${S}/tenants/%E0%A4`)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ ErrorMessage: expect.any(String), Errors: [expect.any(String)] })
  })

  test('what is wrong inside one of two forms is told with its field', async () => {
    const tenant = await create('tenants', {})
    const answer = await api('PUT', `${S}/tenants/${tenant.Id}/projectvariables`, { Variables: [{}] })
    expect(answer.body.Errors).toEqual(['Variables[0].TemplateId: is required.'])
    const bare = await api('PUT', `${S}/tenants/${tenant.Id}/projectvariables`, [{}])
    expect(bare.body.Errors).toEqual(['[0].TemplateId: is required.'])
  })

  test('an object that is no secret is no value of a property', async () => {
    const body = { Name: unique('Template'), ActionType: 'Octopus.Script', Properties: { a: { x: 1 } } }
    const answer = await api('POST', `${S}/actiontemplates`, body)
    expect(answer.status).toBe(400)
    expect(answer.body.Errors[0]).toMatch(/^Properties\.a/)
  })
})

describe('a place that is not there never comes to mean every place', () => {
  const none = [null]
  test.each([
    { what: 'a variable', send: () => saveVariables(projectId, [{ Name: 'A', Scope: { Environment: none } }]) },
    { what: 'an action', send: () => saveSteps(projectId, { Environments: none }) },
    { what: 'tenants of an action', send: () => saveSteps(projectId, { TenantTags: none }) },
    {
      what: 'an account',
      send: () =>
        api('POST', `${S}/accounts`, {
          Name: 'A',
          AccountType: 'UsernamePassword',
          Username: 'u',
          EnvironmentIds: none,
        }),
    },
    {
      what: 'a trigger',
      send: () =>
        api('POST', `${S}/projecttriggers`, {
          Name: 'T',
          ProjectId: projectId,
          Filter: { FilterType: 'MachineFilter', EnvironmentIds: none },
          Action: { ActionType: 'AutoDeploy' },
        }),
    },
    {
      what: 'a phase',
      send: () =>
        api('POST', `${S}/lifecycles`, { Name: 'L', Phases: [{ Name: 'P', OptionalDeploymentTargets: none }] }),
    },
    {
      what: 'a role of a team',
      send: () =>
        api('POST', '/api/scopeduserroles', {
          TeamId: 'teams-everyone',
          UserRoleId: 'userroles-projectviewer',
          SpaceId: 'Spaces-1',
          EnvironmentIds: none,
        }),
    },
  ])('$what', async ({ send }) => {
    const answer = await send()
    expect(answer.status, JSON.stringify(answer.body)).toBe(400)
    expect(answer.body.Errors[0]).toMatch(/\[0\]: must not be empty\.$/)
  })

  test('triggers of a runbook are not all triggers', async () => {
    await create('projecttriggers', {
      ProjectId: projectId,
      Filter: { FilterType: 'MachineFilter' },
      Action: { ActionType: 'AutoDeploy' },
    })
    expect((await api('GET', `${S}/projecttriggers?runbooks=Runbooks-99`)).body.TotalResults).toBe(0)
  })

  test('deployments are found by their name and by states in any case', async () => {
    const project = await newProject()
    await saveSteps(project.Id, {})
    const release = await create('releases', { ProjectId: project.Id, Version: '1.0' })
    const deployment = await create('deployments', { ReleaseId: release.Id, EnvironmentId: environments.dev })
    await taskEnded(server.api, deployment.TaskId)
    const found = async (query: string) =>
      (await api('GET', `${S}/deployments?projects=${project.Id}&${query}`)).body.TotalResults
    expect(await found('partialName=nothing')).toBe(0)
    expect(await found('partialName=deploy%20to')).toBe(1)
    expect(await found('taskState=success')).toBe(1)
  })
})

describe('what points to other things', () => {
  test('the text of one field opens no way to point to a thing in another', async () => {
    const project = await newProject()
    const other = await create('/api/spaces', { SpaceManagersTeams: ['teams-administrators'] })
    const foreign = await create(`/api/${other.Id}/environments`, {})
    const account = await create(`/api/${other.Id}/accounts`, { AccountType: 'UsernamePassword', Username: 'u' })
    const noted = [
      { Id: 'one', Name: 'Note', Value: foreign.Id },
      { Id: 'two', Name: 'Login', Value: account.Id },
      { Id: 'three', Name: 'Step', Value: 'nowhere' },
    ]
    expect((await saveVariables(project.Id, noted)).status).toBe(200)
    const pointing = await saveVariables(project.Id, [
      { ...noted[0], Scope: { Environment: [foreign.Id] } },
      { ...noted[1], Type: 'UsernamePasswordAccount' },
      { ...noted[2], Scope: { Action: ['nowhere'] } },
    ])
    expect(pointing.status).toBe(400)
    expect(pointing.body.Errors).toEqual([
      `Variables.Scope.Environment: environment ${foreign.Id} was not found.`,
      'Variables.Scope.Action: the process has no action nowhere.',
      `Variables[Login].Value: account ${account.Id} was not found.`,
    ])
  })

  test('what pointed to a thing that is gone may be sent back', async () => {
    const project = await newProject()
    const gone = await create('environments', {})
    await saveVariables(project.Id, [{ Name: 'A', Value: '1', Scope: { Environment: [gone.Id] } }])
    const set = (await api('GET', setOf(project.Id))).body
    await api('DELETE', `${S}/environments/${gone.Id}`)
    const again = await api('PUT', setOf(project.Id), set)
    expect(again.status, JSON.stringify(again.body)).toBe(200)
    expect(again.body.Variables[0].Scope).toEqual({ Environment: [gone.Id] })
  })

  test('an account that a variable names in other letters is in use', async () => {
    const project = await newProject()
    const account = await create('accounts', { AccountType: 'UsernamePassword', Username: 'u' })
    const pointer = { Name: 'Login', Type: 'UsernamePasswordAccount', Value: account.Id.toLowerCase() }
    expect((await saveVariables(project.Id, [pointer])).body.Variables[0].Value).toBe(account.Id)
    expect((await api('GET', `${S}/accounts/${account.Id}/usages`)).body.ProjectVariableSets).toHaveLength(1)
    expect((await api('DELETE', `${S}/accounts/${account.Id}`)).status).toBe(400)
  })

  test('a kind of scope that is given twice counts with both lists', async () => {
    const Scope = { Environment: [environments.dev], environment: [environments.test] }
    const saved = await saveVariables(projectId, [{ Name: 'A', Scope }])
    expect(saved.body.Variables[0].Scope).toEqual({ Environment: [environments.dev, environments.test] })
  })

  test.each(['__proto__', 'constructor', 'Environments'])('a scope of no known kind is refused: %s', async (kind) => {
    const { Version } = (await api('GET', setOf(projectId))).body
    const Scope = JSON.parse(`{"${kind}": ["x"]}`)
    const answer = await api('PUT', setOf(projectId), { Version, Variables: [{ Name: 'A', Scope }] })
    expect(answer.body.Errors).toEqual([`Variables[A].Scope.${kind}: there is no such scope.`])
  })

  test('templates are there once, by name and by id', async () => {
    const send = (Templates: object[]) => api('POST', `${S}/libraryvariablesets`, { Name: unique('Set'), Templates })
    expect((await send([{ Name: 'A' }, { Name: 'a ' }])).body.Errors).toEqual([
      "Templates: 'a' is there more than once.",
    ])
    expect(
      (
        await send([
          { Id: 'x', Name: 'A' },
          { Id: 'X', Name: 'B' },
        ])
      ).body.Errors,
    ).toEqual(["Templates: the id 'x' is there more than once."])
    expect((await send([{ Name: ' ' }])).body.Errors).toEqual(['Templates[0].Name: must not be blank.'])
  })
})

describe('tag sets', () => {
  test('a tag keeps its id whatever a client sends of it, and no two tags share one', async () => {
    const set = await create('tagsets', { Tags: [{ Name: 'Gold' }, { Name: 'Silver' }] })
    const [gold, silver] = set.Tags
    const Tags = [{ ...gold, Id: gold.Id.toLowerCase() }, { Name: 'silver' }, { ...gold, Name: 'Bronze' }]
    const saved = (await api('PUT', `${S}/tagsets/${set.Id}`, { ...set, Tags })).body
    expect(saved.Tags.map(({ Id }: { Id: string }) => Id)).toEqual([gold.Id, silver.Id, `${set.Id}/Tags-3`])
  })

  test('a tag without a name is refused', async () => {
    const answer = await api('POST', `${S}/tagsets`, { Name: unique('Set'), Tags: [{ Name: '  ' }] })
    expect(answer.body.Errors).toEqual(['Tags[0].Name: must not be blank.'])
  })

  test.each(['Tenant,Target', 'target', 'Runbook&scopes=Target'])('by scopes: %s', async (scopes) => {
    const set = await create('tagsets', { Scopes: ['Target'] })
    const { Items } = (await api('GET', `${S}/tagsets?take=1000&scopes=${scopes}`)).body
    expect(Items.map(({ Id }: { Id: string }) => Id)).toContain(set.Id)
    expect((await api('GET', `${S}/tagsets?scopes=Environment`)).body.TotalResults).toBe(0)
  })

  test('a free text that a tenant has, and a tag of an account, are in use', async () => {
    const free = await create('tagsets', { Type: 'FreeText' })
    await create('tenants', { TenantTags: [`${free.Name}/anything`] })
    expect((await api('DELETE', `${S}/tagsets/${free.Id}`)).status).toBe(400)
    expect((await api('PUT', `${S}/tagsets/${free.Id}`, { ...free, Name: unique('Other') })).status).toBe(400)
    expect((await api('PUT', `${S}/tagsets/${free.Id}`, { ...free, Description: 'x' })).status).toBe(200)
    const set = await create('tagsets', { Tags: [{ Name: 'Gold' }] })
    await create('accounts', { AccountType: 'Token', Token: { NewValue: 't' }, TenantTags: [`${set.Name}/Gold`] })
    expect((await api('DELETE', `${S}/tagsets/${set.Id}`)).status).toBe(400)
  })
})

describe('a copy of a tenant', () => {
  const text = { Name: 'Database' }
  const secret = { Name: 'Password', DisplaySettings: { 'Octopus.ControlType': 'Sensitive' } }

  test('has the tags, connections and values of the other, secrets included', async () => {
    const set = await create('tagsets', { Tags: [{ Name: 'Gold' }] })
    const project = await newProject({ Templates: [text, secret] })
    const [database, password] = project.Templates
    const source = await create('tenants', {
      TenantTags: [`${set.Name}/Gold`],
      ProjectEnvironments: { [project.Id]: [environments.dev] },
    })
    const of = (template: { Id: string }, Value: unknown) => ({
      ProjectId: project.Id,
      TemplateId: template.Id,
      Value,
      Scope: { EnvironmentIds: [environments.dev] },
    })
    const values = [of(database, 'acme'), of(password, { HasValue: true, NewValue: 'open-sesame-77' })]
    const set1 = await api('PUT', `${S}/tenants/${source.Id}/projectvariables`, { Variables: values })
    expect(set1.status, JSON.stringify(set1.body)).toBe(200)
    const made = await create(`tenants?clone=${source.Id.toLowerCase()}`, { Name: 'Copy' })
    expect(made).toMatchObject({
      Name: 'Copy',
      ClonedFromTenantId: source.Id,
      TenantTags: source.TenantTags,
      ProjectEnvironments: source.ProjectEnvironments,
    })
    const copied = (await api('GET', `${S}/tenants/${made.Id}/projectvariables`)).body.Variables
    expect(copied.map(({ Value }: { Value: unknown }) => Value)).toEqual(['acme', { HasValue: true, Hint: null }])
    const old = (await api('GET', `${S}/tenants/${source.Id}/projectvariables`)).body.Variables
    expect(copied[0].Id).not.toBe(old[0].Id)

    await saveSteps(project.Id, {
      Properties: {
        'Octopus.Action.RunOnServer': 'true',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody':
          'test "$(get_octopusvariable Password)" = open-sesame-77 && echo "the same secret"',
      },
    })
    const release = await create('releases', { ProjectId: project.Id, Version: '1.0' })
    const deployment = await create('deployments', {
      ReleaseId: release.Id,
      EnvironmentId: environments.dev,
      TenantId: made.Id,
    })
    expect((await taskEnded(server.api, deployment.TaskId)).State).toBe('Success')
    expect((await api('GET', `${S}/tenants?clonedFromTenantId=${source.Id}`)).body.TotalResults).toBe(1)
  })

  test('stays a copy of that one, and is only of a tenant that is there', async () => {
    const source = await create('tenants', {})
    const made = await create(`tenants?clone=${source.Id}`, {})
    const saved = await api('PUT', `${S}/tenants/${made.Id}`, { ...made, ClonedFromTenantId: 'Tenants-999' })
    expect(saved.body.ClonedFromTenantId).toBe(source.Id)
    expect((await api('POST', `${S}/tenants?clone=Tenants-999`, { Name: unique('Copy') })).status).toBe(404)
    expect((await create('tenants', { ClonedFromTenantId: source.Id })).ClonedFromTenantId).toBeNull()
  })
})

describe('deleting a deployment', () => {
  test('takes its task and log along, once it has ended', async () => {
    const project = await newProject()
    await saveSteps(project.Id, {})
    const release = await create('releases', { ProjectId: project.Id, Version: '1.0' })
    const ask = { ReleaseId: release.Id, EnvironmentId: environments.dev }
    const later = await create('deployments', { ...ask, QueueTime: '2099-01-01T00:00:00+00:00' })
    const refused = await api('DELETE', `${S}/deployments/${later.Id}`)
    expect(refused.status).toBe(400)
    expect(refused.body.Errors[0]).toContain(later.TaskId)
    await api('POST', `${S}/tasks/${later.TaskId}/cancel`)
    await eventually('it is deleted', async () => (await api('DELETE', `${S}/deployments/${later.Id}`)).status === 200)
    expect((await api('GET', `${S}/deployments/${later.Id}`)).status).toBe(404)
    expect((await api('GET', `/api/tasks/${later.TaskId}`)).status).toBe(404)
    expect((await api('GET', `${S}/releases/${release.Id}`)).status).toBe(200)
  })
})

describe('who may see one project only', () => {
  test('Z3: sees releases, deployments and previews of no other, however he asks', async () => {
    const mine = await newProject()
    const theirs = await newProject()
    for (const each of [mine, theirs]) await saveSteps(each.Id, {})
    const release = await create('releases', { ProjectId: theirs.Id, Version: '1.0' })
    const own = await create('releases', { ProjectId: mine.Id, Version: '1.0' })
    const deployment = await create('deployments', { ReleaseId: release.Id, EnvironmentId: environments.dev })
    const user = await create('/api/users', { Username: 'one-project', DisplayName: 'R', IsService: true })
    const team = await create('teams', { MemberUserIds: [user.Id] })
    await create('/api/scopeduserroles', {
      TeamId: team.Id,
      UserRoleId: 'userroles-projectviewer',
      SpaceId: 'Spaces-1',
      ProjectIds: [mine.Id],
    })
    const { ApiKey } = await create(`/api/users/${user.Id}/apikeys`, { Purpose: 'test' })
    const asReader = server.as(ApiKey)
    const seen = async (path: string) => (await asReader('GET', `${S}/${path}`)).body
    expect((await seen('releases')).Items.map(({ Id }: { Id: string }) => Id)).toEqual([own.Id])
    expect((await seen(`projects/${theirs.Id}/releases`)).TotalResults).toBe(0)
    expect((await seen('deployments')).TotalResults).toBe(0)
    expect((await asReader('GET', `${S}/releases/${own.Id}`)).status).toBe(200)
    for (const path of [
      `releases/${release.Id}`,
      `projects/${theirs.Id}/releases/1.0`,
      `releases/${release.Id}/deployments`,
      `releases/${release.Id}/deployments/template`,
      `releases/${release.Id}/progression`,
      `releases/${release.Id}/defects`,
      `deployments/${deployment.Id}`,
      `deploymentprocesses/${theirs.DeploymentProcessId}/template`,
      `projects/${theirs.Id}/deploymentprocesses/template`,
    ]) {
      expect((await asReader('GET', `${S}/${path}`)).status, path).toBe(404)
    }
    const preview = await asReader('GET', `${S}/releases/${release.Id}/deployments/preview/${environments.dev}`)
    expect([403, 404]).toContain(preview.status)
    expect((await asReader('DELETE', `${S}/deployments/${deployment.Id}`)).status).toBe(403)
  })
})

test('the way to the preview of a tenant names the tenant', async () => {
  const project = await newProject()
  await saveSteps(project.Id, {})
  const tenant = await create('tenants', { ProjectEnvironments: { [project.Id]: [environments.dev] } })
  const release = await create('releases', { ProjectId: project.Id, Version: '1.0' })
  const template = (await api('GET', `${S}/releases/${release.Id}/deployments/template`)).body
  const { Preview } = template.TenantPromotions[0].PromoteTo[0].Links
  const end = `/preview/${environments.dev}/${tenant.Id}{?includeDisabledSteps}`
  expect(Preview.endsWith(end), Preview).toBe(true)
})

test('the variables of a release are its snapshots', async () => {
  const library = await create('libraryvariablesets', {})
  const project = await newProject({ IncludedLibraryVariableSetIds: [library.Id] })
  await saveVariables(project.Id, [{ Name: 'A', Value: 'then' }])
  const release = await create('releases', { ProjectId: project.Id, Version: '1.0' })
  await saveVariables(project.Id, [{ Name: 'A', Value: 'now' }])
  const sets = (await api('GET', `${S}/releases/${release.Id}/variables`)).body
  expect(sets.map(({ OwnerId }: { OwnerId: string }) => OwnerId)).toEqual([project.Id, library.Id])
  expect(sets[0].Variables).toMatchObject([{ Name: 'A', Value: 'then' }])
})

describe('artifacts that clients make', () => {
  test('an artifact is added to a task and its content follows, whatever it is called', async () => {
    const project = await newProject()
    await saveSteps(project.Id, {})
    const release = await create('releases', { ProjectId: project.Id, Version: '1.0' })
    const { TaskId } = await create('deployments', { ReleaseId: release.Id, EnvironmentId: environments.dev })
    await taskEnded(server.api, TaskId)
    const artifact = await create('artifacts', { Filename: '../notes.json', ServerTaskId: TaskId })
    expect(artifact.Filename).toBe('notes.json')
    const address = `${server.url}${artifact.Links.Content}`
    const headers = { 'x-octopus-apikey': ADMIN_KEY }
    for (const [type, text] of [
      ['application/json', '{"not": "parsed'],
      ['application/octet-stream', 'shorter'],
    ] as const) {
      const put = await fetch(address, { method: 'PUT', headers: { ...headers, 'content-type': type }, body: text })
      expect(put.status, await put.clone().text()).toBe(200)
      expect(await put.json()).toMatchObject({ SizeBytes: text.length })
      expect(await (await fetch(address, { headers })).text()).toBe(text)
    }
    expect((await api('GET', `${S}/artifacts?regarding=${release.Id}`)).body.TotalResults).toBe(1)
    const unknown = await api('POST', `${S}/artifacts`, { Filename: 'a', ServerTaskId: 'ServerTasks-9999' })
    expect(unknown.body.Errors).toEqual(["ServerTaskId: the task 'ServerTasks-9999' was not found."])
  })

  test('one beyond the limit is refused and changes nothing', async () => {
    const small = await startTestServer({ env: { FLOTILLA_MAX_ARTIFACT_BYTES: '1000' } })
    try {
      const environmentId = (await small.api('POST', `${S}/environments`, { Name: 'Dev' })).body.Id
      const { deploy } = await createScriptProject(small.api, { name: 'Shop', script: 'true', environmentId })
      const ServerTaskId = await deploy()
      const made = await small.api('POST', `${S}/artifacts`, { Filename: 'a.bin', ServerTaskId })
      expect(made.status, JSON.stringify(made.body)).toBe(201)
      const address = `${small.url}${made.body.Links.Content}`
      const headers = { 'x-octopus-apikey': ADMIN_KEY }
      const put = (size: number) => fetch(address, { method: 'PUT', headers, body: new Uint8Array(size) })
      expect((await put(1000)).status).toBe(200)
      expect((await put(1001)).status).toBe(413)
      expect((await (await fetch(address, { headers })).arrayBuffer()).byteLength).toBe(1000)
    } finally {
      await small.remove()
    }
  }, 60_000)
})

test.each(['certificates', 'communityactiontemplates'])('%s: a list that is empty', async (path) => {
  expect((await api('GET', `/api/${path}`)).body).toMatchObject({ TotalResults: 0, Items: [] })
  expect((await api('GET', `/api/${path}/all`)).body).toEqual([])
})
