import { type CompiledQuery, type DatabaseConnection, Kysely, type QueryExecutor, type QueryResult } from 'kysely'
import { type Database, NOT_USED } from './connection.ts'
import type { Tables } from './tables.ts'

/**
 * A handle for what reads much that is alike at one time, such as the plans of many places: what was asked before is not asked
 * again, nor while the answer is still coming, and it all goes over one connection, which plans each statement once. Answers are
 * shared, so nobody may change them. It begins no transaction, and keeps what it has read: make one for each request.
 */
export function oneReading(database: Database): Database {
  const executor = database.getExecutor()
  const answers = new Map<string, Promise<QueryResult<never>>>()
  const ask = onOneConnection(executor)
  const connection: DatabaseConnection = {
    executeQuery: (query: CompiledQuery) => {
      if (query.sql === 'begin') throw new Error('A reading that is shared changes nothing.')
      const key = JSON.stringify([query.sql, query.parameters])
      const answer = answers.get(key) ?? ask(query)
      answers.set(key, answer)
      return answer
    },
    streamQuery: () => {
      throw new Error('A reading that is shared streams nothing.')
    },
  }
  return new Kysely<Tables>({
    ...NOT_USED,
    executor: executor.withConnectionProvider({ provideConnection: (use) => use(connection) }),
  })
}

interface Held {
  readonly connection: DatabaseConnection
  readonly release: () => void
}

/** Asks on a connection that is held for as long as something is asked. */
function onOneConnection(executor: QueryExecutor): (query: CompiledQuery) => Promise<QueryResult<never>> {
  let held: Promise<Held> | undefined
  let asked = 0
  const hold = () =>
    new Promise<Held>((resolve, reject) => {
      executor
        .provideConnection((connection) => new Promise<void>((release) => resolve({ connection, release })))
        .catch(reject)
    })
  return async (query) => {
    asked += 1
    held ??= hold()
    const mine = held
    try {
      return await (await mine).connection.executeQuery<never>(query)
    } finally {
      asked -= 1
      if (asked === 0) {
        held = undefined
        void mine.then(
          ({ release }) => release(),
          () => {},
        )
      }
    }
  }
}
