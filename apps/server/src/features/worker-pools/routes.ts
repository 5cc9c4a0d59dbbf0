import { Type } from 'typebox'
import { collection, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { sortOrderRoute } from '../sort-order.ts'
import { requireVisible, standardRoutes } from '../standard-routes.ts'
import { workerPoolResource as resource } from './resource.ts'

/** Worker pools: std, their order, their kinds. */
export function workerPoolRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: [resource.tag] } as const
  return [
    route({
      ...common,
      method: 'GET',
      path: '/workerpools/supportedtypes',
      summary: 'The kinds of pools that this server has',
      access: 'WorkerView',
      handler: async () => ['StaticWorkerPool'],
    }),
    route({
      ...common,
      method: 'GET',
      path: '/workerpools/dynamicworkertypes',
      summary: 'The kinds of workers that are hired on demand: none',
      access: 'WorkerView',
      handler: async () => [],
    }),
    sortOrderRoute(deps, resource),
    route({
      ...common,
      method: 'GET',
      path: '/workerpools/:id/workers',
      summary: 'The workers of a pool: none can be added yet, the server itself works',
      access: 'WorkerView',
      query: Type.Object(Paging),
      handler: async ({ space, caller, params, query }) => {
        const pool = await requireVisible(database, resource, caller, space.id, params.id)
        return collection('Worker', [], 0, pageOf(query), `/api/${space.id}/workerpools/${pool.Id}/workers`)
      },
    }),
    ...standardRoutes(deps, resource),
  ]
}
