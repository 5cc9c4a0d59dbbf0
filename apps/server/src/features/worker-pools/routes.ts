import { sql } from 'kysely'
import { Type } from 'typebox'
import { listDocuments } from '../../database/documents.ts'
import { AnyObject, CollectionOf } from '../../http/answers.ts'
import { BooleanParameter, ListParameter, listOf, MOST_ITEMS, Paging } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { sortOrderRoute } from '../sort-order.ts'
import { answerOf, pageOfDocuments, requireVisible, standardRoutes } from '../standard-routes.ts'
import { workerResource } from '../workers/resource.ts'
import { workerPoolResource as resource } from './resource.ts'
import { summarizePools } from './summary.ts'

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
      response: Type.Array(Type.String()),
      handler: async () => ['StaticWorkerPool'],
    }),
    route({
      ...common,
      method: 'GET',
      path: '/workerpools/dynamicworkertypes',
      summary: 'The kinds of workers that are hired on demand: none',
      access: 'WorkerView',
      response: Type.Array(AnyObject()),
      handler: async () => [],
    }),
    sortOrderRoute(deps, resource),
    route({
      ...common,
      method: 'GET',
      path: '/workerpools/summary',
      summary: 'How many workers there are in each pool, and how they are',
      access: 'WorkerView',
      query: Type.Object({
        ids: ListParameter(),
        partialName: Type.Optional(Type.String()),
        machinePartialName: Type.Optional(Type.String()),
        isDisabled: BooleanParameter(),
        healthStatuses: ListParameter(),
        commStyles: ListParameter(),
        shellNames: ListParameter(),
        hideEmptyWorkerPools: BooleanParameter(),
      }),
      response: AnyObject(),
      handler: async ({ space, query }) => {
        const ids = listOf(query.ids)
        const filter = {
          spaceId: space.id,
          ...(ids ? { ids } : {}),
          ...(query.partialName ? { partialName: query.partialName } : {}),
        }
        const { items } = await listDocuments(database, KINDS.workerPool, filter, { skip: 0, take: MOST_ITEMS })
        return summarizePools(database, space.id, items, query)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/workerpools/:id/workers',
      summary: 'The workers of a pool',
      access: 'WorkerView',
      query: Type.Object({ ...Paging, partialName: Type.Optional(Type.String()) }),
      response: CollectionOf(answerOf(workerResource)),
      handler: async ({ space, caller, params, query }) => {
        const pool = await requireVisible(database, resource, caller, space.id, params.id)
        return pageOfDocuments(database, workerResource, caller, {
          spaceId: space.id,
          query,
          filter: { where: sql<boolean>`worker_pool_ids @> array[${pool.Id}]::text[]` },
          address: `/api/${space.id}/workerpools/${pool.Id}/workers`,
        })
      },
    }),
    ...standardRoutes(deps, resource),
  ]
}
