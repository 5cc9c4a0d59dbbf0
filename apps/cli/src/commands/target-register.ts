import { type Client, changeMachine, findNamed, type Named, type NewMachine, registerMachine } from '@flotilla/api'
import { type Command, Option } from 'commander'
import { UsageError } from '../failures.ts'
import {
  idsOf,
  requireAccount,
  requireEnvironment,
  requireMachinePolicy,
  requireProxy,
  requireTarget,
  requireTenant,
} from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { showTargets } from './target-list.ts'

type TargetType = 'none' | 'ssh' | 'agent'

interface Options {
  readonly environment?: readonly string[]
  readonly role?: readonly string[]
  readonly tenant?: readonly string[]
  readonly tenantTag?: readonly string[]
  readonly type?: TargetType
  readonly host?: string
  readonly port?: string
  readonly account?: string
  readonly fingerprint?: string
  readonly jumpHost?: string
  readonly proxy?: string
  readonly uri?: string
  readonly thumbprint?: string
  readonly policy?: string
  readonly replace?: boolean
}

export function addTargetRegisterCommand(target: Command): void {
  const command = target
    .command('register')
    .description('register a machine as a deployment target')
    .argument('<name>', 'name of the target')
    .option('-e, --environment <environment>', 'environment it belongs to; may be repeated', collect)
    .option('--role <role>', 'what it is for, e.g. App-WebApi; may be repeated', collect)
    .option('--tenant <tenant>', 'tenant it serves; may be repeated', collect)
    .option('--tenant-tag <Set/Tag>', 'tag of the tenants it serves; may be repeated', collect)
    .addOption(
      new Option(
        '--type <type>',
        'how it is reached; none, unless told otherwise: scripts for it run on the server',
      ).choices(['none', 'ssh', 'agent']),
    )
    .option('--host <host>', 'ssh: host name or address')
    .option('--port <port>', 'ssh: port (22)')
    .option('--account <account>', 'ssh: name or id of the account to log in with')
    .option('--fingerprint <text>', "ssh: fingerprint of the host's key")
    .option('--jump-host <target>', 'ssh: name or id of the target that the connection goes through')
    .option('--proxy <proxy>', 'ssh: name or id of the HTTP proxy that the connection goes through')
    .option('--uri <uri>', 'agent: its address, poll://name/')
    .option('--thumbprint <text>', 'agent: its thumbprint')
    .option('--policy <policy>', 'name or id of the machine policy (the default policy)')
    .option('--replace', 'change the target if one of this name is registered already')
  onServer(
    command,
    {
      details: ['At least one environment and one role are needed. With --replace, what is not given stays as it is.'],
      examples: [
        'flotilla target register s-web-api-03 --environment Staging --role App-WebApi',
        'flotilla target register s-web-api-03 -e Staging --role App-WebApi --role App-Service --replace',
        'flotilla target register p-web-01 -e Production --role App-Web --type ssh --host 10.0.0.4 --account deployer',
      ],
    },
    registerCommand,
  )
}

async function registerCommand({ client }: Context, options: Options, name: string): Promise<Output> {
  const facts = await describe(client, name, options)
  const endpoint = options.type && (await endpointOf(client, options.type, options))
  const existing = await findNamed(client, 'machines', name)
  if (existing && !options.replace) {
    throw new UsageError(
      `The target ${existing.Name} is registered already (${existing.Id}).`,
      'Use --replace to change it, or choose another name.',
    )
  }
  const stored = existing
    ? await changeMachine(client, existing, {
        ...facts,
        Name: existing.Name,
        ...(endpoint ? { Endpoint: endpoint } : {}),
      })
    : await registerMachine(client, { ...facts, Endpoint: endpoint ?? { CommunicationStyle: 'None' } })
  return { ...showTargets([stored], await client.all<Named>('~/environments')), data: stored } as Output
}

async function describe(client: Client, name: string, options: Options): Promise<Omit<NewMachine, 'Endpoint'>> {
  const { environment = [], role = [], tenant, tenantTag } = options
  if (environment.length === 0 || role.length === 0) {
    throw new UsageError(
      'A target needs at least one environment and one role.',
      `Like: flotilla target register ${name} --environment Staging --role App-WebApi`,
    )
  }
  return {
    Name: name,
    EnvironmentIds: await idsOf(client, environment, requireEnvironment),
    Roles: role,
    ...(tenant ? { TenantIds: await idsOf(client, tenant, requireTenant) } : {}),
    ...(tenantTag ? { TenantTags: tenantTag } : {}),
    ...(options.policy ? { MachinePolicyId: (await requireMachinePolicy(client, options.policy)).Id } : {}),
  }
}

async function endpointOf(client: Client, type: TargetType, options: Options): Promise<NewMachine['Endpoint']> {
  switch (type) {
    case 'none':
      return { CommunicationStyle: 'None' }
    case 'ssh': {
      const host = need(options.host, '--host')
      const account = await requireAccount(client, need(options.account, '--account'))
      const port = portOf(options.port ?? '22')
      return {
        CommunicationStyle: 'Ssh',
        AccountId: account.Id,
        Host: host,
        Port: port,
        Uri: `ssh://${host}:${port}/`,
        ...(options.fingerprint ? { Fingerprint: options.fingerprint } : {}),
        ...(options.jumpHost ? { JumpHostMachineId: (await requireTarget(client, options.jumpHost)).Id } : {}),
        ...(options.proxy ? { ProxyId: (await requireProxy(client, options.proxy)).Id } : {}),
      }
    }
    // An agent of ours appears on the wire as a polling target: API reference 5.13.
    case 'agent':
      return {
        CommunicationStyle: 'TentacleActive',
        Uri: need(options.uri, '--uri'),
        Thumbprint: need(options.thumbprint, '--thumbprint'),
      }
  }
}

function need(value: string | undefined, option: string): string {
  if (value) return value
  throw new UsageError(`This type of target needs ${option}.`, "See 'flotilla target register --help'.")
}

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new UsageError(`'${text}' is not a port.`, 'Ports go from 1 to 65535.')
}
