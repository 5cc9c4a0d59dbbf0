import { type Api, taskEnded } from '../test-server.ts'
import { numberedScript } from './numbered-script.ts'

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
      await create('machines', {
        Name: `${role} in ${environment.Name}`.replaceAll(' ', '-'),
        EnvironmentIds: [environment.Id],
        Roles: [roleOf(role)],
        Endpoint: { CommunicationStyle: 'None' },
      })
    }
  }
  for (const name of CHILDREN) {
    const child = await createProject(api, name, lifecycle.Id, [scriptStep('Install', name)])
    const release = await create('releases', { ProjectId: child.Id, Version: '1.0.0' })
    const deployment = await create('deployments', { ReleaseId: release.Id, EnvironmentId: source.Id })
    const task = await taskEnded(api, deployment.TaskId)
    if (task.State !== 'Success') throw new Error(`${name} could not be set up: ${task.ErrorMessage}`)
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
  return {
    sourceId: source.Id,
    destinationId: destination.Id,
    releaseId: releases[0].Id,
    approvedReleaseId: releases[1].Id,
  }
}

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
