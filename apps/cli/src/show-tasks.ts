import type { Task } from '@flotilla/api'
import type { Output } from './print.ts'

export const showTasks = (
  tasks: readonly Task[],
  notes: readonly string[] = [],
): Extract<Output, { kind: 'table' }> => ({
  kind: 'table',
  data: tasks,
  columns: ['TASK', 'STATE', 'DURATION', 'DESCRIPTION', 'MESSAGE'],
  rows: tasks.map((task) => [task.Id, stateOf(task), task.Duration, task.Description, task.ErrorMessage]),
  empty: 'No tasks.',
  notes,
})

const stateOf = ({ State, HasWarningsOrErrors }: Task): string =>
  State === 'Success' && HasWarningsOrErrors ? 'Success, with warnings' : State
