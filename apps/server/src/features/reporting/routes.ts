import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { Answer } from '../../http/answers.ts'
import { parseWireDate, wireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { ListParameter, listOf, MOST_ITEMS } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type AppRoute, type Caller, type Deps, route } from '../context.ts'
import { deploymentXml } from './deployment-xml.ts'

const day = () => Type.Optional(Type.String())
const Filter = Type.Object({
  projectId: Type.Optional(Type.String()),
  fromCompletedTime: day(),
  toCompletedTime: day(),
  fromStartTime: day(),
  toStartTime: day(),
  fromQueueTime: day(),
  toQueueTime: day(),
  fromCreated: day(),
  toCreated: day(),
})

/** The dates that a report can be limited by, and what they are compared with. */
const DATES = {
  CompletedTime: sql`task.completed_time`,
  StartTime: sql`task.start_time`,
  QueueTime: sql`task.queue_time`,
  Created: sql`deployment.created_at`,
} as const

const WEEKS = 52

/** Deployments for those who count them. Source: API reference 5.32. */
export function reportingRoutes({ database }: Deps): AppRoute[] {
  const common = { method: 'GET', scope: 'space', tags: ['Reporting'], access: 'DeploymentView' } as const
  return [
    route({
      ...common,
      path: '/reporting/deployments/xml',
      summary: `Deployments as XML, newest first, at most ${MOST_ITEMS}`,
      query: Filter,
      response: 'text',
      handler: async ({ space, query, caller, reply }) => {
        reply.header('content-type', 'application/xml; charset=utf-8')
        return deploymentXml(await loadReport(database, caller, space.id, query))
      },
    }),
    route({
      ...common,
      path: '/reporting/deployments-counted-by-week',
      summary: `How many deployments of projects ended in each of the last ${WEEKS} weeks that had any`,
      query: Type.Object({ projectIds: ListParameter() }),
      response: Type.Array(
        Answer('DeploymentsOfWeek', { ProjectId: Type.String(), Week: Type.String(), Count: Type.Integer() }),
      ),
      handler: async ({ space, query, caller }) => {
        const ids = listOf(query.projectIds)
        const { rows } = await sql<{ ProjectId: string; Week: Date; Count: number }>`
          select deployment.project_id as "ProjectId", count(*) as "Count",
            date_trunc('week', task.completed_time, 'UTC') as "Week"
          from deployment join server_task task on task.id = deployment.task_id
          where deployment.space_id = ${space.id} and ${seenBy(caller)}
            and task.completed_time > now() - make_interval(weeks => ${WEEKS})
            and ${ids ? sql`deployment.project_id = any(${ids.map(canonicalId)}::text[])` : sql`true`}
          group by 1, 3 order by 3 desc, 1`.execute(database)
        return rows.map((row) => ({ ...row, Week: wireDate(row.Week) }))
      },
    }),
  ]
}

const seenBy = (caller: Caller) =>
  visibleWhere(caller, 'DeploymentView', {
    space: sql`deployment.space_id`,
    project: sql`deployment.project_id`,
    environment: sql`deployment.environment_id`,
    tenant: sql`deployment.tenant_id`,
  })

/** Errors: 400 for a limit that is no date. */
async function loadReport(
  db: Queryable,
  caller: Caller,
  spaceId: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const limits = Object.entries(DATES).flatMap(([name, column]) => {
    const from = dateOf(`from${name}`, query)
    const to = dateOf(`to${name}`, query)
    return [...(from ? [sql`${column} >= ${from}`] : []), ...(to ? [sql`${column} <= ${to}`] : [])]
  })
  const conditions = [
    sql`deployment.space_id = ${spaceId}`,
    seenBy(caller),
    ...(query.projectId ? [sql`deployment.project_id = ${canonicalId(query.projectId)}`] : []),
    ...limits,
  ]
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select deployment.id as "DeploymentId", deployment.name as "DeploymentName", deployment.project_id as "ProjectId",
      project.name as "ProjectName", project.slug as "ProjectSlug", deployment.environment_id as "EnvironmentId",
      environment.name as "EnvironmentName", deployment.release_id as "ReleaseId", release.version as "ReleaseVersion",
      deployment.channel_id as "ChannelId", deployment.task_id as "TaskId", task.state as "TaskState",
      deployment.created_at as "Created", task.queue_time as "QueueTime", task.start_time as "StartTime",
      task.completed_time as "CompletedTime",
      extract(epoch from task.completed_time - task.start_time)::int as "DurationSeconds",
      deployment.created_by as "DeployedBy", deployment.tenant_id as "TenantId", tenant.name as "TenantName"
    from deployment join server_task task on task.id = deployment.task_id
      join project on project.id = deployment.project_id join release on release.id = deployment.release_id
      left join environment on environment.id = deployment.environment_id left join tenant on tenant.id = deployment.tenant_id
    where ${sql.join(conditions, sql` and `)}
    order by deployment.number desc limit ${MOST_ITEMS}`.execute(db)
  return rows
}

function dateOf(name: string, query: Readonly<Record<string, string | undefined>>): Date | undefined {
  const text = query[name]
  const date = text ? parseWireDate(text) : undefined
  if (text && !date) throw badRequest(`${name}: '${text}' is not a date. Write it like 2026-03-01T09:30:00+00:00.`)
  return date
}
