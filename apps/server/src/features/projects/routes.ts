import type { SpaceId } from '@flotilla/domain'
import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { listDocuments } from '../../database/documents.ts'
import { type AppRoute, type Deps, require, route } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { findProcess } from '../processes/queries.ts'
import {
  answerOf,
  bodyOf,
  createDocument,
  presentDocument,
  requireVisible,
  reread,
  standardRoutes,
} from '../standard-routes.ts'
import { processIdOf } from '../versioned.ts'
import { cloneProject } from './clone-project.ts'
import { deploymentSettingsRoutes } from './deployment-settings.ts'
import { gitRoutes } from './git-routes.ts'
import { projectOverviewRoutes } from './overview-routes.ts'
import { projectResource } from './resource.ts'

export function projectsRoutes(deps: Deps): AppRoute[] {
  return [
    createRoute(deps),
    ...standardRoutes(deps, projectResource).filter(({ method }) => method !== 'POST'),
    ...deploymentSettingsRoutes(deps),
    ...projectOverviewRoutes(deps),
    ...gitRoutes(deps),
    route({
      method: 'GET',
      scope: 'space',
      tags: [projectResource.tag],
      access: 'ProjectView',
      path: '/projects/:id/summary',
      summary: 'What the project has',
      response: Type.Object({ HasDeploymentProcess: Type.Boolean(), HasRunbooks: Type.Boolean() }),
      handler: async ({ space, params, caller }) => {
        const project = await requireVisible(deps.database, projectResource, caller, space.id, params.id)
        const process = await findProcess(deps.database, processIdOf(project.Id))
        const runbooks = await listDocuments(
          deps.database,
          KINDS.runbook,
          { spaceId: space.id, projectId: project.Id },
          { skip: 0, take: 1 },
        )
        return { HasDeploymentProcess: (process?.steps.length ?? 0) > 0, HasRunbooks: runbooks.total > 0 }
      },
    }),
  ]
}

/** As the standard route, and with `clone` like another project. */
const createRoute = ({ database }: Deps): AppRoute =>
  route({
    method: 'POST',
    scope: 'space',
    tags: [projectResource.tag],
    access: 'ProjectCreate',
    path: '/projects',
    summary: 'Create, or copy another project with its channels, process, variables and triggers',
    status: 201,
    query: Type.Object({ clone: Type.Optional(Type.String()) }),
    body: bodyOf(projectResource),
    response: answerOf(projectResource),
    handler: ({ space, query, body, caller }) =>
      inTransaction(database, async (tx) => {
        const spaceId = space.id as SpaceId
        require(caller, 'ProjectCreate', { spaceId, ...projectResource.scopeOf!({ ...body, Id: undefined }) })
        const project = query.clone
          ? await cloneProject(
              tx,
              caller,
              await requireVisible(tx, projectResource, caller, spaceId, query.clone),
              body,
            )
          : await createDocument(projectResource, tx, caller, spaceId, body)
        // Where the body names no group, it is in that of the source, or in the default one.
        require(caller, 'ProjectCreate', { spaceId, projectGroupId: project.ProjectGroupId as string })
        return presentDocument(projectResource, await reread(tx, projectResource.kind, project))
      }),
  })
