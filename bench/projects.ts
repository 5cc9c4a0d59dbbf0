import type { Answer, Api } from '@flotilla/testkit'

const SPACE = '/api/Spaces-1'

/** Creates a resource or throws what the server said. */
export async function create(api: Api, what: string, body: unknown): Promise<Answer['body']> {
  const answer = await api('POST', `${SPACE}/${what}`, body)
  if (answer.status !== 201) throw new Error(`POST ${what}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

export interface ProjectAsk {
  readonly name: string
  readonly lifecycleId: string
  readonly steps: readonly object[]
}

/** A project with its process and release 1.0.0. */
export async function createProject(
  api: Api,
  { name, lifecycleId, steps }: ProjectAsk,
): Promise<{ projectId: string; releaseId: string }> {
  const groups = await api('GET', `${SPACE}/projectgroups`)
  const project = await create(api, 'projects', {
    Name: name,
    LifecycleId: lifecycleId,
    ProjectGroupId: groups.body.Items[0].Id,
  })
  const address = `${SPACE}/deploymentprocesses/${project.DeploymentProcessId}`
  const process = await api('GET', address)
  const saved = await api('PUT', address, { ...process.body, Steps: steps })
  if (saved.status !== 200) throw new Error(`The process of ${name}: ${JSON.stringify(saved.body)}`)
  const release = await create(api, 'releases', { ProjectId: project.Id, Version: '1.0.0' })
  return { projectId: project.Id, releaseId: release.Id }
}

/** A step of one Bash script: on the machines with `role`, or once on the built-in worker. */
export const scriptStep = (name: string, script: string, role?: string) => ({
  Name: name,
  ...(role ? { Properties: { 'Octopus.Action.TargetRoles': role } } : {}),
  Actions: [
    {
      Name: name,
      ActionType: 'Octopus.Script',
      Properties: {
        'Octopus.Action.RunOnServer': String(role === undefined),
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': script,
      },
    },
  ],
})

export const childStep = (project: string, options: { readonly mode: string; readonly besides: boolean }) => ({
  Name: `Deploy ${project}`,
  StartTrigger: options.besides ? 'StartWithPrevious' : 'StartAfterPrevious',
  Actions: [
    {
      Name: `Deploy ${project}`,
      ActionType: 'Flotilla.DeployChildProject',
      Properties: {
        'Octopus.Action.RunOnServer': 'true',
        'ChildProject.Project.Name': project,
        'ChildProject.DeploymentMode.Value': options.mode,
      },
    },
  ],
})

export const createMachine = (api: Api, name: string, environmentId: string, roles: readonly string[]) =>
  create(api, 'machines', {
    Name: name,
    EnvironmentIds: [environmentId],
    Roles: roles,
    Endpoint: { CommunicationStyle: 'None' },
  })
