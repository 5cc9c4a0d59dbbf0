import { Type } from 'typebox'
import { listDocuments } from '../../database/documents.ts'
import { CollectionOf } from '../../http/answers.ts'
import { BooleanParameter, ListParameter, listOf, MOST_ITEMS, Paging } from '../../http/paging.ts'
import { type AppRoute, type Deps, route, spaceAddress } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { machineQuery } from '../machines/filter.ts'
import { machineResource } from '../machines/resource.ts'
import { sortOrderRoute } from '../sort-order.ts'
import { answerOf, pageOfDocuments, requireVisible, standardRoutes } from '../standard-routes.ts'
import { EnvironmentsSummaryAnswer, SinglyScopedVariablesAnswer } from './answers.ts'
import { ownVariables } from './own-variables.ts'
import { environmentResource } from './resource.ts'
import { summarize } from './summary.ts'

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
      response: CollectionOf(
        Type.Object(
          { ...answerOf(environmentResource).properties, Type: Type.String() },
          { title: 'TypedEnvironment' },
        ),
      ),
      handler: async ({ space, query, caller }) => {
        const types = (listOf(query.type) ?? []).map((type) => type.toLowerCase())
        const page = await pageOfDocuments(deps.database, environmentResource, caller, {
          spaceId: space.id,
          query,
          // All environments here are static ones.
          ...(types.length > 0 && !types.includes('static') ? { filter: { ids: [] } } : {}),
          address: `${spaceAddress(space.id)}/environments/v2`,
        })
        return { ...page, Items: page.Items.map((item) => ({ ...item, Type: 'Static' })) }
      },
    }),
    ...machineCountRoutes(deps),
    ...standardRoutes(deps, environmentResource),
  ]
}

function machineCountRoutes({ database }: Deps): AppRoute[] {
  const common = { method: 'GET', scope: 'space', tags: [environmentResource.tag] } as const
  return [
    route({
      ...common,
      access: 'MachineView',
      path: '/environments/summary',
      summary: 'How many machines the environments have, and how they are',
      query: Type.Object({
        ids: ListParameter(),
        partialName: Type.Optional(Type.String()),
        machinePartialName: Type.Optional(Type.String()),
        hideEmptyEnvironments: BooleanParameter(),
        ...machineQuery,
      }),
      response: EnvironmentsSummaryAnswer,
      handler: async ({ space, query, caller }) => {
        const ids = listOf(query.ids)
        const filter = {
          spaceId: space.id,
          ...(ids ? { ids } : {}),
          ...(query.partialName ? { partialName: query.partialName } : {}),
          where: environmentResource.visible!(caller, space.id),
        }
        const everything = { skip: 0, take: MOST_ITEMS }
        const { items } = await listDocuments(database, KINDS.environment, filter, everything)
        return summarize(database, caller, { spaceId: space.id, environments: items, query })
      },
    }),
    route({
      ...common,
      access: 'MachineView',
      path: '/environments/:id/machines',
      summary: 'The machines of an environment',
      query: Type.Object({ ...Paging, partialName: Type.Optional(Type.String()), ...machineQuery }),
      response: CollectionOf(answerOf(machineResource)),
      handler: async ({ space, params, query, caller }) => {
        const { Id } = await requireVisible(database, environmentResource, caller, space.id, params.id)
        return pageOfDocuments(database, machineResource, caller, {
          spaceId: space.id,
          query: { ...query, environmentIds: Id },
          address: `${spaceAddress(space.id)}/environments/${Id}/machines`,
        })
      },
    }),
    route({
      ...common,
      access: 'EnvironmentView',
      path: '/environments/:id/singlyscopedvariabledetails',
      summary: 'Variables that apply in this environment only',
      response: SinglyScopedVariablesAnswer,
      handler: async ({ space, params, caller }) => {
        const { Id } = await requireVisible(database, environmentResource, caller, space.id, params.id)
        return ownVariables(database, caller, space.id, Id)
      },
    }),
  ]
}
