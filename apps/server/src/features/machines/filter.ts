import { type RawBuilder, sql } from 'kysely'
import { type TProperties, Type } from 'typebox'
import type { DocumentFilter } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { BooleanParameter, isTrue, ListParameter, listOf } from '../../http/paging.ts'

/** Filters of the list of machines, besides ids and names. Source: API reference 5.13. */
export const machineQuery: TProperties = {
  roles: ListParameter(),
  isDisabled: BooleanParameter(),
  healthStatuses: ListParameter(),
  commStyles: ListParameter(),
  tenantIds: ListParameter(),
  tenantTags: ListParameter(),
  environmentIds: ListParameter(),
  thumbprint: Type.Optional(Type.String()),
  deploymentId: Type.Optional(Type.String()),
  shellNames: ListParameter(),
}

type Asked = Readonly<Record<string, unknown>>
type Lists = string | readonly string[] | undefined

/** A list that was given and is empty finds nothing: it never means "any". */
export function machineFilter(query: Asked): Pick<DocumentFilter, 'where'> {
  const anyOf = (
    name: string,
    condition: (values: readonly string[]) => RawBuilder<boolean>,
  ): RawBuilder<boolean>[] => {
    const values = listOf(query[name] as Lists)
    return values ? [condition(values)] : []
  }
  const conditions = [
    ...anyOf('environmentIds', (ids) => sql<boolean>`environment_ids && ${ids.map(canonicalId)}::text[]`),
    ...anyOf('roles', (roles) => sql<boolean>`roles && ${roles}::text[]`),
    ...anyOf('tenantIds', (ids) => sql<boolean>`tenant_ids && ${ids.map(canonicalId)}::text[]`),
    ...anyOf('tenantTags', (tags) => sql<boolean>`tenant_tags && ${tags}::text[]`),
    ...anyOf('healthStatuses', (states) => sql<boolean>`health_status = any(${states}::text[])`),
    ...anyOf('commStyles', (styles) => sql<boolean>`communication_style = any(${styles}::text[])`),
    ...anyOf('shellNames', (names) => sql<boolean>`document ->> 'ShellName' = any(${names}::text[])`),
    ...(query.isDisabled === undefined ? [] : [sql<boolean>`is_disabled = ${isTrue(query.isDisabled as string)!}`]),
    ...(query.thumbprint === undefined
      ? []
      : [sql<boolean>`document ->> 'Thumbprint' = ${query.thumbprint as string}`]),
    ...(query.deploymentId === undefined
      ? []
      : [
          sql<boolean>`id in (select unnest(deployed_to_machine_ids) from deployment
            where id = ${canonicalId(query.deploymentId as string)})`,
        ]),
  ]
  return conditions.length === 0 ? {} : { where: sql<boolean>`(${sql.join(conditions, sql` and `)})` }
}
