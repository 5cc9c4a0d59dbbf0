import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ACME_CHILDREN, ACME_ROLES, type AcmeChild, type AcmeStep, childSteps, suiteSteps } from './acme-processes.ts'
import { type AcmeTenant, addTenants, FOR_ALL_TENANTS, TENANT_TAGS } from './acme-tenants.ts'
import { type Answer, type Api, eventually, type TestServer, taskEnded } from './test-server.ts'

export const ACME_ENVIRONMENTS = ['Development', 'Test', 'Staging', 'Prod Approval', 'Production'] as const
export type AcmeEnvironment = (typeof ACME_ENVIRONMENTS)[number]
export const ACME_PARENT = 'Release Orchestration'
export type AcmeProject = AcmeChild | typeof ACME_PARENT

const MACHINES: readonly { readonly in: AcmeEnvironment; readonly name: string; readonly roles: readonly string[] }[] =
  [
    { in: 'Development', name: 'd-all-01', roles: ACME_ROLES },
    { in: 'Test', name: 't-web-api-01', roles: ['App-WebApi'] },
    { in: 'Test', name: 't-app-service-01', roles: ['App-Service'] },
    { in: 'Test', name: 't-web-ui-01', roles: ['App-WebUI'] },
    { in: 'Staging', name: 's-web-api-01', roles: ['App-WebApi'] },
    { in: 'Staging', name: 's-web-api-02', roles: ['App-WebApi'] },
    { in: 'Staging', name: 's-app-service-01', roles: ['App-Service'] },
    { in: 'Staging', name: 's-web-ui-01', roles: ['App-WebUI'] },
    { in: 'Staging', name: 's-web-ui-02', roles: ['App-WebUI'] },
    { in: 'Production', name: 'p-web-api-01', roles: ['App-WebApi'] },
    { in: 'Production', name: 'p-app-service-01', roles: ['App-Service'] },
    { in: 'Production', name: 'p-web-ui-01', roles: ['App-WebUI'] },
  ]

/** Versions that Test holds when the stories begin. */
export const ACME_TEST_VERSIONS: Readonly<Record<AcmeChild, string>> = {
  Database: '2021.1.0.1',
  'Web API': '2021.1.0.3',
  'Scheduling Service': '2021.1.0.2',
  'Web UI': '2021.1.0.15',
}

/** Each team has one member, who has an own API key and may answer what the team is asked. */
const PEOPLE = { QA: 'Ann', Business: 'Bob', Operations: 'Olga' } as const
export type AcmeTeam = keyof typeof PEOPLE

export interface AcmeSetup {
  /** Name of the space that the world is made in; at most 20 characters. */
  readonly space: string
  /** The mode and the machines are asked for in Staging and Production, with this default of the mode. Without it: Promote. */
  readonly promptedMode?: string
  /** Default of the prompted machines when a trigger deploys; `N/A` unless told otherwise, and always for a person. */
  readonly machinesWhenTriggered?: string
  /** The parent has a script step on the machines of every role. */
  readonly hasOwnStep?: boolean
  /** Development and Test belong to the parent too, by a channel of their own or as optional phases of its lifecycle. */
  readonly devAndTest?: 'channel' | 'optional-phases'
  /** Whom a child asks in Production; QA unless told otherwise. */
  readonly asks?: Partial<Record<AcmeChild, AcmeTeam>>
  /** What is shipped to Development and Test at the start; `null`: nothing. */
  readonly shipped?: Partial<Record<AcmeChild, string>> | null
  /** All projects but `untenanted` take tenants, and every machine serves all of these. */
  readonly tenants?: readonly AcmeTenant[]
  readonly untenanted?: readonly AcmeProject[]
  /** Whose approvals of the suite count for every tenant; without it, each tenant's own. */
  readonly approvalTenant?: string
}

export interface AcmeDeployment {
  readonly id: string
  readonly taskId: string
}

export interface AcmeDeployOptions {
  /** Answers to prompted variables, by the variable's name. */
  readonly prompts?: Readonly<Record<string, string>>
  /** Names of the machines to deploy to. */
  readonly machines?: readonly string[]
  readonly queueTime?: Date
  readonly tenant?: string
}

export interface StepReport {
  readonly status: string
  /** Every line under the step, in order. */
  readonly lines: readonly string[]
}

