import type { Permission } from '@flotilla/domain/access'
import { isPermission, SPACE_PERMISSIONS } from '@flotilla/domain/access'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Tx } from '../../database/connection.ts'
import { forbidden } from '../../http/errors.ts'
import { requireAdministrator } from '../access/administrators.ts'
import { missingToGrant } from '../access/missing-to-grant.ts'
import { KINDS } from '../kinds.ts'
import { RESTRICTIONS, restrictionsOf } from '../permissions/restrictions.ts'
import { permissionInWords } from '../permissions/routes.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { BUILT_IN_ROLES } from './built-in-roles.ts'

type Fields = Readonly<Record<string, unknown>>

/** Roles are sets of permissions; teams are given them. Source: API reference 5.27. */
export const userRoleResource: Resource = {
  kind: KINDS.userRole,
  tag: 'User roles',
  fields: {
    Description: Type.Optional(Type.String({ default: '', maxLength: 1_000 })),
    GrantedSpacePermissions: Type.Optional(Type.Array(Type.String(), { default: [] })),
    GrantedSystemPermissions: Type.Optional(Type.Array(Type.String(), { default: [] })),
  },
  permissions: { view: 'UserRoleView', create: 'UserRoleEdit', edit: 'UserRoleEdit', delete: 'UserRoleEdit' },
  check: async (change, body) => {
    const problems = permissionProblems(body)
    if (problems.length === 0) requireHeld(change, body)
    return problems
  },
  complete: async ({ before }) => ({ CanBeDeleted: (before?.CanBeDeleted as boolean | undefined) ?? true }),
  afterUpdate: ({ tx }) => requireAdministrator(tx),
  afterDelete: ({ tx }) => requireAdministrator(tx),
  inUse: async (db, role) => {
    if (role.CanBeDeleted === false) return [`${role.Name} is built in and cannot be deleted.`]
    const { rows } = await sql<{ name: string }>`
      select distinct team.name from scoped_user_role join team on team.id = team_id
      where user_role_id = ${role.Id} order by team.name limit 5`.execute(db)
    return rows.map(({ name }) => `${role.Name} is given to the team ${name}. Take it away there first.`)
  },
  present: (role) => {
    const space = role.GrantedSpacePermissions as readonly Permission[]
    const system = role.GrantedSystemPermissions as readonly Permission[]
    return {
      SpacePermissionDescriptions: space.map(permissionInWords),
      SystemPermissionDescriptions: system.map(permissionInWords),
      SupportedRestrictions: RESTRICTIONS.filter((kind) => space.some((name) => restrictionsOf(name).includes(kind))),
    }
  },
}

function permissionProblems(body: Fields): string[] {
  const inSpaces: ReadonlySet<string> = new Set(SPACE_PERMISSIONS)
  const wrong = (field: string, fits: (name: string) => boolean) =>
    (body[field] as readonly string[])
      .filter((name) => !fits(name))
      .map((name) => `${field}: there is no such permission '${name}'. GET /api/permissions/all lists them.`)
  return [
    ...wrong('GrantedSpacePermissions', (name) => inSpaces.has(name)),
    ...wrong('GrantedSystemPermissions', (name) => isPermission(name) && !inSpaces.has(name)),
  ]
}

/** A role may be given anywhere, so whoever writes it must hold its permissions over the whole server (Z5). */
function requireHeld({ caller }: Change, body: Fields): void {
  const permissions = [
    ...(body.GrantedSpacePermissions as readonly Permission[]),
    ...(body.GrantedSystemPermissions as readonly Permission[]),
  ]
  const everywhere = { spaceId: null, projectIds: [], projectGroupIds: [], environmentIds: [], tenantIds: [] }
  const missing = missingToGrant(caller.grants, { ...everywhere, permissions: new Set(permissions) })
  if (missing) throw forbidden(missing)
}

/** Writes the built-in roles as this version of the server has them. */
export async function ensureBuiltInRoles(tx: Tx): Promise<void> {
  for (const role of BUILT_IN_ROLES) {
    const document = {
      Id: role.id,
      Name: role.name,
      Description: role.description,
      GrantedSpacePermissions: role.space,
      GrantedSystemPermissions: role.system,
      Slug: role.id.slice('userroles-'.length),
      CanBeDeleted: false,
    }
    await sql`
      insert into user_role (id, name, slug, document)
      values (${role.id}, ${role.name}, ${document.Slug}, ${JSON.stringify(document)}::jsonb)
      on conflict (id) do update set document = excluded.document, name = excluded.name, modified_at = now()
      where user_role.document <> excluded.document`.execute(tx)
  }
}
