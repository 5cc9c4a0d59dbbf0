import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

/** The database, outside a transaction. */
export type Database = Kysely<Tables>
/** A transaction. Functions that only read take `Queryable`; functions that write take `Tx`. */
export type Tx = Transaction<Tables>
export type Queryable = Kysely<Tables>

// Counts and sequence numbers stay far below 2^53: read bigint as a number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Opens a pool. Statements end after 30 s, so that a dead peer cannot hold a request for ever (F15). */
export function connect(connectionString: string, maxConnections = 20): { database: Database; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    keepAlive: true,
    statement_timeout: 30_000,
    query_timeout: 35_000,
    connectionTimeoutMillis: 15_000,
    application_name: 'flotilla',
  })
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  return { database: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), pool }
}

/** Runs `work` in one transaction. */
export function inTransaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction().execute(work)
}

/** `lower(column) = lower(text)`: names and ids are compared without case. */
export const sameText = (column: string, text: string) => sql<boolean>`lower(${sql.ref(column)}) = lower(${text})`
