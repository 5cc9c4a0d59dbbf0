import { type Api, eventually } from '@flotilla/testkit'

const SPACE = '/api/Spaces-1'

/** A node of the log tree as `tasks/{id}/details` shows it. */
export interface Node {
  readonly Name: string
  readonly Status: string
  readonly Started: string
  readonly Ended: string
  readonly WaitingFor: string | null
  readonly LogElements: readonly { readonly Category: string; readonly MessageText: string }[]
  readonly Children: readonly Node[]
}

interface ActionOf {
  readonly type?: string
  readonly properties?: Readonly<Record<string, string>>
  /** More fields of the action, such as `IsRequired`. */
  readonly fields?: object
}

/** An action that runs a Bash script. */
export const script = (name: string, body: string, { properties = {}, fields = {} }: ActionOf = {}) => ({
  Name: name,
  ActionType: 'Octopus.Script',
  Properties: {
    'Octopus.Action.Script.Syntax': 'Bash',
    'Octopus.Action.Script.ScriptBody': body,
    ...properties,
  },
  ...fields,
})

export const manual = (name: string, fields: object = {}) => ({
  Name: name,
  ActionType: 'Octopus.Manual',
  Properties: { 'Octopus.Action.Manual.Instructions': 'Look at it.' },
  ...fields,
})

interface StepOf {
  /** Runs on the machines with this role. */
  readonly on?: string
  readonly window?: number | string
  readonly condition?: 'Failure' | 'Always' | { readonly expression: string }
  readonly withPrevious?: boolean
}

/** A step of these actions, called as the first of them is. */
export function step(
  actions: readonly { readonly Name: string; readonly Properties: object }[],
  { on, window, condition, withPrevious }: StepOf = {},
) {
  const expression = typeof condition === 'object' ? condition.expression : undefined
  return {
    Name: actions.length > 1 ? `All of ${actions[0]!.Name}` : actions[0]!.Name,
    Condition: expression === undefined ? (condition ?? 'Success') : 'Variable',
    StartTrigger: withPrevious ? 'StartWithPrevious' : 'StartAfterPrevious',
    Properties: {
      ...(on ? { 'Octopus.Action.TargetRoles': on } : {}),
      ...(window === undefined ? {} : { 'Octopus.Action.MaxParallelism': String(window) }),
      ...(expression === undefined ? {} : { 'Octopus.Step.ConditionVariableExpression': expression }),
    },
    Actions: actions.map((action) => ({
      ...action,
      Properties: { 'Octopus.Action.RunOnServer': on ? 'false' : 'true', ...action.Properties },
    })),
  }
}

/** One environment with machines, and projects of any process that deploy to it. */
export class ProcessWorld {
  readonly api: Api
  readonly environmentId: string
  #count = 0

  /** The same world on a server that was started again. */
  constructor(api: Api, environmentId: string) {
    this.api = api
    this.environmentId = environmentId
  }

  static async on(api: Api, machines: Readonly<Record<string, string>>): Promise<ProcessWorld> {
    const environment = (await api('POST', `${SPACE}/environments`, { Name: 'Test' })).body
    for (const [name, role] of Object.entries(machines)) {
      await api('POST', `${SPACE}/machines`, {
        Name: name,
        EnvironmentIds: [environment.Id],
        Roles: [role],
        Endpoint: { CommunicationStyle: 'None' },
      })
    }
    return new ProcessWorld(api, environment.Id)
  }

  async project(
    steps: readonly object[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<{ projectId: string; releaseId: string }> {
    this.#count += 1
    const lifecycle = (await this.api('GET', `${SPACE}/lifecycles`)).body.Items[0]
    const group = (await this.api('GET', `${SPACE}/projectgroups`)).body.Items[0]
    const project = await this.#create('projects', {
      Name: `Project ${this.#count}`,
      LifecycleId: lifecycle.Id,
      ProjectGroupId: group.Id,
    })
    await this.#change(`deploymentprocesses/${project.DeploymentProcessId}`, { Steps: steps })
    await this.#change(`variables/${project.VariableSetId}`, {
      Variables: Object.entries(variables).map(([Name, Value]) => ({ Name, Value, Type: 'String', Scope: {} })),
    })
    const release = await this.#create('releases', { ProjectId: project.Id, Version: '1.0' })
    return { projectId: project.Id, releaseId: release.Id }
  }

  /** Deploys a release; answers the id of the task. */
  async deploy(releaseId: string, more: object = {}): Promise<string> {
    const body = { ReleaseId: releaseId, EnvironmentId: this.environmentId, ...more }
    return (await this.#create('deployments', body)).TaskId
  }

  /** A project of these steps, deployed; answers the id of the task. */
  async run(
    steps: readonly object[],
    { variables = {}, ...more }: { variables?: Readonly<Record<string, string>> } & Record<string, unknown> = {},
  ): Promise<string> {
    return this.deploy((await this.project(steps, variables)).releaseId, more)
  }

  /** The nodes of the steps. */
  async steps(taskId: string): Promise<readonly Node[]> {
    return (await this.api('GET', `/api/tasks/${taskId}/details`)).body.ActivityLogs[0].Children
  }

  /** `Install/s-web-1`: the node at a path of names below the task; steps without their number. */
  async node(taskId: string, path: string): Promise<Node> {
    let nodes = await this.steps(taskId)
    let found: Node | undefined
    for (const name of path.split('/')) {
      found = nodes.find((node) => node.Name.replace(/^Step \d+: /, '') === name)
      if (!found) throw new Error(`${taskId} has no ${path}, but ${nodes.map(({ Name }) => Name).join(', ')}`)
      nodes = found.Children
    }
    return found!
  }

  async raw(taskId: string): Promise<string> {
    return (await this.api('GET', `/api/tasks/${taskId}/raw`)).body
  }

  pending(taskId: string) {
    return this.api('GET', `${SPACE}/interruptions?regarding=${taskId}&pendingOnly=true`).then(({ body }) => body.Items)
  }

  /** Waits until a task asks so many things, the first asked first. */
  asked(taskId: string, count = 1) {
    return eventually(`${taskId} to ask`, async () => {
      const items = await this.pending(taskId)
      return items.length === count ? items.reverse() : undefined
    })
  }

  /** Takes responsibility and answers. */
  async answer(interruption: { readonly Id: string; readonly Type: string }, answer: string, notes = '') {
    await this.api('PUT', `${SPACE}/interruptions/${interruption.Id}/responsible`)
    const field = interruption.Type === 'GuidedFailure' ? 'Guidance' : 'Result'
    const body = { [field]: answer, Notes: notes }
    const answered = await this.api('POST', `${SPACE}/interruptions/${interruption.Id}/submit`, body)
    if (answered.status !== 200) throw new Error(`${answered.status} ${JSON.stringify(answered.body)}`)
  }

  async #create(what: string, body: object) {
    const answer = await this.api('POST', `${SPACE}/${what}`, body)
    if (answer.status !== 201) throw new Error(`POST ${what}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  async #change(what: string, changes: object) {
    const now = (await this.api('GET', `${SPACE}/${what}`)).body
    const saved = await this.api('PUT', `${SPACE}/${what}`, { ...now, ...changes })
    if (saved.status !== 200) throw new Error(`PUT ${what}: ${saved.status} ${JSON.stringify(saved.body)}`)
  }
}
