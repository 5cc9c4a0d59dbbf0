import { sql } from 'kysely'
import { Type } from 'typebox'
import { AnyObject } from '../../http/answers.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { requireVisible, standardRoutes } from '../standard-routes.ts'
import { libraryVariableSetResource } from './resource.ts'

export function libraryVariableSetsRoutes(deps: Deps): AppRoute[] {
  return [
    ...standardRoutes(deps, libraryVariableSetResource),
    route({
      method: 'GET',
      scope: 'space',
      tags: [libraryVariableSetResource.tag],
      access: 'LibraryVariableSetView',
      path: '/libraryvariablesets/:id/usages',
      summary: 'Projects and releases that use the set',
      response: Type.Object({
        Projects: Type.Array(AnyObject()),
        CountOfReleases: Type.Integer(),
        CountOfReleasesUserCannotSee: Type.Integer(),
      }),
      handler: async ({ space, params, caller }) => {
        const { Id } = await requireVisible(deps.database, libraryVariableSetResource, caller, space.id, params.id)
        const projects = await sql<{ ProjectId: string; ProjectName: string; ProjectSlug: string }>`
          select id as "ProjectId", name as "ProjectName", slug as "ProjectSlug" from project
          where space_id = ${space.id} and document -> 'IncludedLibraryVariableSetIds' ? ${Id}
            and ${projectResource.visible!(caller, space.id)} order by lower(name)`.execute(deps.database)
        const { rows } = await sql<{ count: number }>`
          select count(*) as count from release where space_id = ${space.id} and exists (
            select 1 from unnest(library_snapshot_ids) id where id like ${`variableset-${Id}-s-%`})`.execute(
          deps.database,
        )
        return {
          Projects: projects.rows.map((row) => ({ ...row, IsCurrentlyBeingUsedInProject: true, Releases: [] })),
          CountOfReleasesUserCannotSee: 0,
          CountOfReleases: rows[0]!.count,
        }
      },
    }),
  ]
}
