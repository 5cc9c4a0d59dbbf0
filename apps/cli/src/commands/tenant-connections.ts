import { changeDocument } from '@flotilla/api'
import type { Command } from 'commander'
import { UsageError } from '../failures.ts'
import { requireEnvironments, requireProject, requireTenant } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { showTenant } from '../show-tenant.ts'

interface Options {
  readonly project: string
  readonly environment?: readonly string[]
}

/** Which projects a tenant has, and where. */
export function addTenantConnectionCommands(tenant: Command): void {
  const command = (verb: string, does: string, where: string) =>
    tenant
      .command(verb)
      .description(does)
      .argument('<tenant>', 'name or id of the tenant')
      .requiredOption('-p, --project <project>', 'name or id of the project')
      .option('-e, --environment <environment>', `${where}; may be repeated`, collect)
  onServer(
    command('connect', 'give a tenant a project, and environments to have it in', 'environment to have it in'),
    {
      details: ['Environments that the tenant has the project in already stay.'],
      examples: [
        'flotilla tenant connect Acme --project "Web API" --environment Staging --environment Production',
        'flotilla tenant connect Acme -p "Web UI" -e Production --output json',
      ],
    },
    connectCommand,
  )
  onServer(
    command(
      'disconnect',
      'take a project from a tenant, or only some environments of it',
      'only from this environment',
    ),
    {
      details: ['What was deployed stays deployed. Without --environment the tenant loses the project altogether.'],
      examples: [
        'flotilla tenant disconnect Acme --project "Web API" --environment Staging',
        'flotilla tenant disconnect Acme -p "Web UI"',
      ],
    },
    disconnectCommand,
  )
}

async function connectCommand({ client }: Context, options: Options, name: string): Promise<Output> {
  const [tenant, project, environments] = await Promise.all([
    requireTenant(client, name),
    requireProject(client, options.project),
    requireEnvironments(client, options.environment ?? []),
  ])
  if (environments.length === 0) {
    throw new UsageError('It needs an environment to have the project in.', 'Add --environment NAME.')
  }
  const before = tenant.ProjectEnvironments[project.Id] ?? []
  const places = [...new Set([...before, ...environments.map(({ Id }) => Id)])]
  const ProjectEnvironments = { ...tenant.ProjectEnvironments, [project.Id]: places }
  return showTenant(client, await changeDocument(client, 'tenants', tenant, { ProjectEnvironments }))
}

async function disconnectCommand({ client }: Context, options: Options, name: string): Promise<Output> {
  const [tenant, project, environments] = await Promise.all([
    requireTenant(client, name),
    requireProject(client, options.project),
    requireEnvironments(client, options.environment ?? []),
  ])
  const { [project.Id]: before, ...others } = tenant.ProjectEnvironments
  if (!before) {
    throw new UsageError(
      `${tenant.Name} is not connected to ${project.Name}.`,
      `See: flotilla tenant view "${tenant.Name}"`,
    )
  }
  const missing = environments.filter(({ Id }) => !before.includes(Id))
  if (missing.length > 0) {
    const where = missing.map(({ Name }) => Name).join(', ')
    throw new UsageError(`${tenant.Name} does not have ${project.Name} in ${where}.`)
  }
  const left = environments.length === 0 ? [] : before.filter((id) => !environments.some(({ Id }) => Id === id))
  const ProjectEnvironments = left.length === 0 ? others : { ...others, [project.Id]: left }
  return showTenant(client, await changeDocument(client, 'tenants', tenant, { ProjectEnvironments }))
}
