import { matchesTags } from '@flotilla/domain/tenants'
import { Type } from 'typebox'
import { listDocuments } from '../../database/documents.ts'
import { ListParameter, listOf, MOST_ITEMS } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { standardRoutes } from '../standard-routes.ts'
import { tenantResource } from './resource.ts'
import { tenantOf } from './to-domain.ts'
import { tenantVariablesRoutes } from './variables-routes.ts'

export function tenantsRoutes(deps: Deps): AppRoute[] {
  const common = { method: 'GET', scope: 'space', tags: [tenantResource.tag], access: 'TenantView' } as const
  return [
    route({
      ...common,
      path: '/tenants/status',
      summary: 'Whether tenants can be used',
      handler: async () => ({ Enabled: true }),
    }),
    route({
      ...common,
      path: '/tenants/tag-test',
      summary: 'Which tenants match tags',
      query: Type.Object({ tenantIds: ListParameter(), tags: ListParameter() }),
      handler: async ({ space, query, caller }) => {
        const tags = listOf(query.tags) ?? []
        const filter = {
          spaceId: space.id,
          ids: listOf(query.tenantIds) ?? [],
          where: tenantResource.visible!(caller, space.id),
        }
        const { items } = await listDocuments(deps.database, KINDS.tenant, filter, { skip: 0, take: MOST_ITEMS })
        return Object.fromEntries(items.map((item) => [item.Id, testTags(tags, tenantOf(item).tags)]))
      },
    }),
    ...tenantVariablesRoutes(deps),
    ...standardRoutes(deps, tenantResource),
  ]
}

function testTags(wanted: readonly string[], carried: readonly string[]) {
  const IsMatched = matchesTags(wanted, carried)
  const MissingTags = IsMatched ? [] : wanted.filter((tag) => !matchesTags([tag], carried))
  return { IsMatched, Reason: IsMatched ? '' : `None of these tags: ${MissingTags.join(', ')}`, MissingTags }
}
