import { Kysely, PostgresDialect, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction, type Tx, together } from '../src/database/connection.ts'
import type { Tables } from '../src/database/tables.ts'
import { TaskLog } from '../src/features/tasks/task-log.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
  await sql`create table note (number serial primary key, text text unique not null)`.execute(app.database)
})
afterAll(() => app?.stop())
beforeEach(async () => void (await sql`truncate note`.execute(app.database)))

const add = (text: string) => sql<{ text: string }>`insert into note (text) values (${text}) returning text`
const notes = async () => {
  const { rows } = await sql<{ text: string }>`select text from note order by number`.execute(app.database)
  return rows.map(({ text }) => text)
}

describe('a transaction', () => {
  test('statements sent together run in their order, and each has its rows', async () => {
    const results = await inTransaction(app.database, (tx) =>
      together(tx, [add('one'), sql<{ count: number }>`select count(*) as count from note`, add('two')]),
    )
    expect(results).toEqual([[{ text: 'one' }], [{ count: 1 }], [{ text: 'two' }]])
    expect(await notes()).toEqual(['one', 'two'])
  })

  test('nothing stays when one of them fails, and the connection serves the next', async () => {
    const failing = inTransaction(app.database, (tx) => together(tx, [add('one'), add('one'), add('two')]))
    await expect(failing).rejects.toThrow(/duplicate key/)
    expect(await notes()).toEqual([])
  })

  test('what a failure leaves going does not go on outside of it', async () => {
    let late: Promise<unknown> = Promise.resolve()
    const failing = inTransaction(app.database, (tx) => {
      const reading = sql`select pg_sleep(0.05)`.execute(tx)
      late = reading.then(() => add('late').execute(tx))
      late.catch(() => {})
      return Promise.all([late, Promise.reject(new Error('The other one.'))])
    })
    await expect(failing).rejects.toThrow('The other one.')
    await expect(late).rejects.toThrow('The transaction is over.')
    expect(await notes()).toEqual([])
  })

  test('what could not begin goes no further than its first statement, and tells why', async () => {
    const sent: string[] = []
    const client = {
      query: async (text: string) => {
        sent.push(text)
        if (text === 'begin') throw new Error('Not now.')
        return { command: 'SELECT', rowCount: 0, rows: [] }
      },
      release: () => {},
    }
    const dialect = new PostgresDialect({ pool: { connect: async () => client, end: async () => {} } as never })
    const failing = inTransaction(new Kysely<Tables>({ dialect }), async (tx) => {
      await sql`select 1`.execute(tx)
      await sql`select 2`.execute(tx)
    })
    await expect(failing).rejects.toThrow('Not now.')
    expect(sent).toEqual(['begin', 'select 1', 'rollback'])
  })

  test('holds no other one', async () => {
    const nested = inTransaction(app.database, (tx) => inTransaction(tx, async () => {}))
    await expect(nested).rejects.toThrow('A transaction holds no other one.')
  })
})

describe('the log of a task', () => {
  const transactionOf = async (tx: Tx): Promise<string> =>
    (await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(tx)).rows[0]!.id

  test('what takes locks that others wait for shares no transaction with its like, and comes behind what was said before', async () => {
    const task = { id: 'ServerTasks-900', number: 900, space_id: 'Spaces-1', name: 'Test', description: 'Test' }
    await app.database
      .insertInto('server_task')
      .values({ ...task, arguments: '{}', state: 'Executing', queue_time: new Date(), started_by: 'Users-1' })
      .execute()
    const log = new TaskLog(app.database, { id: task.id, run_number: 0 })
    log.later(add('before'))
    const alone = (text: string) =>
      log.alone(async (tx) => {
        await add(text).execute(tx)
        return transactionOf(tx)
      })
    const ids = await Promise.all([alone('one'), alone('two'), alone('three')])
    expect(new Set(ids).size).toBe(3)
    expect(await notes()).toEqual(['before', 'one', 'two', 'three'])
  })

  test('C2: two tasks whose scripts want the same places, in other orders, never stop each other', async () => {
    const newLog = async (number: number): Promise<TaskLog> => {
      const task = { id: `ServerTasks-${number}`, number, space_id: 'Spaces-1', name: 'Test', description: 'Test' }
      await app.database
        .insertInto('server_task')
        .values({ ...task, arguments: '{}', state: 'Executing', queue_time: new Date(), started_by: 'Users-1' })
        .execute()
      return new TaskLog(app.database, { id: task.id, run_number: 0 })
    }
    const places = Array.from({ length: 30 }, (_, index) => `target:${index}`)
    const [one, other] = [await newLog(901), await newLog(902)]
    for (let round = 0; round < 10; round += 1) {
      const ids = await Promise.all([
        ...places.map((place) => one.holding(place, transactionOf)),
        ...places.toReversed().map((place) => other.holding(place, transactionOf)),
      ])
      expect(new Set(ids).size).toBe(2)
    }
  })
})
