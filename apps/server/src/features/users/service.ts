import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { nextId } from '../../database/ids.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { requireAdministrator } from '../access/administrators.ts'
import { hashApiKey, hintOf } from '../access/api-keys.ts'
import { loadGrants } from '../access/authenticate.ts'
import { hashPassword, passwordProblem } from '../access/passwords.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type Caller, require } from '../context.ts'
import { endSessionsOf } from '../sessions/queries.ts'
import { requireToGrant } from '../teams/service.ts'
import { type ApiKeyRow, leaveAllTeams, type UserRow } from './queries.ts'

/** What a body says of a user. A field that a PUT leaves out has its default, apart from the password, which stays. */
export interface UserBody {
  readonly Username: string
  readonly DisplayName?: string
  readonly EmailAddress?: string
  readonly IsActive?: boolean
  readonly IsService?: boolean
  readonly Password?: string
}

/** Adds a user. The name must be free: the table's unique index answers 409. */
export async function createUser(tx: Tx, caller: Caller, body: UserBody): Promise<UserRow> {
  const username = body.Username.trim().normalize('NFC')
  const problems = bodyProblems(username, body)
  if (!body.IsService && !body.Password)
    problems.push('Password: is required for a person. Service accounts have API keys only.')
  if (problems.length > 0) throw badRequest(...problems)
  const row = {
    id: await nextId(tx, 'Users'),
    ...columnsOf(username, body),
    is_service: body.IsService ?? false,
    password_hash: body.Password ? await hashPassword(body.Password) : null,
  }
  const user = await tx.insertInto('user_account').values(row).returningAll().executeTakeFirstOrThrow()
  await record(tx, caller, { after: user }, `User ${username} was created`)
  return user
}

/**
 * Changes a user. Others than the user himself need every right that the user has: a password or a name is a way to act
 * as him (Z5). The last administrator stays active. A new password and disabling end the sessions,
 * disabling the access tokens too.
 */
export async function updateUser(tx: Tx, caller: Caller, user: UserRow, body: UserBody): Promise<UserRow> {
  const isSelf = caller.userId === user.id
  if (!isSelf) await requireAsMuchAs(tx, caller, user.id)
  const username = body.Username.trim().normalize('NFC')
  const isActive = body.IsActive ?? true
  const problems = bodyProblems(username, { ...body, IsService: user.is_service })
  if (body.IsService !== undefined && body.IsService !== user.is_service) {
    problems.push('IsService: a person does not become a service account, nor the other way round.')
  }
  if (problems.length > 0) throw badRequest(...problems)
  if (isSelf && (username !== user.username || isActive !== user.is_active))
    require(caller, 'UserEdit', { spaceId: null })
  const changed = await tx
    .updateTable('user_account')
    .set({
      ...columnsOf(username, body),
      is_active: isActive,
      ...(body.Password ? { password_hash: await hashPassword(body.Password) } : {}),
    })
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (user.is_active && !isActive) await requireAdministrator(tx)
  if (body.Password || !isActive) await endSessionsOf(tx, user.id)
  // Enabled again within their hour, they would live again.
  if (!isActive) await tx.deleteFrom('access_token').where('user_id', '=', user.id).execute()
  const message = `User ${username} was ${isActive === user.is_active ? 'changed' : isActive ? 'enabled' : 'disabled'}`
  await record(
    tx,
    caller,
    { before: user, after: changed },
    `${message}${body.Password ? '; the password was changed' : ''}`,
  )
  return changed
}

/** Removes a user with his keys and memberships. */
export async function deleteUser(tx: Tx, caller: Caller, user: UserRow): Promise<void> {
  if (user.id === caller.userId) throw badRequest('You cannot delete yourself.')
  await requireAsMuchAs(tx, caller, user.id)
  await leaveAllTeams(tx, user.id)
  await tx.deleteFrom('user_account').where('id', '=', user.id).execute()
  await requireAdministrator(tx)
  await record(tx, caller, { before: user }, `User ${user.username} was deleted`)
}

/** Acting as somebody, or ending him, takes all the rights that he has. */
export async function requireAsMuchAs(tx: Tx, caller: Caller, userId: string): Promise<void> {
  require(caller, 'UserEdit', { spaceId: null })
  requireToGrant(caller, await loadGrants(tx, userId))
}

/** Stores a key of a user: its hash, and as much of its beginning as people need to know it again. */
export async function storeApiKey(
  tx: Tx,
  caller: Caller,
  user: { readonly id: string; readonly username: string },
  key: string,
  facts: { readonly purpose: string; readonly expiresAt: Date | null },
): Promise<ApiKeyRow> {
  const row = {
    id: `apikeys-${randomBytes(15).toString('base64url')}`,
    user_id: user.id,
    purpose: facts.purpose,
    hash: hashApiKey(key),
    hint: hintOf(key),
    expires_at: facts.expiresAt,
  }
  const { hash: _hash, ...stored } = await tx.insertInto('api_key').values(row).returningAll().executeTakeFirstOrThrow()
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `API key ${row.hint}… (${facts.purpose}) was created for ${user.username}`,
    spaceId: null,
    related: [user.id, row.id],
    details: { after: presentApiKey(stored) },
  })
  return stored
}

export function presentApiKey(key: ApiKeyRow) {
  return {
    Id: key.id,
    UserId: key.user_id,
    Purpose: key.purpose,
    ApiKey: { HasValue: true, Hint: key.hint },
    Created: wireDate(key.created_at),
    Expires: wireDate(key.expires_at),
    LastUsed: wireDate(key.last_used_at),
    Links: { Self: `/api/users/${key.user_id}/apikeys/${key.id}` },
  }
}

const columnsOf = (username: string, body: UserBody) => ({
  username,
  display_name: body.DisplayName?.trim() || username,
  email_address: body.EmailAddress?.trim() ?? '',
  is_active: body.IsActive ?? true,
})

function bodyProblems(username: string, body: UserBody): string[] {
  const problems: string[] = []
  if (username === '') problems.push('Username: must not be empty.')
  // A name that looks like an id would hide the user who has that id.
  if (/^users-[0-9]+$/i.test(username) || /^me$|^all$/i.test(username))
    problems.push(`Username: '${username}' is reserved.`)
  if (body.Password !== undefined && body.IsService) problems.push('Password: a service account has API keys only.')
  else if (body.Password !== undefined) {
    const problem = passwordProblem(body.Password, username)
    if (problem) problems.push(problem)
  }
  return problems
}

async function record(
  tx: Tx,
  caller: Caller,
  { before, after }: { readonly before?: UserRow; readonly after?: UserRow },
  message: string,
): Promise<void> {
  const shown = ({ password_hash: _hash, ...facts }: UserRow) => facts
  await recordEvent(tx, caller, {
    category: before ? (after ? 'Modified' : 'Deleted') : 'Created',
    message,
    spaceId: null,
    related: [(after ?? before)!.id],
    details: { ...(before ? { before: shown(before) } : {}), ...(after ? { after: shown(after) } : {}) },
  })
}

/** Removes one key. It stops working on every node within a few seconds. */
export async function deleteApiKey(tx: Tx, caller: Caller, user: UserRow, key: ApiKeyRow): Promise<void> {
  await sql`delete from api_key where id = ${key.id}`.execute(tx)
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: `API key ${key.hint}… (${key.purpose}) of ${user.username} was revoked`,
    spaceId: null,
    related: [user.id, key.id],
    details: { before: presentApiKey(key) },
  })
}
