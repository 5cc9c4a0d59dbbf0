import { Type } from 'typebox'
import { ListParameter, Paging } from '../../http/paging.ts'
import { type AppRoute, type Deps, route, spaceAddress } from '../context.ts'
import { sortOrderRoute } from '../sort-order.ts'
import { pageOfDocuments, standardRoutes } from '../standard-routes.ts'
import { environmentResource } from './resource.ts'

export function environmentsRoutes(deps: Deps): AppRoute[] {
  return [
    sortOrderRoute(deps, environmentResource),
    route({
      method: 'GET',
      scope: 'space',
      tags: [environmentResource.tag],
      access: 'EnvironmentView',
      path: '/environments/v2',
      summary: 'List environments with their type',
      query: Type.Object({
        ...Paging,
        ids: ListParameter(),
        name: Type.Optional(Type.String()),
        partialName: Type.Optional(Type.String()),
        type: ListParameter(),
      }),
      handler: async ({ space, query, caller }) => {
        const page = await pageOfDocuments(deps.database, environmentResource, caller, {
          spaceId: space.id,
          query,
          address: `${spaceAddress(space.id)}/environments/v2`,
        })
        return { ...page, Items: page.Items.map((item) => ({ ...item, Type: 'Static' })) }
      },
    }),
    ...standardRoutes(deps, environmentResource),
  ]
}