/** What a deployment of a child came to, in words of the story. */
export interface ChildReport {
  readonly project: string
  readonly version: string
  readonly environment: string
  /** Name of the tenant; null: untenanted. */
  readonly tenant: string | null
  /** Names of the machines that it was limited to; empty: not limited. */
  readonly limitedTo: readonly string[]
  /** Names of the machines that it reached. */
  readonly reached: readonly string[]
  readonly deploymentId: string
  readonly taskId: string
  readonly state: string
}

export type AcmeWorld = Awaited<ReturnType<typeof buildAcmeWorld>>

/**
 * Sets up the world of the acceptance stories in a space of its own, through the HTTP API: environments, lifecycles, machines,
 * people, the four components and the project that orchestrates them, with releases in Development and Test.
 * Source: domain reference 11.1.
 */
export async function buildAcmeWorld(server: Pick<TestServer, 'api' | 'as' | 'dataDir'>, setup: AcmeSetup) {
  const { api } = server
  const me = (await must(api('GET', '/api/users/me'))).Id
  const space = await must(api('POST', '/api/spaces', { Name: setup.space, SpaceManagersTeamMembers: [me] }))
  const base = `/api/${space.Id}`
  const folder = join(server.dataDir, 'acme', space.Id)
  await mkdir(folder, { recursive: true })
  const create = (path: string, body: object) => must(api('POST', `${base}${path}`, body))

  const environmentIds = {} as Record<AcmeEnvironment, string>
  for (const name of ACME_ENVIRONMENTS) environmentIds[name] = (await create('/environments', { Name: name })).Id
  const nameOfEnvironment = new Map(Object.entries(environmentIds).map(([name, id]) => [id, name]))
  const machineIds = new Map<string, string>()
  const nameOfMachine = (id: string) => [...machineIds].find(([, each]) => each === id)?.[0] ?? id

  const addMachine = async (
    name: string,
    environment: AcmeEnvironment,
    roles: readonly string[],
    more: object = {},
  ) => {
    const { Id } = await create('/machines', {
      Name: name,
      EnvironmentIds: [environmentIds[environment]],
      Roles: roles,
      Endpoint: { CommunicationStyle: 'None' },
      ...(setup.tenants ? FOR_ALL_TENANTS : {}),
      ...more,
    })
    machineIds.set(name, Id)
    return Id as string
  }
  if (setup.tenants) await create('/tagsets', TENANT_TAGS)
  for (const machine of MACHINES) await addMachine(machine.name, machine.in, machine.roles)

  const lifecycle = async (
    name: string,
    environments: readonly AcmeEnvironment[],
    optional: readonly AcmeEnvironment[] = [],
  ) => {
    const Phases = [...optional, ...environments].map((each) => ({
      Name: each,
      OptionalDeploymentTargets: [environmentIds[each]],
      IsOptionalPhase: optional.includes(each),
    }))
    return (await create('/lifecycles', { Name: name, Phases })).Id as string
  }
  const people = await addPeople(server, space.Id)

  const projects = {} as Record<AcmeProject, { Id: string; DeploymentProcessId: string; VariableSetId: string }>
  const addProject = async (name: AcmeProject, lifecycleId: string, more: object = {}) => {
    const takesTenants = setup.tenants && !setup.untenanted?.includes(name)
    projects[name] = await create('/projects', {
      Name: name,
      LifecycleId: lifecycleId,
      TenantedDeploymentMode: takesTenants ? 'TenantedOrUntenanted' : 'Untenanted',
      ...more,
    })
  }
  const setSteps = async (name: AcmeProject, Steps: readonly AcmeStep[]) => {
    const path = `${base}/deploymentprocesses/${projects[name].DeploymentProcessId}`
    const { Version } = await must(api('GET', path))
    await must(api('PUT', path, { Version, Steps }))
  }
  const setVariables = async (name: AcmeProject, Variables: readonly object[]) => {
    const path = `${base}/variables/${projects[name].VariableSetId}`
    const { Version } = await must(api('GET', path))
    const where = { Name: 'Acme.Folder', Value: folder }
    await must(api('PUT', path, { Version, Variables: [where, ...Variables] }))
  }

  const childLifecycle = await lifecycle('Component', ['Development', 'Test', 'Staging', 'Production'])
  for (const { name, role } of ACME_CHILDREN) {
    await addProject(name, childLifecycle)
    await setVariables(name, [])
    await setSteps(name, childSteps(role, environmentIds.Production, people[setup.asks?.[name] ?? 'QA'].teamId))
  }
  const optional = setup.devAndTest === 'optional-phases' ? (['Development', 'Test'] as const) : []
  await addProject(ACME_PARENT, await lifecycle('Suite', ['Staging', 'Prod Approval', 'Production'], optional), {
    DiscreteChannelRelease: setup.devAndTest === 'channel',
  })
  const devAndTest =
    setup.devAndTest === 'channel'
      ? await create('/channels', {
          Name: 'Dev and Test only',
          ProjectId: projects[ACME_PARENT].Id,
          LifecycleId: await lifecycle('Dev and Test', ['Development', 'Test']),
        })
      : undefined
  await setVariables(ACME_PARENT, suiteVariables(setup, environmentIds))
  const setSuiteSteps = (more: { readonly ownRoles?: readonly string[] }) =>
    setSteps(
      ACME_PARENT,
      suiteSteps({
        approvalEnvironmentId: environmentIds['Prod Approval'],
        approvalTeamIds: { QA: people.QA.teamId, Business: people.Business.teamId },
        approvalTenant: setup.approvalTenant,
        ownRoles: more.ownRoles ?? [],
      }),
    )
  await setSuiteSteps({ ownRoles: setup.hasOwnStep ? ACME_ROLES : [] })

  const tenantIds = await addTenants(create, { tenants: setup.tenants ?? [], projects, environmentIds })

  const releaseComponent = async (project: AcmeProject, version: string, more: object = {}): Promise<string> =>
    (
      await create('/releases', {
        ProjectId: projects[project].Id,
        Version: version,
        ReleaseNotes: `Notes of ${project} ${version}`,
        ...more,
      })
    ).Id

  const formOf = async (releaseId: string, environment: AcmeEnvironment, tenant?: string) => {
    const place = `${environmentIds[environment]}${tenant ? `/${tenantIds.get(tenant)}` : ''}`
    return (await must(api('GET', `${base}/releases/${releaseId}/deployments/preview/${place}`))).Form as {
      Elements: { Name: string; Control: { Name: string; Label: string } }[]
      Values: Record<string, string>
    }
  }

  /** Asks for a deployment and gives the answer as it is, also a refusal. */
  const tryDeploy = async (
    releaseId: string,
    environment: AcmeEnvironment,
    options: AcmeDeployOptions = {},
  ): Promise<Answer> => {
    const prompts = Object.entries(options.prompts ?? {})
    const elements = prompts.length > 0 ? (await formOf(releaseId, environment, options.tenant)).Elements : []
    const idOf = (variable: string) => {
      const element = elements.find(({ Control }) => Control.Name === variable)
      if (!element) throw new Error(`Nothing asks for ${variable} in ${environment}.`)
      return element.Name
    }
    return api('POST', `${base}/deployments`, {
      ReleaseId: releaseId,
      EnvironmentId: environmentIds[environment],
      FormValues: Object.fromEntries(prompts.map(([variable, value]) => [idOf(variable), value])),
      SpecificMachineIds: (options.machines ?? []).map((name) => machineIds.get(name) ?? name),
      ...(options.tenant ? { TenantId: tenantIds.get(options.tenant) } : {}),
      ...(options.queueTime ? { QueueTime: options.queueTime.toISOString() } : {}),
    })
  }
  const deploy = async (
    releaseId: string,
    environment: AcmeEnvironment,
    options: AcmeDeployOptions = {},
  ): Promise<AcmeDeployment> => {
    const created = await must(tryDeploy(releaseId, environment, options))
    return { id: created.Id, taskId: created.TaskId }
  }
  const taskOf = (taskId: string) => must(api('GET', `/api/tasks/${taskId}`))
  const detailsOf = (taskId: string) => must(api('GET', `/api/tasks/${taskId}/details`))
  const ended = (taskId: string) => taskEnded(api, taskId)
  const deployAndWait = async (releaseId: string, environment: AcmeEnvironment, options: AcmeDeployOptions = {}) => {
    const deployment = await deploy(releaseId, environment, options)
    return { ...deployment, task: await ended(deployment.taskId) }
  }
  /** Deploys and insists on success. */
  const succeed = async (releaseId: string, environment: AcmeEnvironment, options: AcmeDeployOptions = {}) => {
    const deployment = await deployAndWait(releaseId, environment, options)
    if (deployment.task.State !== 'Success') {
      const log = await api('GET', `/api/tasks/${deployment.taskId}/raw`)
      throw new Error(`${deployment.task.Description} ended as ${deployment.task.State}:\n${log.body}`)
    }
    return deployment
  }
  /** Makes a release and deploys it to these environments, one after the other. */
  const ship = async (
    project: AcmeProject,
    version: string,
    environments: readonly AcmeEnvironment[],
  ): Promise<string> => {
    const releaseId = await releaseComponent(project, version)
    for (const environment of environments) await succeed(releaseId, environment)
    return releaseId
  }
  const releaseIds = {} as Record<AcmeChild, string>
  const shipped = setup.shipped === null ? {} : { ...ACME_TEST_VERSIONS, ...setup.shipped }
  await Promise.all(
    (Object.entries(shipped) as [AcmeChild, string][]).map(async ([child, version]) => {
      releaseIds[child] = await ship(child, version, ['Development', 'Test'])
    }),
  )

  const deploymentsOf = async (project: AcmeProject, environment?: AcmeEnvironment) => {
    const place = environment ? `&environments=${environmentIds[environment]}` : ''
    const page = await must(api('GET', `${base}/deployments?projects=${projects[project].Id}${place}&take=1000`))
    return page.Items as Deployment[]
  }
  const versionOf = async (releaseId: string): Promise<string> =>
    (await must(api('GET', `${base}/releases/${releaseId}`))).Version

  /** The deployments that a parent's task made, in the order in which it made them. */
  const childrenOf = async (taskId: string): Promise<readonly ChildReport[]> => {
    const all: Deployment[] = (await must(api('GET', `${base}/deployments?take=1000`))).Items
    const children = all.filter(({ ParentTaskId }) => ParentTaskId === taskId).reverse()
    return Promise.all(
      children.map(async (child) => ({
        project: Object.entries(projects).find(([, { Id }]) => Id === child.ProjectId)?.[0] ?? child.ProjectId,
        version: await versionOf(child.ReleaseId),
        environment: nameOfEnvironment.get(child.EnvironmentId) ?? child.EnvironmentId,
        tenant: [...tenantIds].find(([, id]) => id === child.TenantId)?.[0] ?? null,
        limitedTo: child.SpecificMachineIds.map(nameOfMachine),
        reached: child.DeployedToMachineIds.map(nameOfMachine).sort(),
        deploymentId: child.Id,
        taskId: child.TaskId,
        state: (await taskOf(child.TaskId)).State as string,
      })),
    )
  }

  const stepStatuses = async (taskId: string): Promise<Readonly<Record<string, StepReport>>> => {
    const [root] = (await detailsOf(taskId)).ActivityLogs as readonly Activity[]
    return Object.fromEntries(
      (root?.Children ?? []).map((step) => [
        step.Name.replace(/^Step \d+: /, ''),
        { status: step.Status, lines: linesOf(step) },
      ]),
    )
  }

  const pendingInterruptions = async (taskId: string) =>
    (await must(api('GET', `${base}/interruptions?regarding=${taskId}&pendingOnly=true`))).Items as Interruption[]
  const interruptionOf = (taskId: string) =>
    eventually(`an interruption of ${taskId}`, async () => (await pendingInterruptions(taskId))[0])
  /** Somebody takes responsibility for what a task asks now, and answers it. */
  const answer = async (team: AcmeTeam, taskId: string, result: 'Proceed' | 'Abort' = 'Proceed') => {
    const interruption = await interruptionOf(taskId)
    const as = people[team].api
    await must(as('PUT', `${base}/interruptions/${interruption.Id}/responsible`))
    await must(as('POST', `${base}/interruptions/${interruption.Id}/submit`, { Result: result, Notes: 'Looks good' }))
    return interruption
  }

  /** Lets the parent deploy by itself when a machine with one of the roles becomes available. */
  const addTrigger = async (
    more: { readonly redeploys?: boolean; readonly environments?: readonly AcmeEnvironment[] } = {},
  ) => {
    const Filter = {
      FilterType: 'MachineFilter',
      EnvironmentIds: (more.environments ?? []).map((name) => environmentIds[name]),
      Roles: ACME_ROLES,
      EventGroups: ['MachineAvailableForDeployment'],
    }
    const Action = { ActionType: 'AutoDeploy', ShouldRedeployWhenMachineHasBeenDeployedTo: more.redeploys === true }
    const body = { Name: 'New machines', ProjectId: projects[ACME_PARENT].Id, Filter, Action }
    return (await create('/projecttriggers', body)).Id as string
  }
  /** What a trigger made of the events of machines that it listens to, oldest first. */
  const decisionsOf = async (triggerId: string): Promise<readonly TriggerDecision[]> => {
    const page = await must(api('GET', `${base}/projecttriggers/${triggerId}/decisions?take=1000`))
    return (page.Items as TriggerDecision[]).filter(({ EnvironmentId }) => EnvironmentId !== null).reverse()
  }
  /** Waits until the trigger has made up its mind about so many events. */
  const decided = (triggerId: string, count: number) =>
    eventually(`${count} decisions of ${triggerId}`, async () => {
      const decisions = await decisionsOf(triggerId)
      return decisions.filter(({ State }) => State !== 'Waiting').length >= count && decisions
    })
  /** Checks the health of machines in one task: what becomes healthy does so together. */
  const checkHealth = async (names: readonly string[]) => {
    const MachineIds = names.map((name) => machineIds.get(name))
    const task = await create('/tasks', { Name: 'Health', Arguments: { MachineIds } })
    return ended(task.Id)
  }
  /** Takes a machine away, or back; both are events. */
  const setDisabled = async (name: string, IsDisabled: boolean) => {
    const path = `${base}/machines/${machineIds.get(name)}`
    await must(api('PUT', path, { ...(await must(api('GET', path))), IsDisabled }))
  }

  const fileOf = (kind: 'hold' | 'break', project: AcmeProject, environment: AcmeEnvironment) =>
    join(folder, `${kind} ${project} ${environment}`)
  return {
    base,
    spaceId: space.Id as string,
    environmentIds,
    machineIds,
    tenantIds,
    projects,
    people,
    releaseIds,
    devAndTestChannelId: devAndTest?.Id as string | undefined,
    addMachine,
    setSteps,
    setSuiteSteps,
    releaseComponent,
    ship,
    formOf,
    tryDeploy,
    deploy,
    deployAndWait,
    succeed,
    ended,
    taskOf,
    deploymentsOf,
    versionOf,
    childrenOf,
    stepStatuses,
    pendingInterruptions,
    interruptionOf,
    answer,
    addTrigger,
    decisionsOf,
    decided,
    checkHealth,
    setDisabled,
    nameOfMachine,
    /** Lets scripts of a project in an environment wait, or fail, until it is taken back. */
    hold: (project: AcmeProject, environment: AcmeEnvironment) => writeFile(fileOf('hold', project, environment), ''),
    release: (project: AcmeProject, environment: AcmeEnvironment) => rm(fileOf('hold', project, environment)),
    breakScripts: (project: AcmeProject, environment: AcmeEnvironment) =>
      writeFile(fileOf('break', project, environment), ''),
    repairScripts: (project: AcmeProject, environment: AcmeEnvironment) => rm(fileOf('break', project, environment)),
    /** Versions that a project's scripts have left on a machine, oldest first. */
    installed: (machine: string, project: AcmeProject) => linesIn(join(folder, machine, project)),
    journal: () => linesIn(join(folder, 'journal')),
    events: async (regarding: string) =>
      (await must(api('GET', `${base}/events?regarding=${regarding}&take=1000`))).Items as AuditEvent[],
  }
}

