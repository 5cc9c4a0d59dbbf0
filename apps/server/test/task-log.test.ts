import type { Ticket } from '@flotilla/work-directory'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BatchedWrite, type Entry, entry, storing } from '../src/features/tasks/batched-write.ts'
import { saying, showing } from '../src/features/tasks/log-entries.ts'
import { TaskLog } from '../src/features/tasks/task-log.ts'
import { claiming, ending } from '../src/steps/tickets.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

let lastNumber = 900
async function newLog(): Promise<{ log: TaskLog; taskId: string }> {
  lastNumber += 1
  const task = { id: `ServerTasks-${lastNumber}`, number: lastNumber, space_id: 'Spaces-1', name: 'Test' }
  await app.database
    .insertInto('server_task')
    .values({
      ...task,
      description: 'Test',
      arguments: '{}',
      state: 'Executing',
      queue_time: new Date(),
      started_by: 'Users-1',
    })
    .execute()
  return { log: new TaskLog(app.database, { id: task.id, run_number: 0 }), taskId: task.id }
}

test('what is written at the same time goes together, kind by kind, locks last; each is answered for itself', async () => {
  const { log } = await newLog()
  const written: string[] = []
  const kind = (name: string, turn: BatchedWrite<number, string>['turn']): BatchedWrite<number, string> => ({
    turn,
    write: async (_tx, _run, rows) => {
      written.push(`${name} ${rows.join(' ')}`)
      return rows.map((row) => `${name}-${row}`)
    },
  })
  const [locks, rest] = [kind('lock', 'locks'), kind('rest', 'rest')]
  const answers = await Promise.all([
    log.ask(entry(locks, 1)),
    log.ask(entry(rest, 2)),
    log.within(async () => void written.push('operation')),
    log.ask(entry(rest, 3)),
    log.ask(entry(locks, 4)),
    log.ask(entry(rest, 5)),
  ])
  expect(answers).toEqual(['lock-1', 'rest-2', undefined, 'rest-3', 'lock-4', 'rest-5'])
  expect(written).toEqual(['rest 2', 'operation', 'rest 3 5', 'lock 1 4'])
})

test('nothing is written any more once something that nobody waited for was lost', async () => {
  const { log } = await newLog()
  log.later(
    entry(
      storing<null>('rest', () => [sql`select 1 / 0`]),
      null,
    ),
  )
  await expect(log.settled()).rejects.toThrow(/division by zero/)
  await expect(log.write(showing({ ...root, status: 'Success' }))).rejects.toThrow(/division by zero/)
})

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second))
const root = { key: 'task', parentKey: null, name: 'The task', status: 'Running', at: at(0) } as const

const keys = ['one', 'two', 'two/first']
const parentOf = (key: string): string => (key.includes('/') ? 'two' : 'task')
const changes = fc.record({
  key: fc.constantFrom(...keys),
  status: fc.constantFrom('Pending', 'Running', 'Success', 'Failed'),
  second: fc.integer({ min: 1, max: 50 }),
  progress: fc.option(fc.record({ percentage: fc.integer({ min: 0, max: 100 }), message: fc.string() })),
})
const lines = fc.record({
  activityKey: fc.constantFrom('task', ...keys),
  lines: fc.array(
    fc.record({
      category: fc.constantFrom('Info', 'Warning'),
      text: fc.string(),
      key: fc.option(fc.constantFrom('a', 'b')),
    }),
    { maxLength: 3 },
  ),
})

async function storedIn(taskId: string) {
  const [activities, told, task] = await Promise.all([
    sql`select number, parent_number, key, name, status, started_at, ended_at, progress_percentage, progress_message
      from task_activity where task_id = ${taskId} order by number`.execute(app.database),
    sql`select number, activity_number, category, message, line_key from task_log_line where task_id = ${taskId} order by number`.execute(
      app.database,
    ),
    sql`select last_log_number, last_activity_number, log_bytes, has_warnings_or_errors from server_task where id = ${taskId}`.execute(
      app.database,
    ),
  ])
  return [activities.rows, told.rows, task.rows]
}

