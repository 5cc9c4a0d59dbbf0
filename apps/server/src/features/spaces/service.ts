import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { Value } from 'typebox/value'
import type { Queryable, Tx } from '../../database/connection.ts'
import { type Document, freeSlug, insertDocument, updateDocument } from '../../database/documents.ts'
import { nextId } from '../../database/ids.ts'
import { badRequest } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { createBuiltInFeed } from '../feeds/defaults.ts'
import { KINDS } from '../kinds.ts'
import { lifecycleResource } from '../lifecycles/resource.ts'
import { createDefaultMachinePolicy } from '../machine-policies/defaults.ts'
import { DEFAULT_PROJECT_GROUP, projectGroupResource } from '../project-groups/resource.ts'
import { bodyOf, createDocument, type Resource, reread } from '../standard-routes.ts'
import { createSpaceManagersTeam, giveRole, spaceManagersTeamId } from '../teams/defaults.ts'
import { SPACE_MANAGER } from '../user-roles/built-in-roles.ts'
import { createDefaultWorkerPool } from '../worker-pools/defaults.ts'

/** What a caller says about a space. */
export interface GivenSpace {
  readonly Name: string
  readonly Slug?: string
  readonly Description?: string
  readonly IsDefault?: boolean
  readonly TaskQueueStopped?: boolean
  readonly IsPrivate?: boolean
  readonly Icon?: unknown
  readonly SpaceManagersTeams: readonly string[]
  readonly SpaceManagersTeamMembers: readonly string[]
}

/**
 * Adds a space that is usable at once: with a lifecycle, a project group, a machine policy, a worker pool, the built-in feed
 * and the team of its managers. Refuses with 400 a space that nobody manages. Source: API reference 5.1.
 */
export async function createSpace(tx: Tx, caller: Caller, given: GivenSpace): Promise<Document> {
  requireManagers(given)
  const id = await nextId(tx, 'Spaces')
  const name = spaceName(given)
  const slug = await freeSlug(tx, KINDS.space, given.Slug || name, {})
  const document = { Id: id, Name: name, Slug: slug, ...fieldsOf(given), IsDefault: given.IsDefault === true }
  await insertDocument(tx, KINDS.space, { id, name, slug, document, columns: {}, modifiedBy: caller.username })
  const managers = await createSpaceManagersTeam(tx, caller, id, {
    teamIds: given.SpaceManagersTeams,
    userIds: given.SpaceManagersTeamMembers,
  })
  await storeSpace(tx, caller, { ...document, SpaceManagersTeams: managers })
  await dethroneOthers(tx, document)
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `Space ${name} was created`,
    spaceId: id,
    related: [id],
    details: { after: document },
  })
  await fill(tx, caller, id)
  return reread(tx, KINDS.space, document)
}

/** What a new space comes with. */
async function fill(tx: Tx, caller: Caller, spaceId: string): Promise<void> {
  const add = (resource: Resource, Name: string) =>
    createDocument(
      resource,
      tx,
      caller,
      spaceId,
      Value.Default(bodyOf(resource), { Name }) as Readonly<Record<string, unknown>>,
    )
  await add(lifecycleResource, 'Default Lifecycle')
  await add(projectGroupResource, DEFAULT_PROJECT_GROUP)
  await createDefaultMachinePolicy(tx, caller, spaceId)
  await createDefaultWorkerPool(tx, caller, spaceId)
  await createBuiltInFeed(tx, caller, spaceId)
}

/** Replaces a space. Its managers' team follows; a body that changes nothing writes nothing. */
export async function replaceSpace(tx: Tx, caller: Caller, before: Document, given: GivenSpace): Promise<Document> {
  requireManagers(given)
  if (before.IsDefault && given.IsDefault === false) {
    throw badRequest('IsDefault: one space must be the default. Make another space the default instead.')
  }
  const own = spaceManagersTeamId(before.Id)
  const teams = [...new Set([...given.SpaceManagersTeams.filter((id) => id !== own), own])]
  const members = await membersOf(tx, before.Id)
  const name = spaceName(given)
  const slug =
    given.Slug && given.Slug !== before.Slug ? await freeSlug(tx, KINDS.space, given.Slug, {}) : (before.Slug as string)
  const document = {
    Id: before.Id,
    Name: name,
    Slug: slug,
    ...fieldsOf(given),
    IsDefault: before.IsDefault === true || given.IsDefault === true,
    SpaceManagersTeams: teams,
  }
  const { LastModifiedOn: _on, LastModifiedBy: _by, ...old } = before
  const sameMembers = isDeepStrictEqual([...members].sort(), [...new Set(given.SpaceManagersTeamMembers)].sort())
  if (sameMembers && isDeepStrictEqual(old, JSON.parse(JSON.stringify(document)))) return before
  await setManagers(tx, before, teams, given.SpaceManagersTeamMembers)
  await storeSpace(tx, caller, document)
  await dethroneOthers(tx, document)
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `Space ${name} was changed`,
    spaceId: before.Id,
    related: [before.Id],
    details: { before: old, after: { ...document, SpaceManagersTeamMembers: given.SpaceManagersTeamMembers } },
  })
  return reread(tx, KINDS.space, document)
}

