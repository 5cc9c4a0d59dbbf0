import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { loadCaller, loadTeamGrants } from '../access/authenticate.ts'
import { isSecret, newTicket, readTicket } from '../access/secrets.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type Caller, require } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { requireOverTeam, requireToGrant } from '../teams/service.ts'
import { joinTeams, type UserRow } from '../users/queries.ts'
import { createUser, type UserBody } from '../users/service.ts'

/**
 * Makes a code with which one person may make himself a user, who is then in the teams. Whoever invites must be able to put
 * somebody into these teams. Answers the code, which is not shown again.
 */
export async function invite(
  tx: Tx,
  caller: Caller,
  asked: { readonly teamIds: readonly string[]; readonly expiresAt: Date },
): Promise<string> {
  const teams = await requireTeams(tx, caller, asked.teamIds)
  const { id, hash, text } = newTicket('invitations')
  await sql`delete from invitation where expires_at < now()`.execute(tx)
  await tx
    .insertInto('invitation')
    .values({
      id,
      hash,
      team_ids: teams.map((team) => team.Id),
      created_by: caller.userId,
      expires_at: asked.expiresAt,
    })
    .execute()
  const into = teams.length === 0 ? '' : ` into ${teams.map((team) => team.Name).join(', ')}`
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `${caller.username} invited somebody${into}`,
    spaceId: null,
    related: [id, ...teams.map((team) => team.Id)],
    details: { after: { Id: id, AddToTeamIds: teams.map((team) => team.Id), Expires: wireDate(asked.expiresAt) } },
  })
  return text
}

/** Uses a code up. Who invited must still be able to: his rights count as they are now (reliability Z6). */
export async function register(tx: Tx, code: string, person: UserBody): Promise<UserRow> {
  const ticket = readTicket(code)
  const { rows } = await sql<{ hash: Buffer; team_ids: string[]; created_by: string }>`
    delete from invitation where id = ${ticket?.id ?? ''} and expires_at > now() returning hash, team_ids, created_by`.execute(
    tx,
  )
  const invitation = rows[0]
  if (!ticket || !invitation || !isSecret(invitation.hash, ticket.secret)) {
    throw badRequest('InvitationCode: is not known here, was used, or has expired. Ask for another one.')
  }
  const host = await loadCaller(tx, invitation.created_by)
  require(host, 'UserInvite', { spaceId: null })
  const teams = await requireTeams(tx, host, invitation.team_ids)
  const user = await createUser(tx, host, person)
  await joinTeams(
    tx,
    user.id,
    teams.map((team) => team.Id),
  )
  return user
}

async function requireTeams(tx: Tx, caller: Caller, ids: readonly string[]): Promise<readonly Document[]> {
  const found = await Promise.all(ids.map((id) => findDocument(tx, KINDS.team, id)))
  const problems = ids.flatMap((id, index) => {
    const team = found[index]
    if (!team) return [`AddToTeamIds: team ${id} was not found.`]
    return team.CanChangeMembers === false ? [`AddToTeamIds: the members of ${team.Name} cannot be chosen.`] : []
  })
  if (problems.length > 0) throw badRequest(...problems)
  const teams = found as Document[]
  for (const team of teams) {
    requireOverTeam(caller, 'TeamEdit', team.SpaceId)
    requireToGrant(caller, await loadTeamGrants(tx, team.Id))
  }
  return teams
}