interface Deployment {
  readonly Id: string
  readonly TaskId: string
  readonly ProjectId: string
  readonly ReleaseId: string
  readonly EnvironmentId: string
  readonly TenantId: string | null
  readonly ParentTaskId: string | null
  readonly TriggerId: string | null
  readonly SpecificMachineIds: readonly string[]
  readonly DeployedToMachineIds: readonly string[]
}
interface Activity {
  readonly Name: string
  readonly Status: string
  readonly LogElements: readonly { readonly MessageText: string }[]
  readonly Children: readonly Activity[]
}
interface Interruption {
  readonly Id: string
  readonly Title: string
  readonly Form: { readonly Values: { readonly Instructions: string; readonly Notes: string; readonly Result: string } }
}
interface TriggerDecision {
  readonly MachineName: string
  readonly EnvironmentId: string | null
  readonly Category: string
  readonly State: 'Waiting' | 'Deployed' | 'NotDeployed'
  readonly Reason: string
  readonly Message: string
  readonly DeploymentId: string | null
}
interface AuditEvent {
  readonly Category: string
  readonly Message: string
  readonly Username: string
}

const linesOf = (activity: Activity): readonly string[] => [
  ...activity.LogElements.map(({ MessageText }) => MessageText),
  ...activity.Children.flatMap(linesOf),
]

