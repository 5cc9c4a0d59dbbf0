import type { Grant, Permission } from '@flotilla/domain/access'
import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../context.ts'

type Column = RawBuilder<unknown>

/** The columns by which rights restrict the rows of a table. A kind that is left out restricts nothing there. */
export interface AccessColumns {
  readonly space: Column
  /** One id, or null where the row has nothing to do with a project or environment. */
  readonly project?: Column
  readonly environment?: Column
  /** One id, or null for untenanted: a right restricted to tenants says nothing about those rows. */
  readonly tenant?: Column
  /** Arrays of ids: one that is allowed suffices. */
  readonly environments?: Column
  readonly tenants?: Column
  /** An array of the ids of everything that the row is about. */
  readonly related?: Column
}

/**
 * What the caller may see of a table, as a condition: the union of (permission, restriction) pairs, as `mayDo` judges one
 * row. Source: domain reference 9.5, reliability Z2, Z3.
 */
export function visibleWhere(caller: Caller, permission: Permission, columns: AccessColumns): RawBuilder<boolean> {
  const pairs = caller.grants
    .filter((grant) => grant.permissions.has(permission))
    .map((grant) => [
      ...(grant.spaceId === null ? [] : [sql<boolean>`${columns.space} = ${grant.spaceId}`]),
      ...projectCondition(grant, columns),
      ...placeCondition(grant.environmentIds, columns.environment, columns.environments, columns.related),
      ...tenantCondition(grant, columns),
    ])
  if (pairs.some((conditions) => conditions.length === 0)) return sql<boolean>`true`
  if (pairs.length === 0) return sql<boolean>`false`
  const each = pairs.map((conditions) => sql`(${sql.join(conditions, sql` and `)})`)
  return sql<boolean>`(${sql.join(each, sql` or `)})`
}

function projectCondition(grant: Grant, { project, related }: AccessColumns): RawBuilder<boolean>[] {
  if (grant.projectIds.length + grant.projectGroupIds.length === 0) return []
  const ids = sql`(${grant.projectIds}::text[] || array(
    select id from project where document ->> 'ProjectGroupId' = any(${grant.projectGroupIds}::text[])))`
  if (project) return [sql<boolean>`(${project} is null or ${project} = any(${ids}))`]
  return related ? [sql<boolean>`${related} && ${ids}`] : []
}

function placeCondition(ids: readonly string[], one?: Column, many?: Column, related?: Column): RawBuilder<boolean>[] {
  if (ids.length === 0) return []
  if (one) return [sql<boolean>`(${one} is null or ${one} = any(${ids}::text[]))`]
  const array = many ?? related
  return array ? [sql<boolean>`${array} && ${ids}::text[]`] : []
}

function tenantCondition({ tenantIds }: Grant, { tenant, tenants, related }: AccessColumns): RawBuilder<boolean>[] {
  if (tenantIds.length === 0) return []
  if (tenant) return [sql<boolean>`${tenant} = any(${tenantIds}::text[])`]
  const array = tenants ?? related
  return array ? [sql<boolean>`${array} && ${tenantIds}::text[]`] : []
}
