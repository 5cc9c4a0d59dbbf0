import { newIdentity, signText } from '@flotilla/agent-protocol'
import { sql } from 'kysely'
import { zipOf } from './package-files.ts'
import type { TestApp } from './start-app.ts'

export const S = '/api/Spaces-1'

/** A request that is accepted. */
export interface AuditedCall {
  readonly url: string
  readonly body?: unknown
  /** Sent as it is, instead of a JSON body. */
  readonly bytes?: { readonly payload: string | Buffer; readonly contentType: string }
  /** How many events it makes, if not one: what comes along has an event of its own. */
  readonly events?: number
  /** What the events are about. */
  readonly about?: string
  /** The events name somebody else than the administrator. */
  readonly by?: 'anybody'
}

// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the wire has
type Any = any

/** What the calls are made on: every `make` gives something new. */
export function auditWorld(app: TestApp) {
  let count = 0
  let home: Promise<{ environment: Any; lifecycle: Any }> | undefined
  const name = (what: string): string => {
    count += 1
    return `${what} ${count}`
  }
  const must = async (method: string, path: string, body?: unknown): Promise<Any> => {
    const answer = await app.api(method, path.startsWith('/api') ? path : `${S}/${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const first = async (path: string) => (await must('GET', path)).Items[0]
  const make = {
    environment: () => must('POST', 'environments', { Name: name('Place') }),
    /** Where every project may be deployed, and the lifecycle that says so. */
    home: async () => {
      home ??= (async () => {
        const environment = await make.environment()
        const Phases = [{ Name: 'All', OptionalDeploymentTargets: [environment.Id] }]
        return { environment, lifecycle: await must('POST', 'lifecycles', { Name: name('Lifecycle'), Phases }) }
      })()
      return home
    },
    project: async () => {
      const { Id: LifecycleId } = (await make.home()).lifecycle
      const { Id: ProjectGroupId } = await first('projectgroups')
      const project = await must('POST', 'projects', { Name: name('Project'), LifecycleId, ProjectGroupId })
      const process = await must('GET', `deploymentprocesses/${project.DeploymentProcessId}`)
      await must('PUT', `deploymentprocesses/${process.Id}`, { ...process, Steps: STEPS })
      return project
    },
    release: async () =>
      must('POST', 'releases', { ProjectId: (await make.project()).Id, Version: name('1.0').replace(' ', '.') }),
    deployment: async () =>
      must('POST', 'deployments', {
        ReleaseId: (await make.release()).Id,
        EnvironmentId: (await make.home()).environment.Id,
      }),
    runbook: async () => {
      const runbook = await must('POST', 'runbooks', { Name: name('Runbook'), ProjectId: (await make.project()).Id })
      const process = await must('GET', `runbookprocesses/${runbook.RunbookProcessId}`)
      await must('PUT', `runbookprocesses/${process.Id}`, { ...process, Steps: STEPS })
      return runbook
    },
    runbookSnapshot: async () => {
      const { Id: RunbookId, ProjectId } = await make.runbook()
      return must('POST', 'runbooksnapshots', { Name: name('Snapshot'), RunbookId, ProjectId })
    },
    machine: async () => must('POST', 'machines', await machineBody()),
    tenant: () => must('POST', 'tenants', { Name: name('Tenant') }),
    template: () => must('POST', 'actiontemplates', { Name: name('Template'), ActionType: 'Octopus.Script' }),
    user: () => must('POST', '/api/users', { Username: name('user'), DisplayName: 'User', IsService: true }),
    team: () => must('POST', '/api/teams', { Name: name('Team'), MemberUserIds: [] }),
    role: () => must('POST', '/api/userroles', { Name: name('Role'), GrantedSpacePermissions: ['ProjectView'] }),
    trigger: async () => must('POST', 'projecttriggers', await triggerBody()),
    subscription: () => must('POST', 'subscriptions', subscriptionBody()),
    artifact: async () =>
      must('POST', 'artifacts', { Filename: 'notes.txt', ServerTaskId: (await make.deployment()).TaskId }),
    package: async () => {
      const id = name('Package').replace(' ', '.')
      await send({ url: `${S}/packages/raw`, bytes: packageForm(`${id}.1.0.0.zip`) })
      return `packages-${id}.1.0.0`
    },
    build: async () => must('POST', 'build-information', buildBody()),
    identity: async () => {
      const { Id } = await make.user()
      const made = await must('POST', `/api/serviceaccounts/${Id}/oidcidentities/create/v1`, identityBody(Id))
      return { account: Id, identity: made.Id ?? made.OidcIdentity?.Id }
    },
    /** A question as a step asks it. */
    interruption: async () => {
      const { Id, TaskId } = await make.deployment()
      count += 1
      const id = `Interruptions-${900_000 + count}`
      await sql`insert into interruption (id, number, space_id, task_id, action_key, type, title, instructions,
          responsible_team_ids, correlation_id, related_document_ids)
        values (${id}, ${900_000 + count}, 'Spaces-1', ${TaskId}, 'a', 'ManualIntervention', 'Go on?', '', '{}', 'c',
          ${[TaskId, Id]})`.execute(app.database)
      return id
    },
  }
  const machineBody = async () => ({
    Name: name('Machine'),
    EnvironmentIds: [(await make.environment()).Id],
    Roles: ['web'],
    Endpoint: { CommunicationStyle: 'None' },
  })
  const triggerBody = async () => ({
    Name: name('Trigger'),
    ProjectId: (await make.project()).Id,
    Filter: { FilterType: 'MachineFilter', EventCategories: ['MachineAdded'] },
    Action: { ActionType: 'AutoDeploy' },
  })
  const subscriptionBody = () => ({
    Name: name('Subscription'),
    EventNotificationSubscription: { WebhookURI: 'https://hooks.example/' },
  })
  const buildBody = () => ({
    PackageId: name('Build').replace(' ', '.'),
    Version: '1.0.0',
    OctopusBuildInformation: { BuildNumber: '7' },
  })
  const identityBody = (ServiceAccountId: string) => ({
    ServiceAccountId,
    Name: name('Identity'),
    Issuer: 'https://issuer.example',
    Subject: name('subject'),
  })
  const send = ({ url, body, bytes }: AuditedCall, method = 'POST', apiKey = 'API-ADMINISTRATOR0') =>
    app.inject({
      method: method as 'POST',
      url,
      headers: { 'x-octopus-apikey': apiKey, 'content-type': bytes?.contentType ?? 'application/json' },
      ...(bytes ? { payload: bytes.payload } : body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
  return {
    app,
    make,
    name,
    must,
    first,
    send,
    bodies: { machineBody, triggerBody, subscriptionBody, buildBody, identityBody },
  }
}

export type AuditWorld = ReturnType<typeof auditWorld>

const STEPS = [
  {
    Name: 'Run',
    Actions: [
      {
        Name: 'Run',
        ActionType: 'Octopus.Script',
        Properties: {
          'Octopus.Action.RunOnServer': 'true',
          'Octopus.Action.Script.Syntax': 'Bash',
          'Octopus.Action.Script.ScriptBody': 'true',
        },
      },
    ],
  },
]

const form = (filename: string, content: Buffer): NonNullable<AuditedCall['bytes']> => ({
  contentType: 'multipart/form-data; boundary=b',
  payload: Buffer.concat([
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n\r\n`),
    content,
    Buffer.from('\r\n--b--\r\n'),
  ]),
})
const packageForm = (filename: string) => form(filename, Buffer.from('content'))
const picture = () =>
  form(
    'a.png',
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    ),
  )

