import { type Api, eventually, taskEnded } from '../test-server.ts'
import type { CrashWorld } from './crash-harness.ts'
import type { History, TaskRecord } from './history.ts'
import { numberedScript, readMarks } from './numbered-script.ts'

/** A parent that announces on its own machine, then deploys two children side by side. */
export interface PromotionSuite {
  /** The children have their release here. */
  readonly sourceId: string
  /** Empty until the first promotion. */
  readonly destinationId: string
  /** Promotes to the destination; deployed to the source it redeploys what is there. */
  readonly releaseId: string
  /** The same with a manual intervention before everything. */
  readonly approvedReleaseId: string
  /** Of the Web UI alone. */
  readonly componentReleaseId: string
  /** Deploys the Web UI to machines that appear in the source. */
  readonly triggerId: string
}

export const CHILDREN = ['Database', 'Web UI'] as const
const SPACE = '/api/Spaces-1'
const LINES = 25
const PAUSE_SECONDS = 0.01

/** Sets the suite up through the API and deploys the children to the source environment. */
export async function setUpPromotionSuite(api: Api): Promise<PromotionSuite> {
  const create = creatorOn(api)
  const source = await create('environments', { Name: 'Staging' })
  const destination = await create('environments', { Name: 'Production' })
  const lifecycle = await create('lifecycles', {
    Name: 'Straight',
    Phases: [source, destination].map(({ Id, Name }) => ({ Name, OptionalDeploymentTargets: [Id] })),
  })
  // The parent may go anywhere: its own progression is not what these tests are about.
  const anywhere = await create('lifecycles', {
    Name: 'Anywhere',
    Phases: [{ Name: 'All', OptionalDeploymentTargets: [source.Id, destination.Id] }],
  })
  for (const environment of [source, destination]) {
    for (const role of ['announcer', ...CHILDREN]) {
      await create('machines', machine(`${role} in ${environment.Name}`, role, environment.Id))
    }
  }
  const children = []
  for (const name of CHILDREN) {
    const child = await createProject(api, name, lifecycle.Id, [scriptStep('Install', name)])
    const release = await create('releases', { ProjectId: child.Id, Version: '1.0.0' })
    const deployment = await create('deployments', { ReleaseId: release.Id, EnvironmentId: source.Id })
    const task = await taskEnded(api, deployment.TaskId)
    if (task.State !== 'Success') throw new Error(`${name} could not be set up: ${task.ErrorMessage}`)
    children.push({ ...child, releaseId: release.Id })
  }
  const steps = [scriptStep('Announce', 'announcer'), ...CHILDREN.map(childStep)]
  const mode = {
    Name: 'Mode',
    Value: 'Promote',
    redeployIn: source.Id,
  }
  const releases = []
  for (const [name, process] of [
    ['Suite', steps],
    ['Approved suite', [manualStep, ...steps]],
  ] as const) {
    const parent = await createProject(api, name, anywhere.Id, process)
    await setMode(api, parent.VariableSetId, mode)
    releases.push(await create('releases', { ProjectId: parent.Id, Version: '1.0.0' }))
  }
  const component = children[CHILDREN.indexOf(COMPONENT)]!
  const trigger = await create('projecttriggers', {
    Name: 'New machines',
    ProjectId: component.Id,
    Filter: {
      FilterType: 'MachineFilter',
      EnvironmentIds: [source.Id],
      Roles: [roleOf(COMPONENT)],
      EventGroups: ['MachineAvailableForDeployment'],
    },
    Action: { ActionType: 'AutoDeploy', ShouldRedeployWhenMachineHasBeenDeployedTo: false },
  })
  return {
    sourceId: source.Id,
    destinationId: destination.Id,
    releaseId: releases[0].Id,
    approvedReleaseId: releases[1].Id,
    componentReleaseId: component.releaseId,
    triggerId: trigger.Id,
  }
}

/** The tasks that were made after the set-up. */
export const newTasks = ({ tasks }: History): readonly TaskRecord[] => tasks.slice(0, tasks.length - CHILDREN.length)

/** The scripts of `tasks` that ran to their end, as `project on target`, sorted. */
export function scriptsThatRan(history: History, tasks = newTasks(history)): string[] {
  return tasks
    .flatMap(({ id, projectName }) =>
      history.marks
        .filter(({ what, ticket }) => what === 'end' && ticket.startsWith(`${id}.`))
        .map(({ target }) => `${projectName} on ${target}`),
    )
    .sort()
}

