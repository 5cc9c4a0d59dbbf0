import { Type } from 'typebox'
import { AnyObject, CollectionOf } from '../../http/answers.ts'
import { HttpRefusal } from '../../http/errors.ts'
import { collection, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { requireVisible } from '../standard-routes.ts'
import { projectResource } from './resource.ts'

/** What of a project could be kept in git, and who may read and write it. */
const VERSIONED = [
  { name: 'deploymentprocesses', view: 'ProcessView', edit: 'ProcessEdit' },
  { name: 'variables', view: 'VariableView', edit: 'VariableEdit' },
] as const

/**
 * The addresses of projects that are kept in git. All are kept in the database: they have no branches, and nothing at a
 * reference. Source: API reference 5.3, 5.18.
 */
export function gitRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: [projectResource.tag] } as const
  return [
    ...(['branches', 'tags'] as const).map((name) =>
      route({
        ...common,
        method: 'GET',
        path: `/projects/:id/git/${name}`,
        summary: `There are no ${name}: no project is kept in git`,
        access: 'ProjectView',
        query: Type.Object(Paging),
        response: CollectionOf(AnyObject()),
        handler: async ({ space, params, query, caller }) => {
          const project = await requireVisible(database, projectResource, caller, space.id, params.id)
          return collection('GitReference', [], 0, pageOf(query), `/api/${space.id}/projects/${project.Id}/git/${name}`)
        },
      }),
    ),
    ...VERSIONED.flatMap(({ name, view, edit }) =>
      (['GET', 'PUT'] as const).map((method) =>
        route({
          ...common,
          method,
          path: `/projects/:id/:gitRef/${name}`,
          summary: 'There is nothing at a git reference: no project is kept in git',
          access: method === 'GET' ? view : edit,
          response: 'nothing',
          handler: async ({ space, params, caller }) => {
            const project = await requireVisible(database, projectResource, caller, space.id, params.id)
            throw new HttpRefusal(
              404,
              `Project ${project.Name} is kept in the database, so there is nothing at '${params.gitRef}'. Leave the git reference out of the address.`,
            )
          },
        }),
      ),
    ),
  ]
}