type Calls = Readonly<Record<string, (world: AuditWorld) => Promise<AuditedCall>>>

/** With a key of its own: no two workers have one agent. */
const agentWorker = (name: string) => ({
  Name: name,
  Endpoint: { CommunicationStyle: 'TentacleActive', Uri: 'poll://worker/', Thumbprint: name },
})

/** Create, change and delete at the usual three addresses. */
const standard = (
  path: string,
  make: (world: AuditWorld) => Promise<Any>,
  bodyOf: (world: AuditWorld) => unknown,
  changed: object = { Description: 'changed' },
  root = S,
): Calls => ({
  [`POST ${path}`]: async (world) => ({ url: `${root}${path}`, body: await bodyOf(world) }),
  [`PUT ${path}/:id`]: async (world) => {
    const thing = await make(world)
    return { url: `${root}${path}/${thing.Id}`, body: { ...thing, ...changed }, about: thing.Id }
  },
  [`DELETE ${path}/:id`]: async (world) => {
    const thing = await make(world)
    return { url: `${root}${path}/${thing.Id}`, about: thing.Id }
  },
})

/** The same for what is made by a POST of the same body. */
const plain = (path: string, bodyOf: (world: AuditWorld) => unknown, changed?: object, root = S): Calls =>
  standard(path, async (world) => world.must('POST', `${root}${path}`, await bodyOf(world)), bodyOf, changed, root)

const named =
  (what: string, more: object = {}) =>
  ({ name }: AuditWorld) => ({ Name: name(what), ...more })

const inOrder =
  (path: string): Calls[string] =>
  async ({ must, name }) => {
    await must('POST', path, { Name: name('Last') })
    const { Items } = await must('GET', path)
    return { url: `${S}/${path}/sortorder`, body: Items.map(({ Id }: Any) => Id).reverse() }
  }

const logoOf =
  (path: string, make: (world: AuditWorld) => Promise<Any>, root = S): Calls[string] =>
  async (world) => {
    const { Id } = await make(world)
    return { url: `${root}/${path}/${Id}/logo`, bytes: picture(), about: Id }
  }

const putProcess =
  (urlOf: (project: Any, process: Any) => string): Calls[string] =>
  async ({ make, must }) => {
    const project = await make.project()
    const process = await must('GET', `deploymentprocesses/${project.DeploymentProcessId}`)
    return { url: urlOf(project, process), body: { ...process, Steps: [] }, about: process.Id }
  }

const putVariables =
  (urlOf: (project: Any) => string): Calls[string] =>
  async ({ make, must }) => {
    const project = await make.project()
    const set = await must('GET', `variables/${project.VariableSetId}`)
    return { url: urlOf(project), body: { ...set, Variables: [{ Name: 'A', Value: '1' }] }, about: set.Id }
  }

