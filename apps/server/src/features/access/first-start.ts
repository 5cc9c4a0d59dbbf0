import { type Grant, SPACE_PERMISSIONS, SYSTEM_PERMISSIONS } from '@flotilla/domain/access'
import { CodedError } from '@flotilla/kit'
import { type Database, inTransaction, type Tx } from '../../database/connection.ts'
import { nextId } from '../../database/ids.ts'
import { createSpace } from '../spaces/service.ts'
import { giveRole, insertBuiltInTeam } from '../teams/defaults.ts'
import { ADMINISTRATORS, EVERYONE, MANAGERS } from '../teams/service.ts'
import { SYSTEM_ADMINISTRATOR, SYSTEM_MANAGER } from '../user-roles/built-in-roles.ts'
import { ensureBuiltInRoles } from '../user-roles/service.ts'
import { storeApiKey } from '../users/service.ts'
import { newApiKey } from './api-keys.ts'
import { systemCaller } from './authenticate.ts'
import { ensureInstallationId } from './installation.ts'
import { hashPassword, newPassword, passwordProblem } from './passwords.ts'

/** What the person who starts the server for the first time may choose. */
export interface FirstAdministrator {
  readonly username?: string
  readonly password?: string
  readonly apiKey?: string
}

/**
 * Makes an empty database usable: roles, built-in teams, the first administrator and the default space, in one transaction.
 * What is secret and was not given is made and printed, once, after it is stored. A database that has users is left alone,
 * apart from the built-in roles, which follow the version of the server.
 *
 * Errors: throws `settings.admin_api_key_invalid` for a given key of another form than `API-…`.
 */
export async function ensureFirstStart(
  database: Database,
  settings: FirstAdministrator,
  print: (line: string) => void,
): Promise<void> {
  const lines = await inTransaction(database, async (tx) => {
    await ensureBuiltInRoles(tx)
    await ensureInstallationId(tx)
    const anybody = await tx.selectFrom('user_account').select('id').limit(1).executeTakeFirst()
    return anybody ? [] : setUp(tx, settings)
  })
  for (const line of lines) print(line)
}

/** The server acts for itself here, with every right. */
const EVERYTHING: Grant = {
  permissions: new Set([...SPACE_PERMISSIONS, ...SYSTEM_PERMISSIONS]),
  spaceId: null,
  projectIds: [],
  projectGroupIds: [],
  environmentIds: [],
  tenantIds: [],
}

/** Answers what is to be printed. */
async function setUp(tx: Tx, settings: FirstAdministrator): Promise<string[]> {
  const caller = systemCaller([EVERYTHING])
  const username = settings.username?.trim() || 'admin'
  const password = settings.password || newPassword()
  const apiKey = settings.apiKey || newApiKey()
  if (!/^API-[A-Z0-9]{10,}$/.test(apiKey)) {
    throw new CodedError('settings.admin_api_key_invalid', 'FLOTILLA_ADMIN_API_KEY has not the form of an API key.', {
      retry: 'never',
      hint: 'Use API- and at least 10 capital letters and digits, for example API- and 32 random ones.',
    })
  }
  const userId = await nextId(tx, 'Users')
  await tx
    .insertInto('user_account')
    .values({ id: userId, username, display_name: username, password_hash: await hashPassword(password) })
    .execute()
  await storeApiKey(tx, caller, { id: userId, username }, apiKey, { purpose: 'First start', expiresAt: null })
  const built = { spaceId: null, flags: { CanChangeRoles: false } }
  await insertBuiltInTeam(tx, caller, {
    id: EVERYONE,
    name: 'Everyone',
    description: 'Everybody who can sign in.',
    spaceId: null,
    members: [],
    flags: { CanChangeMembers: false },
  })
  await insertBuiltInTeam(tx, caller, {
    ...built,
    id: ADMINISTRATORS,
    name: 'Administrators',
    description: 'May do everything, in every space and over the server.',
    members: [userId],
  })
  await insertBuiltInTeam(tx, caller, {
    ...built,
    id: MANAGERS,
    name: 'Managers',
    description: 'Manages users, roles and spaces.',
    members: [],
  })
  await giveRole(tx, ADMINISTRATORS, SYSTEM_ADMINISTRATOR, null)
  await giveRole(tx, MANAGERS, SYSTEM_MANAGER, null)
  await createSpace(tx, caller, {
    Name: 'Default',
    IsDefault: true,
    SpaceManagersTeams: [MANAGERS],
    SpaceManagersTeamMembers: [userId],
  })
  return announcement(settings, { username, password, apiKey })
}

function announcement(
  given: FirstAdministrator,
  made: { readonly username: string; readonly password: string; readonly apiKey: string },
): string[] {
  // Whoever sets the environment of the server may choose a weak password; he should know it.
  const weakness = given.password && passwordProblem(given.password, made.username)
  return [
    ...(given.password && given.apiKey ? [] : ['First start. Keep what follows; it is not shown again.']),
    `Administrator: ${made.username}`,
    ...(given.password ? [] : [`Password: ${made.password}`]),
    ...(given.apiKey ? [] : [`API key: ${made.apiKey}`]),
    ...(weakness ? [`The administrator's password is weak. ${weakness}`] : []),
  ]
}
