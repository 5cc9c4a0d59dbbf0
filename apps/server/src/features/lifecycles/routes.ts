import { effectivePhases, type NamedEnvironment } from '@flotilla/domain/lifecycles'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { type Document, listDocuments } from '../../database/documents.ts'
import { ListParameter, listOf, MOST_ITEMS } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { projectResource } from '../projects/resource.ts'
import { loadEnvironments } from '../releases/release-world.ts'
import { answerOf, presentDocument, requireVisible, standardRoutes } from '../standard-routes.ts'
import { lifecycleResource } from './resource.ts'
import { type PhaseDocument, phasesOf } from './to-domain.ts'

const common = { scope: 'space', tags: [lifecycleResource.tag], access: 'LifecycleView', method: 'GET' } as const

export function lifecyclesRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  return [
    route({
      ...common,
      path: '/lifecycles/previews',
      summary: 'Lifecycles with their phases made explicit',
      query: Type.Object({ ids: ListParameter() }),
      response: Type.Array(answerOf(lifecycleResource)),
      handler: async ({ space, query }) => {
        const ids = listOf(query.ids)
        const filter = { spaceId: space.id, ...(ids ? { ids } : {}) }
        const { items } = await listDocuments(database, KINDS.lifecycle, filter, { skip: 0, take: MOST_ITEMS })
        const environments = await loadEnvironments(database, space.id)
        return items.map((item) => preview(item, environments))
      },
    }),
    ...standardRoutes(deps, lifecycleResource),
    route({
      ...common,
      path: '/lifecycles/:id/preview',
      summary: 'The lifecycle with its phases made explicit',
      response: answerOf(lifecycleResource),
      handler: async ({ space, params, caller }) =>
        preview(
          await requireVisible(database, lifecycleResource, caller, space.id, params.id),
          await loadEnvironments(database, space.id),
        ),
    }),
    route({
      ...common,
      path: '/lifecycles/:id/projects',
      summary: 'The projects that use the lifecycle, themselves or through a channel, as an array',
      response: Type.Array(answerOf(projectResource)),
      handler: async ({ space, params, caller }) => {
        const { Id } = await requireVisible(database, lifecycleResource, caller, space.id, params.id)
        const uses = sql<boolean>`(document ->> 'LifecycleId' = ${Id} or id in (
          select project_id from channel where space_id = ${space.id} and channel.document ->> 'LifecycleId' = ${Id}))`
        const visible = projectResource.visible!(caller, space.id)
        const filter = { spaceId: space.id, where: sql<boolean>`(${uses} and ${visible})` }
        const { items } = await listDocuments(database, KINDS.project, filter, { skip: 0, take: MOST_ITEMS })
        return items.map((item) => presentDocument(projectResource, item))
      },
    }),
  ]
}

/** The document with explicit phases; a phase that is only implied has the defaults of a new one. */
function preview(lifecycle: Document, environments: readonly NamedEnvironment[]) {
  const written = new Map((lifecycle.Phases as readonly PhaseDocument[]).map((phase) => [phase.Id, phase]))
  const phases = effectivePhases(phasesOf(lifecycle), environments).map((phase) => ({
    ReleaseRetentionPolicy: null,
    TentacleRetentionPolicy: null,
    ...written.get(phase.id),
    Id: phase.id,
    Name: phase.name,
    AutomaticDeploymentTargets: phase.automatic,
    OptionalDeploymentTargets: phase.manual,
    MinimumEnvironmentsBeforePromotion: phase.minimumEnvironments,
    IsOptionalPhase: phase.isOptional,
    IsPriorityPhase: phase.isPriority,
  }))
  return presentDocument(lifecycleResource, { ...lifecycle, Phases: phases })
}
