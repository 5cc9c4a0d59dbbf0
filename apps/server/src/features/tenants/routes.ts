import type { SpaceId } from '@flotilla/domain'
import { matchesTags } from '@flotilla/domain/tenants'
import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { listDocuments } from '../../database/documents.ts'
import { ListParameter, listOf, MOST_ITEMS } from '../../http/paging.ts'
import { type AppRoute, type Deps, require, route } from '../context.ts'
import { KINDS } from '../kinds.ts'
import {
  answerOf,
  bodyOf,
  createDocument,
  presentDocument,
  requireDocument,
  requireVisible,
  standardRoutes,
} from '../standard-routes.ts'
import { cloneTenant } from './clone-tenant.ts'
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
      response: Type.Object({ Enabled: Type.Boolean() }),
      handler: async () => ({ Enabled: true }),
    }),
    route({
      ...common,
      path: '/tenants/tag-test',
      summary: 'Which tenants match tags',
      query: Type.Object({ tenantIds: ListParameter(), tags: ListParameter() }),
      response: Type.Record(
        Type.String(),
        Type.Object({ IsMatched: Type.Boolean(), Reason: Type.String(), MissingTags: Type.Array(Type.String()) }),
      ),
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
    createRoute(deps),
    ...standardRoutes(deps, tenantResource).filter(({ method }) => method !== 'POST'),
  ]
}

/** As the standard route, and with `clone` like another tenant. */
const createRoute = ({ database }: Deps): AppRoute =>
  route({
    method: 'POST',
    scope: 'space',
    tags: [tenantResource.tag],
    access: 'TenantCreate',
    path: '/tenants',
    summary: 'Create, or copy another tenant with its values',
    status: 201,
    query: Type.Object({ clone: Type.Optional(Type.String()) }),
    body: bodyOf(tenantResource),
    response: answerOf(tenantResource),
    handler: ({ space, query, body, caller }) =>
      inTransaction(database, async (tx) => {
        require(caller, 'TenantCreate', { spaceId: space.id as SpaceId })
        const { Id } = query.clone
          ? await cloneTenant(tx, caller, await requireVisible(tx, tenantResource, caller, space.id, query.clone), body)
          : await createDocument(tenantResource, tx, caller, space.id, body)
        return presentDocument(tenantResource, await requireDocument(tx, KINDS.tenant, Id, {}))
      }),
  })

function testTags(wanted: readonly string[], carried: readonly string[]) {
  const IsMatched = matchesTags(wanted, carried)
  const MissingTags = IsMatched ? [] : wanted.filter((tag) => !matchesTags([tag], carried))
  return { IsMatched, Reason: IsMatched ? '' : `None of these tags: ${MissingTags.join(', ')}`, MissingTags }
}
