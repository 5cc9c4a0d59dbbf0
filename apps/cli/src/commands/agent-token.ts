import type { Client } from '@flotilla/api'
import type { Command } from 'commander'
import { parseDuration } from '../durations.ts'
import { UsageError } from '../failures.ts'
import { timeOf } from '../listing.ts'
import { idsOf, requireEnvironment, requireMachinePolicy, requireTenant, requireWorkerPool } from '../names.ts'
import { type Context, collect, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface Options {
  readonly environment?: readonly string[]
  readonly role?: readonly string[]
  readonly tenant?: readonly string[]
  readonly tenantTag?: readonly string[]
  readonly workerPool?: readonly string[]
  readonly policy?: string
  readonly uses: string
  readonly for: string
  readonly replace?: boolean
}

interface NewToken {
  readonly Id: string
  readonly Token: string
  readonly MaxUses: number
  readonly Expires: string
}

/** Leave for machines to join by themselves. */
export function addAgentTokenCommand(agent: Command): void {
  const command = agent
    .command('token')
    .description('make a token that agents register with, which is shown this once')
    .option('-e, --environment <environment>', 'environment that they may join; may be repeated', collect)
    .option('--role <role>', 'what they may be for; may be repeated', collect)
    .option('--tenant <tenant>', 'tenant that they may serve; may be repeated', collect)
    .option('--tenant-tag <Set/Tag>', 'tag of tenants that they may serve; may be repeated', collect)
    .option('--worker-pool <pool>', 'pool that they may join as workers; may be repeated', collect)
    .option('--policy <policy>', 'name or id of their machine policy')
    .option('--uses <count>', 'how many may register with it', '1')
    .option('--for <duration>', 'how long it is good; an hour at most', '1h')
    .option('--replace', 'they may take the place of earlier ones of their names')
  onServer(
    command,
    {
      details: ['Standard output holds the token and nothing else, so that it can be piped to where it is needed.'],
      examples: [
        'flotilla agent token --environment Staging --role App-WebApi',
        'flotilla agent token -e Production --role App-Web --uses 20 --for 15m --replace',
      ],
    },
    tokenCommand,
  )
}

async function tokenCommand({ client, say }: Context, options: Options): Promise<Output> {
  const uses = Number(options.uses)
  if (!Number.isInteger(uses) || uses < 1) throw new UsageError(`'${options.uses}' is not a number of machines.`)
  const token = await client.post<NewToken>('~/agentregistrationtokens', {
    ...(await scopeOf(client, options)),
    MaxUses: uses,
    Expires: new Date(Date.now() + parseDuration(options.for)).toISOString(),
    AllowReplacing: options.replace === true,
  })
  const who = token.MaxUses === 1 ? 'one agent' : `${token.MaxUses} agents`
  say(`A registration token for ${who} (${token.Id}), good until ${timeOf(token.Expires)}.`)
  return { kind: 'text', data: token, lines: [token.Token] }
}

async function scopeOf(client: Client, options: Options) {
  const { environment = [], role = [], tenant = [], tenantTag = [], workerPool = [] } = options
  return {
    EnvironmentIds: await idsOf(client, environment, requireEnvironment),
    Roles: role,
    TenantIds: await idsOf(client, tenant, requireTenant),
    TenantTags: tenantTag,
    WorkerPoolIds: await idsOf(client, workerPool, requireWorkerPool),
    ...(options.policy ? { MachinePolicyId: (await requireMachinePolicy(client, options.policy)).Id } : {}),
  }
}
