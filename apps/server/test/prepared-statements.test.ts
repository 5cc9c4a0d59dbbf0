import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, inTransaction, type Tx } from '../src/database/connection.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

let tables = 0
beforeEach(async () => {
  tables += 1
  await sql`create table ${table()} (number int primary key, text text not null)`.execute(app.database)
  await sql`insert into ${table()} values (1, 'one')`.execute(app.database)
})

const table = () => sql.table(`note${tables}`)
const note = (number: number) => sql`select * from ${table()} where number = ${number}`

async function often(run: (turn: number) => Promise<unknown>): Promise<void> {
  for (let turn = 1; turn <= 25; turn += 1) await run(turn)
}

/** How many statements like this the connection of the transaction has prepared. */
async function prepared(tx: Tx, like: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_prepared_statements where statement like ${like}`.execute(tx)
  return rows[0]!.count
}

const inOne = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(app.database as Database, work)

test('what is sent often is prepared, and answers as before; what is sent seldom or has no values is not', async () => {
  await inOne(async (tx) => {
    await often(async () => expect((await note(1).execute(tx)).rows).toEqual([{ number: 1, text: 'one' }]))
    await often(async () => sql`select 'no values'`.execute(tx))
    await often(async (turn) => sql`select ${turn}::int as ${sql.ref(`turn${turn}`)}`.execute(tx))
  })
  await inOne(async (tx) => {
    await note(1).execute(tx)
    expect(await prepared(tx, 'select * from "note%')).toBe(1)
    expect(await prepared(tx, `select 'no values'%`)).toBe(0)
    expect(await prepared(tx, 'select $1::int as "turn%')).toBe(0)
  })
})

test('a table that changes meanwhile fails at most once', async () => {
  await inOne(async (tx) => often(async () => note(1).execute(tx)))
  await sql`alter table ${table()} add column color text`.execute(app.database)
  const read = (): Promise<unknown> => note(1).execute(app.database)
  await read().catch(() => {})
  await often(async () => expect(await read()).toMatchObject({ rows: [{ number: 1, text: 'one', color: null }] }))
})

test('in a transaction that failed, what was to be prepared behind the failure tells why it failed', async () => {
  const failing = inOne(async (tx) => {
    const sent: RawBuilder<unknown>[] = [sql`select 1 / ${0}::int`, ...Array.from({ length: 30 }, () => note(2))]
    const results = await Promise.allSettled(sent.map((each) => each.execute(tx)))
    const last = results.at(-1)!
    if (last.status === 'rejected') throw last.reason
  })
  await expect(failing).rejects.toThrow(/division by zero/)
  await often(async () => expect((await note(1).execute(app.database)).rows).toHaveLength(1))
})
