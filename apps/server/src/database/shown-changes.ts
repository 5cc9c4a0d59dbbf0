import { sql } from 'kysely'
import type { Marks } from '../http/shared-answers.ts'
import type { Database } from './connection.ts'

/**
 * Marks of what overviews of a space show. A mark is a snapshot of the database, taken before anything is read; it holds as
 * long as every transaction that changed what they show is visible in it, in whatever order they committed.
 */
export const shownMarks = (database: Database): Marks => ({
  take: async () => {
    const { rows } = await sql<{ mark: string }>`select pg_current_snapshot()::text as mark`.execute(database)
    return rows[0]!.mark
  },
  holds: async (spaceId, mark) => {
    const { rows } = await sql<{ holds: boolean }>`select not exists (
      select from shown_change where space_id = ${spaceId} and transaction_id >= pg_snapshot_xmin(${mark}::pg_snapshot)
        and not pg_visible_in_snapshot(transaction_id, ${mark}::pg_snapshot)) as holds`.execute(database)
    return rows[0]!.holds
  },
})

/** Answers older than this are not used any more, so that what changed before need not be known. */
export const MARKS_LAST_MS = 10 * 60_000

/** Forgets changes that no mark in use can be older than. */
export async function forgetShownChanges(database: Database): Promise<void> {
  await sql`delete from shown_change where at < now() - interval '1 hour'`.execute(database)
}
