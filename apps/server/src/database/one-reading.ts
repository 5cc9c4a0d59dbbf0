import { type CompiledQuery, type DatabaseConnection, Kysely, type QueryResult } from 'kysely'
import { type Database, NOT_USED } from './connection.ts'
import type { Tables } from './tables.ts'

/**
 * A handle for what reads much that is alike at one time, such as the plans of many places: what was asked before is not asked
 * again, nor while the answer is still coming. Answers are shared, so nobody may change them. It begins no transaction, and keeps
 * what it has read: make one for each request.
 */
export function oneReading(database: Database): Database {
  const executor = database.getExecutor()
  const answers = new Map<string, Promise<QueryResult<never>>>()
  const connection: DatabaseConnection = {
    executeQuery: (query: CompiledQuery) => {
      if (query.sql === 'begin') throw new Error('A reading that is shared changes nothing.')
      const key = JSON.stringify([query.sql, query.parameters])
      const answer = answers.get(key) ?? executor.provideConnection((own) => own.executeQuery<never>(query))
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
