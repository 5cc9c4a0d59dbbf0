import { sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../database/connection.ts'
import type { DocumentKind } from '../database/documents.ts'
import { canonicalId } from '../database/ids.ts'
import { badRequest } from '../http/errors.ts'
import { recordEvent } from './audit/record-event.ts'
import { type AppRoute, type Deps, require, route } from './context.ts'
import type { Resource } from './standard-routes.ts'

/** `PUT {kind}/sortorder`: the ids of a space in their new order; ids that are left out follow in their old order. */
export const sortOrderRoute = (deps: Deps, resource: Resource): AppRoute =>
  route({
    method: 'PUT',
    scope: 'space',
    tags: [resource.tag],
    path: `/${resource.kind.route}/sortorder`,
    summary: 'Put them in order',
    access: resource.permissions.edit,
    body: Type.Array(Type.String()),
    response: Type.Array(Type.String()),
    handler: ({ space, body, caller }) =>
      inTransaction(deps.database, async (tx) => {
        const ids = body.map(canonicalId)
        // The order is about all of them, so a right that is restricted to some is not enough.
        require(caller, resource.permissions.edit, { spaceId: space.id as never, ...EVERY })
        const before = await orderOf(tx, resource.kind, space.id)
        const sorted = await sort(tx, resource.kind, space.id, ids)
        const unknown = ids.filter((id) => !sorted.has(id))
        if (unknown.length > 0) throw badRequest(`Ids: ${unknown.join(', ')} was not found.`)
        await recordEvent(tx, caller, {
          category: 'Modified',
          message: `The order of ${resource.tag.toLowerCase()} was changed`,
          spaceId: space.id,
          related: ids,
          details: { before: { Ids: before }, after: { Ids: await orderOf(tx, resource.kind, space.id) } },
        })
        return ids
      }),
  })

/** No grant that names particular things covers this one. */
const EVERY = { environmentId: '' as never, tenantId: '' as never, projectId: '' as never }

async function sort(tx: Tx, kind: DocumentKind, spaceId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(kind.table)} as sorted
    set sort_order = place.number, document = jsonb_set(sorted.document, '{SortOrder}', to_jsonb(place.number))
    from (
      select id, (row_number() over (order by array_position(${[...ids]}::text[], id), sort_order, lower(name)) - 1)::int as number
      from ${sql.table(kind.table)} where space_id = ${spaceId}
    ) place
    where place.id = sorted.id
    returning sorted.id`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

async function orderOf(db: Queryable, kind: DocumentKind, spaceId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(kind.table)} where space_id = ${spaceId} order by sort_order, lower(name)`.execute(db)
  return rows.map(({ id }) => id)
}

/** Where a new one goes: after all others. */
export async function endOfList(db: Queryable, kind: DocumentKind, spaceId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(sort_order) + 1, 0) as next from ${sql.table(kind.table)} where space_id = ${spaceId}`.execute(
    db,
  )
  return rows[0]!.next
}
