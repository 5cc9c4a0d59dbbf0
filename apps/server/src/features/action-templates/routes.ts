import { sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { Answer, AnyObject } from '../../http/answers.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { answerOf, presentDocument, requireVisible, standardRoutes } from '../standard-routes.ts'
import { actionTemplateResource } from './resource.ts'
import { templateSearchRoutes } from './search-routes.ts'
import { updateActions } from './update-actions.ts'

const common = {
  method: 'GET',
  scope: 'space',
  tags: [actionTemplateResource.tag],
  access: 'ActionTemplateView',
} as const

export function actionTemplatesRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  return [
    ...templateSearchRoutes(deps),
    updateActionsRoute(deps),
    ...standardRoutes(deps, actionTemplateResource),
    route({
      ...common,
      path: '/actiontemplates/:id/versions/:version',
      summary: 'A step template as it was',
      response: answerOf(actionTemplateResource),
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
      response: Type.Array(AnyObject()),
      handler: async ({ space, params, caller }) => {
        const template = await requireVisible(database, actionTemplateResource, caller, space.id, params.id)
        const { rows } = await sql`
          select id as "ProjectId", name as "ProjectName", slug as "ProjectSlug", process_id as "DeploymentProcessId",
            process_id as "ProcessId", process_type as "ProcessType", action ->> 'Id' as "ActionId", action ->> 'Name' as "ActionName",
            step ->> 'Id' as "StepId", step ->> 'Name' as "StepName",
            action -> 'Properties' ->> 'Octopus.Action.Template.Version' as "Version"
          from project
            join lateral (
              select id as process_id, document as process, case owner_id when project.id then 'Deployment' else 'Runbook' end as process_type
              from deployment_process
              where snapshot_of is null
                and owner_id in (select project.id union all select runbook.id from runbook where project_id = project.id)) live on true,
            jsonb_array_elements(process -> 'Steps') step, jsonb_array_elements(step -> 'Actions') action
          where space_id = ${space.id} and action -> 'Properties' ->> 'Octopus.Action.Template.Id' = ${template.Id}
            and ${projectResource.visible!(caller, space.id)}
          order by lower(name) limit 1000`.execute(database)
        return rows
      },
    }),
  ]
}

const updateActionsRoute = ({ database }: Deps): AppRoute =>
  route({
    ...common,
    method: 'POST',
    path: '/actiontemplates/:id/actionsUpdate',
    summary: 'Bring steps made from a template up to its newest version',
    access: 'ProcessEdit',
    body: Type.Object({
      Version: Type.Optional(Type.Integer({ minimum: 1 })),
      ActionIdsByProcessId: Type.Record(Type.String(), Type.Array(Type.String(), { maxItems: 1_000 })),
    }),
    response: Type.Array(Answer('ActionUpdate', { Id: Type.String(), Outcome: Type.String() })),
    handler: ({ space, params, body, caller }) =>
      inTransaction(database, async (tx) => {
        const template = await requireVisible(tx, actionTemplateResource, caller, space.id, params.id)
        if (body.Version !== undefined && body.Version !== template.Version)
          throw badRequest(`Version: the newest version is ${template.Version}; steps are brought up to no other.`)
        const ids = await updateActions(tx, caller, space, template, body.ActionIdsByProcessId)
        return ids.map((Id) => ({ Id, Outcome: 'Success' }))
      }),
  })
