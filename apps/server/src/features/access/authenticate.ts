import { createHash, randomInt } from 'node:crypto'
import { type Grant, isPermission, type Permission } from '@flotilla/domain/access'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Database, Queryable } from '../../database/connection.ts'
import type { Caller } from '../context.ts'

/** SHA-256 of a key: what is stored, and what a key is found by. */
export const hashApiKey = (key: string): Buffer => createHash('sha256').update(key).digest()

const KEY_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new API key: `API-` and 160 random bits (reliability N2). */
export function newApiKey(): string {
  let text = 'API-'
  for (let n = 0; n < 32; n += 1) text += KEY_LETTERS[randomInt(KEY_LETTERS.length)]
  return text
}

/** How long looked-up rights are used again: a change works everywhere within 5 s (reliability Z7, N2). */
const REMEMBER_MS = 2_000
const MOST_REMEMBERED = 10_000

type Known = Omit<Caller, 'userAgent' | 'ipAddress'>

/** Answers who sends a request, from its API key. Unknown, expired and revoked keys and disabled owners are nobody. */
export function createAuthenticator(
  database: Database,
  now: () => number,
): (request: FastifyRequest) => Promise<Caller | undefined> {
  const remembered = new Map<string, { readonly until: number; readonly known: Promise<Known | undefined> }>()
  return async (request) => {
    const key = keyOf(request)
    if (!key) return undefined
    const hash = hashApiKey(key)
    const slot = hash.toString('base64')
    let entry = remembered.get(slot)
    if (!entry || entry.until < now()) {
      if (remembered.size > MOST_REMEMBERED) remembered.clear()
      entry = { until: now() + REMEMBER_MS, known: loadOwner(database, hash) }
      remembered.set(slot, entry)
      entry.known.catch(() => remembered.delete(slot))
    }
    const known = await entry.known
    return known && { ...known, userAgent: request.headers['user-agent'] ?? '', ipAddress: request.ip }
  }
}

/** If both credentials are sent, the key counts. Keys never travel in addresses (reliability N8). */
function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['x-octopus-apikey']
  const key = (Array.isArray(header) ? header[0] : header)?.trim()
  if (key) return key
  return /^Bearer (API-[A-Z0-9]+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

async function loadOwner(database: Database, hash: Buffer): Promise<Known | undefined> {
  const owner = await database
    .selectFrom('api_key')
    .innerJoin('user_account', 'user_account.id', 'api_key.user_id')
    .select(['api_key.id as key_id', 'user_account.id', 'username', 'display_name', 'is_service', 'is_active'])
    .where('hash', '=', hash)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', sql<Date>`now()`)]))
    .executeTakeFirst()
  if (!owner?.is_active) return undefined
  await sql`update api_key set last_used_at = now()
    where id = ${owner.key_id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(
    database,
  )
  return {
    userId: owner.id,
    username: owner.username,
    displayName: owner.display_name,
    isService: owner.is_service,
    establishedWith: 'API key',
    grants: await loadGrants(database, owner.id),
  }
}

/** A role for project groups is one for their projects as they are now, so that whoever asks by project alone is right. */
const PROJECTS_OF_GROUPS = sql<string[] | null>`(
  select array_agg(project.id)
  from jsonb_array_elements_text(coalesce(scoped.document -> 'ProjectGroupIds', '[]')) asked
    join project on project.document ->> 'ProjectGroupId' = asked)`

/** The rights of a user: those of all roles of all teams that list the user, and of the team of everyone. */
export async function loadGrants(db: Queryable, userId: string): Promise<Grant[]> {
  const { rows } = await sql<GrantRow>`
    select scoped.document, role.document as role, scoped.space_id, ${PROJECTS_OF_GROUPS} as group_project_ids
    from team join scoped_user_role scoped on scoped.team_id = team.id
      join user_role role on role.id = scoped.user_role_id
    where team.document -> 'MemberUserIds' @> to_jsonb(${userId}::text) or team.id = 'teams-everyone'`.execute(db)
  return rows.map(toGrant)
}

/** What everybody in a team may do because of the team. */
export async function loadTeamGrants(db: Queryable, teamId: string): Promise<Grant[]> {
  const { rows } = await sql<GrantRow>`
    select scoped.document, role.document as role, scoped.space_id, ${PROJECTS_OF_GROUPS} as group_project_ids
    from scoped_user_role scoped join user_role role on role.id = scoped.user_role_id
    where scoped.team_id = ${teamId}`.execute(db)
  return rows.map(toGrant)
}

/** A role as it was given to a team: `document` holds the restrictions, `role` the permissions. */
export interface GrantRow {
  readonly document: Readonly<Record<string, unknown>>
  readonly role: Readonly<Record<string, unknown>>
  readonly space_id: string | null
  readonly group_project_ids: readonly string[] | null
}

export function toGrant({ document, role, space_id, group_project_ids }: GrantRow): Grant {
  const list = (value: unknown) => (value ?? []) as readonly string[]
  // A role given in one space brings no right over the server, whatever the role lists.
  const system = space_id === null ? list(role.GrantedSystemPermissions) : []
  return {
    permissions: new Set(
      [...list(role.GrantedSpacePermissions), ...system].filter((name): name is Permission => isPermission(name)),
    ),
    spaceId: space_id as Grant['spaceId'],
    projectIds: [...list(document.ProjectIds), ...(group_project_ids ?? [])] as unknown as Grant['projectIds'],
    projectGroupIds: list(document.ProjectGroupIds),
    environmentIds: list(document.EnvironmentIds) as Grant['environmentIds'],
    tenantIds: list(document.TenantIds) as Grant['tenantIds'],
  }
}

/** A user as a caller, with the rights as they are now; a disabled or deleted one has none. */
export async function loadCaller(db: Queryable, userId: string): Promise<Caller> {
  const user = await db.selectFrom('user_account').selectAll().where('id', '=', userId).executeTakeFirst()
  if (!user) return { ...systemCaller(), userId }
  return {
    userId: user.id,
    username: user.username,
    displayName: user.display_name,
    isService: user.is_service,
    establishedWith: 'Server',
    userAgent: 'Server',
    ipAddress: '',
    grants: user.is_active ? await loadGrants(db, user.id) : [],
  }
}

/** The server itself: makes what triggers and start-up make. It has no key, so nobody can sign in as it. */
export const systemCaller = (grants: readonly Grant[] = []): Caller => ({
  userId: 'users-system',
  username: 'system',
  displayName: 'System',
  isService: true,
  establishedWith: 'Server',
  userAgent: 'Server',
  ipAddress: '',
  grants,
})
