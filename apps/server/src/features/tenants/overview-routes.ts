import { sql } from 'kysely'
import { Type } from 'typebox'
import { listDocuments } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { BooleanParameter, isTrue, MOST_ITEMS } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, route } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { MissingTenantVariablesAnswer, TenantVariablesAnswer } from './answers.ts'
import { presentMissingVariable, presentTenantVariables } from './present-answers.ts'
import { tenantResource } from './resource.ts'
import { loadTenantWorld, missingAnswers, seenBy, type TenantWorld } from './tenant-world.ts'

/** What all tenants have answered, and what they have not (API reference 5.16). */
export function tenantOverviewRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Tenants'], access: 'TenantView' } as const
  const worlds = async (caller: Caller, spaceId: string, ids: readonly string[] | undefined, projectId?: string) => {
    const connected = projectId ? [sql`document -> 'ProjectEnvironments' ? ${canonicalId(projectId)}`] : []
    const where = sql<boolean>`(${sql.join([tenantResource.visible!(caller, spaceId), ...connected], sql` and `)})`
    const filter = { spaceId, where, ...(ids ? { ids } : {}) }
    const { items } = await listDocuments(database, KINDS.tenant, filter, { skip: 0, take: MOST_ITEMS })
    const found: TenantWorld[] = []
    for (const tenant of items) found.push(await loadTenantWorld(database, tenant))
    return found
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/tenants/variables-missing',
      summary: 'Values without which tenants cannot be deployed to',
      query: Type.Object({
        tenantId: Type.Optional(Type.String()),
        projectId: Type.Optional(Type.String()),
        environmentId: Type.Optional(Type.String()),
        includeDetails: BooleanParameter(),
      }),
      response: Type.Array(MissingTenantVariablesAnswer),
      handler: async ({ space, query, caller }) => {
        const { tenantId, projectId, environmentId } = query
        const found = await worlds(caller, space.id, tenantId ? [tenantId] : undefined, projectId)
        return found.flatMap((world) => {
          const missing = missingAnswers(world).filter(
            ({ owner, environmentId: where }) =>
              (!projectId || owner.source !== 'project' || owner.id === canonicalId(projectId)) &&
              (!environmentId || where === null || where === canonicalId(environmentId)),
          )
          if (missing.length === 0) return []
          // Without details a client only wants to know which tenants lack something.
          const MissingVariables = isTrue(query.includeDetails) === false ? [] : missing.map(presentMissingVariable)
          return [{ TenantId: world.tenant.Id, MissingVariables, Links: {} }]
        })
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/tenantvariables/all',
      summary: 'The values of all tenants, as an array',
      query: Type.Object({ projectId: Type.Optional(Type.String()) }),
      response: Type.Array(TenantVariablesAnswer),
      handler: async ({ space, query, caller }) =>
        (await worlds(caller, space.id, undefined, query.projectId)).map((world) =>
          presentTenantVariables(world, seenBy(caller, world)),
        ),
    }),
  ]
}
