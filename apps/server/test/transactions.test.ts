import { Kysely, PostgresDialect, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Database, inTransaction, together } from '../src/database/connection.ts'
import { oneReading } from '../src/database/one-reading.ts'
import type { Tables } from '../src/database/tables.ts'
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

  test('the failure that broke it is told, whichever statement is waited for first', async () => {
    const failing = inTransaction(app.database, async (tx) => {
      const broken = sql`select 1 / 0`.execute(tx)
      broken.catch(() => {})
      await add('three').execute(tx)
    })
    await expect(failing).rejects.toThrow(/division by zero/)
    expect(await notes()).toEqual([])
  })

  test('a failure that nobody waited for fails it', async () => {
    const failing = inTransaction(app.database, async (tx) => {
      add('one')
        .execute(tx)
        .catch(() => {})
      add('one')
        .execute(tx)
        .catch(() => {})
      return 'as if all were well'
    })
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

describe('a reading that is shared', () => {
  const texts = (db: typeof app.database, like: string) =>
    sql<{ text: string }>`select text from note where text like ${like} order by number`.execute(db)

  test('asks once for what is asked twice, also at one time; what differs is asked for itself', async () => {
    await add('one').execute(app.database)
    const reading = oneReading(app.database)
    const [first, same] = await Promise.all([texts(reading, '%'), texts(reading, '%')])
    expect(same.rows).toBe(first.rows)
    await add('two').execute(app.database)
    expect((await texts(reading, '%')).rows).toEqual([{ text: 'one' }])
    expect((await texts(reading, 't%')).rows).toEqual([{ text: 'two' }])
    expect((await texts(oneReading(app.database), '%')).rows).toEqual([{ text: 'one' }, { text: 'two' }])
  })

  test('what is asked together goes over one connection, which others have afterwards', async () => {
    const pids = async (reading: Database) => {
      const ask = (number: number) =>
        sql<{ pid: number }>`select pg_backend_pid() as pid, ${number}::int`.execute(reading)
      const found = await Promise.all([1, 2, 3, 4, 5].map(ask))
      return new Set(found.map(({ rows }) => rows[0]!.pid)).size
    }
    // More often than there are connections.
    for (let times = 0; times < 50; times += 1) expect(await pids(oneReading(app.database))).toBe(1)
  })

  test('what fails fails for everybody who asks, and nothing is changed with it', async () => {
    const reading = oneReading(app.database)
    const broken = () => sql`select 1 / 0`.execute(reading)
    await expect(broken()).rejects.toThrow(/division by zero/)
    await expect(broken()).rejects.toThrow(/division by zero/)
    await expect(inTransaction(reading, (tx) => add('one').execute(tx))).rejects.toThrow(/changes nothing/)
    expect(await notes()).toEqual([])
  })
})
