import {
  listByIds,
  listDeployments,
  listDocuments,
  loadDeployment,
  loadReleases,
  loadTask,
  loadTasks,
  type Named,
} from '@flotilla/api'
import { type Command, Option } from 'commander'
import { type ListOptions, nameTable, tableOf, timeOf, withLimit } from '../listing.ts'
import { idsOf, requireEnvironment, requireProject, requireTenant } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

const STATES = ['Queued', 'Executing', 'Cancelling', 'Success', 'Failed', 'Canceled', 'TimedOut']

interface ListFilter extends ListOptions {
  readonly project?: readonly string[]
  readonly environment?: readonly string[]
  readonly tenant?: readonly string[]
  readonly state?: readonly string[]
}

export function addDeploymentCommands(program: Command): void {
  const deployment = program.command('deployment').description('look at deployments')
  onServer(
    withLimit(
      deployment
        .command('list')
        .description('list deployments, newest first')
        .option('-p, --project <project>', 'only of this project; may be repeated', collect)
        .option('-e, --environment <environment>', 'only to this environment; may be repeated', collect)
        .option('--tenant <tenant>', 'only for this tenant; may be repeated', collect)
        .addOption(new Option('--state <state...>', 'only with a task in one of these states').choices(STATES)),
    ),
    {
      examples: [
        'flotilla deployment list --environment Production --limit 20',
        'flotilla deployment list -p "Web API" --state Failed Canceled --output json',
      ],
    },
    listCommand,
  )
  onServer(
    deployment.command('view').description('show a deployment').argument('<deployment>', 'id of the deployment'),
    { examples: ['flotilla deployment view Deployments-17', 'flotilla deployment view Deployments-17 --output json'] },
    viewCommand,
  )
}

async function listCommand({ client }: Context, options: ListFilter): Promise<Output> {
  const filter = {
    projects: await idsOf(client, options.project, requireProject),
    environments: await idsOf(client, options.environment, requireEnvironment),
    tenants: await idsOf(client, options.tenant, requireTenant),
    taskState: options.state,
  }
  const deployments = await listDeployments(client, filter, options.limit)
  const idsUsed = (key: 'ProjectId' | 'TenantId' | 'ReleaseId' | 'TaskId') =>
    deployments.flatMap((each) => each[key] ?? [])
  const [projects, environments, tenants, releases, tasks] = await Promise.all([
    listByIds<Named>(client, '~/projects', idsUsed('ProjectId')),
    listDocuments(client, 'environments'),
    listByIds<Named>(client, '~/tenants', idsUsed('TenantId')),
    loadReleases(client, idsUsed('ReleaseId')),
    loadTasks(client, idsUsed('TaskId')),
  ])
  const [projectOf, environmentOf, tenantOf] = [nameTable(projects), nameTable(environments), nameTable(tenants)]
  const versionOf = nameTable(releases.map(({ Id, Version }) => ({ Id, Name: Version })))
  const stateOf = nameTable(tasks.map(({ Id, State }) => ({ Id, Name: State })))
  const shown = deployments.map((each) => ({
    ...each,
    ProjectName: projectOf(each.ProjectId),
    ReleaseVersion: versionOf(each.ReleaseId),
    EnvironmentName: environmentOf(each.EnvironmentId),
    TenantName: each.TenantId ? tenantOf(each.TenantId) : null,
    State: stateOf(each.TaskId),
  }))
  return tableOf(
    shown,
    { empty: 'No deployments.' },
    {
      DEPLOYMENT: ({ Id }) => Id,
      TASK: ({ TaskId }) => TaskId,
      PROJECT: ({ ProjectName }) => ProjectName,
      RELEASE: ({ ReleaseVersion }) => ReleaseVersion,
      ENVIRONMENT: ({ EnvironmentName }) => EnvironmentName,
      TENANT: ({ TenantName }) => TenantName,
      STATE: ({ State }) => State,
      CREATED: ({ Created }) => timeOf(Created),
      BY: ({ DeployedBy }) => DeployedBy,
    },
  )
}

async function viewCommand({ client }: Context, _options: unknown, id: string): Promise<Output> {
  const wanted = /^\d+$/.test(id) ? `Deployments-${id}` : id
  const deployment = await loadDeployment(client, wanted)
  const [task, [release], projects, environments, tenants] = await Promise.all([
    loadTask(client, deployment.TaskId),
    loadReleases(client, [deployment.ReleaseId]),
    listByIds<Named>(client, '~/projects', [deployment.ProjectId]),
    listByIds<Named>(client, '~/environments', [deployment.EnvironmentId]),
    listByIds<Named>(client, '~/tenants', deployment.TenantId ? [deployment.TenantId] : []),
  ])
  return {
    kind: 'facts',
    data: { ...deployment, Task: task },
    facts: [
      ['Deployment', deployment.Id],
      ['Project', nameTable(projects)(deployment.ProjectId)],
      ['Release', release?.Version],
      ['Environment', nameTable(environments)(deployment.EnvironmentId)],
      ['Tenant', nameTable(tenants)(deployment.TenantId)],
      ['State', task.State],
      ['Message', task.ErrorMessage],
      ['Task', task.Id],
      ['Created', `${timeOf(deployment.Created)} by ${deployment.DeployedBy}`],
      ['Took', task.CompletedTime ? task.Duration : ''],
      ['Targets', deployment.DeployedToMachineIds.join(', ')],
      ['Only on', deployment.SpecificMachineIds.join(', ')],
      ['Trigger', deployment.TriggerId ?? ''],
      ['Part of', deployment.ParentTaskId ?? ''],
      ['Comments', deployment.Comments ?? ''],
    ],
    notes: [`Its log: flotilla task log ${task.Id}`],
  }
}
