import { changeDocument, createDocument, deleteDocument, listDocuments } from '@flotilla/api'
import type { Command } from 'commander'
import { type ConfirmOptions, confirm, withConfirmation } from '../confirm.ts'
import { UsageError } from '../failures.ts'
import { type ListOptions, tableOf, withLimit } from '../listing.ts'
import { requireProject, requireTenant } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { showTenant } from '../show-tenant.ts'

interface ListFilter extends ListOptions {
  readonly project?: string
  readonly tag?: readonly string[]
}

/** What a tenant has is in `tenant-connections.ts`. */
export function addTenantCommands(program: Command): Command {
  const tenant = program.command('tenant').description('set up tenants, and what they have')
  onServer(
    withLimit(
      tenant
        .command('list')
        .description('list tenants')
        .option('-p, --project <project>', 'only those connected to this project')
        .option('--tag <Set/Tag>', 'only those with this tag; may be repeated', collect),
    ),
    { examples: ['flotilla tenant list', 'flotilla tenant list --project "Web API" --tag Region/Europe'] },
    listCommand,
  )
  onServer(
    tenant.command('view').description('show a tenant').argument('<tenant>', 'name or id of the tenant'),
    { examples: ['flotilla tenant view Acme', 'flotilla tenant view Tenants-4 --output json'] },
    async ({ client }, _options, name: string) => showTenant(client, await requireTenant(client, name)),
  )
  onServer(
    tenant
      .command('create')
      .description('create a tenant')
      .argument('<name>', 'name of the new tenant')
      .option('--description <text>', 'who it is')
      .option('--tag <Set/Tag>', 'tag of the tenant; may be repeated', collect),
    {
      details: ['What it has is said by: flotilla tenant connect.'],
      examples: ['flotilla tenant create Acme', 'flotilla tenant create Globex --tag Region/Europe --tag Plan/Gold'],
    },
    createCommand,
  )
  onServer(
    tenant
      .command('tag')
      .description('give a tenant tags, or take them away')
      .argument('<tenant>', 'name or id of the tenant')
      .option('--add <Set/Tag>', 'tag to give; may be repeated', collect)
      .option('--remove <Set/Tag>', 'tag to take away; may be repeated', collect),
    {
      examples: [
        'flotilla tenant tag Acme --add Plan/Gold',
        'flotilla tenant tag Acme --remove Plan/Gold --add Plan/Basic',
      ],
    },
    tagCommand,
  )
  onServer(
    withConfirmation(
      tenant
        .command('delete')
        .description('delete a tenant with its values of variables')
        .argument('<tenant>', 'name or id of the tenant'),
    ),
    { examples: ['flotilla tenant delete Initech', 'flotilla tenant delete Tenants-4 --yes'] },
    deleteCommand,
  )
  return tenant
}

async function listCommand({ client }: Context, options: ListFilter): Promise<Output> {
  const project = options.project ? await requireProject(client, options.project) : undefined
  const filter = { projectId: project?.Id, tags: options.tag }
  return tableOf(
    await listDocuments(client, 'tenants', filter, options.limit),
    { empty: 'No tenants.' },
    {
      TENANT: ({ Name }) => Name,
      ID: ({ Id }) => Id,
      TAGS: ({ TenantTags }) => TenantTags.join(', '),
      PROJECTS: ({ ProjectEnvironments }) => String(Object.keys(ProjectEnvironments).length),
      STATE: ({ IsDisabled }) => (IsDisabled ? 'disabled' : ''),
    },
  )
}

async function createCommand(
  { client }: Context,
  { description, tag }: { readonly description?: string; readonly tag?: readonly string[] },
  name: string,
): Promise<Output> {
  const created = await createDocument(client, 'tenants', {
    Name: name,
    ...(description === undefined ? {} : { Description: description }),
    ...(tag ? { TenantTags: tag } : {}),
  })
  return showTenant(client, created, [`Give it a project: flotilla tenant connect "${created.Name}" --project NAME`])
}

async function tagCommand(
  { client }: Context,
  { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  name: string,
): Promise<Output> {
  const before = await requireTenant(client, name)
  const isIn = (tags: readonly string[], tag: string) => tags.some((each) => each.toLowerCase() === tag.toLowerCase())
  const missing = remove.filter((tag) => !isIn(before.TenantTags, tag))
  if (add.length + remove.length === 0 || missing.length > 0) {
    throw new UsageError(
      missing.length > 0 ? `${before.Name} does not have ${missing.join(', ')}.` : 'It needs --add or --remove.',
      before.TenantTags.length > 0 ? `It has: ${before.TenantTags.join(', ')}` : 'It has no tags.',
    )
  }
  const kept = before.TenantTags.filter((tag) => !isIn(remove, tag))
  const TenantTags = [...kept, ...add.filter((tag) => !isIn(kept, tag))]
  return showTenant(client, await changeDocument(client, 'tenants', before, { TenantTags }))
}

async function deleteCommand({ client }: Context, options: ConfirmOptions, name: string): Promise<Output> {
  const tenant = await requireTenant(client, name)
  await confirm(options, `the tenant ${tenant.Name} with its values of variables`)
  await deleteDocument(client, 'tenants', tenant.Id)
  return { kind: 'text', data: tenant, lines: [`The tenant ${tenant.Name} was deleted.`] }
}
