import { type Activity, type Client, followTask, type LogLine, loadTask, loadTaskLog } from '@flotilla/api'
import type { Command } from 'commander'
import { taskIdOf } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface Options {
  readonly follow: boolean
  readonly verbose?: boolean
}

export function addTaskLogCommand(task: Command): void {
  const command = task
    .command('log')
    .description('print the log of a task, and follow it until the task has ended')
    .argument('<task>', 'id of the task')
    .option('--no-follow', 'print what there is now, as a tree')
    .option('--verbose', 'with the details that are hidden otherwise')
  onServer(
    command,
    {
      details: [
        'It goes on behind the last line when the connection breaks or the server restarts. With --output json each line of the log is a line of JSON. The exit code does not tell how the task ended: use task wait.',
      ],
      examples: ['flotilla task log ServerTasks-12', 'flotilla task log 12 --no-follow --output json'],
    },
    logCommand,
  )
}

async function logCommand({ client, catchInterrupt }: Context, options: Options, task: string): Promise<Output> {
  const id = taskIdOf(task)
  if (options.follow)
    return { kind: 'stream', items: followLines(client, id, options.verbose ?? false, catchInterrupt()) }
  const [facts, text] = await Promise.all([loadTask(client, id), loadTaskLog(client, id)])
  return { kind: 'text', data: { Task: facts, Log: text }, lines: text.trimEnd().split('\n') }
}

/** The lines of a log as they come, each under the name of the step and target that it is from. */
async function* followLines(client: Client, id: string, isVerbose: boolean, signal: AbortSignal) {
  const activities = new Map<number, Activity>()
  let shown: number | undefined
  for await (const event of followTask(client, id, signal)) {
    if (event.kind === 'activity') activities.set(event.activity.Number, event.activity)
    if (event.kind === 'end') yield { data: { TaskId: id, State: event.state }, line: `${id}: ${event.state}` }
    if (event.kind !== 'line' || (event.line.Category === 'Verbose' && !isVerbose)) continue
    const { line } = event
    const path = pathOf(activities, line.Activity)
    const heading = shown === line.Activity ? '' : `== ${path || id} ==\n`
    shown = line.Activity
    yield { data: { ...line, ActivityPath: path }, line: heading + textOf(line) }
  }
}

const textOf = ({ OccurredAt, Category, MessageText }: LogLine): string =>
  `${OccurredAt.slice(11, 19)} ${(Category === 'Info' ? '' : Category).padEnd(9)} ${MessageText}`

/** `Step / target`; the outermost activity is the task itself and goes without saying. */
function pathOf(activities: ReadonlyMap<number, Activity>, number: number): string {
  const activity = activities.get(number)
  if (!activity || activity.Parent === null) return ''
  const parent = pathOf(activities, activity.Parent)
  return parent === '' ? activity.Name : `${parent} / ${activity.Name}`
}
