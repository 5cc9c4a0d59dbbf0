import { sql } from 'kysely'
import { Type } from 'typebox'
import { CollectionOf } from '../../http/answers.ts'
import { Paging } from '../../http/paging.ts'
import { type AppRoute, type Deps, route, spaceAddress } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { answerOf, pageOfDocuments, requireVisible, standardRoutes } from '../standard-routes.ts'
import { projectGroupResource } from './resource.ts'

export function projectGroupsRoutes(deps: Deps): AppRoute[] {
  return [
    ...standardRoutes(deps, projectGroupResource),
    route({
      method: 'GET',
      scope: 'space',
      tags: [projectGroupResource.tag],
      access: 'ProjectGroupView',
      path: '/projectgroups/:id/projects',
      summary: 'The projects of a group',
      query: Type.Object({ ...Paging, partialName: Type.Optional(Type.String()) }),
      response: CollectionOf(answerOf(projectResource)),
      handler: async ({ space, params, query, caller }) => {
        const group = await requireVisible(deps.database, projectGroupResource, caller, space.id, params.id)
        return pageOfDocuments(deps.database, projectResource, caller, {
          spaceId: space.id,
          query,
          filter: { where: sql<boolean>`document ->> 'ProjectGroupId' = ${group.Id}` },
          address: `${spaceAddress(space.id)}/projectgroups/${group.Id}/projects`,
        })
      },
    }),
  ]
}
