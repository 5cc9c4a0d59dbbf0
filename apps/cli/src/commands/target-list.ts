import { listMachines, type Machine, type Named } from '@flotilla/api'
import type { Command } from 'commander'
import { idsOf, requireEnvironment, requireTenant } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface Options {
  readonly environment?: readonly string[]
  readonly role?: readonly string[]
  readonly tenant?: readonly string[]
  readonly health?: readonly string[]
}

export function addTargetListCommand(target: Command): void {
  const command = target
    .command('list')
    .description('list deployment targets')
    .option('-e, --environment <environment>', 'in this environment; may be repeated', collect)
    .option('--role <role>', 'with this role; may be repeated', collect)
    .option('--tenant <tenant>', 'of this tenant; may be repeated', collect)
    .option('--health <status>', 'Healthy, HasWarnings, Unhealthy, Unavailable or Unknown; may be repeated', collect)
  onServer(
    command,
    {
      examples: [
        'flotilla target list -e Staging --health Unavailable',
        'flotilla target list --role App-WebApi --output json',
      ],
    },
    listCommand,
  )
}

async function listCommand({ client }: Context, options: Options): Promise<Output> {
  const machines = await listMachines(client, {
    environmentIds: await idsOf(client, options.environment, requireEnvironment),
    tenantIds: await idsOf(client, options.tenant, requireTenant),
    roles: options.role,
    healthStatuses: options.health,
  })
  return showTargets(machines, await client.all<Named>('~/environments'))
}

export function showTargets(machines: readonly Machine[], environments: readonly Named[]): Output {
  const names = new Map(environments.map(({ Id, Name }) => [Id, Name]))
  return {
    kind: 'table',
    data: machines,
    columns: ['TARGET', 'ID', 'ENVIRONMENTS', 'ROLES', 'HEALTH', 'TYPE'],
    rows: machines.map((machine) => [
      machine.Name,
      machine.Id,
      machine.EnvironmentIds.map((id) => names.get(id) ?? id).join(', '),
      machine.Roles.join(', '),
      healthOf(machine),
      machine.Endpoint.CommunicationStyle,
    ]),
    empty: 'No targets.',
  }
}

const healthOf = ({ IsDisabled, HealthStatus, HostKeyRefusal }: Machine): string => {
  if (IsDisabled) return 'Disabled'
  return HostKeyRefusal ? `${HealthStatus} (shows another host key)` : HealthStatus
}
