import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, zipOf } from './package-files.ts'
import { startApp, type TestApp } from './start-app.ts'

/**
 * What breaks which client (API reference 8), a test a row: over a space that has one of everything, and each kind of what has
 * kinds. The clients are named by the letters of the reference.
 */
let app: TestApp
const api: TestApp['api'] = (method, path, body) => app.api(method, path, body)
const get = async (path: string) => {
  const { status, body } = await api('GET', path)
  expect(status, `${path} ${JSON.stringify(body)}`).toBe(200)
  return body
}
const create = async (path: string, body: unknown) => {
  const answer = await api('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const items = async (path: string): Promise<Item[]> => {
  const body = await get(path)
  return Array.isArray(body) ? body : body.Items
}
// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the wire has
type Item = any

const LISTS = [
  ...[
    'projects',
    'projectgroups',
    'environments',
    'lifecycles',
    'channels',
    'tenants',
    'tagsets',
    'libraryvariablesets',
  ],
  ...[
    'machines',
    'machinepolicies',
    'workerpools',
    'workers',
    'accounts',
    'feeds',
    'packages',
    'releases',
    'deployments',
  ],
  ...['tasks', 'events', 'interruptions', 'artifacts', 'projecttriggers', 'actiontemplates', 'deploymentprocesses'],
  ...['build-information', 'certificates', 'proxies', 'scopeduserroles', 'teams', 'git-credentials', 'runbooks'],
]
let project: Item
let environment: Item
let release: Item
let deployment: Item
/** Every document that the space shows, by the route it came from. */
let documents: readonly { readonly path: string; readonly body: Item }[]

const KEY = 'API-ADMINISTRATOR0'
const uri = 'https://10.0.0.9:10933/'
const ENDPOINTS = (accountId: string) => [
  { CommunicationStyle: 'None' },
  { CommunicationStyle: 'TentaclePassive', Uri: uri, Thumbprint: 'A1B2' },
  { CommunicationStyle: 'TentacleActive', Uri: 'poll://abcdefgh/', Thumbprint: 'A1B2' },
  { CommunicationStyle: 'Ssh', AccountId: accountId, Host: '10.0.0.4', Port: 22, Fingerprint: 'SHA256:abc' },
]

beforeAll(async () => {
  app = await startApp()
  environment = await create('/api/environments', { Name: 'Test' })
  await create('/api/lifecycles', {
    Name: 'Simple',
    Phases: [{ Name: 'Test', OptionalDeploymentTargets: [environment.Id] }],
  })
  project = await create('/api/projects', {
    Name: 'Web API',
    LifecycleId: 'Lifecycles-1',
    ProjectGroupId: 'ProjectGroups-1',
  })
  await create('/api/tagsets', { Name: 'Ring', Tags: [{ Name: 'One' }] })
  await create('/api/libraryvariablesets', { Name: 'Shared' })
  await create('/api/actiontemplates', {
    Name: 'Template',
    ActionType: 'Octopus.Script',
    Properties: { Secret: { HasValue: true, NewValue: 'x' }, Flag: 'True' },
    Parameters: [{ Name: 'P' }],
  })
  const account = await create('/api/accounts', {
    Name: 'Key',
    AccountType: 'SshKeyPair',
    Username: 'u',
    PrivateKeyFile: { HasValue: true, NewValue: 'eA==' },
  })
  for (const [index, Endpoint] of ENDPOINTS(account.Id).entries())
    await create('/api/machines', { Name: `m${index}`, EnvironmentIds: [environment.Id], Roles: ['web'], Endpoint })
  await create('/api/feeds', { Name: 'NuGet', FeedType: 'NuGet', FeedUri: 'https://feeds.example.com/' })
  const form = formOf(
    'Acme.1.0.nupkg',
    zipOf({ 'a.nuspec': '<metadata><releaseNotes>notes</releaseNotes></metadata>' }),
  )
  const headers = { 'x-octopus-apikey': KEY, 'content-type': form.contentType }
  await app.inject({ method: 'POST', url: '/api/packages/raw', headers, payload: form.body })
  await create('/api/build-information', {
    PackageId: 'Acme',
    Version: '1.0',
    OctopusBuildInformation: { BuildNumber: '7' },
  })
  const path = `/api/projects/${project.Id}/deploymentprocesses`
  const Properties = { 'Octopus.Action.RunOnServer': 'true', Secret: { HasValue: true, NewValue: 'x' } }
  const Actions = [{ Name: 'Step', ActionType: 'Octopus.Script', Properties }]
  await api('PUT', path, { ...(await get(path)), Steps: [{ Name: 'Step', Actions }] })
  const variables = await get(`/api/projects/${project.Id}/variables`)
  const Prompt = { Label: 'Mode', Required: true, DisplaySettings: { 'Octopus.ControlType': 'Checkbox' } }
  await api('PUT', `/api/variables/${variables.Id}`, {
    ...variables,
    Variables: [{ Name: 'Mode', Value: 'True', Prompt }],
  })
  await create('/api/projecttriggers', {
    Name: 'Targets',
    ProjectId: project.Id,
    Filter: { FilterType: 'MachineFilter' },
    Action: { ActionType: 'AutoDeploy' },
  })
  release = await create('/api/releases', { ProjectId: project.Id, Version: '1.0' })
  const [{ Id: mode }] = (await get(`/api/projects/${project.Id}/variables`)).Variables
  deployment = await create('/api/deployments', {
    ReleaseId: release.Id,
    EnvironmentId: environment.Id,
    FormValues: { [mode]: 'False' },
    // S names it so; no server has such a property.
    ExcludeMachineIds: [],
  })
  const one = `/api/releases/${release.Id}/deployments/preview/${environment.Id}`
  const paths = [
    ...['/api', '/api/Spaces-1', '/api/spaces', '/api/users', '/api/userroles', '/api/users/me', '/api/dashboard', one],
    ...LISTS.map((list) => `/api/Spaces-1/${list}`),
    ...[
      `/api/variables/${variables.Id}`,
      path,
      `/api/tasks/${deployment.TaskId}/details`,
      `/api/progression/${project.Id}`,
    ],
  ]
  documents = await Promise.all(paths.map(async (each) => ({ path: each, body: await get(each) })))
}, 120_000)
afterAll(() => app?.stop())

/** Every property anywhere in the documents. */
function* properties(): Generator<{ path: string; name: string; value: unknown }> {
  function* walk(path: string, value: unknown): Generator<{ path: string; name: string; value: unknown }> {
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) yield { path, name, value: inner }
      yield* walk(path, inner)
    }
  }
  for (const { path, body } of documents) yield* walk(path, body)
}
const found = (wrong: (property: { name: string; value: unknown }) => boolean) =>
  [...properties()].filter(wrong).map(({ path, name, value }) => `${path} ${name}=${JSON.stringify(value)}`)

