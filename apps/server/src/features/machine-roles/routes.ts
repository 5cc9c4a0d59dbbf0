import { sql } from 'kysely'
import { Type } from 'typebox'
import { visibleWhere } from '../access/visible-where.ts'
import { type AppRoute, type Deps, route } from '../context.ts'

/** The vocabulary of roles: whatever machines carry. */
export function machineRoleRoutes({ database }: Deps): AppRoute[] {
  return [
    route({
      method: 'GET',
      path: '/machineroles/all',
      summary: 'All roles in use, as an array of text',
      tags: ['Machines'],
      scope: 'space',
      access: 'MachineView',
      response: Type.Array(Type.String()),
      handler: async ({ space, caller }) => {
        const columns = { space: sql`space_id`, environments: sql`environment_ids`, tenants: sql`tenant_ids` }
        const { rows } = await sql<{ role: string }>`
          select min(role) as role from machine, unnest(roles) as role
          where space_id = ${space.id} and ${visibleWhere(caller, 'MachineView', columns)}
          group by lower(role) order by lower(role)`.execute(database)
        return rows.map(({ role }) => role)
      },
    }),
  ]
}
