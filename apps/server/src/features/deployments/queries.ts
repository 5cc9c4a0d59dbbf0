import type { MissingComponent } from '@flotilla/domain/suites'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import { isOneOf, type Queryable } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { listNewest } from '../../database/list-newest.ts'
import type { DeploymentTable } from '../../database/tables.ts'
import type { Page } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import type { Caller } from '../context.ts'

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
  readonly partialName?: string
  /** What the caller may see, as a condition on `deployment`. */
  readonly visible?: RawBuilder<boolean>
}

/** The deployments that a caller may see, as a condition on `deployment`. */
export const deploymentsSeenBy = (caller: Caller): RawBuilder<boolean> =>
  visibleWhere(caller, 'DeploymentView', {
    space: sql`space_id`,
    project: sql`project_id`,
    environment: sql`environment_id`,
    tenant: sql`tenant_id`,
  })

/** A page of deployments, newest first, and how many there are. */
export async function listDeployments(
  db: Queryable,
  filter: DeploymentFilter,
  page: Page,
): Promise<{ items: DeploymentRow[]; total: number }> {
  const within = (column: string, values: readonly string[] | undefined) =>
    values ? [isOneOf(column, values.map(canonicalId))] : []
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
          sql`exists (select 1 from server_task t where t.id = deployment.task_id and lower(t.state) = any(${filter.taskStates.map((state) => state.toLowerCase())}))`,
        ]
      : []),
    ...(filter.partialName ? [sql`position(lower(${filter.partialName}) in lower(name)) > 0`] : []),
    ...(filter.visible ? [filter.visible] : []),
  ]
  return listNewest<DeploymentRow>(db, 'deployment', conditions, page)
}

/** What a deployment may bring, when it brings only what is missing; null for any other. */
export const missingComponentsOf = ({
  missing_components,
}: Pick<DeploymentRow, 'missing_components'>): readonly MissingComponent[] | null =>
  missing_components as readonly MissingComponent[] | null

export interface ProjectPlace {
  readonly projectId: string
  readonly environmentId: string
  readonly tenantId: string | null
}

export interface CurrentRelease {
  readonly releaseId: string
  readonly version: string
  readonly deploymentId: string
}

/** The latest success of a project in a place, of any channel: what is current there. Undefined when there was none. */
export const findCurrent = async (db: Queryable, place: ProjectPlace): Promise<CurrentRelease | undefined> =>
  (await findCurrentOfEach(db, [place]))[0]

/** What is current in each of these places, in their order. */
export async function findCurrentOfEach(
  db: Queryable,
  places: readonly ProjectPlace[],
): Promise<readonly (CurrentRelease | undefined)[]> {
  const { rows } = await sql<CurrentRelease & { place: number }>`
    select asked.place, latest.release_id as "releaseId", release.version, latest.deployment_id as "deploymentId"
    from unnest(${places.map(({ projectId }) => projectId)}::text[], ${places.map(({ environmentId }) => environmentId)}::text[],
      ${places.map(({ tenantId }) => tenantId ?? '')}::text[]) with ordinality asked(project_id, environment_id, tenant_id, place)
    cross join lateral (
      select s.release_id, s.deployment_id from release_success s
      where s.project_id = asked.project_id and s.environment_id = asked.environment_id and s.tenant_id = asked.tenant_id
      order by s.started_at desc limit 1) latest
    join release on release.id = latest.release_id`.execute(db)
  const found = new Map(rows.map(({ place, ...current }) => [place, current]))
  return places.map((_, index) => found.get(index + 1))
}

/** The deployment that is due or under way in a place, of several the one that is next; undefined when nothing is. */
export async function findDeploymentAhead(db: Queryable, place: ProjectPlace): Promise<string | undefined> {
  const { rows } = await deploymentAhead(
    sql`${place.projectId}`,
    sql`${place.environmentId}`,
    sql`${place.tenantId ?? ''}`,
  ).execute(db)
  return rows[0]?.id
}

/** The same as a part of other statements; the tenant is an empty text for none. */
export const deploymentAhead = (
  projectId: RawBuilder<unknown>,
  environmentId: RawBuilder<unknown>,
  tenantId: RawBuilder<unknown>,
) => sql<{ id: string }>`
    select d.id from server_task t join deployment d on d.task_id = t.id
    where t.state in ('Queued', 'Executing', 'Cancelling') and t.project_id = ${projectId} and t.environment_id = ${environmentId}
      and coalesce(t.tenant_id, '') = ${tenantId} and (t.start_time is not null or t.queue_time <= now() + interval '1 second')
    order by t.start_time nulls last, t.number limit 1`
