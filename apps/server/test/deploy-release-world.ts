import type { Api } from '@flotilla/testkit'
import { type ProcessWorld, script, step } from './process-world.ts'

const SPACE = '/api/Spaces-1'

/** A project with a first release. */
export interface Made {
  readonly projectId: string
  readonly releaseId: string
}

interface ReleaseStepOf {
  readonly condition?: string
  readonly variables?: unknown
}

/** An action that deploys a release of the project. */
export const deployRelease = (name: string, projectId: string, { condition, variables }: ReleaseStepOf = {}) => ({
  Name: name,
  ActionType: 'Octopus.DeployRelease',
  Properties: {
    'Octopus.Action.DeployRelease.ProjectId': projectId,
    ...(condition ? { 'Octopus.Action.DeployRelease.DeploymentCondition': condition } : {}),
    ...(variables ? { 'Octopus.Action.DeployRelease.Variables': JSON.stringify(variables) } : {}),
  },
})

/** Projects that deploy releases of each other. */
export class ReleaseWorld {
  readonly api: Api
  readonly world: ProcessWorld

  constructor(world: ProcessWorld) {
    this.world = world
    this.api = world.api
  }

  /** A child whose only step, once on the server, runs this. */
  child(body: string, variables: Readonly<Record<string, string>> = {}): Promise<Made> {
    return this.world.project([step([script('work', body)])], variables)
  }

  /** A parent with one step of that name. */
  parent(child: Made, of: ReleaseStepOf = {}): Promise<Made> {
    return this.world.project([step([deployRelease('Child', child.projectId, of)])])
  }

  async ask(method: string, path: string, body?: unknown, status = method === 'POST' ? 201 : 200) {
    const answer = await this.api(method, `${SPACE}/${path}`, body)
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  release(projectId: string, Version: string, more: object = {}) {
    return this.ask('POST', 'releases', { ProjectId: projectId, Version, ...more })
  }

  /** The deployments that a task has begun, the first one first. */
  async children(taskId: string) {
    const { Items } = await this.ask('GET', 'deployments?take=1000')
    return Items.filter((each: { ParentTaskId: string }) => each.ParentTaskId === taskId).reverse()
  }

  task = async (taskId: string) => (await this.api('GET', `/api/tasks/${taskId}`)).body
}
