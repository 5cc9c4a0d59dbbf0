import { Type } from 'typebox'
import { isTrue, ListParameter, listOf } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { requireInProject } from '../projects/scope.ts'
import { requireDocument } from '../standard-routes.ts'
import { loadDashboard } from './load-dashboard.ts'
import { loadProgression } from './load-progression.ts'

/** What runs where. Source: API reference 5.28. */
export function dashboardRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Dashboard'], method: 'GET' } as const
  const progression = (path: '/progression/:projectId' | '/projects/:projectId/progression') =>
    route({
      ...common,
      path,
      summary: 'How far the releases of a project have come',
      access: 'ReleaseView',
      query: Type.Object({
        releaseHistoryCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 3 })),
      }),
      handler: async ({ space, caller, params, query }) => {
        const id = params.projectId
        const project = await requireDocument(database, KINDS.project, id, { spaceId: space.id })
        const itemType = KINDS.project.itemType
        await requireInProject(database, caller, {
          projectId: project.Id,
          view: 'ProjectView',
          permission: 'ReleaseView',
          itemType,
          id,
        })
        return loadProgression(database, caller, project, query.releaseHistoryCount ?? 3)
      },
    })
  return [
    route({
      ...common,
      path: '/dashboard',
      summary: 'The latest deployment of every project in every environment and for every tenant',
      access: 'ProjectView',
      query: Type.Object({
        projectId: Type.Optional(Type.String()),
        releaseId: Type.Optional(Type.String()),
        selectedTenants: ListParameter(),
        selectedTags: ListParameter(),
        showAll: Type.Optional(Type.String()),
      }),
      handler: ({ space, caller, query }) =>
        loadDashboard(database, caller, space.id, {
          projectIds: query.projectId ? [query.projectId] : undefined,
          releaseId: query.releaseId || undefined,
          tenantIds: listOf(query.selectedTenants),
          tenantTags: listOf(query.selectedTags),
          isUnlimited: isTrue(query.showAll) ?? false,
          withPrevious: true,
        }),
    }),
    route({
      ...common,
      path: '/dashboard/dynamic',
      summary: 'The same for the projects and environments that are named',
      access: 'ProjectView',
      query: Type.Object({
        projects: ListParameter(),
        environments: ListParameter(),
        includePrevious: Type.Optional(Type.String()),
      }),
      handler: ({ space, caller, query }) =>
        loadDashboard(database, caller, space.id, {
          projectIds: listOf(query.projects),
          environmentIds: listOf(query.environments),
          isUnlimited: true,
          withPrevious: /previous/i.test(query.includePrevious ?? '') || isTrue(query.includePrevious) === true,
        }),
    }),
    progression('/progression/:projectId'),
    progression('/projects/:projectId/progression'),
  ]
}
