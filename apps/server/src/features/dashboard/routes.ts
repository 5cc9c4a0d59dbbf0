import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { MARKS_LAST_MS, shownMarks } from '../../database/shown-changes.ts'
import { isTrue, ListParameter, listOf } from '../../http/paging.ts'
import type { RouteRequest } from '../../http/route.ts'
import { type Found, SharedAnswers } from '../../http/shared-answers.ts'
import { rightsKey } from '../access/rights-key.ts'
import { type AppRoute, type Caller, type Deps, route, type Space } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { requireInProject } from '../projects/scope.ts'
import { requireDocument } from '../standard-routes.ts'
import { DashboardAnswer, ProgressionAnswer } from './answers.ts'
import {
  configuredAsk,
  DashboardConfiguration,
  DashboardConfigurationAnswer,
  loadConfiguration,
  presentConfiguration,
  saveConfiguration,
} from './configuration.ts'
import { type DashboardAsk, loadDashboard } from './load-dashboard.ts'
import { loadProgression } from './load-progression.ts'

type Asked = Pick<RouteRequest<Caller, Space, never, never, never>, 'caller' | 'space' | 'raw' | 'reply'>

/** What runs where. Source: API reference 5.28. */
export function dashboardRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Dashboard'], method: 'GET' } as const
  const shared = new SharedAnswers(shownMarks(database), MARKS_LAST_MS, () => performance.now())
  const share = ({ space, caller, raw: request, reply }: Asked, ask: object, work: () => Promise<Found>) =>
    shared.answer({ request, reply }, space.id, `${rightsKey(caller.grants)} ${JSON.stringify(ask)}`, work)
  const dashboard = (request: Asked, ask: DashboardAsk) =>
    share(request, ask, () => loadDashboard(database, request.caller, request.space.id, ask))
  const progression = (path: '/progression/:projectId' | '/projects/:projectId/progression') =>
    route({
      ...common,
      path,
      summary: 'How far the releases of a project have come',
      access: 'ReleaseView',
      query: Type.Object({
        releaseHistoryCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 3 })),
      }),
      response: ProgressionAnswer,
      handler: async (request) => {
        const { space, caller, params, query } = request
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
        const count = query.releaseHistoryCount ?? 3
        return share(request, { progressionOf: project.Id, count }, () =>
          loadProgression(database, caller, project, count),
        )
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
      response: DashboardAnswer,
      handler: async (request) => {
        const { query, caller, space } = request
        const isUnlimited = isTrue(query.showAll) ?? false
        const configured = isUnlimited ? {} : await configuredAsk(database, caller, space.id)
        return dashboard(request, {
          ...configured,
          releaseId: query.releaseId || undefined,
          isUnlimited,
          withPrevious: true,
          ...(query.projectId ? { projectIds: [query.projectId] } : {}),
          ...(query.selectedTenants === undefined ? {} : { tenantIds: listOf(query.selectedTenants) }),
          ...(query.selectedTags === undefined ? {} : { tenantTags: listOf(query.selectedTags) }),
        })
      },
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
      response: DashboardAnswer,
      handler: (request) => {
        const { query } = request
        return dashboard(request, {
          projectIds: listOf(query.projects),
          environmentIds: listOf(query.environments),
          isUnlimited: true,
          withPrevious: /previous/i.test(query.includePrevious ?? '') || isTrue(query.includePrevious) === true,
        })
      },
    }),
    route({
      ...common,
      path: '/dashboardconfiguration',
      summary: 'What the caller wants to see on the dashboard',
      access: 'signed-in',
      response: DashboardConfigurationAnswer,
      handler: async ({ space, caller }) =>
        presentConfiguration(space.id, await loadConfiguration(database, caller, space.id)),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/dashboardconfiguration',
      summary: 'Choose what to see on the dashboard',
      access: 'signed-in',
      body: DashboardConfiguration,
      response: DashboardConfigurationAnswer,
      handler: ({ space, caller, body }) =>
        inTransaction(database, async (tx) =>
          presentConfiguration(space.id, await saveConfiguration(tx, caller, space.id, body)),
        ),
    }),
    progression('/progression/:projectId'),
    progression('/projects/:projectId/progression'),
  ]
}