const spaceName = (given: GivenSpace): string => {
  const name = given.Name.trim()
  if (name === '') throw badRequest('Name: must not be empty.')
  return name
}

const fieldsOf = (given: GivenSpace) => ({
  Description: given.Description ?? '',
  TaskQueueStopped: given.TaskQueueStopped === true,
  IsPrivate: given.IsPrivate === true,
  ...(given.Icon === undefined ? {} : { Icon: given.Icon }),
})

function requireManagers({ SpaceManagersTeams, SpaceManagersTeamMembers }: GivenSpace): void {
  if (SpaceManagersTeams.length + SpaceManagersTeamMembers.length === 0) {
    throw badRequest('SpaceManagersTeams: a space needs at least one team or user that manages it.')
  }
}

const storeSpace = (tx: Tx, caller: Caller, document: Document & { readonly Slug: string }): Promise<boolean> =>
  updateDocument(tx, KINDS.space, {
    id: document.Id,
    name: document.Name,
    slug: document.Slug,
    document,
    columns: {},
    modifiedBy: caller.username,
  })

/** Exactly one space is the default: a new one takes the place of the old one. */
async function dethroneOthers(tx: Tx, document: { readonly Id: string; readonly IsDefault: boolean }): Promise<void> {
  if (!document.IsDefault) return
  await sql`update space set document = jsonb_set(document, '{IsDefault}', 'false'), version = version + 1
    where id <> ${document.Id} and document -> 'IsDefault' = 'true'`.execute(tx)
}

/** The members of a space's own managers' team: they are kept with the team, so that both addresses show the same. */
export async function membersOf(db: Queryable, spaceId: string): Promise<readonly string[]> {
  const row = await db
    .selectFrom('team')
    .select('document')
    .where('id', '=', spaceManagersTeamId(spaceId))
    .executeTakeFirst()
  return (row?.document.MemberUserIds ?? []) as readonly string[]
}

async function setManagers(
  tx: Tx,
  before: Document,
  teams: readonly string[],
  members: readonly string[],
): Promise<void> {
  const old = (before.SpaceManagersTeams ?? []) as readonly string[]
  const added = teams.filter((id) => !old.includes(id))
  const [knownTeams, knownUsers] = await Promise.all([
    sql<{ id: string }>`select id from team where id = any(${added}::text[])
      and (space_id is null or space_id = ${before.Id})`.execute(tx),
    sql<{ id: string }>`select id from user_account where id = any(${[...members]}::text[])`.execute(tx),
  ])
  const problems = [
    ...added
      .filter((id) => !knownTeams.rows.some((row) => row.id === id))
      .map((id) => `SpaceManagersTeams: team ${id} was not found.`),
    ...members
      .filter((id) => !knownUsers.rows.some((row) => row.id === id))
      .map((id) => `SpaceManagersTeamMembers: user ${id} was not found.`),
  ]
  if (problems.length > 0) throw badRequest(...problems)
  for (const id of added) await giveRole(tx, id, SPACE_MANAGER, before.Id)
  const removed = old.filter((id) => !teams.includes(id))
  await sql`delete from scoped_user_role where space_id = ${before.Id} and user_role_id = ${SPACE_MANAGER}
    and team_id = any(${removed}::text[])`.execute(tx)
  await sql`update team set version = version + 1, modified_at = now(),
      document = jsonb_set(document, '{MemberUserIds}', ${JSON.stringify([...new Set(members)])}::jsonb)
    where id = ${spaceManagersTeamId(before.Id)}`.execute(tx)
}
