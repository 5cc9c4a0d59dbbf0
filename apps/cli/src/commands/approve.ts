import {
  type Interruption,
  loadTask,
  pendingInterruptions,
  submitInterruption,
  type Task,
  takeResponsibility,
} from '@flotilla/api'
import type { Command } from 'commander'
import { UsageError } from '../failures.ts'
import { taskIdOf } from '../names.ts'
import { type Context, onServer } from '../on-server.ts'
import type { Output } from '../print.ts'

interface Options {
  readonly result?: string
  readonly notes?: string
  readonly interruption?: string
}

export function addApproveCommand(program: Command): void {
  const command = program
    .command('approve')
    .description('show what a task asks of a person, or answer it with --result')
    .argument('<task>', 'id of the task')
    .option('--result <answer>', "'Proceed' or 'Abort'; after a failure 'Retry', 'Ignore', 'Exclude' or 'Fail'")
    .option('--notes <text>', 'why, for the audit')
    .option('--interruption <id>', 'which question, when there are several')
  onServer(
    command,
    {
      details: ['With --result it also takes responsibility, which answering needs.'],
      examples: [
        'flotilla approve ServerTasks-12',
        'flotilla approve 12 --result Proceed --notes "Checked the staging dashboards"',
      ],
    },
    approveCommand,
  )
}

async function approveCommand({ client }: Context, options: Options, text: string): Promise<Output> {
  const id = taskIdOf(text)
  const task = await loadTask(client, id)
  const pending = await pendingInterruptions(client, id)
  if (options.result === undefined) return showPending(id, pending)
  const interruption = chooseOne(task, pending, options.interruption)
  if (!interruption.HasResponsibility) await takeResponsibility(client, interruption.Id)
  const answered = await submitInterruption(client, interruption, {
    result: options.result,
    notes: options.notes ?? '',
  })
  return {
    kind: 'text',
    data: answered,
    lines: [`${interruption.Title}: ${options.result}.`, `Wait for the rest: flotilla task wait ${id}`],
  }
}

const showPending = (taskId: string, pending: readonly Interruption[]): Output => ({
  kind: 'table',
  data: pending,
  columns: ['INTERRUPTION', 'QUESTION', 'ANSWERS', 'YOU MAY ANSWER', 'INSTRUCTIONS'],
  rows: pending.map((interruption) => [
    interruption.Id,
    interruption.Title,
    answersOf(interruption).join(', '),
    interruption.CanTakeResponsibility ? 'yes' : 'no',
    (interruption.Form.Values.Instructions ?? '').replaceAll(/\s+/g, ' '),
  ]),
  empty: `Nothing of ${taskId} waits for a person.`,
  notes: pending.length > 0 ? [`Answer: flotilla approve ${taskId} --result ANSWER --notes "…"`] : [],
})

const answersOf = ({ Form }: Interruption): readonly string[] =>
  Form.Elements.flatMap(({ Control }) => Control.Buttons ?? []).map(({ Value }) => Value)

function chooseOne(task: Task, pending: readonly Interruption[], wanted: string | undefined): Interruption {
  const matches = wanted ? pending.filter(({ Id }) => Id.toLowerCase() === wanted.toLowerCase()) : pending
  if (matches.length === 1) return matches[0]!
  if (pending.length === 0) {
    const hint = task.IsCompleted ? undefined : `Wait until it asks: flotilla task wait ${task.Id}`
    throw new UsageError(`Nothing of ${task.Id} waits for a person; it is ${task.State}.`, hint)
  }
  const names = pending.map(({ Id, Title }) => `${Id} (${Title})`).join(', ')
  const problem = wanted ? `${task.Id} does not ask '${wanted}'.` : `${task.Id} asks several things.`
  throw new UsageError(problem, `Choose with --interruption one of: ${names}`)
}
