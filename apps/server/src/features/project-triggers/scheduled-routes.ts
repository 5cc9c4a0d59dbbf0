import { sql } from 'kysely'
import { Type } from 'typebox'
import { CollectionOf } from '../../http/answers.ts'
import { notFound } from '../../http/errors.ts'
import { ListParameter, Paging } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { answerOf, pageOfDocuments, presentDocument, requireVisible } from '../standard-routes.ts'
import { projectTriggerResource as resource } from './resource.ts'

/** Triggers by time, which are found among the others too. Source: API reference 5.22. */
export function scheduledTriggerRoutes({ database }: Deps): AppRoute[] {
  const common = { method: 'GET', scope: 'space', tags: [resource.tag], access: resource.permissions.view } as const
  return [
    route({
      ...common,
      path: '/scheduledprojecttriggers',
      summary: 'The triggers with a schedule',
      query: Type.Object({ ...Paging, ids: ListParameter() }),
      response: CollectionOf(answerOf(resource)),
      handler: ({ space, query, caller }) =>
        pageOfDocuments(database, resource, caller, {
          spaceId: space.id,
          query,
          filter: { where: sql<boolean>`document -> 'Filter' ->> 'FilterType' like '%Schedule'` },
          address: `/api/${space.id}/scheduledprojecttriggers`,
        }),
    }),
    route({
      ...common,
      path: '/scheduledprojecttriggers/:id',
      summary: 'A trigger with a schedule',
      response: answerOf(resource),
      handler: async ({ space, params, caller }) => {
        const trigger = await requireVisible(database, resource, caller, space.id, params.id)
        if (!String((trigger.Filter as { FilterType?: string }).FilterType).endsWith('Schedule'))
          throw notFound('ScheduledProjectTrigger', params.id)
        return presentDocument(resource, trigger)
      },
    }),
  ]
}