const tenantVariables: Calls[string] = async ({ make, must }) => {
  const project = await make.project()
  await must('PUT', `projects/${project.Id}`, {
    ...project,
    TenantedDeploymentMode: 'TenantedOrUntenanted',
    Templates: [{ Name: 'Region', DisplaySettings: {} }],
  })
  const { Templates } = await must('GET', `projects/${project.Id}`)
  const { environment } = await make.home()
  const tenant = await must('POST', 'tenants', {
    Name: `T ${project.Id}`,
    ProjectEnvironments: { [project.Id]: [environment.Id] },
  })
  const Variables = { [environment.Id]: { [Templates[0].Id]: 'north' } }
  return {
    url: `${S}/tenants/${tenant.Id}/variables`,
    body: { ProjectVariables: { [project.Id]: { Variables } } },
    about: tenant.Id,
  }
}

const tenantList =
  (kind: 'project' | 'common'): Calls[string] =>
  async (world) => {
    const { must, name } = world
    if (kind === 'project') {
      const { url, body, about } = await tenantVariables(world)
      const [[ProjectId, { Variables }]] = Object.entries((body as Any).ProjectVariables) as Any
      const [[environmentId, values]] = Object.entries(Variables) as Any
      const [[TemplateId, Value]] = Object.entries(values) as Any
      const given = { ProjectId, TemplateId, Value, Scope: { EnvironmentIds: [environmentId] } }
      return { url: url.replace('/variables', '/projectvariables'), body: { Variables: [given] }, about: about! }
    }
    const set = await must('POST', 'libraryvariablesets', {
      Name: name('Set'),
      Templates: [{ Name: 'Key', DisplaySettings: {} }],
    })
    const project = await world.make.project()
    await must('PUT', `projects/${project.Id}`, {
      ...project,
      TenantedDeploymentMode: 'TenantedOrUntenanted',
      IncludedLibraryVariableSetIds: [set.Id],
    })
    const tenant = await must('POST', 'tenants', { Name: name('Tenant'), ProjectEnvironments: { [project.Id]: [] } })
    const given = { LibraryVariableSetId: set.Id, TemplateId: set.Templates[0].Id, Value: 'v' }
    return { url: `${S}/tenants/${tenant.Id}/commonvariables`, body: { Variables: [given] }, about: tenant.Id }
  }

const inProject = (what: 'channels' | 'triggers' | 'runbooks', parameter: string): Calls => {
  const bodyOf = async (world: AuditWorld, project: Any): Promise<Any> =>
    what === 'triggers'
      ? { ...(await world.bodies.triggerBody()), ProjectId: project.Id }
      : { Name: world.name(what), ProjectId: project.Id, LifecycleId: null }
  const made = async (world: AuditWorld) => {
    const project = await world.make.project()
    const thing = await world.must('POST', `projects/${project.Id}/${what}`, await bodyOf(world, project))
    return { url: `${S}/projects/${project.Id}/${what}/${thing.Id}`, about: thing.Id, thing }
  }
  const projectParameter = what === 'triggers' ? ':projectId' : ':id'
  const path = `/projects/${projectParameter}/${what}`
  return {
    [`POST ${path}`]: async (world) => {
      const project = await world.make.project()
      return { url: `${S}/projects/${project.Id}/${what}`, body: await bodyOf(world, project), about: project.Id }
    },
    [`PUT ${path}/${parameter}`]: async (world) => {
      const { thing, ...call } = await made(world)
      return { ...call, body: { ...thing, Description: 'changed' } }
    },
    [`DELETE ${path}/${parameter}`]: async (world) => {
      const { thing: _, ...call } = await made(world)
      return call
    },
  }
}

const identities = (
  newPath: string,
  onePath: (account: string, identity: string) => string,
  pattern: string,
): Calls => ({
  [`POST ${newPath}`]: async ({ make, bodies }) => {
    const { Id } = await make.user()
    return { url: `/api${newPath.replace(':id', Id)}`, body: bodies.identityBody(Id), about: Id }
  },
  [`PUT ${pattern}`]: async ({ make, bodies }) => {
    const { account, identity } = await make.identity()
    return { url: onePath(account, identity), body: bodies.identityBody(account), about: account }
  },
  [`DELETE ${pattern}`]: async ({ make }) => {
    const { account, identity } = await make.identity()
    return { url: onePath(account, identity), about: account }
  },
})

const tokenBody = async (make: AuditWorld['make']) => ({
  EnvironmentIds: [(await make.environment()).Id],
  Roles: ['web'],
})

