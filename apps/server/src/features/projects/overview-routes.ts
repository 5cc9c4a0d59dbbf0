import { sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { Answer, Links } from '../../http/answers.ts'
import { ListParameter, listOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type AppRoute, type Deps, route, spaceAddress } from '../context.ts'
import { projectResource } from './resource.ts'

const Pulse = Answer('ProjectPulse', {
  ProjectId: Type.String(),
  QueuedTasks: Type.Integer(),
  RunningTasks: Type.Integer(),
  WaitingForPeople: Type.Integer(),
})
const Summary = Answer('ProjectSummaryItem', {
  Id: Type.String(),
  Name: Type.String(),
  Slug: Type.String(),
  ProjectGroupId: Type.String(),
  IsDisabled: Type.Boolean(),
  TenantedDeploymentMode: Type.String(),
  HasDeploymentProcess: Type.Boolean(),
  Links: Links(),
})

/** All projects of a space at a glance, or some of them. Source: API reference 5.3, which does not tell the fields. */
export function projectOverviewRoutes({ database }: Deps): AppRoute[] {
  const common = { method: 'GET', scope: 'space', tags: [projectResource.tag], access: 'ProjectView' } as const
  const named = (ids: readonly string[] | undefined) =>
    ids ? sql`project.id = any(${ids.map(canonicalId)}::text[])` : sql`true`
  return [
    route({
      ...common,
      path: '/projects/pulse',
      summary: 'What goes on in projects now, as an array',
      query: Type.Object({ projectIds: ListParameter() }),
      response: Type.Array(Pulse),
      handler: async ({ space, query, caller }) => {
        const seen = visibleWhere(caller, 'TaskView', {
          space: sql`task.space_id`,
          project: sql`task.project_id`,
          environment: sql`task.environment_id`,
          tenant: sql`task.tenant_id`,
        })
        const { rows } = await sql`
          select project.id as "ProjectId", count(*) filter (where task.state = 'Queued') as "QueuedTasks",
            count(*) filter (where task.state in ('Executing', 'Cancelling')) as "RunningTasks",
            count(*) filter (where task.pending_interruptions > 0) as "WaitingForPeople"
          from (select id, lower(name) as key from project
              where space_id = ${space.id} and ${projectResource.visible!(caller, space.id)}) project
            left join server_task task on task.project_id = project.id
              and task.state in ('Queued', 'Executing', 'Cancelling') and ${seen}
          where ${named(listOf(query.projectIds))}
          group by project.id, project.key order by project.key`.execute(database)
        return rows
      },
    }),
    route({
      ...common,
      path: '/projects/experimental/summaries',
      summary: 'What projects are called and where they belong, as an array',
      query: Type.Object({ ids: ListParameter() }),
      response: Type.Array(Summary),
      handler: async ({ space, query, caller }) => {
        const { rows } = await sql<{ Id: string }>`
          select id as "Id", name as "Name", slug as "Slug", document ->> 'ProjectGroupId' as "ProjectGroupId",
            coalesce((document ->> 'IsDisabled')::boolean, false) as "IsDisabled",
            document ->> 'TenantedDeploymentMode' as "TenantedDeploymentMode",
            exists (select from deployment_process live where live.owner_id = project.id and live.snapshot_of is null
              and live.document -> 'Steps' <> '[]') as "HasDeploymentProcess"
          from project
          where space_id = ${space.id} and ${named(listOf(query.ids))} and ${projectResource.visible!(caller, space.id)}
          order by lower(name)`.execute(database)
        return rows.map((row) => ({ ...row, Links: { Self: `${spaceAddress(space.id)}/projects/${row.Id}` } }))
      },
    }),
  ]
}
