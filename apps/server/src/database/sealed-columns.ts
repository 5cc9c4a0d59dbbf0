import { sql } from 'kysely'
import { crashPoint } from '../crash-point.ts'
import { errorFacts, logLine } from '../log.ts'
import { type Database, inTransaction, type Tx } from './connection.ts'
import { openText, sealText } from './keyring.ts'
import { keyIdOf, type Place, prefixOf } from './sealing.ts'

/** A column whose texts are sealed: one a table, bound to the row's primary key. */
interface SealedColumn {
  readonly table: string
  readonly primaryKey: readonly string[]
  readonly column: string
  /** The column is jsonb and holds the sealed text as a JSON string; other kinds of JSON in it are not sealed. */
  readonly isJson: boolean
}

/** Every place in the database where a secret may lie. What is added here is sealed anew when the data key changes. */
const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'secret', primaryKey: ['owner_id', 'field'], column: 'sealed', isJson: false },
  {
    table: 'output_variable',
    primaryKey: ['task_id', 'action_name', 'machine_id', 'name'],
    column: 'sealed',
    isJson: false,
  },
  { table: 'hash_key', primaryKey: ['name'], column: 'sealed', isJson: false },
  { table: 'server_identity', primaryKey: ['name'], column: 'sealed', isJson: false },
  { table: 'announced_secret', primaryKey: ['task_id', 'fingerprint'], column: 'sealed', isJson: false },
  { table: 'deployment', primaryKey: ['id'], column: 'form_values', isJson: true },
  { table: 'runbook_run', primaryKey: ['id'], column: 'form_values', isJson: true },
  { table: 'script_attempt', primaryKey: ['ticket'], column: 'interpreter_state', isJson: true },
  { table: 'task_action', primaryKey: ['task_id', 'key'], column: 'detail', isJson: true },
]

// The places, spelled as the primary keys above.
export const secretPlace = (ownerId: string, field: string): Place => ['secret', ownerId, field]
export const outputPlace = (taskId: string, action: string, machineId: string, name: string): Place => [
  'output_variable',
  taskId,
  action,
  machineId,
  name,
]
export const hashKeyPlace = (name: string): Place => ['hash_key', name]
export const serverIdentityPlace = (name: string): Place => ['server_identity', name]
export const announcedPlace = (taskId: string, fingerprint: string): Place => ['announced_secret', taskId, fingerprint]
export const formValuesPlace = (deploymentId: string): Place => ['deployment', deploymentId]
export const runFormValuesPlace = (runId: string): Place => ['runbook_run', runId]
export const interpreterPlace = (ticket: string): Place => ['script_attempt', ticket]
export const actionDetailPlace = (taskId: string, key: string): Place => ['task_action', taskId, key]

const ROWS_AT_ONCE = 500

/**
 * Seals everything anew that another key than `newestKeyId` sealed: row by row, so that it may be interrupted, repeated and
 * done beside running nodes. A row that changes meanwhile is left to its writer. Answers the number of values sealed.
 *
 * Source: reliability reference K3.
 */
export async function resealAll(database: Database, newestKeyId: string): Promise<number> {
  let count = 0
  for (const column of SEALED_COLUMNS) {
    for (let after: readonly string[] | undefined = []; after; ) {
      const batch = await inTransaction(database, (tx) => resealBatch(tx, column, newestKeyId, after ?? []))
      count += batch.count
      after = batch.last
      if (batch.count > 0) await crashPoint('rotate.half')
    }
  }
  return count
}

