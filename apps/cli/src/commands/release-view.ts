import {
  listByIds,
  listDefects,
  listDocuments,
  listReleaseDeployments,
  loadDocument,
  loadTasks,
  type Named,
} from '@flotilla/api'
import type { Command } from 'commander'
import { nameTable, timeOf } from '../listing.ts'
import { requireProject, requireRelease } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

export function addReleaseViewCommand(release: Command): void {
  onServer(
    release
      .command('view')
      .description('show a release: what it is made of, where it was deployed, what blocks it')
      .argument('<project>', 'name or id of the project')
      .argument('<version>', "version of the release, or 'latest' for the one created last"),
    {
      examples: ['flotilla release view "Web API" 2021.1.0.15', 'flotilla release view "Web API" latest --output json'],
    },
    viewCommand,
  )
}

async function viewCommand({ client }: Context, _options: unknown, name: string, version: string): Promise<Output> {
  const project = await requireProject(client, name)
  const release = await requireRelease(client, project, version)
  const [channel, defects, deployments, environments] = await Promise.all([
    loadDocument(client, 'channels', release.ChannelId),
    listDefects(client, release.Id),
    listReleaseDeployments(client, release.Id),
    listDocuments(client, 'environments'),
  ])
  const tasks = await loadTasks(
    client,
    deployments.map(({ TaskId }) => TaskId),
  )
  const environmentOf = nameTable(environments)
  const tenants = deployments.flatMap(({ TenantId }) => TenantId ?? [])
  const tenantOf = nameTable(await listByIds<Named>(client, '~/tenants', tenants))
  const stateOf = new Map(tasks.map(({ Id, State }) => [Id, State]))
  const blocks = defects.filter(({ Status }) => Status === 'Unresolved').map(({ Description }) => Description)
  const done = deployments.map(
    ({ Id, TaskId, EnvironmentId, TenantId, Created }) =>
      `${timeOf(Created)}  ${environmentOf(EnvironmentId)}${TenantId ? ` for ${tenantOf(TenantId)}` : ''}: ${stateOf.get(TaskId) ?? ''} (${Id}, ${TaskId})`,
  )
  return {
    kind: 'facts',
    data: { ...release, Defects: defects, Deployments: deployments },
    facts: [
      ['Release', release.Version],
      ['Id', release.Id],
      ['Project', project.Name],
      ['Channel', channel.Name],
      ['Created', timeOf(release.Assembled)],
      ['State', blocks.length > 0 ? 'blocked' : 'may be deployed'],
      ['Blocked by', blocks.join('\n')],
      ['Packages', release.SelectedPackages.map((each) => `${each.ActionName}: ${each.Version}`).join('\n')],
      ['Notes', release.ReleaseNotes ?? ''],
      ['Deployments', done.join('\n') || 'none yet'],
    ],
  }
}
