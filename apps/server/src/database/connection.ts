import { CompiledQuery, Kysely, PostgresDialect, type QueryExecutorProvider, sql, Transaction } from 'kysely'
import pg from 'pg'
import { GatheringSocket } from './gathering-socket.ts'
import { CarriedKeyring, type Keyring } from './keyring.ts'
import { preparing } from './prepared-statements.ts'
import type { Tables } from './tables.ts'
import { parseTimestamp } from './timestamps.ts'

/** The database, outside a transaction. */
export type Database = Kysely<Tables>
/** A transaction. Functions that only read take `Queryable`; functions that write take `Tx`. */
export type Tx = Transaction<Tables>
export type Queryable = Kysely<Tables>

// Counts and sequence numbers stay far below 2^53: read bigint as a number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, parseTimestamp)

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
    // Answered before somebody has the connection: on one without pipelining, nothing may be sent behind it.
    onConnect: async (client) => {
      client.on('error', () => {})
      // Compiling a statement takes longer than running any of ours.
      await client.query('set jit = off; set random_page_cost = 1.1')
    },
    ...settings,
  })
  pool.on('error', () => {})
  return pool
}

/**
 * Opens the server's own pool. The handle carries the keys that sealed columns are read and written with. On its connections
 * statements are sent without waiting for the answers to those before them, and those that are sent often are prepared.
 */
export function connect(
  connectionString: string,
  keyring: Keyring,
  maxConnections = 20,
): { database: Database; pool: pg.Pool } {
  const pool = openPool(connectionString, 'flotilla', {
    max: maxConnections,
    pipeline: true,
    stream: () => new GatheringSocket(),
    ...STATEMENT_LIMITS,
  })
  const dialect = new PostgresDialect({ pool: preparing(pool) })
  return { database: new Kysely<Tables>({ dialect, plugins: [new CarriedKeyring(keyring)] }), pool }
}

/**
 * Runs `work` in one transaction. Its statements run in the order in which they are sent; those that are sent together (as by
 * `Promise.all` of reads, or {@link together}) share a round trip, and the first ones share it with `begin`.
 */
export function inTransaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (database.isTransaction) throw new Error('A transaction holds no other one.')
  const executor = database.getExecutor()
  return executor.provideConnection(async (connection) => {
    const begun = connection.executeQuery(CompiledQuery.raw('begin'))
    begun.catch(() => {})
    let isOver = false
    let firstFailure: unknown
    let lastSent: Promise<unknown> = begun
    const tx = new Transaction<Tables>({
      ...NOT_USED,
      executor: executor.withConnectionProvider({
        provideConnection: async (use) => {
          // What one failure leaves going must not go on outside of the transaction.
          if (isOver) throw new Error('The transaction is over.')
          // What could not begin ends with its first statement, not with its last.
          const sent = use(connection)
          lastSent = sent.catch((error: unknown) => {
            firstFailure ??= error
          })
          const [result] = await Promise.all([sent, begun])
          return result
        },
      }),
    })
    try {
      const result = await work(tx)
      isOver = true
      await begun
      await connection.executeQuery(CompiledQuery.raw('commit'))
      await lastSent
      // A transaction that is broken ends with a commit as if it were a rollback.
      if (firstFailure) throw firstFailure
      return result
    } catch (error) {
      isOver = true
      // Where not even this is possible the connection is gone, and the transaction with it.
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => {})
      throw BEHIND_A_FAILURE.has((error as { code?: string }).code ?? '') ? (firstFailure ?? error) : error
    }
  })
}

/** What statements are told that were sent behind one that failed, also when it was to prepare them; why is told by that one. */
const BEHIND_A_FAILURE: ReadonlySet<string> = new Set(['25P02', '26000'])

/** A handle wants these, for what a transaction, or a shared reading, does not offer. */
const dialect = new PostgresDialect({ pool: () => Promise.reject(new Error('A transaction opens no connection.')) })
export const NOT_USED = { config: { dialect }, dialect, driver: dialect.createDriver() }

/**
 * Sends statements that do not need each other's answers in this order, in one round trip, and answers the rows of each. The
 * first error counts; then the transaction is broken, as with any statement.
 */
export async function together<const Statements extends readonly Statement[]>(
  tx: Tx,
  statements: Statements,
): Promise<{ -readonly [Index in keyof Statements]: RowsOf<Statements[Index]> }> {
  const queries = statements.map((statement) => statement.compile(tx))
  const results = await tx
    .getExecutor()
    .provideConnection((connection) => Promise.all(queries.map((query) => connection.executeQuery(query))))
  return results.map(({ rows }) => rows) as never
}

/** A statement that has not been sent: the `sql` tag, or a builder. */
export interface Statement {
  compile(provider: QueryExecutorProvider): CompiledQuery
}
type RowsOf<Sent extends Statement> = ReturnType<Sent['compile']> extends CompiledQuery<infer Row> ? Row[] : never

/** `lower(column) = lower(text)`: names and ids are compared without case. */
export const sameText = (column: string, text: string) => sql<boolean>`lower(${sql.ref(column)}) = lower(${text})`

/** `column = any(values)`. One value is compared by itself: then an index can give the rows in the order that its next column has. */
export const isOneOf = (column: string, values: readonly string[]) =>
  values.length === 1
    ? sql<boolean>`${sql.ref(column)} = ${values[0]}`
    : sql<boolean>`${sql.ref(column)} = any(${values})`
