import type { Machine, Named, Task } from '@flotilla/api'
import type { Command } from 'commander'
import { type WaitFlags, withWaiting } from '../deploy.ts'
import { EXIT, UsageError } from '../failures.ts'
import { requireEnvironment, requireTargets } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { waitForTasks } from '../wait-for-tasks.ts'
import { showTargets } from './target-list.ts'

interface Options extends WaitFlags {
  readonly environment?: string
  readonly connection?: boolean
}

export function addTargetCheckCommand(target: Command): void {
  const command = target
    .command('check')
    .description('check the health of deployment targets now; fails if one is not well')
    .argument('[targets...]', 'names or ids of the targets')
    .option('-e, --environment <environment>', 'all targets of this environment, instead of targets by name')
    .option('--connection', 'only whether they answer; run no health script')
  onServer(
    withWaiting(command),
    {
      details: ['Targets are checked by themselves too, when their machine policy says so.'],
      examples: [
        'flotilla target check s-web-api-03',
        'flotilla target check --environment Staging --connection --timeout 2m',
      ],
      exits: ['failed', 'waitedTooLong'],
    },
    checkCommand,
  )
}

async function checkCommand(context: Context, options: Options, names: readonly string[]): Promise<Output> {
  const { client } = context
  const asked = await whatToCheck(context, options, names)
  const queued = await client.post<Task>('~/tasks', {
    Name: 'Health',
    Arguments: { ...asked.arguments, ...(options.connection ? { OnlyTestConnection: 'true' } : {}) },
  })
  const [ended] = await waitForTasks(context, [{ taskId: queued.Id, label: '' }], {
    limitMs: options.timeout,
    isQuiet: options.quiet ?? false,
  })
  const machines = await client.all<Machine>('~/machines', asked.query)
  const shown = showTargets(machines, await client.all<Named>('~/environments'))
  return { ...shown, exitCode: ended?.FinishedSuccessfully ? EXIT.success : EXIT.failed } as Output
}

/** What the task is asked to check, and how the same machines are listed. */
async function whatToCheck({ client }: Context, { environment }: Options, names: readonly string[]) {
  if (environment !== undefined && names.length === 0) {
    const { Id } = await requireEnvironment(client, environment)
    return { arguments: { EnvironmentId: Id }, query: { environmentIds: [Id] } }
  }
  if (environment === undefined && names.length > 0) {
    const ids = (await requireTargets(client, names)).map(({ Id }) => Id)
    return { arguments: { MachineIds: ids }, query: { ids } }
  }
  throw new UsageError(
    'Name either targets or an environment.',
    'Like: flotilla target check s-web-api-03, or: flotilla target check --environment Staging',
  )
}