/** One accepted request for every route that changes something. */
export const AUDITED_CALLS: Calls = {
  ...plain('/environments', named('Place')),
  ...plain('/projectgroups', named('Group')),
  ...plain('/lifecycles', named('Lifecycle')),
  ...plain('/workerpools', named('Pool')),
  ...plain('/machinepolicies', named('Policy')),
  ...plain('/libraryvariablesets', named('Set')),
  ...plain('/tenants', named('Tenant')),
  ...plain('/tagsets', named('Tags', { Tags: [{ Name: 'One', Color: '#333333' }] })),
  ...plain('/actiontemplates', named('Template', { ActionType: 'Octopus.Script' })),
  ...plain('/accounts', named('Account', { AccountType: 'UsernamePassword', Username: 'u' })),
  ...plain('/proxies', named('Proxy', { Host: 'proxy.example' }), { Port: 3128 }),
  ...plain('/feeds', named('Feed', { FeedType: 'NuGet', FeedUri: 'https://feed.example/' }), { DownloadAttempts: 3 }),
  ...plain('/teams', named('Team', { MemberUserIds: [] }), undefined, '/api'),
  ...plain('/userroles', named('Role', { GrantedSpacePermissions: ['ProjectView'] }), undefined, '/api'),
  ...plain(
    '/users',
    ({ name }) => ({ Username: name('user'), DisplayName: 'User', IsService: true }),
    { DisplayName: 'changed' },
    '/api',
  ),
  ...plain('/subscriptions', ({ bodies }) => bodies.subscriptionBody(), { IsDisabled: true }),
  ...standard(
    '/projects',
    ({ make }) => make.project(),
    async ({ first, name }) => ({
      Name: name('Project'),
      LifecycleId: (await first('lifecycles')).Id,
      ProjectGroupId: (await first('projectgroups')).Id,
    }),
  ),
  ...plain('/channels', async ({ make, name }) => ({ Name: name('Channel'), ProjectId: (await make.project()).Id })),
  ...plain('/projecttriggers', ({ bodies }) => bodies.triggerBody()),
  ...plain('/machines', ({ bodies }) => bodies.machineBody(), { IsDisabled: true }),
  ...plain('/workers', async ({ first, name }) => ({
    ...agentWorker(name('Worker')),
    WorkerPoolIds: [(await first('workerpools')).Id],
  })),
  ...plain('/spaces', named('Space', { SpaceManagersTeamMembers: ['Users-1'] }), undefined, '/api'),
  'POST /agentregistrationtokens': async ({ make }) => ({
    url: `${S}/agentregistrationtokens`,
    body: await tokenBody(make),
  }),
  'DELETE /agentregistrationtokens/:id': async ({ make, must }) => {
    const { Id } = await must('POST', 'agentregistrationtokens', await tokenBody(make))
    return { url: `${S}/agentregistrationtokens/${Id}`, about: Id }
  },
  'POST /agents/register': async ({ make, must, name }) => {
    const { Token } = await must('POST', 'agentregistrationtokens', await tokenBody(make))
    const identity = newIdentity()
    const Signature = signText(identity, 'agent registration', Token)
    const body = { Token, PublicKey: identity.publicKey, Signature, Name: name('agent').replace(' ', '-') }
    // It is added as any machine is.
    return { url: '/api/agents/register', body, events: 2 }
  },
  // The events of a machine drive triggers; that of its document tells what changed.
  'POST /workers': async ({ first, name }) => {
    const body = { ...agentWorker(name('Worker')), WorkerPoolIds: [(await first('workerpools')).Id] }
    return { url: `${S}/workers`, body, events: 2 }
  },
  'PUT /workers/:id': async ({ must, first, name }) => {
    const WorkerPoolIds = [(await first('workerpools')).Id]
    const worker = await must('POST', 'workers', { ...agentWorker(name('Worker')), WorkerPoolIds })
    return { url: `${S}/workers/${worker.Id}`, body: { ...worker, IsDisabled: true }, about: worker.Id, events: 2 }
  },
  'POST /machines': async ({ bodies }) => ({ url: `${S}/machines`, body: await bodies.machineBody(), events: 3 }),
  'PUT /machines/:id': async ({ make }) => {
    const machine = await make.machine()
    const body = { ...machine, IsDisabled: true }
    return { url: `${S}/machines/${machine.Id}`, body, about: machine.Id, events: 2 }
  },
  'DELETE /machines/:id': async ({ make }) => {
    const { Id } = await make.machine()
    return { url: `${S}/machines/${Id}`, about: Id, events: 2 }
  },
  // With its channel.
  'POST /projects': async ({ first, make, name }) => {
    const { Id: LifecycleId } = (await make.home()).lifecycle
    const body = { Name: name('Project'), LifecycleId, ProjectGroupId: (await first('projectgroups')).Id }
    return { url: `${S}/projects`, body, events: 2 }
  },
  // With its team of managers, lifecycle, group, feed, policy and pool.
  'POST /spaces': async ({ name }) => ({
    url: '/api/spaces',
    body: { Name: name('Space'), SpaceManagersTeamMembers: ['Users-1'] },
    events: 7,
  }),
  'DELETE /spaces/:id': async ({ must, name }) => {
    const space = await must('POST', '/api/spaces', { Name: name('Space'), SpaceManagersTeamMembers: ['Users-1'] })
    await must('PUT', `/api/spaces/${space.Id}`, { ...space, TaskQueueStopped: true })
    return { url: `/api/spaces/${space.Id}`, about: space.Id }
  },
  ...plain(
    '/scopeduserroles',
    async ({ make }) => ({ TeamId: (await make.team()).Id, UserRoleId: (await make.role()).Id }),
    { ProjectIds: [] },
    '/api',
  ),
  'PUT /scopeduserroles/:id': async ({ make, must }) => {
    const body = { TeamId: (await make.team()).Id, UserRoleId: (await make.role()).Id, SpaceId: 'Spaces-1' }
    const given = await must('POST', 'scopeduserroles', body)
    const { Id } = await make.project()
    return { url: `/api/scopeduserroles/${given.Id}`, body: { ...given, ProjectIds: [Id] } }
  },
  ...inProject('channels', ':channel'),
  ...inProject('triggers', ':id'),
  ...inProject('runbooks', ':runbook'),
  ...standard(
    '/releases',
    ({ make }) => make.release(),
    async ({ make }) => ({ ProjectId: (await make.project()).Id, Version: '1.0' }),
    { ReleaseNotes: 'changed' },
  ),
  ...standard(
    '/runbooks',
    ({ make }) => make.runbook(),
    async ({ make, name }) => ({
      Name: name('Runbook'),
      ProjectId: (await make.project()).Id,
    }),
  ),
  'PUT /environments/sortorder': inOrder('environments'),
  'PUT /workerpools/sortorder': inOrder('workerpools'),
  'PUT /tagsets/sortorder': inOrder('tagsets'),
  'POST /projects/:id/logo': logoOf('projects', ({ make }) => make.project()),
  'POST /tenants/:id/logo': logoOf('tenants', ({ make }) => make.tenant()),
  'POST /actiontemplates/:id/logo': logoOf('actiontemplates', ({ make }) => make.template()),
  'POST /spaces/:id/logo': logoOf('spaces', async ({ first }) => first('/api/spaces'), '/api'),
  'POST /users/:id/apikeys': async ({ make }) => {
    const { Id } = await make.user()
    return { url: `/api/users/${Id}/apikeys`, body: { Purpose: 'test' }, about: Id }
  },
  'DELETE /users/:id/apikeys/:keyId': async ({ make, must }) => {
    const { Id } = await make.user()
    const key = await must('POST', `/api/users/${Id}/apikeys`, { Purpose: 'test' })
    return { url: `/api/users/${Id}/apikeys/${key.Id}`, about: Id }
  },
  'POST /users/login': async () => ({
    url: '/api/users/login',
    body: { Username: 'admin', Password: 'correct horse battery' },
  }),
  ...identities(
    '/serviceaccounts/:id/oidcidentities/create/v1',
    (account, identity) => `/api/serviceaccounts/${account}/oidcidentities/${identity}/v1`,
    '/serviceaccounts/:id/oidcidentities/:identityId/v1',
  ),
  ...identities(
    '/serviceaccounts/:id/oidcidentities/v1',
    (account, identity) => `/api/serviceaccounts/${account}/oidcidentities/v1/${identity}`,
    '/serviceaccounts/:id/oidcidentities/v1/:identityId',
  ),
  'POST /packages/raw': async ({ name }) => ({
    url: `${S}/packages/raw`,
    bytes: packageForm(`${name('Pushed').replace(' ', '.')}.1.0.0.zip`),
  }),
  'DELETE /packages/:id': async ({ make }) => {
    const id = await make.package()
    return { url: `${S}/packages/${id}`, about: id }
  },
  'DELETE /packages/bulk': async ({ make }) => {
    const ids = [await make.package(), await make.package()]
    return { url: `${S}/packages/bulk?ids=${ids}`, events: 2 }
  },
  'POST /build-information': async ({ bodies }) => ({ url: `${S}/build-information`, body: bodies.buildBody() }),
  'DELETE /build-information/:id': async ({ make }) => {
    const { Id } = await make.build()
    return { url: `${S}/build-information/${Id}`, about: Id }
  },
  'DELETE /build-information/bulk': async ({ make }) => {
    const ids = [(await make.build()).Id, (await make.build()).Id]
    return { url: `${S}/build-information/bulk?ids=${ids}`, events: 2 }
  },
  'POST /subscriptions/:id/deliveries/redeliver': async (world) => {
    const id = await deadDelivery(world)
    return { url: `${S}/subscriptions/${id}/deliveries/redeliver`, about: id }
  },
  'POST /subscriptions/:id/deliveries/:event/redeliver': async (world) => {
    const id = await deadDelivery(world)
    return { url: `${S}/subscriptions/${id}/deliveries/Events-1/redeliver`, about: id }
  },
  'POST /artifacts': async ({ make }) => {
    const { TaskId } = await make.deployment()
    return { url: `${S}/artifacts`, body: { Filename: 'a.txt', ServerTaskId: TaskId } }
  },
  'PUT /artifacts/:id': async ({ make }) => {
    const artifact = await make.artifact()
    return { url: `${S}/artifacts/${artifact.Id}`, body: { ...artifact, Filename: 'b.txt' }, about: artifact.Id }
  },
  'PUT /artifacts/:id/content': async ({ make }) => {
    const { Id } = await make.artifact()
    const bytes = { payload: 'content', contentType: 'application/octet-stream' }
    return { url: `${S}/artifacts/${Id}/content`, bytes, about: Id }
  },
  'DELETE /artifacts/:id': async ({ make }) => {
    const { Id } = await make.artifact()
    return { url: `${S}/artifacts/${Id}`, about: Id }
  },
  'PUT /projects/:id/deploymentsettings': async ({ make, must }) => {
    const { Id } = await make.project()
    const settings = await must('GET', `projects/${Id}/deploymentsettings`)
    const body = { ...settings, DefaultGuidedFailureMode: 'On' }
    return { url: `${S}/projects/${Id}/deploymentsettings`, body, about: Id }
  },
  'PUT /deploymentprocesses/:id': putProcess((_project, { Id }) => `${S}/deploymentprocesses/${Id}`),
  'PUT /projects/:id/deploymentprocesses': putProcess(({ Id }) => `${S}/projects/${Id}/deploymentprocesses`),
  'PUT /variables/:id': putVariables(({ VariableSetId }) => `${S}/variables/${VariableSetId}`),
  'PUT /projects/:id/variables': putVariables(({ Id }) => `${S}/projects/${Id}/variables`),
  'PUT /projects/:id/channels/order': async ({ make, must, name }) => {
    const { Id } = await make.project()
    await must('POST', 'channels', { Name: name('Channel'), ProjectId: Id })
    const { Items } = await must('GET', `projects/${Id}/channels`)
    return { url: `${S}/projects/${Id}/channels/order`, body: Items.map((each: Any) => each.Id).reverse(), about: Id }
  },
  'PUT /tenants/:id/variables': tenantVariables,
  'POST /tenants/:id/variables': tenantVariables,
  'PUT /tenants/:id/projectvariables': tenantList('project'),
  'PUT /tenants/:id/commonvariables': tenantList('common'),
  'POST /releases/:id/snapshot-variables': async ({ make, must }) => {
    const release = await make.release()
    const set = await must('GET', `variables/variableset-${release.ProjectId}`)
    await must('PUT', `variables/${set.Id}`, { ...set, Variables: [{ Name: 'A', Value: '1' }] })
    return { url: `${S}/releases/${release.Id}/snapshot-variables`, about: release.Id }
  },
  'POST /releases/:id/snapshot-variables-by-name': async ({ make, must }) => {
    const release = await make.release()
    const set = await must('GET', `variables/variableset-${release.ProjectId}`)
    await must('PUT', `variables/${set.Id}`, { ...set, Variables: [{ Name: 'A', Value: '1' }] })
    return { url: `${S}/releases/${release.Id}/snapshot-variables-by-name`, body: {}, about: release.Id }
  },
  'POST /releases/:id/defects': async ({ make }) => {
    const { Id } = await make.release()
    return { url: `${S}/releases/${Id}/defects`, body: { Description: 'Bad' }, about: Id }
  },
  'POST /releases/:id/defects/resolve': async ({ make, must }) => {
    const { Id } = await make.release()
    await must('POST', `releases/${Id}/defects`, { Description: 'Bad' })
    return { url: `${S}/releases/${Id}/defects/resolve`, about: Id }
  },
  'POST /deployments': async ({ make }) => {
    const body = { ReleaseId: (await make.release()).Id, EnvironmentId: (await make.home()).environment.Id }
    return { url: `${S}/deployments`, body, about: body.ReleaseId }
  },
  'POST /deployments/override': async ({ make }) => {
    const ReleaseId = (await make.release()).Id
    const CreateDeploymentCommand = { ReleaseId, EnvironmentId: (await make.home()).environment.Id }
    return { url: `${S}/deployments/override`, body: { CreateDeploymentCommand }, about: ReleaseId }
  },
  'POST /projects/:id/converge': async ({ app, make, must }) => {
    const { environment } = await make.home()
    const project = await make.project()
    const process = await must('GET', `deploymentprocesses/${project.DeploymentProcessId}`)
    const step = { ...STEPS[0]!, Properties: { 'Octopus.Action.TargetRoles': 'web' } }
    const actions = [{ ...step.Actions[0]!, Properties: { 'Octopus.Action.Script.ScriptBody': 'true' } }]
    await must('PUT', `deploymentprocesses/${process.Id}`, { ...process, Steps: [{ ...step, Actions: actions }] })
    const release = await must('POST', 'releases', { ProjectId: project.Id, Version: '1.0' })
    await must('POST', 'machines', {
      Name: `Lacking ${project.Name}`,
      EnvironmentIds: [environment.Id],
      Roles: ['web'],
      Endpoint: { CommunicationStyle: 'None' },
    })
    // It was deployed there before the machine came.
    await sql`insert into release_success
        (project_id, environment_id, tenant_id, channel_id, release_id, deployment_id, task_id, started_at, completed_at)
      values (${project.Id}, ${environment.Id}, '', ${release.ChannelId}, ${release.Id}, 'Deployments-0', 'ServerTasks-0', now(), now())`.execute(
      app.database,
    )
    return { url: `${S}/projects/${project.Id}/converge`, body: { EnvironmentId: environment.Id }, about: release.Id }
  },
  'DELETE /deployments/:id': async ({ make, must }) => {
    const { Id, TaskId } = await make.deployment()
    await must('POST', `/api/tasks/${TaskId}/cancel`)
    return { url: `${S}/deployments/${Id}`, about: Id }
  },
  'POST /releases/create/v1': async ({ make }) => {
    const { Id, Name } = await make.project()
    return { url: `${S}/releases/create/v1`, body: { ProjectName: Name, ReleaseVersion: '2.0' }, about: Id }
  },
  'POST /deployments/create/untenanted/v1': async ({ make }) => {
    const { Version, ProjectId, Id } = await make.release()
    const { Name } = (await make.home()).environment
    const body = { ProjectName: ProjectId, ReleaseVersion: Version, EnvironmentNames: [Name] }
    return { url: `${S}/deployments/create/untenanted/v1`, body, about: Id }
  },
  'POST /deployments/create/tenanted/v1': async ({ make, must, name }) => {
    const { Version, ProjectId, Id } = await make.release()
    const { environment } = await make.home()
    const project = await must('GET', `projects/${ProjectId}`)
    await must('PUT', `projects/${ProjectId}`, { ...project, TenantedDeploymentMode: 'TenantedOrUntenanted' })
    const tenant = await must('POST', 'tenants', {
      Name: name('Tenant'),
      ProjectEnvironments: { [ProjectId]: [environment.Id] },
    })
    const body = {
      ProjectName: ProjectId,
      ReleaseVersion: Version,
      EnvironmentName: environment.Name,
      Tenants: [tenant.Name],
    }
    return { url: `${S}/deployments/create/tenanted/v1`, body, about: Id }
  },
  'PUT /interruptions/:id/responsible': async ({ make }) => {
    const id = await make.interruption()
    return { url: `/api/interruptions/${id}/responsible` }
  },
  'POST /interruptions/:id/submit': async ({ make, must }) => {
    const id = await make.interruption()
    await must('PUT', `/api/interruptions/${id}/responsible`)
    return { url: `/api/interruptions/${id}/submit`, body: { Result: 'Proceed', Notes: 'fine' } }
  },
  'POST /tasks': async ({ make }) => {
    const { Id } = await make.machine()
    return { url: `${S}/tasks`, body: { Name: 'Health', Arguments: { MachineIds: [Id] } } }
  },
  'POST /users/invitations': async ({ make }) => {
    const { Id } = await make.team()
    return { url: '/api/users/invitations', body: { AddToTeamIds: [Id] }, about: Id }
  },
  'POST /users/register': async ({ must, name }) => {
    const { InvitationCode } = await must('POST', '/api/users/invitations', {})
    const body = { InvitationCode, Username: name('guest'), Password: 'correct horse battery staple' }
    return { url: '/api/users/register', body, by: 'anybody' }
  },
  'POST /actiontemplates/:id/actionsUpdate': async ({ make, must }) => {
    const template = await make.template()
    const project = await make.project()
    const process = await must('GET', `deploymentprocesses/${project.DeploymentProcessId}`)
    const Properties = { 'Octopus.Action.Template.Id': template.Id, 'Octopus.Action.Template.Version': '1' }
    const Actions = [{ Name: 'A', ActionType: 'Octopus.Script', Properties }]
    const { Steps } = await must('PUT', `deploymentprocesses/${process.Id}`, {
      ...process,
      Steps: [{ Name: 'A', Actions }],
    })
    await must('PUT', `actiontemplates/${template.Id}`, { ...template, Description: 'changed' })
    const body = { ActionIdsByProcessId: { [process.Id]: [Steps[0].Actions[0].Id] } }
    return { url: `${S}/actiontemplates/${template.Id}/actionsUpdate`, body, about: process.Id }
  },
  'PUT /accounts/:id/pk': async ({ must, name }) => {
    const PrivateKeyFile = { HasValue: true, NewValue: 'a2V5' }
    const body = { Name: name('Key'), AccountType: 'SshKeyPair', Username: 'u', PrivateKeyFile }
    const { Id } = await must('POST', 'accounts', body)
    return { url: `${S}/accounts/${Id}/pk`, bytes: packageForm('key'), about: Id }
  },
  'PUT /nuget/packages': async ({ name }) => {
    const id = name('Nu').replace(' ', '.')
    const nuspec = `<package><metadata><id>${id}</id><version>1.0.0</version></metadata></package>`
    return { url: `${S}/nuget/packages`, bytes: form(`${id}.1.0.0.nupkg`, zipOf({ [`${id}.nuspec`]: nuspec })) }
  },
  'PUT /runbookprocesses/:id': async ({ make, must }) => {
    const { RunbookProcessId } = await make.runbook()
    const process = await must('GET', `runbookprocesses/${RunbookProcessId}`)
    const url = `${S}/runbookprocesses/${RunbookProcessId}`
    return { url, body: { ...process, Steps: [] }, about: RunbookProcessId }
  },
  'PUT /projects/:id/runbookprocesses/:process': async ({ make, must }) => {
    const { RunbookProcessId, ProjectId } = await make.runbook()
    const process = await must('GET', `runbookprocesses/${RunbookProcessId}`)
    const url = `${S}/projects/${ProjectId}/runbookprocesses/${RunbookProcessId}`
    return { url, body: { ...process, Steps: [] }, about: RunbookProcessId }
  },
  ...standard(
    '/runbooksnapshots',
    ({ make }) => make.runbookSnapshot(),
    async ({ make, name }) => ({ Name: name('Snapshot'), RunbookId: (await make.runbook()).Id }),
    { Notes: 'changed' },
  ),
  'POST /projects/:id/runbooksnapshots': async ({ make, name }) => {
    const { Id: RunbookId, ProjectId } = await make.runbook()
    return { url: `${S}/projects/${ProjectId}/runbooksnapshots`, body: { Name: name('Snapshot'), RunbookId } }
  },
  'POST /runbooksnapshots/:id/snapshot-variables': async ({ make, must }) => {
    const { Id, ProjectId } = await make.runbookSnapshot()
    const set = await must('GET', `variables/variableset-${ProjectId}`)
    await must('PUT', `variables/${set.Id}`, { ...set, Variables: [{ Name: 'A', Value: '1' }] })
    return { url: `${S}/runbooksnapshots/${Id}/snapshot-variables`, about: Id }
  },
  'POST /runbookruns': async ({ make }) => {
    const { Id } = await make.runbookSnapshot()
    const body = { RunbookSnapshotId: Id, EnvironmentId: (await make.home()).environment.Id }
    return { url: `${S}/runbookruns`, body, about: Id }
  },
  'DELETE /runbookruns/:id': async ({ make, must }) => {
    const snapshot = await make.runbookSnapshot()
    const body = { RunbookSnapshotId: snapshot.Id, EnvironmentId: (await make.home()).environment.Id }
    const { Id, TaskId } = await must('POST', 'runbookruns', body)
    await must('POST', `/api/tasks/${TaskId}/cancel`)
    return { url: `${S}/runbookruns/${Id}`, about: Id }
  },
  'POST /runbook-runs/create/v1': async ({ make, must }) => {
    const { RunbookId, ProjectId, Name } = await make.runbookSnapshot()
    const runbook = await must('GET', `runbooks/${RunbookId}`)
    const EnvironmentNames = [(await make.home()).environment.Name]
    const body = { ProjectName: ProjectId, RunbookName: runbook.Name, EnvironmentNames, Snapshot: Name }
    return { url: `${S}/runbook-runs/create/v1`, body, about: RunbookId }
  },
  'POST /tasks/:id/state': async ({ make, must }) => {
    const { TaskId } = await make.deployment()
    await must('POST', `/api/tasks/${TaskId}/cancel`)
    return { url: `/api/tasks/${TaskId}/state`, body: { State: 'Success', Reason: 'by hand' }, about: TaskId }
  },
  'POST /tasks/:id/prioritize': async ({ make }) => {
    const { TaskId } = await make.deployment()
    return { url: `/api/tasks/${TaskId}/prioritize`, about: TaskId }
  },
  'POST /tasks/rerun/:id': async ({ make, must }) => {
    const { Id } = await make.machine()
    const task = await must('POST', 'tasks', { Name: 'Health', Arguments: { MachineIds: [Id] } })
    await must('POST', `/api/tasks/${task.Id}/cancel`)
    return { url: `/api/tasks/rerun/${task.Id}`, about: Id }
  },
  'POST /tasks/:id/cancel': async ({ make }) => {
    const { TaskId } = await make.deployment()
    return { url: `/api/tasks/${TaskId}/cancel`, about: TaskId }
  },
}

