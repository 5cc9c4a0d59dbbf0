import { type RawBuilder, sql } from 'kysely'
import { type TProperties, Type } from 'typebox'
import type { DocumentFilter } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { BooleanParameter, isTrue, ListParameter, listOf } from '../../http/paging.ts'

/** Filters of the list of workers, besides ids and names. Source: API reference 5.15. */
export const workerQuery: TProperties = {
  workerPoolIds: ListParameter(),
  isDisabled: BooleanParameter(),
  healthStatuses: ListParameter(),
  commStyles: ListParameter(),
  thumbprint: Type.Optional(Type.String()),
  shellNames: ListParameter(),
}

type Asked = Readonly<Record<string, unknown>>

/** A list that was given and is empty finds nothing: it never means "any". */
export function workerFilter(query: Asked): Pick<DocumentFilter, 'where'> {
  const anyOf = (name: string, condition: (values: readonly string[]) => RawBuilder<boolean>) => {
    const values = listOf(query[name] as string | readonly string[] | undefined)
    return values ? [condition(values)] : []
  }
  const conditions = [
    ...anyOf('workerPoolIds', (ids) => sql<boolean>`worker_pool_ids && ${ids.map(canonicalId)}::text[]`),
    ...anyOf('healthStatuses', (states) => sql<boolean>`health_status = any(${states}::text[])`),
    ...anyOf('commStyles', (styles) => sql<boolean>`communication_style = any(${styles}::text[])`),
    ...anyOf('shellNames', (names) => sql<boolean>`document ->> 'ShellName' = any(${names}::text[])`),
    ...(query.isDisabled === undefined ? [] : [sql<boolean>`is_disabled = ${isTrue(query.isDisabled as string)!}`]),
    ...(query.thumbprint === undefined
      ? []
      : [sql<boolean>`document ->> 'Thumbprint' = ${query.thumbprint as string}`]),
  ]
  return conditions.length === 0 ? {} : { where: sql<boolean>`(${sql.join(conditions, sql` and `)})` }
}