/** The rows behind the key `after`, in the order of the primary key; `last` is undefined when there are no more. */
async function resealBatch(
  tx: Tx,
  { table, primaryKey, column, isJson }: SealedColumn,
  newestKeyId: string,
  after: readonly string[],
): Promise<{ readonly count: number; readonly last: readonly string[] | undefined }> {
  const keys = sql.join(primaryKey.map((name) => sql.ref(name)))
  const sealed = isJson ? sql<string>`(${sql.ref(column)} #>> '{}')` : sql<string>`${sql.ref(column)}`
  const isBehind = after.length === 0 ? sql`true` : sql`(${keys}) > (${sql.join(after)})`
  const isSealed = isJson ? sql`jsonb_typeof(${sql.ref(column)}) = 'string'` : sql`true`
  const { rows } = await sql<{ key: string[]; sealed: string }>`
    select array[${keys}] as key, ${sealed} as sealed from ${sql.table(table)}
    where ${isBehind} and ${isSealed} and not starts_with(${sealed}, ${prefixOf(newestKeyId)})
    order by ${keys} limit ${ROWS_AT_ONCE}`.execute(tx)
  for (const row of rows) {
    const place: Place = [table, ...row.key]
    const anew = sealText(tx, place, await openText(tx, place, row.sealed))
    if (keyIdOf(anew) !== newestKeyId) throw new Error(`Data key ${newestKeyId} is not the newest one any more.`)
    const isSame = sql.join(
      primaryKey.map((name, index) => sql`${sql.ref(name)} = ${row.key[index]}`),
      sql` and `,
    )
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${isJson ? sql`to_jsonb(${anew}::text)` : anew}
      where ${isSame} and ${sealed} = ${row.sealed}`.execute(tx)
  }
  return { count: rows.length, last: rows.length < ROWS_AT_ONCE ? undefined : rows.at(-1)!.key }
}

/**
 * Seals what a server from before sealing has left in clear, then drops it. May be interrupted at any point: the next start
 * goes on. Call it while no other node starts.
 */
export async function sealClearRows(database: Database): Promise<void> {
  await moveAll(database, 'unsealed_secret', 'secret', ({ owner_id, field }) => secretPlace(owner_id!, field!))
  await moveAll(database, 'unsealed_output_variable', 'output_variable', (row) =>
    outputPlace(row.task_id!, row.action_name!, row.machine_id!, row.name!),
  )
  for (const column of SEALED_COLUMNS) if (column.isJson) await sealClearJson(database, column)
}

/** Moves the rows of a table of clear values to the table of sealed ones; the file with the clear ones goes with its table. */
async function moveAll(
  database: Database,
  from: string,
  to: 'secret' | 'output_variable',
  placeOf: (row: Readonly<Record<string, string>>) => Place,
): Promise<void> {
  const { rows } = await sql`select from pg_class where oid = to_regclass(${from})`.execute(database)
  if (rows.length === 0) return
  for (let isMore = true; isMore; ) {
    isMore = await inTransaction(database, async (tx) => {
      const taken = await sql<Record<string, string>>`
        delete from ${sql.table(from)} where ctid = any(array(select ctid from ${sql.table(from)} limit ${ROWS_AT_ONCE}))
        returning *`.execute(tx)
      const sealed = taken.rows.map(({ value, ...row }) => ({ ...row, sealed: sealText(tx, placeOf(row), value!) }))
      if (sealed.length > 0)
        await tx
          .insertInto(to)
          .values(sealed as never)
          .execute()
      return sealed.length > 0
    })
  }
  await sql`drop table ${sql.table(from)}`.execute(database)
}

/** An update leaves the old row in the file; this writes the file anew. What it cannot do, the database's own vacuum does later. */
async function rewrite(database: Database, table: string): Promise<void> {
  await sql`vacuum full ${sql.table(table)}`
    .execute(database)
    .catch((error: unknown) => logLine('warn', 'A table could not be written anew', { table, ...errorFacts(error) }))
}

/** Seals JSON objects in a column that holds sealed texts now. Of the details of actions only plans hold answers of forms. */
async function sealClearJson(database: Database, { table, primaryKey, column }: SealedColumn): Promise<void> {
  const keys = sql.join(primaryKey.map((name) => sql.ref(name)))
  const value = sql.ref(column)
  const isClear = sql`jsonb_typeof(${value}) = 'object' and ${value} <> '{}' and ${table === 'task_action' ? sql`${value} ? 'plan'` : sql`true`}`
  let count = 0
  for (let isMore = true; isMore; ) {
    isMore = await inTransaction(database, async (tx) => {
      const { rows } = await sql<{ key: string[]; value: unknown }>`
        select array[${keys}] as key, ${value} as value from ${sql.table(table)} where ${isClear} limit ${ROWS_AT_ONCE} for update`.execute(
        tx,
      )
      for (const row of rows) {
        const sealed = sealText(tx, [table, ...row.key], JSON.stringify(row.value))
        const isSame = sql.join(
          primaryKey.map((name, index) => sql`${sql.ref(name)} = ${row.key[index]}`),
          sql` and `,
        )
        await sql`update ${sql.table(table)} set ${value} = to_jsonb(${sealed}::text) where ${isSame}`.execute(tx)
      }
      count += rows.length
      return rows.length > 0
    })
  }
  if (count > 0) await rewrite(database, table)
}