const DATES =
  /^(Created|Assembled|Published|Occurred|LastModifiedOn|LastUpdatedTime|QueueTime|QueueTimeExpiry|StartTime|CompletedTime|Started|Ended|OccurredAt|LastSeen|Expires)$/
const isMapOf = (value: unknown, allowed: (inner: unknown) => boolean) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(allowed)
const isText = (value: unknown) => typeof value === 'string'
const isSecret = (value: unknown) => isMapOf(value, () => true) && Object.hasOwn(value as object, 'HasValue')

const ROWS: readonly { readonly client: string; readonly breaks: string; readonly check: () => Promise<void> }[] = [
  {
    client: 'G',
    breaks: 'DELETE answered with 204',
    check: async () => {
      const group = await create('/api/projectgroups', { Name: 'Short-lived' })
      const answer = await api('DELETE', `/api/projectgroups/${group.Id}`)
      expect(answer.status).toBe(200)
      expect(answer.body.Id).toBe(group.Id)
    },
  },
  {
    client: 'G',
    breaks: '"" for a date',
    check: async () => {
      expect([...properties()].filter(({ name, value }) => DATES.test(name) && value !== null).length).toBeGreaterThan(
        20,
      )
      expect(found(({ name, value }) => DATES.test(name) && value === '')).toEqual([])
    },
  },
  {
    client: 'S',
    breaks: 'dates that end in Z',
    check: async () => {
      expect(found(({ value }) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value))).toEqual([])
    },
  },
  {
    client: 'G',
    breaks: 'Errors in a 404',
    check: async () => {
      for (const list of LISTS.filter((name) => name !== 'tasks')) {
        const answer = await api('GET', `/api/Spaces-1/${list}/nothing-of-that-name`)
        expect([list, answer.status, Object.hasOwn(answer.body, 'Errors')]).toEqual([list, 404, false])
        expect(answer.body.ErrorMessage).not.toBe('')
      }
    },
  },
  {
    client: 'G',
    breaks: 'a 400 without Errors',
    check: async () => {
      for (const list of ['projects', 'machines', 'releases', 'deployments', 'deployments/create/untenanted/v1']) {
        const answer = await api('POST', `/api/Spaces-1/${list}`, {})
        expect([list, answer.status]).toEqual([list, 400])
        expect(answer.body.Errors.length).toBeGreaterThan(0)
      }
    },
  },
  {
    client: 'G',
    breaks: 'null in the lists of a machine, or no participation',
    check: async () => {
      for (const machine of await items('/api/machines')) {
        for (const field of ['EnvironmentIds', 'Roles', 'TenantIds', 'TenantTags'])
          expect(Array.isArray(machine[field]), field).toBe(true)
        expect(machine.TenantedDeploymentParticipation).toBe('Untenanted')
      }
    },
  },
  {
    client: 'G',
    breaks: 'a project without PersistenceSettings',
    check: async () => {
      for (const each of [project, ...(await items('/api/projects'))])
        expect(each.PersistenceSettings).toEqual({ Type: 'Database' })
    },
  },
  {
    client: 'G',
    breaks: 'a project with an empty LifecycleId, Name or ProjectGroupId',
    check: async () => {
      await create('/api/projects', { Name: 'No group', LifecycleId: 'Lifecycles-1' })
      for (const { LifecycleId, Name, ProjectGroupId } of await items('/api/projects'))
        expect([LifecycleId, Name, ProjectGroupId].every((text) => text.length > 0)).toBe(true)
    },
  },
  {
    client: 'G',
    breaks: 'kinds that it does not know',
    check: async () => {
      const Endpoint = { CommunicationStyle: 'StepPackage' }
      const bodies = [
        ['machines', { Name: 'x', EnvironmentIds: [environment.Id], Roles: ['web'], Endpoint }],
        ['accounts', { Name: 'x', AccountType: 'Smtp' }],
        ['feeds', { Name: 'x', FeedType: 'Ftp' }],
        ['workerpools', { Name: 'x', WorkerPoolType: 'KubernetesWorkerPool' }],
      ] as const
      for (const [list, body] of bodies)
        expect([list, (await api('POST', `/api/${list}`, body)).status]).toEqual([list, 400])
    },
  },
  {
    client: 'G',
    breaks: 'null as a property value',
    check: async () => {
      const isProperties = ({ name, value }: { name: string; value: unknown }) =>
        name === 'Properties' && !isMapOf(value, (inner) => isText(inner) || isSecret(inner))
      expect([...properties()].some(({ name }) => name === 'Properties')).toBe(true)
      expect(found(isProperties)).toEqual([])
    },
  },
  {
    client: 'G',
    breaks: 'a tentacle endpoint without Uri or Thumbprint, or with a bad Uri',
    check: async () => {
      const tentacles = (await items('/api/machines')).filter(({ Endpoint }) =>
        /^Tentacle/.test(Endpoint.CommunicationStyle),
      )
      expect(tentacles).toHaveLength(2)
      for (const { Endpoint } of tentacles) {
        expect(URL.canParse(Endpoint.Uri)).toBe(true)
        expect(Endpoint.Thumbprint).not.toBe('')
      }
      for (const wrong of [{ Uri: '', Thumbprint: 'A' }, { Uri: uri }, { Uri: 'no address', Thumbprint: 'A' }]) {
        const Endpoint = { CommunicationStyle: 'TentaclePassive', ...wrong }
        const body = { Name: 'bad', EnvironmentIds: [environment.Id], Roles: ['web'], Endpoint }
        expect((await api('POST', '/api/machines', body)).status).toBe(400)
      }
    },
  },
  {
    client: 'G',
    breaks: 'a machine policy with a limit of 0, or a time span that it cannot read',
    check: async () => {
      const policies = await items('/api/machinepolicies')
      const spans = policies.flatMap((policy) =>
        Object.entries(policy).filter(([name]) => /Interval|TimeLimit|Timeout$/.test(name)),
      )
      expect(spans.length).toBeGreaterThan(3)
      for (const [name, span] of spans)
        expect([name, String(span)]).toEqual([name, expect.stringMatching(/^(.{8}|.{10,})$/)])
      for (const { ConnectionRetryCountLimit } of policies) expect(ConnectionRetryCountLimit).toBeGreaterThan(0)
      const zero = { ...policies[0], Name: 'Zero', ConnectionRetryCountLimit: 0 }
      expect((await api('POST', '/api/machinepolicies', zero)).status).toBe(400)
    },
  },
  {
    client: 'G',
    breaks: "text in a package's ReleaseNotes",
    check: async () => {
      const packages = await items('/api/packages')
      expect(packages.map(({ ReleaseNotes }) => ReleaseNotes)).toEqual([null])
    },
  },
  {
    client: 'G',
    breaks: 'a number or boolean in Form.Values, FormValues or Links',
    check: async () => {
      const maps = [...properties()].filter(({ name }) => /^(Values|FormValues|Links)$/.test(name))
      expect(new Set(maps.map(({ name }) => name))).toEqual(new Set(['Values', 'FormValues', 'Links']))
      expect(maps.filter(({ value }) => !isMapOf(value, isText))).toEqual([])
    },
  },
  {
    client: 'G',
    breaks: 'a malformed or missing root link',
    check: async () => {
      const { Links } = await get('/api')
      for (const [name, template] of Object.entries<string>(Links)) {
        const rest = template.replaceAll(/\{[/?]?[A-Za-z0-9]+(,[A-Za-z0-9]+)*\}/g, '')
        expect([name, rest]).toEqual([name, expect.stringMatching(/^\/(api|app)[^{}]*$/)])
      }
      const needed =
        'Accounts Channels CurrentUser DeploymentProcesses Deployments Environments Events Feeds Interruptions'
      const more =
        'LibraryVariables Lifecycles MachinePolicies MachineRoles Machines Packages PackageUpload ProjectGroups'
      const last =
        'Projects ProjectTriggers Releases Runbooks Spaces TagSets Tasks Teams Tenants Users Variables Workers'
      expect(Object.keys(Links)).toEqual(expect.arrayContaining(`${needed} ${more} ${last}`.split(' ')))
      expect(Links.Accounts).toContain('/api/Spaces-1/')
    },
  },
  {
    client: 'G',
    breaks: 'no default space',
    check: async () => {
      const spaces = await items('/api/spaces')
      expect(spaces.filter(({ IsDefault }) => IsDefault)).toHaveLength(1)
      expect((await api('DELETE', '/api/spaces/Spaces-1')).status).toBe(400)
    },
  },
  {
    client: 'J',
    breaks: 'a Version that is no semantic version, or too old',
    check: async () => {
      const { Version } = await get('/api')
      const [, major, minor] = /^(\d+)\.(\d+)\.(\d+)$/.exec(Version) ?? []
      expect(Number(major) * 100 + Number(minor)).toBeGreaterThan(2022_03)
    },
  },
  {
    client: 'C',
    breaks: "an ApiVersion outside 3.0.x, or a user's spaces that are no array",
    check: async () => {
      const { ApiVersion } = await get('/api')
      expect(ApiVersion).toMatch(/^3\.0\.\d{1,2}$/)
      const { Links } = await get('/api/users/me')
      expect(Array.isArray(await get(Links.Spaces))).toBe(true)
    },
  },
  {
    client: 'G',
    breaks: 'another order of a list between pages',
    check: async () => {
      for (let n = 0; n < 7; n += 1) await create('/api/tenants', { Name: `tenant ${n % 2 ? 'B' : 'a'}${n}` })
      const seen: string[] = []
      for (let next: string | undefined = '/api/tenants?skip=0&take=2'; next; ) {
        const page: Item = await get(next)
        seen.push(...page.Items.map(({ Id }: Item) => Id))
        next = page.Links['Page.Next']
      }
      expect(seen).toEqual((await items('/api/tenants/all')).map(({ Id }) => Id))
      expect(new Set(seen).size).toBe(seen.length)
    },
  },
  {
    client: 'S',
    breaks: 'a refused JSON content type without a body',
    check: async () => {
      const answer = await api('POST', `/api/Spaces-1/releases/${release.Id}/snapshot-variables`)
      expect(answer.status).toBe(200)
      expect(answer.body.LastModifiedOn).not.toBeNull()
    },
  },
  {
    client: 'S',
    breaks: 'refused properties that no server has',
    check: async () => {
      expect(deployment).toMatchObject({
        Id: expect.stringMatching(/^Deployments-/),
        TaskId: expect.any(String),
        TenantId: null,
      })
    },
  },
  {
    client: 'G',
    breaks: 'only versions with three parts',
    check: async () => {
      for (const Version of ['5', '5.0', 'DeleteMe5.0']) {
        await create('/api/releases', { ProjectId: project.Id, Version })
        expect((await get(`/api/projects/${project.Id}/releases/${Version}`)).Version).toBe(Version)
      }
    },
  },
  {
    client: 'S',
    breaks: 'names that match with case',
    check: async () => {
      for (const query of ['partialName=wEB', 'name=wEB%20aPI'])
        expect((await items(`/api/projects?${query}`)).map(({ Id }) => Id)).toEqual([project.Id])
    },
  },
  {
    client: 'S',
    breaks: 'the exact name beyond the first page of partialName',
    check: async () => {
      await sql`insert into environment (id, space_id, name, slug, document)
        select 'Environments-' || n, 'Spaces-1', 'A Rare ' || n, 'a-rare-' || n,
          jsonb_build_object('Id', 'Environments-' || n, 'Name', 'A Rare ' || n, 'SpaceId', 'Spaces-1')
        from generate_series(9000, 9200) n`.execute(app.database)
      await create('/api/environments', { Name: 'Rare' })
      const page = await items('/api/environments?partialName=rare&skip=0&take=100')
      expect(page[0].Name).toBe('Rare')
    },
  },
  {
    client: 'J, G',
    breaks: 'a new project or space without its defaults',
    check: async () => {
      const made = await create('/api/projects', { Name: 'Fresh', LifecycleId: 'Lifecycles-1' })
      expect(
        (await items(`/api/projects/${made.Id}/channels`)).map(({ Name, IsDefault }) => [Name, IsDefault]),
      ).toEqual([['Default', true]])
      expect((await get(`/api/deploymentprocesses/${made.DeploymentProcessId}`)).Steps).toEqual([])
      const me = await get('/api/users/me')
      const space = await create('/api/spaces', { Name: 'Fresh', SpaceManagersTeamMembers: [me.Id] })
      const first = async (list: string) => (await items(`/api/${space.Id}/${list}`))[0].Name
      expect(await first('lifecycles')).toBe('Default Lifecycle')
      expect(await first('projectgroups')).toBe('Default Project Group')
      expect((await items(`/api/${space.Id}/feeds`))[0].FeedType).toBe('BuiltIn')
      for (const list of ['machinepolicies', 'workerpools'])
        expect(await items(`/api/${space.Id}/${list}`)).toHaveLength(1)
    },
  },
  {
    client: 'all',
    breaks: '/api that answers only with, or only without, the slash',
    check: async () => {
      expect(await get('/api/')).toEqual(await get('/api'))
      expect((await get('//api//Spaces-1/')).Id).toBe('Spaces-1')
    },
  },
]

test.each(ROWS)('$client: $breaks', ({ check }) => check())
