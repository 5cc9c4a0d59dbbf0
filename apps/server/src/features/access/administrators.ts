import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { badRequest } from '../../http/errors.ts'

/** One number for every node: changes that could remove an administrator are judged one after the other. */
const LOCK = 7_083_220_614

/**
 * Refuses the transaction when it leaves nobody who can administer the server: an active person, no service account, with
 * `AdministerSystem` over the whole server (reliability Z5). Call it after the change.
 */
export async function requireAdministrator(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
  const { rows } = await sql`
    select 1 from scoped_user_role scoped
      join user_role role on role.id = scoped.user_role_id
      join team on team.id = scoped.team_id
      join user_account person on team.document -> 'MemberUserIds' ? person.id or team.id = 'teams-everyone'
    where role.document -> 'GrantedSystemPermissions' ? 'AdministerSystem'
      and scoped.space_id is null and person.is_active and not person.is_service
    limit 1`.execute(tx)
  if (rows.length === 0) {
    throw badRequest(
      'This would leave nobody who can administer the server. Make another person an administrator first.',
    )
  }
}
