import {
  type Client,
  type Deployment,
  listByIds,
  listItems,
  loadReleases,
  type Machine,
  type Release,
  type Task,
} from '@flotilla/api'
import { useRead } from '../../api/queries.ts'
import { useSpace } from '../../api/space.tsx'

/** A deployment that another one has made, and how deep below the outermost it stands. */
export interface ChildDeployment {
  readonly task: Task
  readonly deployment: Deployment
  readonly release: Release | undefined
  /** The first of the targets that it reached. */
  readonly machines: readonly Machine[]
  readonly depth: number
}

/** So many targets of each are named; how many there are, the deployment says. */
const NAMED = 4

/** Everything that a deployment has made so far, children of children among it, as rows of their tree. */
export function useChildren(parent: Task | undefined) {
  const space = useSpace()
  return useRead(['children', parent?.Id], (client) => loadChildren(client, space.Id, parent!), {
    isSkipped: parent === undefined,
    keepsOld: true,
  })
}

async function loadChildren(client: Client, spaceId: string, parent: Task): Promise<readonly ChildDeployment[]> {
  const made = await loadTasksBelow(client, spaceId, parent.Id)
  const tasks = below(parent.Id, made)
  const deployments = await listByIds<Deployment>(
    client,
    '~/deployments',
    tasks.map(({ task }) => idOf(task)),
  )
  const [releases, machines] = await Promise.all([
    loadReleases(
      client,
      deployments.map(({ ReleaseId }) => ReleaseId),
    ),
    listByIds<Machine>(
      client,
      '~/machines',
      deployments.flatMap(({ DeployedToMachineIds }) => DeployedToMachineIds.slice(0, NAMED)),
    ),
  ])
  return tasks.flatMap(({ task, depth }) => {
    const deployment = deployments.find(({ Id }) => Id === idOf(task))
    if (!deployment) return []
    return {
      task,
      depth,
      deployment,
      release: releases.find(({ Id }) => Id === deployment.ReleaseId),
      machines: machines.filter(({ Id }) => deployment.DeployedToMachineIds.includes(Id)),
    }
  })
}

const idOf = ({ Arguments }: Task): string => String(Arguments.DeploymentId)

/** Children, their children and so on, generation by generation. */
async function loadTasksBelow(client: Client, spaceId: string, parentId: string): Promise<readonly Task[]> {
  const found: Task[] = []
  for (let parents = [parentId]; parents.length > 0; ) {
    const children = await listItems<Task>(client, '/api/tasks', {
      spaces: spaceId,
      name: 'Deploy',
      parentTask: parents.join(','),
    })
    found.push(...children)
    parents = children.map(({ Id }) => Id)
  }
  return found
}

/** The tasks below one, each before its own children, in the order in which they were made. */
function below(parentId: string, all: readonly Task[], depth = 0): readonly { task: Task; depth: number }[] {
  return all
    .filter(({ ParentTaskId }) => ParentTaskId === parentId)
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .flatMap((task) => [{ task, depth }, ...below(task.Id, all, depth + 1)])
}

const numberOf = ({ Id }: Task): number => Number(Id.split('-')[1])
