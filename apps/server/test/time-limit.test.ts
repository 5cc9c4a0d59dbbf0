import type { Ticket } from '@flotilla/work-directory'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entry, storing } from '../src/features/tasks/batched-write.ts'
import { TaskLog } from '../src/features/tasks/task-log.ts'
import type { ScriptRun } from '../src/steps/script-run.ts'
import { startTimeLimit } from '../src/steps/time-limit.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

test('X7: the time is up also when the log of the task has lost something', async () => {
  const { database } = app
  const task = { id: 'ServerTasks-900', run_number: 0 }
  await database
    .insertInto('server_task')
    .values({
      id: task.id,
      number: 900,
      space_id: 'Spaces-1',
      name: 'Test',
      description: 'Test',
      arguments: '{}',
      state: 'Executing',
      queue_time: new Date(),
      started_by: 'Users-1',
    })
    .execute()
  const ticket = 'ServerTasks-900.script.1' as Ticket
  await sql`insert into script_attempt (ticket, task_id, action_key, attempt, payload_hash, state)
    values (${ticket}, ${task.id}, 'script', 1, 'hash', 'created')`.execute(database)
  const log = new TaskLog(database, task)
  const failing = storing<null>('rest', () => [sql`select 1 / 0`])
  log.later(entry(failing, null))
  await expect(log.settled()).rejects.toThrow(/division by zero/)
  const script = { deps: { database }, run: { task, log }, limitMinutes: 0.001, hadBegun: false }
  const limit = await startTimeLimit(script as unknown as ScriptRun, ticket)
  try {
    await new Promise<void>((resolve) => limit.isUp.addEventListener('abort', () => resolve(), { once: true }))
  } finally {
    limit.close()
  }
  const { rows } = await sql`select is_over_time from script_attempt where ticket = ${ticket}`.execute(database)
  expect(rows).toEqual([{ is_over_time: true }])
})
