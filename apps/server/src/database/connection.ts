import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { CarriedKeyring, type Keyring } from './keyring.ts'
import type { Tables } from './tables.ts'

/** The database, outside a transaction. */
export type Database = Kysely<Tables>
/** A transaction. Functions that only read take `Queryable`; functions that write take `Tx`. */
export type Tx = Transaction<Tables>
export type Queryable = Kysely<Tables>

// Counts and sequence numbers stay far below 2^53: read bigint as a number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Statements end after 30 s, so that a dead peer cannot hold a request for ever (F15). */
const STATEMENT_LIMITS = { statement_timeout: 30_000, query_timeout: 35_000 }

/**
 * Opens a pool whose connections may break at any time, idle or in use: the query in flight fails, and nothing else. A
 * connection without a listener for its error would end the process.
 */
export function openPool(connectionString: string, name: string, settings: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
    // A node that was paused in the middle of a transaction would keep its locks from whoever takes over.
    idle_in_transaction_session_timeout: 10_000,
    application_name: name,
    ...settings,
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Opens the server's own pool. The handle carries the keys that sealed columns are read and written with. */
export function connect(
  connectionString: string,
  keyring: Keyring,
  maxConnections = 20,
): { database: Database; pool: pg.Pool } {
  const pool = openPool(connectionString, 'flotilla', { max: maxConnections, ...STATEMENT_LIMITS })
  return {
    database: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [new CarriedKeyring(keyring)] }),
    pool,
  }
}

/** Runs `work` in one transaction. */
export function inTransaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction().execute(work)
}

/** `lower(column) = lower(text)`: names and ids are compared without case. */
export const sameText = (column: string, text: string) => sql<boolean>`lower(${sql.ref(column)}) = lower(${text})`
