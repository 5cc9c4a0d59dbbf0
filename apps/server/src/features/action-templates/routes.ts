import { sql } from 'kysely'
import type { Document } from '../../database/documents.ts'
import { notFound } from '../../http/errors.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { presentDocument, requireVisible, standardRoutes } from '../standard-routes.ts'
import { actionTemplateResource } from './resource.ts'

const common = {
  method: 'GET',
  scope: 'space',
  tags: [actionTemplateResource.tag],
  access: 'ActionTemplateView',
} as const

export function actionTemplatesRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  return [
    ...standardRoutes(deps, actionTemplateResource),
    route({
      ...common,
      path: '/actiontemplates/:id/versions/:version',
      summary: 'A step template as it was',
      handler: async ({ space, params, caller }) => {
        const template = await requireVisible(database, actionTemplateResource, caller, space.id, params.id)
        const row = await database
          .selectFrom('action_template_version')
          .select('document')
          .where('template_id', '=', template.Id)
          .where('version', '=', /^[0-9]{1,9}$/.test(params.version) ? Number(params.version) : -1)
          .executeTakeFirst()
        if (!row) throw notFound('Version', params.version)
        const { LastModifiedOn, LastModifiedBy } = template
        const document = { ...(row.document as unknown as Document), LastModifiedOn, LastModifiedBy }
        return presentDocument(actionTemplateResource, document)
      },
    }),
    route({
      ...common,
      path: '/actiontemplates/:id/usage',
      summary: 'The steps made from a template, as an array',
      handler: async ({ space, params, caller }) => {
        const template = await requireVisible(database, actionTemplateResource, caller, space.id, params.id)
        const { rows } = await sql`
          select id as "ProjectId", name as "ProjectName", slug as "ProjectSlug", process_id as "DeploymentProcessId",
            process_id as "ProcessId", 'Deployment' as "ProcessType", action ->> 'Id' as "ActionId", action ->> 'Name' as "ActionName",
            step ->> 'Id' as "StepId", step ->> 'Name' as "StepName",
            action -> 'Properties' ->> 'Octopus.Action.Template.Version' as "Version"
          from project
            join lateral (select id as process_id, document as process from deployment_process
              where owner_id = project.id and snapshot_of is null) live on true,
            jsonb_array_elements(process -> 'Steps') step, jsonb_array_elements(step -> 'Actions') action
          where space_id = ${space.id} and action -> 'Properties' ->> 'Octopus.Action.Template.Id' = ${template.Id}
            and ${projectResource.visible!(caller, space.id)}
          order by lower(name) limit 1000`.execute(database)
        return rows
      },
    }),
  ]
}