async function deadDelivery({ app, make }: AuditWorld): Promise<string> {
  const { Id } = await make.subscription()
  await sql`insert into webhook_delivery (subscription_id, event_number, state, ended_at)
    values (${Id}, 1, 'dead', now())`.execute(app.database)
  return Id
}

/** Routes that change nothing that is kept, each with the reason. */
export const CHANGE_NOTHING: Readonly<Record<string, string>> = {
  'POST /channels/rule-test': 'judges a version',
  'POST /releases/:id/deployments/previews': 'shows what would be deployed',
  'POST /releases/:id/deployments/plan': 'shows what would be deployed',
  'POST /runbooksnapshots/:id/runbookruns/previews': 'shows what would be run',
  'POST /projects/:id/runbooks/:runbook/runbookruns/previews': 'shows what would be run',
  'POST /users/logout': 'ends the session of the cookie; without one there is nothing to end (sign-in.test.ts)',
  'POST /token/v1': 'needs a provider of identities; what it records is in the tests of the exchange',
  'POST /teammembership/previewteam': 'shows who would be in a team',
  'PUT /projects/:id/:gitRef/deploymentprocesses': 'is refused: no project is kept in git',
  'PUT /projects/:id/:gitRef/variables': 'is refused: no project is kept in git',
  'POST /runbook-runs/git/create/v1': 'is refused: no project is kept in git',
  'PUT /dashboardconfiguration': 'what a person sees of the dashboard is nothing that others are shown',
}
