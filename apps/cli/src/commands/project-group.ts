import { listDocuments } from '@flotilla/api'
import type { Command } from 'commander'
import { type ListOptions, tableOf, withLimit } from '../listing.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

export function addProjectGroupCommands(program: Command): void {
  const group = program.command('project-group').description('look at project groups')
  onServer(
    withLimit(group.command('list').description('list project groups')),
    { examples: ['flotilla project-group list', 'flotilla project-group list --output json'] },
    listCommand,
  )
}

async function listCommand({ client }: Context, { limit }: ListOptions): Promise<Output> {
  return tableOf(
    await listDocuments(client, 'projectgroups', {}, limit),
    { empty: 'No project groups.' },
    { 'PROJECT GROUP': ({ Name }) => Name, ID: ({ Id }) => Id, DESCRIPTION: ({ Description }) => Description },
  )
}