async function linesIn(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '')
}

async function must(asked: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`The server answered ${status}: ${JSON.stringify(body)}`)
  return body
}

async function addPeople(server: Pick<TestServer, 'api' | 'as'>, spaceId: string) {
  const { api } = server
  const add = async (
    team: AcmeTeam,
  ): Promise<{ readonly teamId: string; readonly userId: string; readonly api: Api }> => {
    const name = PEOPLE[team]
    const user = await must(
      api('POST', '/api/users', { Username: `${name} of ${spaceId}`, DisplayName: name, IsService: true }),
    )
    const { ApiKey } = await must(api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'Stories' }))
    const { Id } = await must(api('POST', `/api/${spaceId}/teams`, { Name: team, MemberUserIds: [user.Id] }))
    // Reads everything and answers what the own team is asked.
    const role = { UserRoleId: 'userroles-projectcontributor', TeamId: Id, SpaceId: spaceId }
    await must(api('POST', `/api/${spaceId}/scopeduserroles`, role))
    return { teamId: Id, userId: user.Id, api: server.as(ApiKey) }
  }
  return { QA: await add('QA'), Business: await add('Business'), Operations: await add('Operations') }
}

/** A drop-down. */
const MODES = {
  'Octopus.ControlType': 'Select',
  'Octopus.SelectOptions': 'Promote|Promote\nRedeploy|Redeploy',
}

