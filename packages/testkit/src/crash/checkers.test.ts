import { describe, expect, test } from 'vitest'
import { checkAll } from './checkers.ts'
import type { History, ScriptMark, TaskRecord } from './history.ts'

const task = (id: string, fields: Partial<TaskRecord> = {}): TaskRecord => ({
  id,
  name: id,
  state: 'Success',
  isFinal: true,
  errorMessage: '',
  startedAtMs: 0,
  completedAtMs: 100,
  parentTaskId: null,
  projectId: 'Projects-1',
  projectName: 'Web',
  tenantId: null,
  concurrencyTag: id,
  log: logOf(`${id}.a.1`, [1, 2, 3]),
  ...fields,
})
const logOf = (ticket: string, numbers: readonly number[]) =>
  numbers.map((number, index) => ({ number: index + 1, text: `numbered ${ticket} ${number}` }))
const mark = (ticket: string, what: 'begin' | 'end', atMs: number, target = 'web-1'): ScriptMark => ({
  ticket,
  what,
  target,
  atMs,
  lines: what === 'end' ? 3 : 0,
})
const good: History = {
  events: [{ kind: 'ok', call: 'deploy', taskId: 'ServerTasks-1' }],
  marks: [mark('ServerTasks-1.a.1', 'begin', 10), mark('ServerTasks-1.a.1', 'end', 20)],
  tasks: [task('ServerTasks-1')],
  leftProcesses: [],
}
const ids = (history: Partial<History>) => checkAll({ ...good, ...history }).map(({ id }) => id)

test('a history in which everything holds has no violation', () => expect(checkAll(good)).toEqual([]))

describe('each guarantee is missed when it does not hold', () => {
  const log = (numbers: readonly number[]) => ({
    tasks: [task('ServerTasks-1', { log: logOf('ServerTasks-1.a.1', numbers) })],
  })
  const again = [mark('ServerTasks-1.a.2', 'begin', 30), mark('ServerTasks-1.a.2', 'end', 40)]
  const second = (fields: Partial<TaskRecord>) => ({
    tasks: [...good.tasks, task('ServerTasks-2', fields)],
  })
  test.each<{ name: string; history: Partial<History>; gives: string[] }>([
    { name: 'A1: an accepted task is gone', history: { tasks: [], marks: [] }, gives: ['A1'] },
    { name: 'A1: a task never ends', history: second({ isFinal: false, state: 'Executing' }), gives: ['A1'] },
    {
      name: 'E1: the same ticket begins twice',
      history: { marks: [good.marks[0]!, good.marks[0]!, good.marks[1]!] },
      gives: ['E1', 'C2'],
    },
    {
      name: 'E1: a second attempt after one that began',
      history: {
        marks: [...good.marks, ...again],
        tasks: [
          task('ServerTasks-1', {
            log: [...logOf('ServerTasks-1.a.1', [1, 2, 3]), ...logOf('ServerTasks-1.a.2', [1, 2, 3])].map(
              (line, index) => ({ ...line, number: index + 1 }),
            ),
          }),
        ],
      },
      gives: ['E1'],
    },
    {
      name: "E2: a child begins before its parent's script has ended",
      history: {
        tasks: [
          ...good.tasks,
          task('ServerTasks-2', { parentTaskId: 'ServerTasks-1', log: logOf('ServerTasks-2.a.1', [1, 2, 3]) }),
        ],
        marks: [
          ...good.marks,
          mark('ServerTasks-2.a.1', 'begin', 15, 'web-2'),
          mark('ServerTasks-2.a.1', 'end', 25, 'web-2'),
        ],
      },
      gives: ['E2'],
    },
    { name: 'L1: the last line is lost', history: log([1, 2]), gives: ['L1'] },
    { name: 'L1: a line in the middle is lost', history: log([1, 3]), gives: ['L1'] },
    { name: 'L2: a line is there twice', history: log([1, 2, 2, 3]), gives: ['L2'] },
    { name: 'L3: two lines have changed places', history: log([2, 1, 3]), gives: ['L3'] },
    {
      name: 'L4: a line number is left out',
      history: {
        tasks: [
          task('ServerTasks-1', {
            log: task('ServerTasks-1').log.map((line) => ({ ...line, number: 2 * line.number })),
          }),
        ],
      },
      gives: ['L4'],
    },
    {
      name: 'S3: a child twice',
      history: {
        tasks: [
          ...good.tasks,
          task('ServerTasks-2', { parentTaskId: 'ServerTasks-1' }),
          task('ServerTasks-3', { parentTaskId: 'ServerTasks-1' }),
        ],
      },
      gives: ['S3'],
    },
    {
      name: 'S4: a child failed and its parent succeeded',
      history: second({ parentTaskId: 'ServerTasks-1', state: 'Failed' }),
      gives: ['S4'],
    },
    {
      name: 'C1: two tasks hold one tag',
      history: second({ concurrencyTag: 'ServerTasks-1', startedAtMs: 99, completedAtMs: 150 }),
      gives: ['C1'],
    },
    {
      name: 'C2: two scripts on one target',
      history: {
        ...second({}),
        marks: [...good.marks, mark('ServerTasks-2.a.1', 'begin', 15), mark('ServerTasks-2.a.1', 'end', 25)],
      },
      gives: ['C2'],
    },
    { name: 'X2: a process is left', history: { leftProcesses: ['sleep 60'] }, gives: ['X2'] },
  ])('$name', ({ history, gives }) => expect(ids(history)).toEqual(gives))
})
