import { Type } from 'typebox'
import { HttpRefusal, notFound } from '../../http/errors.ts'
import { collection, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { requireVisible } from '../standard-routes.ts'

/**
 * There are no runbooks yet: every list of them is empty, an id is unknown, and whoever would make or run one is told so.
 * Clients look at these lists beside what they came for. Source: API reference 5.23.
 */
export function runbookRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Runbooks'] } as const
  const empty = (itemType: string, space: Space, path: string, query: { skip?: number; take?: number }) =>
    collection(itemType, [], 0, pageOf(query), `${spaceAddress(space.id)}${path}`, query)
  const list = <const Path extends string>(path: Path, itemType: string, access: 'RunbookView' | 'RunbookRunView') =>
    route({
      ...common,
      method: 'GET',
      path,
      summary: 'An empty list: there are no runbooks yet',
      access,
      query: Type.Object(Paging),
      handler: async ({ space, query }) => empty(itemType, space, path, query),
    })
  const one = (
    path: '/runbooks/:id' | '/runbookprocesses/:id' | '/runbooksnapshots/:id' | '/runbookruns/:id',
    itemType: string,
  ) =>
    route({
      ...common,
      method: 'GET',
      path,
      summary: 'Not found: there are no runbooks yet',
      access: 'RunbookView',
      handler: async ({ params }) => {
        throw notFound(itemType, params.id)
      },
    })
  const refused = (path: string, access: 'RunbookEdit' | 'RunbookRunCreate') =>
    route({
      ...common,
      method: 'POST',
      path,
      summary: 'Refused: there are no runbooks yet',
      access,
      handler: async () => {
        throw new HttpRefusal(501, 'Runbooks are not offered by this server yet.')
      },
    })
  return [
    list('/runbooks', 'Runbook', 'RunbookView'),
    list('/runbooksnapshots', 'RunbookSnapshot', 'RunbookView'),
    list('/runbookruns', 'RunbookRun', 'RunbookRunView'),
    route({
      ...common,
      method: 'GET',
      path: '/runbooks/all',
      summary: 'An empty list: there are no runbooks yet',
      access: 'RunbookView',
      handler: async () => [],
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbooks',
      summary: 'An empty list: there are no runbooks yet',
      access: 'RunbookView',
      query: Type.Object(Paging),
      handler: async ({ space, params, query, caller }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        return empty('Runbook', space, `/projects/${project.Id}/runbooks`, query)
      },
    }),
    one('/runbooks/:id', 'Runbook'),
    one('/runbookprocesses/:id', 'RunbookProcess'),
    one('/runbooksnapshots/:id', 'RunbookSnapshot'),
    one('/runbookruns/:id', 'RunbookRun'),
    refused('/runbooks', 'RunbookEdit'),
    refused('/projects/:id/runbooks', 'RunbookEdit'),
    refused('/runbooksnapshots', 'RunbookEdit'),
    refused('/projects/:id/runbooksnapshots', 'RunbookEdit'),
    refused('/runbook-runs/create/v1', 'RunbookRunCreate'),
    refused('/runbook-runs/git/create/v1', 'RunbookRunCreate'),
  ]
}
