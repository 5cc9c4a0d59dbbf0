import { createScriptProject, eventually } from '@flotilla/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../src/database/connection.ts'
import { runDeployment } from '../src/engine/deployment/run-deployment.ts'
import { runTask, type TaskKind } from '../src/engine/run-task.ts'
import { finishTask } from '../src/features/tasks/finish.ts'
import { findTask } from '../src/features/tasks/queries.ts'
import type { StepDeps } from '../src/steps/step-type.ts'
import { startApp, type TestApp } from './start-app.ts'

const NODE = 'node'
const signals = { next: async () => {}, on: () => () => {}, close: async () => {} }
let app: TestApp
beforeAll(async () => {
  app = await startApp()
  // The engine's own table, of which a take-up reads this much.
  await sql`create schema dbos`.execute(app.database)
  await sql`create table dbos.workflow_status (workflow_uuid text, executor_id text)`.execute(app.database)
})
afterAll(() => app?.stop())

test('V3: a task that began in time goes on behind an outage, however late that ends', async () => {
  const { database } = app
  const task = { id: 'ServerTasks-900', number: 900, space_id: 'Spaces-1', name: 'Test', description: 'Test' }
  const start = Date.now()
  await database
    .insertInto('server_task')
    .values({
      ...task,
      arguments: '{}',
      state: 'Queued',
      queue_time: new Date(start),
      queue_time_expiry: new Date(start + 60_000),
      started_by: 'Users-1',
    })
    .execute()
  await sql`insert into dbos.workflow_status values (${task.id}, ${NODE})`.execute(database)
  let time = start
  const runs: (boolean | undefined)[] = []
  const kind: TaskKind = {
    noun: 'task',
    concurrencyTag: async () => 'tag',
    onStarted: async () => {},
    onEnded: async () => {},
    run: async (_, hasJustBegun) => {
      runs.push(hasJustBegun)
      time = start + 3_600_000
      if (runs.length === 1) throw Object.assign(new Error('The database is gone.'), { code: 'ECONNRESET' })
      const final = { state: 'Success', errorMessage: '', hasWarningsOrErrors: false } as const
      await inTransaction(database, (tx) => finishTask(tx, task.id, final))
    },
  }
  await runTask({ database, signals, nodeName: NODE, now: () => time }, { Test: kind }, task.id)
  expect(runs).toEqual([true, false])
  expect((await findTask(database, task.id))?.state).toBe('Success')
})

test('V3: a run that breaks while it loads leaves nothing going, or the next one would meet it', async () => {
  const { api, database } = app
  const environmentId = (await api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).body.Id
  const { deploy } = await createScriptProject(api, { name: 'Web', script: 'true', environmentId })
  const taskId = await deploy()
  await sql`insert into announced_secret (task_id, fingerprint, sealed) values (${taskId}, '', 'broken')`.execute(
    database,
  )
  const deps = { database, signals, now: () => Date.now(), serverUri: () => 'http://localhost' } as unknown as StepDeps
  const task = (await findTask(database, taskId))!
  let hasEnded = false
  let failing: Promise<void> | undefined
  await inTransaction(database, async (tx) => {
    await sql`lock table task_snapshot in share mode`.execute(tx)
    failing = runDeployment(deps, task, true).finally(() => {
      hasEnded = true
    })
    failing.catch(() => {})
    await eventually('the snapshot to be about to be stored', async () => {
      const { rows } =
        await sql`select from pg_locks where relation = 'task_snapshot'::regclass and not granted`.execute(tx)
      return rows.length > 0
    })
    // Time for the read that fails.
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(hasEnded).toBe(false)
  })
  await expect(failing).rejects.toThrow()
  expect((await sql`select from task_snapshot where task_id = ${taskId}`.execute(database)).rows).toHaveLength(1)
})
