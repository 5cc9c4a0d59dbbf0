import { cancelTask, loadTask } from '@flotilla/api'
import type { Command } from 'commander'
import { UsageError } from '../failures.ts'
import { taskIdOf } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'
import { showTasks } from '../show-tasks.ts'

export function addTaskCancelCommand(task: Command): void {
  const command = task
    .command('cancel')
    .description('cancel a task and the deployments it started')
    .argument('<task>', 'id of the task')
  onServer(
    command,
    { examples: ['flotilla task cancel ServerTasks-12', 'flotilla task cancel 12 --output json'] },
    cancelCommand,
  )
}

async function cancelCommand({ client }: Context, _options: unknown, task: string): Promise<Output> {
  const id = taskIdOf(task)
  const before = await loadTask(client, id)
  if (before.IsCompleted) {
    throw new UsageError(`${id} has ended already: ${before.State}.`, `See its log: flotilla task log ${id}`)
  }
  const after = await cancelTask(client, id)
  const isEnding = !after.IsCompleted
  return showTasks([after], isEnding ? [`It ends when its scripts have: flotilla task wait ${id}`] : [])
}
