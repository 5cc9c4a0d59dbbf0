import { type Channel, listItems, listReleases } from '@flotilla/api'
import type { Command } from 'commander'
import { type ListOptions, nameTable, tableOf, timeOf, withLimit } from '../listing.ts'
import { requireProject } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

export function addReleaseListCommand(release: Command): void {
  onServer(
    withLimit(
      release
        .command('list')
        .description('list the releases of a project, newest first')
        .argument('<project>', 'name or id of the project')
        .option('--search <text>', 'only versions that hold this'),
    ),
    {
      examples: [
        'flotilla release list "Web API" --limit 10',
        'flotilla release list "Web API" --search 2021.1 --output json',
      ],
    },
    listCommand,
  )
}

async function listCommand(
  { client }: Context,
  { search, limit }: ListOptions & { readonly search?: string },
  projectName: string,
): Promise<Output> {
  const project = await requireProject(client, projectName)
  const releases = await listReleases(client, { projectId: project.Id, search }, limit)
  const channelOf = nameTable(await listItems<Channel>(client, `~/projects/${project.Id}/channels`))
  return tableOf(
    releases,
    { empty: `${project.Name} has no ${search ? 'such ' : ''}release.` },
    {
      RELEASE: ({ Version }) => Version,
      ID: ({ Id }) => Id,
      CHANNEL: ({ ChannelId }) => channelOf(ChannelId),
      CREATED: ({ Assembled }) => timeOf(Assembled),
    },
  )
}
