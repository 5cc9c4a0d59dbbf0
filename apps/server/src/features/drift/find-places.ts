import type { EnvironmentId, ProjectId, TenantId } from '@flotilla/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { countAhead, mostCounted } from '../../database/count-ahead.ts'
import { canonicalId } from '../../database/ids.ts'
import type { Page } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import type { Caller } from '../context.ts'

/** A project where it is deployed. */
export interface ComponentPlace {
  readonly projectId: ProjectId
  readonly environmentId: EnvironmentId
  /** Null for untenanted deployments. */
  readonly tenantId: TenantId | null
}

/** Lists that are absent limit nothing; an empty one finds nothing. */
export interface PlaceFilter {
  readonly projects?: readonly string[] | undefined
  readonly environments?: readonly string[] | undefined
  readonly tenants?: readonly string[] | undefined
  /** Only where these are. */
  readonly machines?: readonly string[] | undefined
}

/**
 * A page of the places that run something and whose deployments the caller may see, by project, environment and tenant, and how
 * many there are, as far as `countAhead` counts.
 *
 * Steps from tenant to tenant in an index, and no further than is asked for: history is not read.
 */
export async function findPlaces(
  db: Queryable,
  caller: Caller,
  spaceId: string,
  filter: PlaceFilter,
  page: Page,
): Promise<{ readonly places: readonly ComponentPlace[]; readonly total: number }> {
  const found = (limit: number) => sql`(
    select pair.*, held.tenant_id from (${pairsIn(spaceId, filter)}) pair cross join lateral (${tenantsOf(filter)}) held
    where ${visibleWhere(caller, 'DeploymentView', COLUMNS)} limit ${limit}) place`
  const [{ rows }, total] = await Promise.all([
    sql<{ project_id: ProjectId; environment_id: EnvironmentId; tenant_id: string }>`
      select project_id, environment_id, tenant_id from ${found(page.skip + page.take)}
      order by rank, tenant_id offset ${page.skip} limit ${page.take}`.execute(db),
    countAhead(db, sql`from ${found(mostCounted(page))}`, page),
  ])
  const places = rows.map(({ project_id, environment_id, tenant_id }) => ({
    projectId: project_id,
    environmentId: environment_id,
    tenantId: (tenant_id || null) as TenantId | null,
  }))
  return { places, total }
}

const COLUMNS = {
  space: sql`pair.space_id`,
  project: sql`pair.project_id`,
  environment: sql`pair.environment_id`,
  tenant: sql`nullif(held.tenant_id, '')`,
}

/** Projects with environments, in order. A limit behind the join keeps it: what is joined to a pair depends on it. */
function pairsIn(spaceId: string, { projects, environments, machines }: PlaceFilter): RawBuilder<unknown> {
  const among = (column: RawBuilder<unknown>, ids: readonly string[] | undefined) =>
    ids ? sql`${column} = any(${ids.map(canonicalId)}::text[])` : sql`true`
  const hasMachines = machines
    ? sql`environment.id in (
        select unnest(environment_ids) from machine where space_id = ${spaceId} and id = any(${machines.map(canonicalId)}::text[]))`
    : sql`true`
  return sql`
    select project.id as project_id, environment.id as environment_id, project.space_id,
      row_number() over (order by lower(project.name), project.id, environment.sort_order, environment.id) as rank
    from project join environment on environment.space_id = project.space_id
    where project.space_id = ${spaceId} and ${among(sql`project.id`, projects)} and ${among(sql`environment.id`, environments)}
      and ${hasMachines}
    order by rank`
}

/** The tenants of a pair; '' is no tenant, as in `release_success`. */
function tenantsOf({ tenants }: PlaceFilter): RawBuilder<unknown> {
  const ofPair = sql`project_id = pair.project_id and environment_id = pair.environment_id`
  if (tenants) {
    return sql`
      select asked.id as tenant_id from unnest(${tenants.map(canonicalId)}::text[]) asked(id)
      where exists (select 1 from release_success where ${ofPair} and tenant_id = asked.id) order by asked.id`
  }
  return sql`
    with recursive each as (
      (select tenant_id from release_success where ${ofPair} order by tenant_id limit 1)
      union all
      select (select tenant_id from release_success where ${ofPair} and tenant_id > each.tenant_id order by tenant_id limit 1)
      from each where each.tenant_id is not null)
    select tenant_id from each where tenant_id is not null`
}
