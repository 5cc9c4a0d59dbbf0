import type { Command } from 'commander'
import { type WaitFlags, withWaiting } from '../deploy.ts'
import { EXIT } from '../failures.ts'
import { taskIdOf } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { showTasks } from '../show-tasks.ts'
import { waitForTasks } from '../wait-for-tasks.ts'

export function addTaskWaitCommand(task: Command): void {
  const command = task
    .command('wait')
    .description('wait until tasks have ended; fails if one of them did')
    .argument('<tasks...>', 'ids of the tasks')
  onServer(
    withWaiting(command),
    {
      details: ['While a server restarts, it tries again for a minute before it gives up.'],
      examples: ['flotilla task wait ServerTasks-12 ServerTasks-13 --timeout 1h', 'flotilla task wait 12 --quiet'],
      exits: ['failed', 'waitedTooLong'],
    },
    waitCommand,
  )
}

async function waitCommand(context: Context, options: WaitFlags, tasks: readonly string[]): Promise<Output> {
  const ids = [...new Set(tasks.map(taskIdOf))]
  const ended = await waitForTasks(
    context,
    ids.map((taskId) => ({ taskId, label: ids.length > 1 ? taskId : '' })),
    { limitMs: options.timeout, isQuiet: options.quiet ?? false },
  )
  const failed = ended.filter(({ FinishedSuccessfully }) => !FinishedSuccessfully)
  const notes = failed.map(({ Id }) => `See why: flotilla task log ${Id}`)
  return { ...showTasks(ended, notes), exitCode: failed.length > 0 ? EXIT.failed : EXIT.success }
}
