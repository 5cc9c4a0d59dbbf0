import type { Ticket } from '@flotilla/work-directory'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deps } from '../src/features/context.ts'
import { storingHealth } from '../src/features/health-checks/store-health.ts'
import { type BatchedWrite, type Entry, entry, storing } from '../src/features/tasks/batched-write.ts'
import { saying, showing } from '../src/features/tasks/log-entries.ts'
import { streamTask } from '../src/features/tasks/stream-task.ts'
import { TaskLog } from '../src/features/tasks/task-log.ts'
import { claiming, ending, progressing } from '../src/steps/tickets.ts'
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

test('what is written at the same time goes together, kind by kind, locks last and without operations; each is answered for itself', async () => {
  const { log } = await newLog()
  const written: string[] = []
  const kind = (name: string, turn: BatchedWrite<number, string>['turn']): BatchedWrite<number, string> => ({
    turn,
    write: async (_tx, _run, rows) => {
      written.push(`${name} ${rows.join(' ')}`)
      return rows.map((row) => `${name}-${row}`)
    },
  })
  const [locks, rest] = [kind('lock', 'targets'), kind('rest', 'rest')]
  const answers = await Promise.all([
    log.ask(entry(locks, 1)),
    log.ask(entry(rest, 2)),
    log.within(async () => void written.push('operation')),
    log.ask(entry(rest, 3)),
    log.ask(entry(locks, 4)),
    log.ask(entry(rest, 5)),
  ])
  expect(answers).toEqual(['lock-1', 'rest-2', undefined, 'rest-3', 'lock-4', 'rest-5'])
  // What takes locks shares no transaction with an operation.
  expect(written).toEqual(['rest 2', 'lock 1', 'operation', 'rest 3 5', 'lock 4'])
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

test('V1 F56: what waits is stored in transactions of bounded size, in its order', async () => {
  const { log, taskId } = await newLog()
  await log.activity(root)
  const said = Array.from({ length: 24 }, (_, index) => `${index} ${'x'.repeat(500_000)}`)
  await Promise.all(said.map((text) => log.lines('task', [{ category: 'Info', text, occurredAt: at(1) }])))
  const { rows } = await sql<{ message: string; xmin: string }>`
    select message, xmin::text from task_log_line where task_id = ${taskId} order by number`.execute(app.database)
  expect(rows.map(({ message }) => message)).toEqual(said)
  const transactions = new Set(rows.map(({ xmin }) => xmin)).size
  expect(transactions).toBeGreaterThanOrEqual(3)
  expect(transactions).toBeLessThan(12)
})

test('whoever begins to follow a task is told of activities that have no number of a change', async () => {
  const { log, taskId } = await newLog()
  await log.activity(root)
  await log.activity({ ...root, key: 'step', parentKey: 'task', name: 'The step', status: 'Success' })
  // As they are in a database that was upgraded.
  await sql`alter table task_activity disable trigger user`.execute(app.database)
  await sql`update task_activity set change_number = 0 where task_id = ${taskId}`.execute(app.database)
  await sql`alter table task_activity enable trigger user`.execute(app.database)
  await sql`update server_task set state = 'Success' where id = ${taskId}`.execute(app.database)
  const told: unknown[] = []
  const stream = {
    send: async (event: string, data: unknown) => void (event === 'activity' && told.push(data)),
    isOpen: () => true,
    isRead: () => true,
    ended: new Promise<void>(() => {}),
  }
  const signals = { next: () => new Promise<void>(() => {}) }
  await streamTask({ database: app.database, signals } as unknown as Deps, taskId, 0, stream)
  expect(told).toMatchObject([
    { Name: 'The task', Parent: null },
    { Name: 'The step', Parent: 1 },
  ])
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

test('M6: nothing of what a script had in the making stays when it ends, whatever is written with it', async () => {
  const { log, taskId } = await newLog()
  const tickets = ['Machines-51', 'Machines-52'].map((machine) => `${taskId}.${machine}.1` as Ticket)
  await Promise.all(['Machines-51', 'Machines-52'].map((machine) => log.ask(claim(taskId, machine, 'alone'))))
  const end = (ticket: Ticket) => ending({ ticket, outcome: { kind: 'exited', exitCode: 0 }, leftBehind: null })
  await Promise.all([
    log.write(end(tickets[0]!)),
    log.write(progressing({ ticket: tickets[1]!, stdout: 1, stderr: 0, state: 'half a line' }), end(tickets[1]!)),
  ])
  const { rows } = await sql`
    select state, interpreter_state from script_attempt where task_id = ${taskId}`.execute(app.database)
  expect(rows).toEqual([
    { state: 'ended', interpreter_state: null },
    { state: 'ended', interpreter_state: null },
  ])
})

test('C2: tasks that store what they found of the same machines, and take them, in other orders, never stop each other', async () => {
  const places = Array.from({ length: 30 }, (_, index) => `Machines-${200 + index}`)
  await sql`
    insert into machine (id, space_id, name, slug, environment_ids, roles, tenancy, tenant_ids, tenant_tags, is_disabled,
      health_status, communication_style, document)
    select id, 'Spaces-1', id, lower(id), '{}', '{}', 'Untenanted', '{}', '{}', false, 'Unknown', 'None', jsonb_build_object('Id', id, 'Name', id, 'SpaceId', 'Spaces-1')
    from unnest(${places}::text[]) id`.execute(app.database)
  const tasks = [await newLog(), await newLog()] as const
  const policy = { mayBeOffline: false, removedAfterMs: 0 }
  for (let round = 1; round <= 10; round += 1) {
    const finding = round % 2 === 0 ? { kind: 'connected' as const } : { kind: 'out-of-reach' as const, detail: 'gone' }
    await Promise.all(
      tasks.map(({ log, taskId }, index) =>
        Promise.all(
          (index === 0 ? places : places.toReversed()).flatMap((id) => {
            const asks: readonly Entry[] = [
              storingHealth({ id, policy, finding, facts: null }),
              claim(taskId, id, 'alone', round),
            ]
            return (index === 0 ? asks : asks.toReversed()).map((each) => log.ask(each))
          }),
        ),
      ),
    )
    await sql`delete from target_lock`.execute(app.database)
  }
  const { rows } = await sql`
    select count(*) as count from machine where id = any(${places}::text[]) and health_status = 'Healthy'`.execute(
    app.database,
  )
  expect(rows).toEqual([{ count: 30 }])
})
