import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUILT_IN_STEPS } from '../src/features/action-templates/search-routes.ts'
import { findStepType } from '../src/steps/registry.ts'
import { formOf, zipOf } from './package-files.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
const api: TestApp['api'] = (method, path, body) => app.api(method, path, body)
const get = async (path: string) => {
  const { status, body } = await api('GET', path)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const create = async (path: string, body: unknown) => {
  const answer = await api('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
let number = 0
const unique = (name: string) => `${name} ${++number}`
const newProject = (fields: object = {}) =>
  create('/api/projects', { Name: unique('Project'), LifecycleId: 'Lifecycles-1', ...fields })

/** A user with one role in the default space, maybe restricted; answers the key. */
async function userWith(roleId: string, restricted: object = {}): Promise<string> {
  const name = unique('user')
  const user = await create('/api/users', { Username: name, DisplayName: name, IsService: true })
  const team = await create('/api/teams', { Name: name, MemberUserIds: [user.Id], SpaceId: 'Spaces-1' })
  const role = { UserRoleId: roleId, TeamId: team.Id, SpaceId: 'Spaces-1', ...restricted }
  await create('/api/scopeduserroles', role)
  return (await create(`/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).ApiKey
}

const KEY = { 'x-octopus-apikey': 'API-ADMINISTRATOR0' }
function upload(method: 'POST' | 'PUT', url: string, filename: string, content: Buffer, headers: object = KEY) {
  const form = formOf(filename, content)
  return app.inject({ method, url, headers: { ...headers, 'content-type': form.contentType }, payload: form.body })
}

beforeAll(async () => {
  app = await startApp()
}, 60_000)
afterAll(() => app?.stop())

describe('channels', () => {
  test.each([
    [
      'version=1.2.3&versionRange=[1.0,2.0)&preReleaseTag=^$',
      { SatisfiesVersionRange: true, SatisfiesPreReleaseTag: true },
    ],
    ['version=2.0&versionRange=[1.0,2.0)', { SatisfiesVersionRange: false, SatisfiesPreReleaseTag: true, Errors: [] }],
    ['version=1.0-beta&preReleaseTag=^(?!beta).%2B', { SatisfiesVersionRange: true, SatisfiesPreReleaseTag: false }],
    ['version=1.0-rc&preReleaseTag=^(?!beta).%2B&feetType=NuGet', { SatisfiesPreReleaseTag: true }],
    ['version=', { SatisfiesVersionRange: false, IsNull: true, Errors: [] }],
    ['version=x', { SatisfiesVersionRange: false, IsNull: false, Errors: [expect.stringContaining("'x'")] }],
    [
      'version=1.0&versionRange=[2',
      { SatisfiesVersionRange: false, Errors: [expect.stringContaining('VersionRange')] },
    ],
    ['version=1.0&preReleaseTag=(', { SatisfiesPreReleaseTag: false, Errors: [expect.stringContaining("'('")] }],
  ])('rule-test?%s', async (query, gives) => {
    expect(await get(`/api/channels/rule-test?${query}`)).toMatchObject(gives)
    const body = Object.fromEntries(new URLSearchParams(query))
    const posted = await api('POST', '/api/Spaces-1/channels/rule-test', body)
    expect(posted.status).toBe(200)
    expect(posted.body).toMatchObject(gives)
  })

  test('Y1: a hostile pattern stops nobody else, and is refused where it cannot be read', async () => {
    const hostile = ['^(?!x)(a+)+$', '(a+)+$'].map((preReleaseTag) =>
      api('POST', '/api/channels/rule-test', { version: `1.0-${'a'.repeat(320)}-`, preReleaseTag }),
    )
    const tooLong = { version: `1.0-${'a'.repeat(1_000_000)}`, preReleaseTag: '^(?!x)(a+)+$' }
    const unread = api('POST', '/api/channels/rule-test', tooLong)
    const longest: number[] = []
    const others = async () => {
      for (let round = 0; round < 20; round += 1) {
        const from = performance.now()
        expect((await api('GET', '/api/capabilities')).status).toBe(200)
        longest.push(performance.now() - from)
      }
    }
    const [[first, second]] = await Promise.all([Promise.all(hostile), others()])
    expect(first!.body.Errors[0]).toContain('^(?!x)(a+)+$')
    expect(second!.body.SatisfiesPreReleaseTag).toBe(false)
    expect((await unread).body.Errors[0].length).toBeLessThan(200)
    // V8 would need longer than this test may take.
    expect(Math.max(...longest)).toBeLessThan(10_000)
    const project = await newProject()
    for (const Tag of ['(', 'a'.repeat(1_001)]) {
      const refused = await api('POST', '/api/channels', { ProjectId: project.Id, Name: 'x', Rules: [{ Tag }] })
      expect(refused.status).toBe(400)
      expect(refused.body.Errors[0]).toContain('Rules[0].Tag')
    }
    await create('/api/channels', { ProjectId: project.Id, Name: 'Stable', Rules: [{ Tag: '^(?!beta).+' }] })
  })

  test('they come in the order that somebody gave them', async () => {
    const project = await newProject()
    const path = `/api/projects/${project.Id}/channels`
    const own = (await get(path)).Items[0].Id
    const [beta, alpha] = [await create(path, { Name: 'Beta' }), await create(path, { Name: 'Alpha' })].map(
      ({ Id }) => Id,
    )
    const order = async () => (await get(path)).Items.map(({ Id }: { Id: string }) => Id)
    expect(await order()).toEqual([alpha, beta, own])
    expect((await api('PUT', `${path}/order`, [own.toLowerCase(), beta])).status).toBe(200)
    expect(await order()).toEqual([own, beta, alpha])
    const last = await create(path, { Name: 'Aardvark' })
    expect(await order()).toEqual([own, beta, alpha, last.Id])
    expect((await api('PUT', `${path}/order`, ['Channels-99999'])).status).toBe(400)
  })
})

describe('pictures', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

  test('W4: a picture comes back as what it is, for who may see its owner, and goes with it', async () => {
    const project = await newProject()
    const path = `/api/projects/${project.Id}/logo`
    expect((await api('GET', path)).status).toBe(404)
    expect((await upload('POST', path, 'evil.svg', png)).statusCode).toBe(200)
    const answer = await app.inject({ method: 'GET', url: path, headers: KEY })
    expect(answer.rawPayload).toEqual(png)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    expect(answer.headers['content-disposition']).toMatch(/^attachment/)
    const stranger = await userWith('userroles-projectviewer', { ProjectIds: [(await newProject()).Id] })
    expect((await app.as(stranger)('GET', path)).status).toBe(404)
    const viewer = await userWith('userroles-projectviewer', { ProjectIds: [project.Id] })
    const refused = await upload('POST', path, 'a.png', png, { 'x-octopus-apikey': viewer })
    expect(refused.statusCode).toBe(403)
    expect((await api('DELETE', `/api/projects/${project.Id}`)).status).toBe(200)
    const { rows } = await sql`select from logo where owner_id = ${project.Id}`.execute(app.database)
    expect(rows).toEqual([])
  })

  test('W4: SVG, HTML and what is too large are refused; sending none takes the picture away', async () => {
    const path = `/api/projects/${(await newProject()).Id}/logo`
    const svg = await upload('POST', path, 'a.png', Buffer.from('<svg onload="alert(1)"/>'))
    expect(svg.statusCode).toBe(400)
    expect(svg.json().Errors[0]).toContain('PNG')
    expect((await upload('POST', path, 'a.png', Buffer.concat([png, Buffer.alloc(1_100_000)]))).statusCode).toBe(413)
    expect((await upload('POST', path, 'a.png', png)).statusCode).toBe(200)
    expect((await api('POST', path)).status).toBe(200)
    expect((await api('GET', path)).status).toBe(404)
  })

  test('tenants, step templates and spaces have them too', async () => {
    const tenant = await create('/api/tenants', { Name: unique('Tenant') })
    const template = await create('/api/actiontemplates', { Name: unique('Template'), ActionType: 'Octopus.Script' })
    const paths = [
      `/api/tenants/${tenant.Id}/logo`,
      `/api/actiontemplates/${template.Id}/logo`,
      '/api/spaces/Spaces-1/logo',
    ]
    for (const path of paths) {
      expect((await upload('POST', path, 'a', png)).statusCode).toBe(200)
      expect((await app.inject({ method: 'GET', url: path, headers: KEY })).rawPayload).toEqual(png)
    }
    const version = `/api/actiontemplates/${template.Id}/versions/1/logo`
    expect((await app.inject({ method: 'GET', url: version, headers: KEY })).rawPayload).toEqual(png)
    expect((await api('GET', `/api/actiontemplates/${template.Id}/versions/2/logo`)).status).toBe(404)
  })
})

describe('the search of a space', () => {
  test('finds by part of the name and by id, the exact name first, and only what the caller may see', async () => {
    const exact = await newProject({ Name: 'Needle' })
    const longer = await newProject({ Name: 'A needle case' })
    const tenant = await create('/api/tenants', { Name: 'Needle & Thread' })
    const names = async (keyword: string, key = 'API-ADMINISTRATOR0') =>
      (await app.as(key)('GET', `/api/spaces/Spaces-1/search?keyword=${encodeURIComponent(keyword)}`)).body.map(
        ({ Name }: { Name: string }) => Name,
      )
    expect(await names('needle')).toEqual(['Needle', 'Needle & Thread', 'A needle case'])
    expect(await names(longer.Id.toLowerCase())).toEqual(['A needle case'])
    expect(await names('')).toEqual([])
    expect(await names("%' or true --")).toEqual([])
    const viewer = await userWith('userroles-projectviewer', { ProjectIds: [exact.Id] })
    expect(await names('needle', viewer)).toContain('Needle')
    expect(await names('needle', viewer)).not.toContain('A needle case')
    const [hit] = (await get(`/api/spaces/Spaces-1/search?keyword=${tenant.Id}`)) as { Type: string; Links: unknown }[]
    expect(hit).toMatchObject({ Type: 'Tenant', Links: { Self: `/api/Spaces-1/tenants/${tenant.Id}` } })
  })
})

describe('step templates', () => {
  test('the kinds of steps that are offered are those that are carried out', async () => {
    expect(BUILT_IN_STEPS.filter(({ type }) => !findStepType(type))).toEqual([])
    const template = await create('/api/actiontemplates', { Name: unique('Template'), ActionType: 'Octopus.Script' })
    const found = await get('/api/actiontemplates/search')
    expect(found.map(({ Id }: { Id: string }) => Id)).toEqual(
      expect.arrayContaining([...BUILT_IN_STEPS.map(({ type }) => type), template.Id]),
    )
    const categories = (await get('/api/actiontemplates/categories')).map(({ Id }: { Id: string }) => Id)
    for (const { Categories } of found) for (const category of Categories) expect(categories).toContain(category)
  })

  test('steps are brought up to the newest version: parameters keep their values, secrets too', async () => {
    const parameter = (Name: string, DefaultValue: unknown) => ({ Id: Name, Name, DefaultValue })
    const fields = {
      Name: unique('Template'),
      ActionType: 'Octopus.Script',
      Properties: { 'Octopus.Action.Script.ScriptBody': 'echo 1', Old: 'x' },
      Parameters: [parameter('Kept', ''), parameter('Gone', '')],
    }
    const template = await create('/api/actiontemplates', fields)
    const project = await newProject()
    const path = `/api/projects/${project.Id}/deploymentprocesses`
    const process = await get(path)
    const made = {
      'Octopus.Action.Template.Id': template.Id,
      'Octopus.Action.Template.Version': '1',
      'Octopus.Action.RunOnServer': 'true',
      ...fields.Properties,
      Kept: 'mine',
      Gone: 'y',
    }
    const action = { Name: 'Step', ActionType: 'Octopus.Script', Properties: made }
    const other = { Name: 'Other', ActionType: 'Octopus.Script', Properties: {} }
    const saved = await api('PUT', path, {
      ...process,
      Steps: [
        { Name: 'Step', Actions: [action] },
        { Name: 'Other', Actions: [other] },
      ],
    })
    expect(saved.status, JSON.stringify(saved.body)).toBe(200)
    const [ours, theirs] = saved.body.Steps.map((step: { Actions: { Id: string }[] }) => step.Actions[0]!.Id)
    await api('PUT', `/api/actiontemplates/${template.Id}`, {
      ...fields,
      Properties: { 'Octopus.Action.Script.ScriptBody': 'echo 2', 'Octopus.Action.RunOnServer': 'false' },
      Parameters: [
        parameter('Kept', ''),
        parameter('New', 'n'),
        parameter('Secret', { HasValue: true, NewValue: 's3cret' }),
      ],
    })
    const update = (ids: string[]) =>
      api('POST', `/api/actiontemplates/${template.Id}/actionsUpdate`, {
        Version: 2,
        ActionIdsByProcessId: { [process.Id]: ids },
      })
    const refused = await update([ours, theirs])
    expect(refused.status).toBe(400)
    expect(refused.body.Errors[0]).toContain(theirs)
    const done = await update([ours])
    expect(done.body).toEqual([{ Id: ours, Outcome: 'Success' }])
    const [step, untouched] = (await get(path)).Steps
    expect(step.Actions[0].Properties).toEqual({
      'Octopus.Action.Template.Id': template.Id,
      'Octopus.Action.Template.Version': '2',
      'Octopus.Action.RunOnServer': 'true',
      'Octopus.Action.Script.ScriptBody': 'echo 2',
      Kept: 'mine',
      New: 'n',
      Secret: { HasValue: true, Hint: null },
    })
    expect(untouched.Actions[0].Properties).toEqual({})
  })
})

describe('the server', () => {
  test('says what is true of what it has no settings for', async () => {
    expect(await get('/api/maintenanceconfiguration')).toMatchObject({ IsInMaintenanceMode: false })
    expect(await get('/api/smtpconfiguration/isconfigured')).toMatchObject({ IsConfigured: false })
    expect(await get('/api/licenses/licenses-current-status')).toMatchObject({ IsCompliant: true })
    expect(await get('/api/deploymentfreezes?skip=0&take=30')).toEqual({ DeploymentFreezes: [], Count: 0 })
    expect((await get('/api/serverstatus/system-info')).RuntimeVersion).toContain(process.version)
    const { Projects } = await get('/api/serverstatus/counts')
    await newProject()
    expect((await get('/api/serverstatus/counts')).Projects).toBe(Projects + 1)
  })

  test('its nodes are those that live', async () => {
    await sql`insert into server_node (name, epoch, heartbeat_at)
      values ('alive', 1, now()), ('silent', 1, now() - interval '1 minute')`.execute(app.database)
    const { Items } = await get('/api/octopusservernodes')
    expect(Items.map(({ Name, IsOffline }: { Name: string; IsOffline: boolean }) => [Name, IsOffline])).toEqual([
      ['alive', false],
      ['silent', true],
    ])
    expect((await get('/api/octopusservernodes/summary')).Nodes[0]).toMatchObject({
      Name: 'alive',
      RunningTaskCount: 0,
    })
    expect((await get('/api/octopusservernodes/alive')).Name).toBe('alive')
    const reader = app.as(await userWith('userroles-projectviewer'))
    expect((await reader('GET', '/api/octopusservernodes')).status).toBe(403)
  })

  test.each([
    ['GET', '/api/machines/discover?host=10.0.0.1&port=22&type=TentaclePassive', 501],
    ['POST', '/api/certificates', 501],
    ['POST', '/api/git-credentials', 404],
    ['GET', '/api/git-credentials/GitCredentials-1', 404],
    ['POST', '/api/deploymentfreezes', 501],
    ['GET', '/api/deploymentfreezes/DeploymentFreezes-1', 404],
    ['POST', '/api/projects/Projects-1/environments/ephemeral', 404],
    ['POST', '/api/projects/import-export/export', 501],
    ['GET', '/api/packages/Acme.Web/1.0.0/delta-signature', 404],
    ['POST', '/api/packages/Acme.Web/1.0.0/delta', 501],
    ['GET', '/api/observability/kubernetes-monitors/1', 404],
    ['GET', '/api/retentionpolicies', 404],
    ['GET', '/api/serverstatus/logs', 501],
  ])('%s %s is refused with a sentence', async (method, path, status) => {
    const answer = await api(method, path, method === 'POST' ? { Name: 'x' } : undefined)
    expect(answer.status).toBe(status)
    expect(answer.body.ErrorMessage).toMatch(/^[A-Z].{20,}\.$/)
    expect(answer.body.ErrorMessage).not.toContain('There is nothing at')
    expect(answer.body).not.toHaveProperty('Errors')
  })

  test.each(['/workers', '/workers/all', '/git-credentials', '/parentEnvironments'])(
    'GET %s has nothing in it',
    async (path) => {
      const body = await get(`/api/Spaces-1${path}`)
      expect(Array.isArray(body) ? body : body.Items).toEqual([])
    },
  )

  test('NUL in an address is refused by the name of what it is in', async () => {
    const query = await api('GET', '/api/projects?partialName=a%00b')
    expect(query.status).toBe(400)
    expect(query.body.Errors[0]).toContain('partialName')
    const path = await api('GET', '/api/projects/a%00b')
    expect(path.status).toBe(400)
    expect(path.body.Errors[0]).toContain('id')
  })
})

describe('projects', () => {
  test('no project is kept in git', async () => {
    const { Id } = await newProject()
    expect((await get(`/api/projects/${Id}/git/branches`)).Items).toEqual([])
    for (const name of ['deploymentprocesses', 'variables']) {
      const answer = await api('GET', `/api/projects/${Id}/refs%2Fheads%2Fmain/${name}`)
      expect(answer.status).toBe(404)
      expect(answer.body.ErrorMessage).toContain("'refs/heads/main'")
    }
    expect((await api('POST', `/api/projects/${Id}/git/convert`, {})).status).toBe(501)
  })

  test('their pulse and summaries', async () => {
    const project = await newProject()
    await sql`insert into server_task (id, number, space_id, name, description, arguments, state, project_id, queue_time, started_by)
      values ('ServerTasks-9001', 9001, 'Spaces-1', 'Deploy', '', '{}', 'Queued', ${project.Id}, now(), 'test')`.execute(
      app.database,
    )
    expect(await get(`/api/projects/pulse?projectIds=${project.Id.toLowerCase()}`)).toEqual([
      { ProjectId: project.Id, QueuedTasks: 1, RunningTasks: 0, WaitingForPeople: 0 },
    ])
    expect(await get(`/api/projects/experimental/summaries?ids=${project.Id}`)).toMatchObject([
      { Id: project.Id, Name: project.Name, HasDeploymentProcess: false, IsDisabled: false },
    ])
  })

  test('triggers by time are listed apart', async () => {
    const project = await newProject()
    const add = (Name: string, Filter: object, Action: object) =>
      create('/api/projecttriggers', { ProjectId: project.Id, Name, Filter, Action })
    const environment = await create('/api/environments', { Name: unique('Environment') })
    const timed = await add(
      'Timed',
      { FilterType: 'CronExpressionSchedule', CronExpression: '0 0 3 * * *', Timezone: 'UTC' },
      { ActionType: 'DeployLatestReleaseToEnvironment', EnvironmentId: environment.Id },
    )
    const machine = await add('Machine', { FilterType: 'MachineFilter' }, { ActionType: 'AutoDeploy' })
    const ids = (await get('/api/scheduledprojecttriggers')).Items.map(({ Id }: { Id: string }) => Id)
    expect(ids).toContain(timed.Id)
    expect(ids).not.toContain(machine.Id)
    expect((await get(`/api/scheduledprojecttriggers/${timed.Id}`)).Name).toBe('Timed')
    expect((await api('GET', `/api/scheduledprojecttriggers/${machine.Id}`)).status).toBe(404)
  })
})

describe('the dashboard', () => {
  test('shows what its reader has chosen, unless all is asked for', async () => {
    const group = await create('/api/projectgroups', { Name: unique('Group') })
    const inGroup = await newProject({ ProjectGroupId: group.Id })
    const other = await newProject()
    const reader = app.as(await userWith('userroles-projectviewer'))
    const shown = async (query = '', ask = reader) =>
      (await ask('GET', `/api/dashboard${query}`)).body.Projects.map(({ Id }: { Id: string }) => Id)
    const before = (await reader('GET', '/api/dashboardconfiguration')).body
    expect(before).toMatchObject({ IncludedProjectIds: [], ProjectLimit: 200 })
    expect((await reader('PUT', '/api/dashboardconfiguration', before)).status).toBe(200)
    expect(await shown()).toEqual(expect.arrayContaining([inGroup.Id, other.Id]))
    const chosen = { ...before, IncludedProjectGroupIds: [group.Id] }
    const saved = await reader('PUT', '/api/dashboardconfiguration', chosen)
    expect(saved.status, JSON.stringify(saved.body)).toBe(200)
    expect(await shown()).toEqual([inGroup.Id])
    expect(await shown('?showAll=true')).toContain(other.Id)
    expect(await shown(`?projectId=${other.Id}`)).toEqual([other.Id])
    expect(await shown('', app.api)).toContain(other.Id)
    const refused = await reader('PUT', '/api/dashboardconfiguration', { IncludedProjectIds: ['Projects-9999'] })
    expect(refused.status).toBe(400)
    expect(refused.body.Errors[0]).toContain('IncludedProjectIds')
  })

  test('Z8: of a choice only what there is to choose is kept', async () => {
    const more = { Id: 'mine', Links: {}, Notes: 'x'.repeat(1_000), Old: { IncludedProjectIds: ['Projects-9999'] } }
    const saved = (await api('PUT', '/api/dashboardconfiguration', { ProjectLimit: 7, ...more })).body
    expect(saved).toMatchObject({ Id: 'dashboardconfiguration-Spaces-1', ProjectLimit: 7 })
    expect(await get('/api/dashboardconfiguration')).not.toHaveProperty('Notes')
    const unknown = await api('PUT', '/api/dashboardconfiguration', { IncludedProjectIds: ['Projects-9999'] })
    expect(unknown.status).toBe(400)
  })
})

describe('accounts', () => {
  test('the public half of a key is told, the private one never', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }) as string
    const account = await create('/api/accounts', {
      Name: unique('Account'),
      AccountType: 'SshKeyPair',
      Username: 'deploy',
      PrivateKeyFile: { HasValue: true, NewValue: Buffer.from('no key').toString('base64') },
    })
    const path = `/api/accounts/${account.Id}/pk`
    expect((await api('GET', path)).status).toBe(404)
    const replaced = await upload('PUT', path, 'id_rsa', Buffer.from(pem))
    expect(replaced.statusCode, replaced.body).toBe(200)
    expect(replaced.json().PrivateKeyFile).toEqual({ HasValue: true, Hint: null })
    const line = await app.inject({ method: 'GET', url: path, headers: KEY })
    expect(line.body).toMatch(/^ssh-rsa AAAA\S+\n$/)
    expect(line.body).not.toContain('PRIVATE')
  })
})

describe('packages', () => {
  const nupkg = (id: string, version: string) =>
    zipOf({
      'a.nuspec': `<package><metadata><id>${id}</id><version>${version}</version><title>T</title></metadata></package>`,
    })
  const push = (content: Buffer, query = '', headers: object = { 'x-nuget-apikey': 'API-ADMINISTRATOR0' }) =>
    upload('PUT', `/nuget/packages${query}`, 'package.nupkg', content, headers)

  test('a NuGet client pushes: what the package says of itself counts, and a second push is a conflict', async () => {
    expect((await push(nupkg('Acme.7zip', '1.0.0-beta'))).statusCode).toBe(201)
    expect(await get('/api/packages/packages-Acme.7zip.1.0.0-beta')).toMatchObject({
      Title: 'T',
      FileExtension: '.nupkg',
    })
    expect((await push(nupkg('Acme.7zip', '1.0.0-beta'))).statusCode).toBe(409)
    expect((await push(nupkg('acme.7zip', '1.0.0-BETA'), '?replace=true')).statusCode).toBe(201)
    expect((await push(zipOf({ 'a.txt': 'x' }))).statusCode).toBe(400)
    expect((await push(nupkg('../evil', '1.0'))).statusCode).toBe(400)
    expect((await push(nupkg('Acme.Web', '1.0'), '', {})).statusCode).toBe(401)
    const reader = await userWith('userroles-projectviewer')
    expect((await push(nupkg('Acme.Web', '1.0'), '', { 'x-nuget-apikey': reader })).statusCode).toBe(403)
  })

  test('the newest pre-release of a name is taken where nobody chose a version', async () => {
    for (const version of ['1.0', '1.1-beta.1', '1.1-beta.2', '1.2-rc'])
      expect((await upload('POST', '/api/packages/raw', `Pre.${version}.zip`, zipOf({ a: version }))).statusCode).toBe(
        201,
      )
    const project = await newProject()
    const path = `/api/projects/${project.Id}/deploymentprocesses`
    const Packages = [{ Name: '', PackageId: 'Pre', FeedId: 'Feeds-1001' }]
    const Actions = [{ Name: 'Step', ActionType: 'Octopus.Script', Packages }]
    await api('PUT', path, { ...(await get(path)), Steps: [{ Name: 'Step', Actions }] })
    const release = (body: object) => api('POST', '/api/releases/create/v1', { ProjectName: project.Name, ...body })
    const made = await release({ PackagePrerelease: 'beta' })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    expect((await get(`/api/releases/${made.body.ReleaseId}`)).SelectedPackages[0].Version).toBe('1.1-beta.2')
    const none = await release({ PackagePrerelease: 'nightly' })
    expect(none.status).toBe(400)
    expect(none.body.Errors[0]).toMatch(/^Packages\[Step\]: .*'nightly'/)
    const two = await api('PUT', path, {
      ...(await get(path)),
      Steps: [{ Name: 'Step', Actions: [{ ...Actions[0], Packages: [...Packages, ...Packages] }] }],
    })
    expect(two.status).toBe(400)
    expect(two.body.Errors[0]).toContain('Packages[1].Name')
  })
})

test('A3: a command sent again under its key is done once, in its space', async () => {
  const once = await create('/api/environments', { Name: 'Once' })
  const Phases = [{ Name: 'Once', OptionalDeploymentTargets: [once.Id] }]
  const lifecycle = await create('/api/lifecycles', { Name: 'Once', Phases })
  const project = await newProject({ LifecycleId: lifecycle.Id })
  const path = `/api/projects/${project.Id}/deploymentprocesses`
  const script = { 'Octopus.Action.RunOnServer': 'true', 'Octopus.Action.Script.ScriptBody': 'echo 1' }
  const Actions = [{ Name: 'Step', ActionType: 'Octopus.Script', Properties: script }]
  await api('PUT', path, { ...(await get(path)), Steps: [{ Name: 'Step', Actions }] })
  const send = async (command: string, key: string, body: object) => {
    const headers = { ...KEY, 'idempotency-key': key, 'content-type': 'application/json' }
    const answer = await app.inject({ method: 'POST', url: `/api/Spaces-1/${command}/v1`, headers, payload: body })
    return { status: answer.statusCode, body: answer.json() }
  }
  const release = () => send('releases/create', 'one', { ProjectName: project.Name })
  const first = await release()
  expect(first.status).toBe(201)
  expect((await release()).body).toEqual(first.body)
  const other = await send('releases/create', 'one', { ProjectName: project.Name, ReleaseNotes: 'x' })
  expect(other.status).toBe(409)
  const ask = { ProjectName: project.Name, ReleaseVersion: first.body.ReleaseVersion, EnvironmentNames: ['Once'] }
  const deploy = (key: string) => send('deployments/create/untenanted', key, ask)
  const deployed = await deploy('two')
  expect(deployed.status, JSON.stringify(deployed.body)).toBe(201)
  expect((await deploy('two')).body).toEqual(deployed.body)
  expect((await deploy('three')).body).not.toEqual(deployed.body)
  expect((await get(`/api/deployments?projects=${project.Id}`)).TotalResults).toBe(2)

  const body = {
    ReleaseId: first.body.ReleaseId,
    EnvironmentId: once.Id,
  }
  const unknown = await api('POST', '/api/deployments', { ...body, FormValues: { Mode: 'Promote' } })
  expect(unknown.status).toBe(400)
  expect(unknown.body.Errors[0]).toContain("'Mode'")
  const frozen = await api('POST', '/api/deployments/override', { CreateDeploymentCommand: body, FreezeIds: ['x'] })
  expect(frozen.status).toBe(400)
  const free = await api('POST', '/api/deployments/override', { CreateDeploymentCommand: body, Reason: 'now' })
  expect(free.status, JSON.stringify(free.body)).toBe(201)
  expect(free.body.Deployment.Id).toMatch(/^Deployments-/)

  const snapshot = `/api/releases/${first.body.ReleaseId}/snapshot-variables-by-name`
  expect((await api('POST', snapshot, { ProjectName: project.Name })).body.Id).toBe(first.body.ReleaseId)
  expect((await api('POST', snapshot, { Variables: ['x'] })).status).toBe(400)

  const report = await app.inject({
    method: 'GET',
    url: `/api/reporting/deployments/xml?projectId=${project.Id}`,
    headers: KEY,
  })
  expect(report.headers['content-type']).toContain('xml')
  expect(report.body.match(/<Deployment>/g)).toHaveLength(3)
  expect(report.body).toContain(`<ProjectName>${project.Name}</ProjectName>`)
  expect((await api('GET', '/api/reporting/deployments/xml?fromCreated=soon')).status).toBe(400)
  const later = await app.inject({
    method: 'GET',
    url: '/api/reporting/deployments/xml?fromCreated=2200-01-01',
    headers: KEY,
  })
  expect(later.body).not.toContain('<Deployment>')
  expect(await get('/api/reporting/deployments-counted-by-week')).toEqual([])
})
