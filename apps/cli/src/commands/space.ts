import { changeSpace, createSpace, deleteSpace, listSpaces, loadCaller, loadUser, type Space } from '@flotilla/api'
import type { Command } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { type ListOptions, tableOf, withLimit } from '../listing.ts'
import { requireSpace } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

export function addSpaceCommands(program: Command): void {
  const space = program.command('space').description('set up spaces')
  onServer(
    withLimit(space.command('list').description('list the spaces that you have a right in')),
    { examples: ['flotilla space list', 'flotilla space list --output json'] },
    listCommand,
  )
  onServer(
    space.command('view').description('show a space').argument('<space>', 'name, slug or id of the space'),
    { examples: ['flotilla space view Default', 'flotilla space view Spaces-2 --output json'] },
    async ({ client }, _options, name: string) => show(await requireSpace(client, name)),
  )
  onServer(
    space
      .command('create')
      .description('create a space')
      .argument('<name>', 'its name, of at most 20 characters')
      .option('--description <text>', 'what it is for')
      .option('--manager <user>', 'user name or id of a manager; may be repeated (you)', collect),
    { examples: ['flotilla space create Payments', 'flotilla space create Payments --manager alice --manager bob'] },
    createCommand,
  )
  onServer(
    withConfirmation(
      space
        .command('delete')
        .description('delete a space with everything in it')
        .argument('<space>', 'name, slug or id of the space'),
    ),
    {
      details: ['Its task queue is stopped first, as the server asks for that.'],
      examples: ['flotilla space delete Payments', 'flotilla space delete Spaces-2 --yes'],
    },
    deleteCommand,
  )
}

async function listCommand({ client }: Context, { limit }: ListOptions): Promise<Output> {
  return tableOf(
    await listSpaces(client, limit),
    { empty: 'No spaces.' },
    {
      SPACE: ({ Name }) => Name,
      ID: ({ Id }) => Id,
      SLUG: ({ Slug }) => Slug,
      DEFAULT: ({ IsDefault }) => (IsDefault ? 'yes' : ''),
      DESCRIPTION: ({ Description }) => Description,
    },
  )
}

async function createCommand(
  { client }: Context,
  { description = '', manager }: { readonly description?: string; readonly manager?: readonly string[] },
  name: string,
): Promise<Output> {
  const managers = manager
    ? await Promise.all(manager.map((each) => loadUser(client, each)))
    : [await loadCaller(client)]
  const SpaceManagersTeamMembers = managers.map(({ Id }) => Id)
  return show(await createSpace(client, { Name: name, Description: description, SpaceManagersTeamMembers }), [
    `Work in it: export FLOTILLA_SPACE="${name}"`,
  ])
}

async function deleteCommand({ client }: Context, options: ConfirmOptions, name: string): Promise<Output> {
  const space = await requireSpace(client, name)
  await confirm(options, `the space ${space.Name} with everything in it`)
  if (!space.TaskQueueStopped) await changeSpace(client, space, { TaskQueueStopped: true })
  await deleteSpace(client, space.Id)
  return { kind: 'text', data: space, lines: [`The space ${space.Name} was deleted.`] }
}

const show = (space: Space, notes: readonly string[] = []): Output => ({
  kind: 'facts',
  data: space,
  facts: [
    ['Space', space.Name],
    ['Id', space.Id],
    ['Slug', space.Slug],
    ['Description', space.Description],
    ['Default', space.IsDefault ? 'yes' : 'no'],
    ['Tasks', space.TaskQueueStopped ? 'stopped' : 'run'],
  ],
  notes,
})
