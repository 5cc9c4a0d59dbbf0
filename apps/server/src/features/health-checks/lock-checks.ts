import { type RawBuilder, sql } from 'kysely'

/**
 * The statement that locks rows of `health_check`, in the order of their ids: whoever changes several of them does so first, so that
 * no two wait for each other.
 */
export const lockingChecks = (which: RawBuilder<unknown>) =>
  sql`select from health_check where ${which} order by id for no key update`
