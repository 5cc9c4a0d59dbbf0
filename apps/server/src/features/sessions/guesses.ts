import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { tooManyRequests } from '../../http/errors.ts'
import { clientGroup } from '../../http/sender.ts'
import { digestOf } from '../access/secrets.ts'

/** So many wrong passwords cost nothing; after that the wait doubles from one second on (reliability N3). */
const FREE_OF_ACCOUNT = 5
const FREE_OF_ADDRESS = 50
const LONGEST_WAIT_SECONDS = 15 * 60
/** Who has not guessed for so long begins anew. */
const FORGET_AFTER = sql`interval '1 hour'`

interface Slot {
  readonly id: string
  readonly free: number
}

/**
 * An address, and a user name at that address. There is none for a user name alone: by that, anybody could lock somebody else
 * out. Names are stored as digests, for people type passwords into the wrong field.
 */
function slotsOf(username: string, ip: string): { readonly address: Slot; readonly account: Slot } {
  const group = clientGroup(ip)
  const slot = (...parts: readonly string[]) => digestOf(JSON.stringify(parts)).toString('base64url')
  return {
    address: { id: slot(group), free: FREE_OF_ADDRESS },
    account: { id: slot(group, username.trim().normalize('NFC').toLowerCase()), free: FREE_OF_ACCOUNT },
  }
}

/**
 * Counts a guess before the password is looked at, so that many at once are no way around the limit. Throws a 429 when this
 * address, or this address for this user name, has to wait; such a guess is not counted. Holds for all nodes.
 */
export async function countGuess(database: Database, username: string, ip: string): Promise<void> {
  const { address, account } = slotsOf(username, ip)
  await inTransaction(database, async (tx) => {
    for (const slot of [address, account]) await count(tx, slot)
    await sql`delete from sign_in_guess where slot = any(array(
      select slot from sign_in_guess where last_at < clock_timestamp() - ${FORGET_AFTER} limit 100
      for update skip locked))`.execute(tx)
  })
}

/** The guess was right: it is taken back. */
export async function takeGuessBack(tx: Tx, username: string, ip: string): Promise<void> {
  const { address, account } = slotsOf(username, ip)
  await sql`update sign_in_guess set failures = greatest(0, failures - 1) where slot = ${address.id}`.execute(tx)
  await sql`delete from sign_in_guess where slot = ${account.id}`.execute(tx)
}

const waitAfter = (free: number) => sql`make_interval(secs => case
  when known.failures < ${free}::integer then 0
  else least(${LONGEST_WAIT_SECONDS}::double precision, power(2, least(known.failures - ${free}::integer, 20))) end)`

async function count(tx: Tx, { id, free }: Slot): Promise<void> {
  const { rows } = await sql`
    insert into sign_in_guess as known (slot, failures, last_at) values (${id}, 1, clock_timestamp())
    on conflict (slot) do update set
      failures = case when known.last_at < clock_timestamp() - ${FORGET_AFTER} then 1 else known.failures + 1 end,
      last_at = clock_timestamp()
    where known.last_at + ${waitAfter(free)} <= clock_timestamp()
    returning slot`.execute(tx)
  if (rows.length > 0) return
  const seconds = await secondsToWait(tx, { id, free })
  throw tooManyRequests(`Too many attempts to sign in. Try again in ${seconds} seconds.`, seconds)
}

async function secondsToWait(db: Queryable, { id, free }: Slot): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select ceil(extract(epoch from last_at + ${waitAfter(free)} - clock_timestamp()))::integer as seconds
    from sign_in_guess known where slot = ${id}`.execute(db)
  return Math.max(1, rows[0]?.seconds ?? 1)
}
