import { type AliasedExpression, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Database, Queryable, Tx } from './connection.ts'
import { totalOf } from './count-ahead.ts'
import { canonicalId, type IdKind } from './ids.ts'
import { slugOf } from './slugs.ts'
import type { Tables } from './tables.ts'

/** A configuration resource as the API shows it, without its links. */
export type Document = Readonly<Record<string, unknown>> & { readonly Id: string; readonly Name: string }

type DocumentTableName =
  | 'space'
  | 'project_group'
  | 'project'
  | 'environment'
  | 'lifecycle'
  | 'tenant'
  | 'tag_set'
  | 'library_variable_set'
  | 'machine_policy'
  | 'worker_pool'
  | 'action_template'
  | 'feed'
  | 'account'
  | 'proxy'
  | 'channel'
  | 'runbook'
  | 'project_trigger'
  | 'team'
  | 'user_role'
  | 'machine'
  | 'worker'
  | 'subscription'

/** One kind of configuration resource: where it is stored and what the wire calls it. */
export interface DocumentKind {
  readonly table: DocumentTableName
  readonly idKind: IdKind
  /** `ItemType` of collections, and the word in messages. */
  readonly itemType: string
  /** The path segment of its routes. */
  readonly route: string
  /** Whether rows belong to a space (`false`: to the server; `'optional'`: to either). */
  readonly inSpace: boolean | 'optional'
  /** Rows belong to a project: names are unique in it. */
  readonly inProject?: boolean
  readonly order?: 'name' | 'sort-order'
}

interface DocumentRow {
  id: string
  document: Record<string, unknown>
  modified_at: Date
  modified_by: string | null
}

/** Columns that a kind keeps beside its document. */
export type ExtraColumns = Readonly<Record<string, unknown>>

/** Which documents to list. An empty `ids` list means none; leave it out to mean any. */
export interface DocumentFilter {
  readonly spaceId?: string | null
  readonly projectId?: string
  readonly ids?: readonly string[]
  readonly name?: string
  readonly partialName?: string
  /** A further condition on the rows of the kind's own table. */
  readonly where?: RawBuilder<boolean>
}

/** The document is the row's own, just read: it is completed rather than copied. */
const fromRow = ({ document, modified_at, modified_by }: DocumentRow): Document =>
  Object.assign(document, { LastModifiedOn: modified_at, LastModifiedBy: modified_by }) as unknown as Document

type AnyQuery = SelectQueryBuilder<Tables, 'project', DocumentRow>

function select(db: Queryable, kind: DocumentKind): AnyQuery {
  // All document tables have one shape; the type of `project` stands for every one of them.
  return db
    .selectFrom(kind.table as 'project')
    .select(['id', 'document', 'modified_at', 'modified_by']) as unknown as AnyQuery
}

function filtered(query: AnyQuery, kind: DocumentKind, filter: DocumentFilter): AnyQuery {
  let result = query
  if (kind.inSpace === true && filter.spaceId) result = result.where('space_id', '=', filter.spaceId)
  if (kind.inProject && filter.projectId) result = result.where(sql.ref('project_id'), '=', filter.projectId)
  if (filter.ids)
    result =
      filter.ids.length === 0
        ? result.where(sql<boolean>`false`)
        : result.where('id', 'in', filter.ids.map(canonicalId))
  if (filter.name !== undefined) result = result.where(sql<boolean>`lower(name) = lower(${filter.name})`)
  if (filter.partialName) result = result.where(sql<boolean>`position(lower(${filter.partialName}) in lower(name)) > 0`)
  if (filter.where) result = result.where(filter.where)
  return result
}

function ordered(query: AnyQuery, kind: DocumentKind, filter: DocumentFilter): AnyQuery {
  let result = query
  if (filter.partialName) result = result.orderBy(sql`lower(name) = lower(${filter.partialName})`, 'desc')
  if (kind.order === 'sort-order') result = result.orderBy('sort_order')
  return result.orderBy(sql`lower(name)`).orderBy('id')
}

/** A page of documents, an exact match of `partialName` first, then in the kind's own order; and how many there are in all. */
export async function listDocuments(
  db: Queryable,
  kind: DocumentKind,
  filter: DocumentFilter,
  page: { readonly skip: number; readonly take: number },
): Promise<{ items: Document[]; total: number }> {
  const all = db.selectFrom(kind.table as 'project').select(sql<number>`count(*)`.as('counted')) as unknown as AnyQuery
  const count = filtered(all, kind, filter) as unknown as SelectQueryBuilder<Tables, 'project', { counted: number }>
  const cut = ordered(filtered(select(db, kind), kind, filter), kind, filter)
    .offset(page.skip)
    .limit(page.take)
  // No index has the rows in this order: where all are sorted, those are ids rather than whole documents.
  const chosen = filter.partialName
    ? ordered(
        select(db, kind).where('id', '=', sql<string>`any(array(${cut.clearSelect().select('id')}))`),
        kind,
        filter,
      )
    : cut
  const rows = await chosen.select(count.as('counted') as unknown as AliasedExpression<number, 'counted'>).execute()
  const total = await totalOf(rows, page, async () => (await count.executeTakeFirstOrThrow()).counted)
  return { items: rows.map(fromRow), total }
}

