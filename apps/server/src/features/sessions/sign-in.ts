import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { HttpRefusal } from '../../http/errors.ts'
import { hashPassword, newPassword, verifyPassword } from '../access/passwords.ts'
import { type AuditEvent, recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import type { UserRow } from '../users/queries.ts'
import { countGuess, takeGuessBack } from './guesses.ts'
import { beginSession, endSession, findSession } from './queries.ts'

interface SignInAsk {
  readonly username: string
  readonly password: string
  /** Where the request comes from, acting for nobody yet. */
  readonly from: Caller
  /** What the request's session cookie holds: that session ends. */
  readonly formerSession: string | undefined
}

export interface SignedIn {
  readonly user: UserRow
  readonly session: string
}

/** A password that nobody knows: unknown users take as long as known ones (reliability N3). */
let decoy: Promise<string> | undefined

/**
 * Signs a person in by user name and password. Unknown and disabled users, service accounts and wrong passwords get one and
 * the same answer.
 */
export async function signIn(database: Database, ask: SignInAsk): Promise<SignedIn> {
  const { username, password, from } = ask
  decoy ??= hashPassword(newPassword())
  await countGuess(database, username, from.ipAddress)
  const user = await findPerson(database, username)
  const isRight = await verifyPassword(user?.password_hash ?? (await decoy), password)
  const signedIn = user && isRight ? await begin(database, ask, user) : undefined
  if (signedIn) return signedIn
  await inTransaction(database, (tx) => recordEvent(tx, from, failureOf(user)))
  const message = 'The user name or the password is wrong.'
  throw new HttpRefusal(400, message, { errors: [message] })
}

/** Begins the session of a user whose password was right; undefined when it is not any more. */
async function begin(database: Database, ask: SignInAsk, user: UserRow): Promise<SignedIn | undefined> {
  const { username, from } = ask
  return inTransaction(database, async (tx) => {
    if (!(await isUnchanged(tx, user))) return undefined
    await takeGuessBack(tx, username, from.ipAddress)
    const former = ask.formerSession === undefined ? undefined : await findSession(tx, ask.formerSession)
    if (former?.ok) await endSession(tx, former.value.credentialId)
    const session = await beginSession(tx, user.id)
    await recordEvent(tx, asUser(from, user), {
      category: 'LoginSucceeded',
      message: `${user.username} signed in`,
      spaceId: null,
      related: [user.id],
    })
    return { user, session }
  })
}

/** Holds the user as he is: a new password and disabling end the sessions that are there by then, so none may come after. */
async function isUnchanged(tx: Tx, { id, password_hash }: UserRow): Promise<boolean> {
  const { rows } = await sql`
    select 1 from user_account where id = ${id} and is_active and password_hash = ${password_hash} for share`.execute(
    tx,
  )
  return rows.length > 0
}

const asUser = (from: Caller, user: UserRow): Caller => ({
  ...from,
  userId: user.id,
  username: user.username,
  displayName: user.display_name,
  isService: user.is_service,
  establishedWith: 'Password',
})

/** A name that nobody has is not written down: it may be a password. */
const failureOf = (user: UserRow | undefined): AuditEvent => ({
  category: 'LoginFailed',
  message: user ? `Signing in as ${user.username} failed` : 'Signing in with a user name that nobody has failed',
  spaceId: null,
  related: [user?.id],
})

async function findPerson(db: Queryable, username: string): Promise<UserRow | undefined> {
  const { rows } = await sql<UserRow>`
    select * from user_account where lower(username) = lower(${username.trim().normalize('NFC')})
      and is_active and not is_service and password_hash is not null`.execute(db)
  return rows[0]
}