function suiteVariables(setup: AcmeSetup, ids: Readonly<Record<AcmeEnvironment, string>>): readonly object[] {
  const inPlaces = (...names: readonly AcmeEnvironment[]) => ({
    Scope: { Environment: names.map((name) => ids[name]) },
  })
  const prompt = (Label: string, DisplaySettings = {}) => ({
    Prompt: { Label, Description: '', Required: true, DisplaySettings },
  })
  const modes =
    setup.promptedMode === undefined
      ? [{ Name: 'Suite.Mode', Value: 'Promote' }]
      : [
          { Name: 'Suite.Mode', Value: 'Promote', ...inPlaces('Prod Approval') },
          {
            Name: 'Suite.Mode',
            Value: setup.promptedMode,
            ...prompt('Mode', MODES),
            ...inPlaces('Staging', 'Production'),
          },
        ]
  const machines =
    setup.promptedMode === undefined
      ? [{ Name: 'Suite.Machines', Value: 'N/A' }]
      : [
          { Name: 'Suite.Machines', Value: 'N/A', ...inPlaces('Prod Approval') },
          {
            Name: 'Suite.Machines',
            Value: setup.machinesWhenTriggered
              ? `#{if Octopus.Deployment.Trigger.Name}${setup.machinesWhenTriggered}#{else}N/A#{/if}`
              : 'N/A',
            ...prompt('Machines'),
            ...inPlaces('Staging', 'Production', ...(setup.devAndTest ? (['Development', 'Test'] as const) : [])),
          },
        ]
  return [
    // As processes have it that were written for the step template; the server itself needs none.
    { Name: 'Suite.ApiKey', Value: 'API-0123456789ABCDEFGHIJ', Type: 'Sensitive', IsSensitive: true },
    { Name: 'Suite.ReleasePattern', Value: '#{Octopus.Release.Number}.*' },
    { Name: 'Suite.ApprovalEnvironment', Value: 'Prod Approval' },
    { Name: 'Suite.Destination', Value: '#{Octopus.Environment.Name}' },
    { Name: 'Suite.Destination', Value: 'Production', ...inPlaces('Prod Approval') },
    { Name: 'Suite.Promotes', Value: '#{if Suite.Mode == "Promote"}True#{else}False#{/if}' },
    ...modes,
    ...(setup.devAndTest ? [{ Name: 'Suite.Mode', Value: 'Redeploy', ...inPlaces('Development', 'Test') }] : []),
    ...machines,
  ]
}