/**
 * The document with this id, or slug. Ids are looked up over the whole server; a slug only in the space (or project) given.
 */
export async function findDocument(
  db: Queryable,
  kind: DocumentKind,
  idOrSlug: string,
  within: { readonly spaceId?: string | null; readonly projectId?: string } = {},
): Promise<Document | undefined> {
  const id = canonicalId(idOrSlug)
  let query = select(db, kind)
  if (kind.inSpace === true && within.spaceId) query = query.where('space_id', '=', within.spaceId)
  if (kind.inProject && within.projectId) query = query.where(sql.ref('project_id'), '=', within.projectId)
  const slugCounts = kind.inProject ? within.projectId !== undefined : true
  query = query.where((eb) =>
    slugCounts ? eb.or([eb('id', '=', id), eb('slug', '=', idOrSlug.toLowerCase())]) : eb('id', '=', id),
  )
  const rows = await query.limit(2).execute()
  const row = rows.find((candidate) => candidate.id === id) ?? rows[0]
  return row && fromRow(row)
}

/** The documents with these ids, by id. */
export async function findDocuments(
  db: Queryable,
  kind: DocumentKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Document>> {
  if (ids.length === 0) return new Map()
  const rows = await filtered(select(db, kind), kind, { ids: [...new Set(ids)] }).execute()
  return new Map(rows.map((row) => [row.id, fromRow(row)]))
}

/** A name and where it counts: the id of a space or, for kinds in a project, of that; null for kinds of the whole server. */
export interface NameIn {
  readonly name: string
  readonly within: string | null
}

/** Reads the documents with exactly these names, without case, in one statement, and answers a look-up among them. */
export async function findDocumentsByName(
  db: Queryable,
  kind: DocumentKind,
  asked: readonly NameIn[],
): Promise<(wanted: NameIn) => Document | undefined> {
  const keyOf = ({ name, within }: NameIn) => JSON.stringify([within, name.trim()])
  const distinct = [...new Map(asked.map((each) => [keyOf(each), each])).entries()]
  if (distinct.length === 0) return () => undefined
  const column = kind.inProject ? 'project_id' : kind.inSpace === true ? 'space_id' : null
  const isWithin = column === null ? sql`true` : sql`found.${sql.ref(column)} = asked.within`
  const { rows } = await sql<DocumentRow & { place: number }>`
    select asked.place, found.id, found.document, found.modified_at, found.modified_by
    from unnest(${distinct.map(([, { within }]) => within)}::text[], ${distinct.map(([, { name }]) => name.trim())}::text[])
      with ordinality asked(within, name, place)
    join ${sql.table(kind.table)} found on ${isWithin} and lower(found.name) = lower(asked.name)`.execute(db)
  const found = new Map(rows.map((row) => [distinct[row.place - 1]![0], fromRow(row)]))
  return (wanted) => found.get(keyOf(wanted))
}

/** The document with exactly this name, without case. */
export async function findDocumentByName(
  db: Queryable,
  kind: DocumentKind,
  name: string,
  within: { readonly spaceId?: string; readonly projectId?: string },
): Promise<Document | undefined> {
  const rows = await filtered(select(db, kind), kind, { ...within, name: name.trim() })
    .limit(1)
    .execute()
  return rows[0] && fromRow(rows[0])
}

/** Makes the slug of a new document: the one asked for, else words of the name, made unique with a number. */
export async function freeSlug(
  db: Queryable,
  kind: DocumentKind,
  wanted: string,
  within: DocumentFilter,
): Promise<string> {
  const base = slugOf(wanted)
  const query = filtered(
    db.selectFrom(kind.table as 'project').select('slug') as unknown as AnyQuery,
    kind,
    within,
  ).where(sql<boolean>`(slug = ${base} or slug like ${`${base}-%`})`)
  const taken = new Set(((await query.execute()) as unknown as { slug: string }[]).map((row) => row.slug))
  if (!taken.has(base)) return base
  for (let n = 2; ; n += 1) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`
}

interface Stored {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly document: Readonly<Record<string, unknown>>
  readonly columns: ExtraColumns
  readonly modifiedBy: string | null
}

/** Adds a document. A name taken in the same place violates the table's unique index `{table}_name`. */
export async function insertDocument(tx: Tx, kind: DocumentKind, stored: Stored): Promise<void> {
  await tx
    .insertInto(kind.table as 'project')
    .values({
      id: stored.id,
      name: stored.name,
      slug: stored.slug,
      document: JSON.stringify(stored.document),
      modified_by: stored.modifiedBy,
      ...(stored.columns as { space_id: string }),
    })
    .execute()
}

/** Replaces a document; answers whether there was one. */
export async function updateDocument(tx: Tx, kind: DocumentKind, stored: Stored): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable(kind.table as 'project')
    .set({
      name: stored.name,
      slug: stored.slug,
      document: JSON.stringify(stored.document),
      modified_by: stored.modifiedBy,
      modified_at: new Date(),
      version: sql<number>`version + 1`,
      ...(stored.columns as { space_id?: string }),
    })
    .where('id', '=', stored.id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteDocument(tx: Database | Tx, kind: DocumentKind, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom(kind.table as 'project')
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
