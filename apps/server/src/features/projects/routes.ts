import { type AppRoute, type Deps, route } from '../context.ts'
import { findProcess } from '../processes/queries.ts'
import { requireVisible, standardRoutes } from '../standard-routes.ts'
import { processIdOf } from '../versioned.ts'
import { deploymentSettingsRoutes } from './deployment-settings.ts'
import { projectResource } from './resource.ts'

export function projectsRoutes(deps: Deps): AppRoute[] {
  return [
    ...standardRoutes(deps, projectResource),
    ...deploymentSettingsRoutes(deps),
    route({
      method: 'GET',
      scope: 'space',
      tags: [projectResource.tag],
      access: 'ProjectView',
      path: '/projects/:id/summary',
      summary: 'What the project has',
      handler: async ({ space, params, caller }) => {
        const project = await requireVisible(deps.database, projectResource, caller, space.id, params.id)
        const process = await findProcess(deps.database, processIdOf(project.Id))
        return { HasDeploymentProcess: (process?.steps.length ?? 0) > 0, HasRunbooks: false }
      },
    }),
  ]
}
