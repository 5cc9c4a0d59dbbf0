import {
  type Channel,
  type Client,
  createDocument,
  deleteDocument,
  listDocuments,
  listItems,
  type Project,
} from '@flotilla/api'
import type { Command } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { type ListOptions, nameTable, tableOf, withLimit } from '../listing.ts'
import { requireChannel, requireLifecycle, requireProject } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface OfProject {
  readonly project: string
}

interface CreateOptions extends OfProject {
  readonly lifecycle?: string
  readonly description?: string
  readonly default?: boolean
  readonly tenantTag?: readonly string[]
}

export function addChannelCommands(program: Command): void {
  const channel = program.command('channel').description('set up the channels of projects')
  const ofProject = (verb: string, does: string) =>
    channel.command(verb).description(does).requiredOption('-p, --project <project>', 'name or id of the project')
  onServer(
    withLimit(ofProject('list', 'list the channels of a project')),
    { examples: ['flotilla channel list --project "Web API"', 'flotilla channel list -p Projects-3 --output json'] },
    listCommand,
  )
  onServer(
    ofProject('view', 'show a channel').argument('<channel>', 'name or id of the channel'),
    {
      examples: ['flotilla channel view Hotfix --project "Web API"', 'flotilla channel view Channels-4 -p Projects-3'],
    },
    viewCommand,
  )
  onServer(
    ofProject('create', 'create a channel')
      .argument('<name>', 'name of the new channel')
      .option('--lifecycle <lifecycle>', "name or id of its lifecycle (the project's)")
      .option('--description <text>', 'what it is for')
      .option('--default', 'releases go here unless told otherwise')
      .option('--tenant-tag <Set/Tag>', 'only for tenants with this tag; may be repeated', collect),
    {
      examples: [
        'flotilla channel create Hotfix --project "Web API" --lifecycle Hotfix',
        'flotilla channel create Early -p "Web API" --tenant-tag Plan/Gold --description "Early adopters"',
      ],
    },
    createCommand,
  )
  onServer(
    withConfirmation(ofProject('delete', 'delete a channel').argument('<channel>', 'name or id of the channel')),
    {
      examples: [
        'flotilla channel delete Hotfix --project "Web API"',
        'flotilla channel delete Early -p "Web API" --yes',
      ],
    },
    deleteCommand,
  )
}

async function listCommand({ client }: Context, options: OfProject & ListOptions): Promise<Output> {
  const project = await requireProject(client, options.project)
  const channels = await listItems<Channel>(client, `~/projects/${project.Id}/channels`, {}, options.limit)
  const lifecycleOf = nameTable(await listDocuments(client, 'lifecycles'))
  return tableOf(
    channels,
    { empty: 'No channels.' },
    {
      CHANNEL: ({ Name }) => Name,
      ID: ({ Id }) => Id,
      DEFAULT: ({ IsDefault }) => (IsDefault ? 'yes' : ''),
      LIFECYCLE: ({ LifecycleId }) => lifecycleOf(LifecycleId) || "the project's",
      'TENANT TAGS': ({ TenantTags }) => TenantTags.join(', '),
    },
  )
}

async function viewCommand({ client }: Context, options: OfProject, name: string): Promise<Output> {
  const project = await requireProject(client, options.project)
  return show(client, project, await requireChannel(client, project, name))
}

async function createCommand({ client }: Context, options: CreateOptions, name: string): Promise<Output> {
  const project = await requireProject(client, options.project)
  const lifecycle = options.lifecycle ? await requireLifecycle(client, options.lifecycle) : undefined
  const created = await createDocument(client, 'channels', {
    Name: name,
    ProjectId: project.Id,
    IsDefault: options.default ?? false,
    ...(lifecycle ? { LifecycleId: lifecycle.Id } : {}),
    ...(options.description === undefined ? {} : { Description: options.description }),
    ...(options.tenantTag ? { TenantTags: options.tenantTag } : {}),
  })
  return show(client, project, created)
}

async function deleteCommand({ client }: Context, options: OfProject & ConfirmOptions, name: string): Promise<Output> {
  const project = await requireProject(client, options.project)
  const channel = await requireChannel(client, project, name)
  await confirm(options, `the channel ${channel.Name} of ${project.Name}`)
  await deleteDocument(client, 'channels', channel.Id)
  return { kind: 'text', data: channel, lines: [`The channel ${channel.Name} of ${project.Name} was deleted.`] }
}

async function show(client: Client, project: Project, channel: Channel): Promise<Output> {
  const lifecycleOf = nameTable(await listDocuments(client, 'lifecycles'))
  return {
    kind: 'facts',
    data: channel,
    facts: [
      ['Channel', channel.Name],
      ['Id', channel.Id],
      ['Project', project.Name],
      ['Description', channel.Description],
      ['Default', channel.IsDefault ? 'yes' : 'no'],
      [
        'Lifecycle',
        channel.LifecycleId ? lifecycleOf(channel.LifecycleId) : `${lifecycleOf(project.LifecycleId)} (the project's)`,
      ],
      ['Tenant tags', channel.TenantTags.join(', ')],
      ['Rules', channel.Rules.map(({ VersionRange, Tag }) => [VersionRange, Tag].filter(Boolean).join(' ')).join('\n')],
    ],
  }
}