test('L1 L3: however writes come together, the log is the one that they make one by one', async () => {
  const first = [root, ...keys.map((key) => ({ ...root, key, parentKey: parentOf(key), status: 'Pending' as const }))]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(changes, lines), { maxLength: 12 }), async (steps) => {
      const entries: readonly Entry[] = [
        ...first.map(showing),
        ...steps.map((step) => {
          if ('lines' in step) {
            const said = step.lines.map(({ key, ...line }) => ({
              ...line,
              occurredAt: at(60),
              ...(key ? { key } : {}),
            }))
            return saying(step.activityKey, said)
          }
          const { key, status, second, progress } = step
          const change = { key, status, parentKey: parentOf(key), name: key, at: at(second) }
          return showing({ ...change, ...(progress ? { progress } : {}) })
        }),
      ]
      const [oneByOne, atOnce] = [await newLog(), await newLog()]
      for (const each of entries) await oneByOne.log.write(each)
      await Promise.all(entries.map((each) => atOnce.log.write(each)))
      expect(await storedIn(atOnce.taskId)).toEqual(await storedIn(oneByOne.taskId))
    }),
    { numRuns: 60 },
  )
})

const claim = (taskId: string, targetId: string, lock: 'alone' | 'shared', number = 1) =>
  claiming({
    ticket: `${taskId}.${targetId}.${number}` as Ticket,
    actionKey: `${targetId}.${number}`,
    attempt: 1,
    payloadHash: 'hash',
    targetId,
    lock,
  })

test('C2: of scripts that want a target at the same moment one has it, in the order in which they came', async () => {
  const { log, taskId } = await newLog()
  const wanted = [
    claim(taskId, 'Machines-1', 'alone', 1),
    claim(taskId, 'Machines-1', 'alone', 2),
    claim(taskId, 'Machines-2', 'shared', 1),
    claim(taskId, 'Machines-2', 'shared', 2),
    claim(taskId, 'Machines-2', 'alone', 3),
    claim(taskId, 'Machines-2', 'shared', 4),
  ]
  const kinds = async () => (await Promise.all(wanted.map((each) => log.ask(each)))).map(({ kind }) => kind)
  const busy = { kind: 'busy', taskId }
  expect(await Promise.all(wanted.map((each) => log.ask(each)))).toEqual([
    { kind: 'claimed' },
    busy,
    { kind: 'claimed' },
    { kind: 'claimed' },
    busy,
    busy,
  ])
  for (const ticket of ['Machines-1.1', 'Machines-2.1', 'Machines-2.2'])
    await log.write(
      ending({
        ticket: `${taskId}.${ticket}` as Ticket,
        outcome: { kind: 'exited', exitCode: 0 },
        leftBehind: null,
      }),
    )
  wanted.splice(0, 1)
  wanted.splice(1, 2)
  expect(await kinds()).toEqual(['claimed', 'claimed', 'busy'])
})

test('X1: a cancelled task stores no ticket and stands in no line', async () => {
  const { log, taskId } = await newLog()
  await sql`update server_task set state = 'Cancelling' where id = ${taskId}`.execute(app.database)
  expect(await log.ask(claim(taskId, 'Machines-9', 'alone'))).toEqual({ kind: 'cancelled' })
  const { rows } = await sql`
    select ticket from script_attempt where task_id = ${taskId} union all select ticket from target_lock where task_id = ${taskId}`.execute(
    app.database,
  )
  expect(rows).toEqual([])
})

test('C2: two tasks whose scripts want the same places, in other orders, never stop each other', async () => {
  const places = Array.from({ length: 30 }, (_, index) => `Machines-${100 + index}`)
  const tasks = [await newLog(), await newLog()] as const
  for (let round = 1; round <= 10; round += 1) {
    const [one, other] = await Promise.all(
      tasks.map(({ log, taskId }, index) =>
        Promise.all(
          (index === 0 ? places : places.toReversed()).map((place) => log.ask(claim(taskId, place, 'alone', round))),
        ),
      ),
    )
    // Whichever transaction was first has all of them.
    expect(new Set([one![0]!.kind, other![0]!.kind])).toEqual(new Set(['claimed', 'busy']))
    await sql`delete from target_lock`.execute(app.database)
  }
})
