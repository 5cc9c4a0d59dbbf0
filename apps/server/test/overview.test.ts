import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { storeArtifact, storeArtifactText } from '../src/features/artifacts/store-artifact.ts'
import { type Api, startApp, type TestApp } from './start-app.ts'

let app: TestApp
const api: Api = (method, path, body) => app.api(method, path, body)
const create = async (path: string, body: unknown) => {
  const answer = await api('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
/** A person who has one role, restricted. */
async function viewer(name: string, UserRoleId: string, scope: object): Promise<Api> {
  const user = await create('/api/users', { Username: name, Password: 'a long enough password' })
  const { ApiKey } = await create(`/api/users/${user.Id}/apikeys`, { Purpose: 'test' })
  const team = await create('/api/teams', { Name: `Team of ${name}`, MemberUserIds: [user.Id] })
  await create('/api/scopeduserroles', { UserRoleId, TeamId: team.Id, SpaceId: 'Spaces-1', ...scope })
  return app.as(ApiKey)
}

let staging: string
let production: string
let project: string
let tenanted: string
let tenant: string
let releases: string[]

async function deploy(
  projectId: string,
  releaseId: string,
  environmentId: string,
  state: string,
  tenantId: string | null = null,
) {
  return inTransaction(app.database, async (tx) => {
    const { rows } = await sql<{ number: number }>`select nextval('id_deployments') as number`.execute(tx)
    const number = rows[0]!.number
    const [id, taskId] = [`Deployments-${number}`, `ServerTasks-${1_000 + number}`]
    await sql`insert into server_task (id, number, space_id, name, description, arguments, state, project_id, environment_id,
        tenant_id, queue_time, start_time, completed_time, started_by)
      values (${taskId}, ${1_000 + number}, 'Spaces-1', 'Deploy', 'Deploy', ${JSON.stringify({ DeploymentId: id })}, ${state},
        ${projectId}, ${environmentId}, ${tenantId}, now(), now(), now(), 'Users-1')`.execute(tx)
    await sql`insert into deployment (id, number, space_id, project_id, release_id, channel_id, environment_id, tenant_id, task_id,
        name, created_by)
      select ${id}, ${number}, space_id, project_id, id, channel_id, ${environmentId}, ${tenantId}, ${taskId}, 'Deploy', 'Users-1'
      from release where id = ${releaseId}`.execute(tx)
    if (state === 'Success') {
      await sql`insert into release_success (project_id, environment_id, tenant_id, channel_id, release_id, deployment_id, task_id,
          started_at, completed_at)
        select project_id, ${environmentId}, ${tenantId ?? ''}, channel_id, id, ${id}, ${taskId}, clock_timestamp(), clock_timestamp()
        from release where id = ${releaseId}
        on conflict (release_id, environment_id, tenant_id, channel_id) do update
          set deployment_id = excluded.deployment_id, task_id = excluded.task_id, started_at = excluded.started_at`.execute(
        tx,
      )
    }
    return { id, taskId }
  })
}

const newRelease = async (ProjectId: string, Version: string): Promise<string> =>
  (await create('/api/releases', { ProjectId, Version })).Id

beforeAll(async () => {
  app = await startApp()
  staging = (await create('/api/environments', { Name: 'Staging' })).Id
  production = (await create('/api/environments', { Name: 'Production' })).Id
  const shared = { LifecycleId: 'Lifecycles-1', ProjectGroupId: 'ProjectGroups-1' }
  project = (await create('/api/projects', { ...shared, Name: 'Web API' })).Id
  tenanted = (await create('/api/projects', { ...shared, Name: 'Web UI', TenantedDeploymentMode: 'Tenanted' })).Id
  tenant = (await create('/api/tenants', { Name: 'All Pets', ProjectEnvironments: { [tenanted]: [staging] } })).Id
  releases = [
    await newRelease(project, '1.0.0'),
    await newRelease(project, '1.1.0'),
    await newRelease(project, '1.2.0'),
  ]
}, 60_000)
afterAll(() => app?.stop())

describe('the roots', () => {
  const names = (links: Record<string, string>) => Object.keys(links)

  test('anybody gets the root, with and without a slash', async () => {
    for (const url of ['/api', '/api/', '//api//']) {
      const answer = await app.inject({ method: 'GET', url })
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toMatchObject({ ApiVersion: '3.0.0', Version: '2026.1.0', Application: 'Octopus Deploy' })
    }
    const { body } = await api('GET', '/api')
    expect(body.InstallationId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect((await api('GET', '/api/')).body.InstallationId).toBe(body.InstallationId)
    expect(body.Links.Projects).toBe(
      '/api/Spaces-1/projects{/id}{?name,skip,ids,clone,take,partialName,clonedFromProjectId}',
    )
  })

  test('a space has the same names as the server, with its own addresses', async () => {
    const [root, space] = await Promise.all([api('GET', '/api'), api('GET', '/api/spaces-1')])
    expect(space.body.Id).toBe('Spaces-1')
    expect(names(space.body.Links)).toEqual(expect.arrayContaining(names(root.body.Links)))
    expect(names(root.body.Links).length).toBeGreaterThan(120)
    expect((await api('GET', '/api/Spaces-99')).status).toBe(404)
    expect((await app.inject({ method: 'GET', url: '/api/Spaces-1' })).statusCode).toBe(401)
  })

  test('every link is text and a well-formed template', async () => {
    const { Links } = (await api('GET', '/api')).body
    for (const [name, template] of Object.entries(Links as Record<string, string>)) {
      expect(template, name).toMatch(/^\/[A-Za-z0-9/-]*(\{[/?]?[A-Za-z]+(,[A-Za-z]+)*\}[A-Za-z0-9/-]*)*$/)
    }
  })

  test('probes tell what there is', async () => {
    const { Capabilities } = (await api('GET', '/api/capabilities')).body
    expect(Capabilities.filter((name: string) => name === 'GetAllSpacesRequest')).toHaveLength(1)
    expect((await api('GET', '/api/capabilities/Nonsense')).body).toEqual({ Exists: false })
    expect((await api('GET', '/api/configuration/feature-toggles?Name=x')).body).toEqual({ FeatureToggles: [] })
    expect((await api('GET', '/api/serverstatus')).body).toMatchObject({ IsInMaintenanceMode: false })
    expect((await api('GET', '/api/serverstatus/health')).body.IsOperatingNormally).toBe(true)
    expect((await api('GET', '/api/serverstatus/timezones')).body.map((zone: { Id: string }) => zone.Id)).toContain(
      'UTC',
    )
  })
})

describe('events', () => {
  const list = async (query: string, by: Api = api) => {
    const answer = await by('GET', `/api/events?${query}`)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body
  }

  test('are newest first, paged, and found by what they are about', async () => {
    const page = await list('skip=0&take=5')
    const numbers = page.Items.map((event: { Id: string }) => Number(event.Id.split('-')[1]))
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    expect(page.Links['Page.Next']).toContain('skip=5')
    const created = await list(`regarding=${project}&eventCategories=Created`)
    expect(created.Items.at(-1)).toMatchObject({
      Category: 'Created',
      UserId: 'Users-1',
      Username: 'admin',
      IdentityEstablishedWith: 'API key',
      SpaceId: 'Spaces-1',
      MessageReferences: [],
    })
    expect(created.Items.at(-1).Occurred).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/)
    expect((await list(`regarding=${project},${staging}`)).TotalResults).toBe(0)
    expect((await list(`regardingAny=${project},${staging}`)).TotalResults).toBeGreaterThan(1)
    const one = (await api('GET', `/api/events/${page.Items[0].Id}`)).body
    expect(one.Id).toBe(page.Items[0].Id)
  })

  test.each([
    { name: 'an empty list', query: 'regardingAny=' },
    { name: 'an unknown group', query: 'eventGroups=Nonsense' },
    { name: 'an unknown user', query: 'users=Users-99' },
    { name: 'the future', query: 'from=2999-01-01' },
    { name: 'the past', query: 'to=2001-01-01T00:00:00Z' },
    { name: 'another space', query: 'spaces=Spaces-99' },
    { name: 'an unknown kind of document', query: 'documentTypes=Nonsense' },
    { name: 'an unknown agent', query: 'eventAgents=Nonsense' },
    { name: 'an unknown tag', query: 'tags=Ring/None' },
  ])('$name finds nothing', async ({ query }) => {
    expect((await list(query)).TotalResults).toBe(0)
  })

  test.each([
    'documentTypes=Projects',
    'eventGroups=Document',
    'users=users-1',
    'projectGroups=ProjectGroups-1',
    'eventAgents=Server',
  ])('%s finds something', async (query) => {
    expect((await list(query)).TotalResults).toBeGreaterThan(0)
  })

  test('a wrong date is refused', async () => {
    expect((await api('GET', '/api/events?from=yesterday')).status).toBe(400)
  })

  test('a change shows what changed, unless told not to', async () => {
    const environment = (await api('GET', `/api/environments/${production}`)).body
    await api('PUT', `/api/environments/${production}`, { ...environment, Description: 'the <b>last</b> one' })
    const [event] = (await list(`regarding=${production}&eventCategories=Modified`)).Items
    expect(event.ChangeDetails.Differences).toEqual([
      { op: 'replace', path: '/Description', old: '', value: 'the <b>last</b> one' },
    ])
    const [short] = (await list(`regarding=${production}&eventCategories=Modified&excludeDifference=true`)).Items
    expect(short.ChangeDetails).toEqual({ Differences: null, DocumentContext: null })
  })

  test('Z3 who may see one project sees its events, and none of the server', async () => {
    const own = await viewer('auditor', 'userroles-projectviewer', { ProjectIds: [project] })
    const seen = (await list(`spaces=Spaces-1&includeSystem=true&take=1000`, own)).Items
    expect(seen.length).toBeGreaterThan(0)
    for (const event of seen) expect(event.RelatedDocumentIds).toContain(project)
    expect((await list('regardingAny=Users-1', own)).TotalResults).toBe(0)
    const other = (await list(`regarding=${tenanted}`)).Items[0]
    expect((await own('GET', `/api/events/${other.Id}`)).status).toBe(404)
  })

  test('the vocabulary is small and complete', async () => {
    for (const name of ['categories', 'groups', 'agents', 'documenttypes']) {
      const { body } = await api('GET', `/api/events/${name}`)
      expect(body[0]).toMatchObject({ Id: expect.any(String), Name: expect.any(String), Links: {} })
    }
    const groups = (await api('GET', '/api/events/groups?appliesTo=Machine')).body
    const available = groups.find((group: { Id: string }) => group.Id === 'MachineAvailableForDeployment')
    expect(available.EventCategories).toEqual(['MachineEnabled', 'MachineHealthy', 'MachineHasWarnings'])
    const { body } = await api('POST', '/api/events', {})
    expect(body.ErrorMessage).toMatch(/nothing at POST/)
  })

  test('Q2 an event can be neither changed nor removed', async () => {
    await expect(sql`update event set message = ''`.execute(app.database)).rejects.toThrow(/append-only/)
    await expect(sql`delete from event`.execute(app.database)).rejects.toThrow(/append-only/)
  })
})

describe('artifacts', () => {
  const download = async (id: string) =>
    app.inject({
      method: 'GET',
      url: `/api/artifacts/${id}/content`,
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
    })
  const place = (taskId: string, filename: string) => ({
    spaceId: 'Spaces-1',
    taskId,
    filename,
    source: 'step-1/Machines-1',
    related: [project],
  })

  test('W4 a file of several parts comes back whole, as an attachment that no browser shows', async () => {
    const content = randomBytes(2 * 1024 * 1024 + 17)
    const pieces = [content.subarray(0, 700_000), content.subarray(700_000)]
    const { taskId } = await deploy(project, releases[0]!, staging, 'Failed')
    const stored = await inTransaction(app.database, (tx) =>
      storeArtifact(tx, { ...place(taskId, '../etc/über "1".html'), content: pieces }),
    )
    const [artifact] = (await api('GET', `/api/artifacts?regarding=${taskId}`)).body.Items
    expect(artifact).toMatchObject({
      Id: stored,
      Filename: 'über "1".html',
      ServerTaskId: taskId,
      SizeBytes: content.length,
    })
    const answer = await download(artifact.Id)
    expect(Buffer.compare(answer.rawPayload, content)).toBe(0)
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="_ber _1_.html"; filename*=UTF-8''%C3%BCber%20%221%22.html`,
    )
    expect(answer.headers['content-security-policy']).toBe("sandbox; default-src 'none'")
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    const { rows } = await sql<{ parts: number }>`
      select count(*) as parts from artifact_part where artifact_id = ${artifact.Id}`.execute(app.database)
    expect(rows[0]!.parts).toBe(3)
  })

  test('L7 a source that fails in the middle leaves nothing behind; an empty one is an empty file', async () => {
    const { taskId } = await deploy(project, releases[0]!, staging, 'Failed')
    async function* broken() {
      yield randomBytes(2 * 1024 * 1024)
      throw new Error('the disk is gone')
    }
    const store = inTransaction(app.database, (tx) =>
      storeArtifact(tx, { ...place(taskId, 'half.bin'), content: broken() }),
    )
    await expect(store).rejects.toThrow('the disk is gone')
    const text = await inTransaction(app.database, (tx) =>
      storeArtifactText(tx, { ...place(taskId, 'notes.md'), text: '' }),
    )
    const listed = (await api('GET', `/api/artifacts?regarding=${taskId}`)).body.Items
    expect(listed).toMatchObject([{ Id: text, Filename: 'notes.md', SizeBytes: 0 }])
    expect((await download(text)).rawPayload).toHaveLength(0)
  })

  test('Z11 an artifact of a project that one may not see does not exist', async () => {
    const { taskId } = await deploy(project, releases[0]!, staging, 'Failed')
    const id = await inTransaction(app.database, (tx) =>
      storeArtifactText(tx, { ...place(taskId, 'secret.txt'), text: 'x' }),
    )
    const own = await viewer('outsider', 'userroles-projectviewer', { ProjectIds: [tenanted] })
    expect((await own('GET', `/api/artifacts/${id}`)).status).toBe(404)
    expect((await own('GET', `/api/artifacts/${id}/content`)).status).toBe(404)
    expect((await own('GET', '/api/artifacts')).body.TotalResults).toBe(0)
  })
})

describe('dashboard and progression', () => {
  test('a cell is the latest deployment; what runs there shows beside it when that is another', async () => {
    const good = await deploy(project, releases[1]!, staging, 'Success')
    const bad = await deploy(project, releases[2]!, staging, 'Failed')
    const { body } = await api('GET', '/api/dashboard')
    expect(body.Projects.map((each: { Name: string }) => each.Name)).toEqual(['Web API', 'Web UI'])
    expect(body.Projects[0].EnvironmentIds).toEqual([staging, production])
    expect(body.ProjectGroups).toMatchObject([{ Id: 'ProjectGroups-1', EnvironmentIds: [staging, production] }])
    expect(body.Items).toMatchObject([
      {
        DeploymentId: bad.id,
        State: 'Failed',
        ReleaseVersion: '1.2.0',
        TenantId: null,
        IsCurrent: true,
        IsPrevious: false,
      },
    ])
    expect(body.PreviousItems).toMatchObject([
      { DeploymentId: good.id, State: 'Success', ReleaseVersion: '1.1.0', IsCurrent: false, IsPrevious: true },
    ])
    await deploy(project, releases[2]!, staging, 'Success')
    const after = (await api('GET', `/api/dashboard?projectId=${project}`)).body
    expect(after.Items).toMatchObject([{ ReleaseVersion: '1.2.0', State: 'Success' }])
    expect(after.PreviousItems).toEqual([])
    expect(after.Projects).toHaveLength(1)
  })

  test('tenants have cells of their own', async () => {
    const release = await newRelease(tenanted, '5.0.0')
    const { id } = await deploy(tenanted, release, staging, 'Success', tenant)
    const all = (await api('GET', '/api/dashboard')).body
    expect(all.Items.filter((cell: { TenantId: string | null }) => cell.TenantId)).toMatchObject([
      { DeploymentId: id, TenantId: tenant, ProjectId: tenanted, EnvironmentId: staging },
    ])
    expect(all.Tenants).toMatchObject([
      { Id: tenant, Name: 'All Pets', ProjectEnvironments: { [tenanted]: [staging] } },
    ])
    const dynamic = (await api('GET', `/api/dashboard/dynamic?projects=${tenanted}&environments=${production}`)).body
    expect(dynamic.Items).toEqual([])
    expect(dynamic.Environments).toMatchObject([{ Id: production }])
    const ofRelease = (await api('GET', `/api/dashboard?releaseId=${release}`)).body
    expect(ofRelease.Items).toMatchObject([{ ReleaseId: release }])
    expect((await api('GET', '/api/dashboard?selectedTenants=')).body.Tenants).toEqual([])
  })

  test('Z3 a dashboard holds nothing that one may not see', async () => {
    const own = await viewer('stager', 'userroles-projectviewer', {
      ProjectIds: [project],
      EnvironmentIds: [production],
    })
    const { body } = await own('GET', '/api/dashboard')
    expect(body.Projects.map((each: { Id: string }) => each.Id)).toEqual([project])
    expect(body.Environments.map((each: { Id: string }) => each.Id)).toEqual([production])
    expect(body.Items).toEqual([])
    expect((await own('GET', `/api/progression/${tenanted}`)).status).toBe(404)
  })

  test('progression shows the newest and the deployed releases, and where each may go next', async () => {
    await deploy(project, releases[0]!, production, 'Success')
    for (const path of [
      `/api/progression/${project}?releaseHistoryCount=1`,
      '/api/projects/web-api/progression?releaseHistoryCount=1',
    ]) {
      const { body } = await api('GET', path)
      expect(body.Environments).toEqual([
        { Id: staging, Name: 'Staging' },
        { Id: production, Name: 'Production' },
      ])
      expect(Object.values(body.ChannelEnvironments)).toEqual([body.Environments])
      expect(body.LifecycleEnvironments).toEqual({ 'Lifecycles-1': body.Environments })
      const [newest, deployed] = body.Releases
      expect(newest).toMatchObject({
        Release: { Version: '1.2.0' },
        Channel: { Name: 'Default' },
        NextDeployments: [production],
        HasUnresolvedDefect: false,
      })
      expect(newest.Deployments[staging]).toMatchObject([{ IsCurrent: true, State: 'Success' }])
      expect(deployed.Release.Version).toBe('1.0.0')
      expect(deployed.Deployments[production]).toMatchObject([{ IsCurrent: true }])
      expect(body.Releases).toHaveLength(2)
    }
    const { body } = await api('GET', `/api/progression/${project}`)
    expect(body.Releases.map((each: { Release: { Version: string } }) => each.Release.Version)).toEqual([
      '1.2.0',
      '1.1.0',
      '1.0.0',
    ])
    expect((await api('GET', `/api/progression/${project}?releaseHistoryCount=0`)).status).toBe(400)
  })
})
