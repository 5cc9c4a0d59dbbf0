import { sql } from 'kysely'
import { Type } from 'typebox'
import { CollectionOf, Links } from '../../http/answers.ts'
import { Paging } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { machineResource } from '../machines/resource.ts'
import { answerOf, bodyOf, pageOfDocuments, requireVisible, standardRoutes } from '../standard-routes.ts'
import { newPolicyTemplate } from './defaults.ts'
import { machinePolicyResource as resource } from './resource.ts'

/** Machine policies: std, the template of a new one, and the machines under one. */
export function machinePolicyRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: [resource.tag] } as const
  return [
    route({
      ...common,
      method: 'GET',
      path: '/machinepolicies/template',
      summary: 'A policy with every default, not yet saved',
      access: 'MachinePolicyView',
      response: Type.Object({
        ...bodyOf(resource).properties,
        Name: Type.String(),
        Id: Type.Null(),
        SpaceId: Type.String(),
        Links: Links(),
      }),
      handler: async ({ space }) => ({ ...newPolicyTemplate(), SpaceId: space.id, Links: {} }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/machinepolicies/:id/machines',
      summary: 'The machines under a policy',
      access: 'MachineView',
      query: Type.Object({ ...Paging, partialName: Type.Optional(Type.String()) }),
      response: CollectionOf(answerOf(machineResource)),
      handler: async ({ space, caller, params, query }) => {
        const policy = await requireVisible(database, resource, caller, space.id, params.id)
        return pageOfDocuments(database, machineResource, caller, {
          spaceId: space.id,
          query,
          filter: { where: sql<boolean>`document ->> 'MachinePolicyId' = ${policy.Id}` },
          address: `/api/${space.id}/machinepolicies/${policy.Id}/machines`,
        })
      },
    }),
    ...standardRoutes(deps, resource),
  ]
}
