import { type Selectable, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import type { DeploymentTable } from '../../database/tables.ts'
import type { Page } from '../../http/paging.ts'

export type DeploymentRow = Selectable<DeploymentTable>

export async function findDeployment(db: Queryable, id: string): Promise<DeploymentRow | undefined> {
  return db.selectFrom('deployment').selectAll().where('id', '=', canonicalId(id)).executeTakeFirst()
}

export async function findDeploymentOfTask(db: Queryable, taskId: string): Promise<DeploymentRow | undefined> {
  return db.selectFrom('deployment').selectAll().where('task_id', '=', taskId).executeTakeFirst()
}

/** The child that a parent's action has created, if it has (reliability S3). */
export async function findChildDeployment(
  db: Queryable,
  parentTaskId: string,
  actionKey: string,
): Promise<DeploymentRow | undefined> {
  return db
    .selectFrom('deployment')
    .selectAll()
    .where('parent_task_id', '=', parentTaskId)
    .where('parent_action_key', '=', actionKey)
    .executeTakeFirst()
}

export interface DeploymentFilter {
  readonly spaceId?: string
  readonly releaseId?: string
  readonly ids?: readonly string[]
  readonly projects?: readonly string[]
  readonly environments?: readonly string[]
  readonly tenants?: readonly string[]
  readonly channels?: readonly string[]
  readonly taskStates?: readonly string[]
}

/** A page of deployments, newest first, and how many there are. */
export async function listDeployments(
  db: Queryable,
  filter: DeploymentFilter,
  page: Page,
): Promise<{ items: DeploymentRow[]; total: number }> {
  const within = (column: string, values: readonly string[] | undefined) =>
    values ? [sql`${sql.ref(column)} = any(${values.map(canonicalId)})`] : []
  const conditions = [
    ...(filter.spaceId ? [sql`space_id = ${filter.spaceId}`] : []),
    ...(filter.releaseId ? [sql`release_id = ${filter.releaseId}`] : []),
    ...within('id', filter.ids),
    ...within('project_id', filter.projects),
    ...within('environment_id', filter.environments),
    ...within('tenant_id', filter.tenants),
    ...within('channel_id', filter.channels),
    ...(filter.taskStates
      ? [
          sql`exists (select 1 from server_task t where t.id = deployment.task_id and t.state = any(${filter.taskStates}))`,
        ]
      : []),
  ]
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  const [items, count] = await Promise.all([
    sql<DeploymentRow>`select * from deployment where ${where} order by number desc offset ${page.skip} limit ${page.take}`.execute(
      db,
    ),
    sql<{ count: number }>`select count(*) as count from deployment where ${where}`.execute(db),
  ])
  return { items: items.rows, total: count.rows[0]!.count }
}

/** The latest success of a project in a place, of any channel: what is current there. Undefined when there was none. */
export async function findCurrent(
  db: Queryable,
  place: { readonly projectId: string; readonly environmentId: string; readonly tenantId: string | null },
): Promise<{ releaseId: string; version: string; deploymentId: string } | undefined> {
  const row = await db
    .selectFrom('release_success')
    .innerJoin('release', 'release.id', 'release_success.release_id')
    .select(['release_success.release_id', 'release.version', 'release_success.deployment_id'])
    .where('release_success.project_id', '=', place.projectId)
    .where('release_success.environment_id', '=', place.environmentId)
    .where('release_success.tenant_id', '=', place.tenantId ?? '')
    .orderBy('release_success.started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { releaseId: row.release_id, version: row.version, deploymentId: row.deployment_id }
}