/** The scripts of one run of the parent of that name, sorted. */
export const scriptsOf = (parent: string, environment: 'Staging' | 'Production'): string[] =>
  [
    `${parent} on announcer-in-${environment}`,
    ...CHILDREN.map((child) => `${child} on ${child.replaceAll(' ', '-')}-in-${environment}`),
  ].sort()

/** Waits until the script of a child has begun in the destination. */
export const childHasBegun = (world: CrashWorld): Promise<unknown> =>
  eventually('a script of a child to begin', async () =>
    (await readMarks(world.dataDir)).some(({ target }) => CHILD_TARGETS.includes(target)),
  )

/** The machines of the children in the destination. */
export const CHILD_TARGETS: readonly string[] = CHILDREN.map((name) => `${name} in Production`.replaceAll(' ', '-'))

/** Waits for the intervention before a promotion and lets it go on. */
export async function approve(world: CrashWorld): Promise<void> {
  const { api } = world.server
  const id = await eventually('the intervention', async () => {
    const { body } = await api('GET', '/api/interruptions?pendingOnly=true')
    return body.Items[0]?.Id as string | undefined
  })
  await api('PUT', `/api/interruptions/${id}/responsible`)
  await world.call('answer', `/api/interruptions/${id}/submit`, { Result: 'Proceed', Notes: 'Go.' })
}

/** Adds a machine to the source, which the trigger deploys the Web UI to. */
export const addWatchedMachine = (world: CrashWorld, { sourceId }: PromotionSuite, name: string): Promise<unknown> =>
  world.call('add a machine', `${SPACE}/machines`, machine(name, COMPONENT, sourceId))

/** The project that is also deployed alone, by itself or by its trigger. */
const COMPONENT = 'Web UI'

const machine = (name: string, role: string, environmentId: string) => ({
  Name: name.replaceAll(' ', '-'),
  EnvironmentIds: [environmentId],
  Roles: [roleOf(role)],
  Endpoint: { CommunicationStyle: 'None' },
})

const creatorOn = (api: Api) => async (what: string, body: unknown) => {
  const answer = await api('POST', `${SPACE}/${what}`, body)
  if (answer.status !== 201) throw new Error(`POST ${what}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

async function createProject(api: Api, name: string, lifecycleId: string, steps: readonly object[]) {
  const groups = await api('GET', `${SPACE}/projectgroups`)
  const project = await creatorOn(api)('projects', {
    Name: name,
    LifecycleId: lifecycleId,
    ProjectGroupId: groups.body.Items[0].Id,
  })
  const address = `${SPACE}/deploymentprocesses/${project.DeploymentProcessId}`
  const process = await api('GET', address)
  const saved = await api('PUT', address, { ...process.body, Steps: steps })
  if (saved.status !== 200) throw new Error(`The process of ${name}: ${JSON.stringify(saved.body)}`)
  return project
}

async function setMode(api: Api, variableSetId: string, mode: { Name: string; Value: string; redeployIn: string }) {
  const address = `${SPACE}/variables/${variableSetId}`
  const set = await api('GET', address)
  const saved = await api('PUT', address, {
    ...set.body,
    Variables: [
      { Name: mode.Name, Value: mode.Value, Type: 'String', Scope: {} },
      { Name: mode.Name, Value: 'Redeploy', Type: 'String', Scope: { Environment: [mode.redeployIn] } },
    ],
  })
  if (saved.status !== 200) throw new Error(`The variables: ${JSON.stringify(saved.body)}`)
}

const roleOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

const scriptStep = (name: string, target: string) => ({
  Name: name,
  Properties: { 'Octopus.Action.TargetRoles': roleOf(target) },
  Actions: [
    {
      Name: name,
      ActionType: 'Octopus.Script',
      Properties: {
        'Octopus.Action.RunOnServer': 'false',
        'Octopus.Action.Script.ScriptSource': 'Inline',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': numberedScript(LINES, PAUSE_SECONDS),
      },
    },
  ],
})

const childStep = (project: string, index: number) => ({
  Name: `Deploy ${project}`,
  StartTrigger: index === 0 ? 'StartAfterPrevious' : 'StartWithPrevious',
  Actions: [
    {
      Name: `Deploy ${project}`,
      ActionType: 'Flotilla.DeployChildProject',
      Properties: {
        'Octopus.Action.RunOnServer': 'true',
        'ChildProject.Project.Name': project,
        'ChildProject.DeploymentMode.Value': '#{Mode}',
      },
    },
  ],
})

const manualStep = {
  Name: 'Approve',
  Actions: [
    {
      Name: 'Approve',
      ActionType: 'Octopus.Manual',
      Properties: { 'Octopus.Action.RunOnServer': 'true', 'Octopus.Action.Manual.Instructions': 'Look at it.' },
    },
  ],
}
