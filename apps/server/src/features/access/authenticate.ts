import { type Grant, isPermission, type Permission } from '@flotilla/domain/access'
import { err, ok, type Result } from '@flotilla/kit'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Database, Queryable } from '../../database/connection.ts'
import { HttpRefusal, unauthorized } from '../../http/errors.ts'
import { senderOf } from '../../http/sender.ts'
import type { Caller } from '../context.ts'
import { hasCrossSiteToken } from '../sessions/cookies.ts'
import { findSession, noteSessionUse } from '../sessions/queries.ts'
import { findAccessToken } from '../token-exchange/access-tokens.ts'
import { findApiKey, noteApiKeyUse } from './api-keys.ts'
import { type Credential, credentialsOf } from './credentials.ts'
import type { Identity } from './identity.ts'
import { installationIdOf } from './installation.ts'
import { digestOf } from './secrets.ts'

/** How long looked-up rights are used again: a change works everywhere within 5 s (reliability Z7, N2). */
const REMEMBER_MS = 2_000
const MOST_REMEMBERED = 10_000

type Known = Omit<Caller, 'userAgent' | 'ipAddress'>
type Answer = Result<Known, string>

/** Who sends a request, or the refusal for a route that needs somebody. */
export type Authenticate = (request: FastifyRequest) => Promise<Result<Caller, HttpRefusal>>

/**
 * Tells who sends a request: by API key, access token or session cookie. What is unknown, expired or revoked, and everything
 * of a disabled user, is nobody's.
 */
export function createAuthenticator(
  database: Database,
  now: () => number,
  publicUrl: string | undefined,
): Authenticate {
  const remembered = new Map<string, { readonly until: number; readonly answer: Promise<Answer> }>()
  let installation: string | undefined

  const answerFor = (request: FastifyRequest, credential: Credential): Promise<Answer> => {
    const slot = `${credential.kind} ${digestOf(credential.text).toString('base64')}`
    const entry = remembered.get(slot)
    if (entry && entry.until >= now()) return entry.answer
    if (remembered.size > MOST_REMEMBERED) remembered.clear()
    const answer = load(database, request, credential)
    remembered.set(slot, { until: now() + REMEMBER_MS, answer })
    answer.catch(() => remembered.delete(slot))
    return answer
  }

  return async (request) => {
    if (request.headers.cookie !== undefined) installation ??= await installationIdOf(database)
    const credentials = credentialsOf(request, installation)
    let why: string | undefined
    for (const credential of credentials) {
      const answer = await answerFor(request, credential)
      if (!answer.ok) {
        why = answer.error
        continue
      }
      if (credential.kind === 'session' && isForged(request, credential.text, publicUrl)) return err(fromElsewhere())
      return ok({ ...answer.value, ...whereFrom(request) })
    }
    return err(unauthorized(why))
  }
}

/** What audit events say of a request, whoever sends it. */
export const whereFrom = (request: FastifyRequest): Pick<Caller, 'userAgent' | 'ipAddress'> => ({
  userAgent: request.headers['user-agent'] ?? '',
  ipAddress: request.ip,
})

const FIND = { 'api-key': findApiKey, 'access-token': findAccessToken, session: findSession } as const

async function load(database: Database, request: FastifyRequest, { kind, text }: Credential): Promise<Answer> {
  const identity = await FIND[kind](database, text)
  if (!identity.ok) return identity
  const known = await loadKnown(database, identity.value)
  if (!known) return err('The user that this belongs to is disabled.')
  if (kind === 'api-key') await noteApiKeyUse(database, { ...known, ...whereFrom(request) })
  if (kind === 'session') await noteSessionUse(database, known.credentialId!)
  return ok(known)
}

async function loadKnown(db: Queryable, { userId, ...identity }: Identity): Promise<Known | undefined> {
  const [user, grants] = await Promise.all([
    db.selectFrom('user_account').selectAll().where('id', '=', userId).executeTakeFirst(),
    loadGrants(db, userId),
  ])
  if (!user?.is_active) return undefined
  return {
    userId,
    username: user.username,
    displayName: user.display_name,
    isService: user.is_service,
    ...identity,
    grants,
  }
}

const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A browser sends its cookies along with whatever a page makes it send. So a change needs proof that one of our pages asked for
 * it, and nothing is read for a page of another site, other than by a person who follows a link. Source: reliability N5, N6.
 */
function isForged(request: FastifyRequest, session: string, publicUrl: string | undefined): boolean {
  const sender = senderOf(request, publicUrl)
  if (!CHANGES_NOTHING.has(request.method)) return sender !== 'own-page' || !hasCrossSiteToken(request, session)
  return sender === 'foreign-page' && request.headers['sec-fetch-mode'] !== 'navigate'
}

const fromElsewhere = (): HttpRefusal =>
  new HttpRefusal(
    403,
    'With a session cookie, requests must come from a page of this server, and changes must carry the value of the cookie Octopus-Csrf-Token in the header X-Octopus-Csrf-Token.',
  )

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
