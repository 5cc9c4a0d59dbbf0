import { isDeepStrictEqual } from 'node:util'
import type { SpaceId } from '@flotilla/domain'
import { type AccessScope, mayDo, type Permission } from '@flotilla/domain/access'
import { type RawBuilder, sql } from 'kysely'
import { type TObject, type TProperties, Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../database/connection.ts'
import {
  type Document,
  type DocumentFilter,
  type DocumentKind,
  deleteDocument,
  type ExtraColumns,
  findDocument,
  freeSlug,
  insertDocument,
  listDocuments,
  updateDocument,
} from '../database/documents.ts'
import { canonicalId, nextId } from '../database/ids.ts'
import { Answer, AnsweredDate, answered, CollectionOf, Links, OrNull } from '../http/answers.ts'
import { wireDate } from '../http/dates.ts'
import { badRequest, forbidden, notFound } from '../http/errors.ts'
import { titleOfType } from '../http/item-types.ts'
import { collection, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../http/paging.ts'
import { recordEvent } from './audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, require, route, spaceAddress } from './context.ts'

type Fields = Readonly<Record<string, unknown>>

/** What is happening to a document, for the hooks of its kind. */
export interface Change {
  readonly tx: Tx
  readonly caller: Caller
  /** Empty for a kind that belongs to the server. */
  readonly spaceId: string
  readonly id: string
  /** The stored document before a PUT. */
  readonly before: Document | undefined
}

/** How one kind of configuration resource behaves behind its standard routes. */
export interface Resource {
  readonly kind: DocumentKind
  readonly tag: string
  /** Writable fields. Anything else in a body is ignored; `Name` and `Slug` are added by the standard routes. */
  readonly fields: TProperties
  readonly maxNameLength?: number
  readonly permissions: Readonly<Record<'view' | 'create' | 'edit' | 'delete', Permission>>
  /** Checks a body against the rest of the world; one sentence per problem, each naming its field. */
  readonly check?: (change: Change, body: Fields) => Promise<readonly string[]>
  /** Fields that the server decides, from the writable ones. */
  readonly complete?: (change: Change, body: Fields) => Promise<Fields>
  /** Columns that the table keeps beside the document. */
  readonly columns?: (document: Fields) => ExtraColumns
  /** What else a new document brings along (a project's channel, process, …). */
  readonly afterCreate?: (change: Change, document: Document) => Promise<void>
  readonly afterUpdate?: (change: Change, document: Document) => Promise<void>
  /** After the row is gone: what the database does not take away by itself. */
  readonly afterDelete?: (change: Change, document: Document) => Promise<void>
  /** What a right to this document may be restricted to: its project, environment or tenant. */
  readonly scopeOf?: (document: Fields) => Omit<AccessScope, 'spaceId'>
  /** The documents that a caller with restricted rights may see; undefined is all of the space. Goes with `scopeOf`. */
  readonly visibleIds?: (db: Queryable, caller: Caller, spaceId: string) => Promise<readonly string[] | undefined>
  /** Where `scopeOf` is not enough (several environments, a project's group): whether the caller's rights reach the document. */
  readonly may?: (db: Queryable, caller: Caller, permission: Permission, document: Document) => Promise<boolean>
  /** Goes with `may`: what the caller may see, as a condition on the rows of the kind's table. */
  readonly visible?: (caller: Caller, spaceId: string) => RawBuilder<boolean>
  /** Why it may not be deleted now; empty when it may. */
  readonly inUse?: (db: Queryable, document: Document) => Promise<readonly string[]>
  readonly links?: (document: Document, address: string) => Readonly<Record<string, string>>
  /** The schemas of what `complete`, `present` and `columns` add to an answer. */
  readonly added?: TProperties
  /** Fields that are worked out when read. */
  readonly present?: (document: Document) => Fields
  /** More query parameters of the collection, and the filter that they make. */
  readonly query?: TProperties
  readonly filter?: (query: Fields) => Omit<DocumentFilter, 'spaceId'>
}

/** A document as the API shows it. */
export function presentDocument(resource: Resource, document: Document): Fields {
  const address = `${baseAddress(document.SpaceId as string | undefined)}/${resource.kind.route}/${document.Id}`
  return {
    ...document,
    ...resource.present?.(document),
    LastModifiedOn: wireDate(document.LastModifiedOn as Date),
    Links: { Self: address, ...resource.links?.(document, address) },
  }
}

const baseAddress = (spaceId: string | undefined): string => (spaceId ? spaceAddress(spaceId) : '/api')

/** Finds a document of a space by id or slug, or refuses with 404. */
export async function requireDocument(
  db: Queryable,
  kind: DocumentKind,
  idOrSlug: string,
  within: { readonly spaceId?: string | null; readonly projectId?: string },
): Promise<Document> {
  const document = await findDocument(db, kind, idOrSlug, within)
  if (!document) throw notFound(kind.itemType, idOrSlug)
  return document
}

/** As `requireDocument`, and 404 as well for what the caller may not see. */
export async function requireVisible(
  db: Queryable,
  resource: Resource,
  caller: Caller,
  spaceId: string,
  idOrSlug: string,
): Promise<Document> {
  const document = await requireDocument(db, resource.kind, idOrSlug, { spaceId })
  const { view } = resource.permissions
  const reaches = resource.may ? await resource.may(db, caller, view, document) : true
  if (!reaches || !mayDo(caller.grants, view, accessScope(resource, spaceId, document))) {
    throw notFound(resource.kind.itemType, idOrSlug)
  }
  return document
}

/** As `requireVisible`, and 403 for who may not edit the document. */
export async function requireEditable(
  db: Queryable,
  resource: Resource,
  caller: Caller,
  spaceId: string,
  idOrSlug: string,
): Promise<Document> {
  const document = await requireVisible(db, resource, caller, spaceId, idOrSlug)
  require(caller, resource.permissions.edit, accessScope(resource, spaceId, document))
  await requireRights(resource, db, caller, resource.permissions.edit, document)
  return document
}

const accessScope = (resource: Resource, spaceId: string, document: Fields): AccessScope => ({
  spaceId: spaceId as SpaceId,
  ...resource.scopeOf?.(document),
})

/** One page of what the caller may see, in the envelope of collections. */
export async function pageOfDocuments(
  db: Queryable,
  resource: Resource,
  caller: Caller,
  ask: {
    readonly spaceId: string
    readonly query: Fields
    readonly filter?: Omit<DocumentFilter, 'spaceId'>
    /** The route without query; by default the kind's own collection. */
    readonly address?: string
  },
) {
  const page = pageOf(ask.query)
  const wanted = { ...filterOf(resource, ask.query), ...ask.filter }
  const filter = await narrowed(db, resource, caller, { ...wanted, spaceId: ask.spaceId })
  const { items, total } = await listDocuments(db, resource.kind, filter, page)
  return collection(
    resource.kind.itemType,
    items.map((item) => presentDocument(resource, item)),
    total,
    page,
    ask.address ?? `${spaceAddress(ask.spaceId)}/${resource.kind.route}`,
    ask.query,
  )
}

function filterOf(resource: Resource, query: Fields): Omit<DocumentFilter, 'spaceId'> {
  const ids = listOf(query.ids as string | undefined)
  return {
    ...(ids ? { ids } : {}),
    ...(query.name === undefined ? {} : { name: query.name as string }),
    ...(query.partialName === undefined ? {} : { partialName: query.partialName as string }),
    ...resource.filter?.(query),
  }
}

/** Rights only ever narrow a filter. */
async function narrowed(
  db: Queryable,
  resource: Resource,
  caller: Caller,
  filter: DocumentFilter & { readonly spaceId: string },
): Promise<DocumentFilter> {
  const seen = resource.visible?.(caller, filter.spaceId)
  const where = seen && filter.where ? sql<boolean>`(${seen} and ${filter.where})` : (seen ?? filter.where)
  const narrow = where ? { ...filter, where } : filter
  const visible = await resource.visibleIds?.(db, caller, filter.spaceId)
  if (!visible) return narrow
  const wanted = filter.ids?.map(canonicalId)
  return { ...narrow, ids: wanted ? visible.filter((id) => wanted.includes(id)) : visible }
}

/** Adds a document with its event and everything it brings along. */
export async function createDocument(
  resource: Resource,
  tx: Tx,
  caller: Caller,
  spaceId: string,
  body: Fields,
): Promise<Document> {
  const { kind } = resource
  const change: Change = { tx, caller, spaceId, id: await nextId(tx, kind.idKind), before: undefined }
  const document = await settle(resource, change, body)
  await requireRights(resource, tx, caller, resource.permissions.create, document)
  await insertDocument(tx, kind, stored(resource, change, document))
  await resource.afterCreate?.(change, document)
  await recordEvent(tx, caller, {
    category: 'Created',
    message: `${titleOfType(kind.itemType)} ${document.Name} was created`,
    spaceId: spaceId || null,
    related: [document.Id, document.ProjectId as string | undefined],
    details: { after: document },
  })
  return document
}

/** Replaces a document with its event. A body that changes nothing writes nothing. */
export async function replaceDocument(
  resource: Resource,
  tx: Tx,
  caller: Caller,
  before: Document,
  body: Fields,
): Promise<Document> {
  const { kind } = resource
  const change: Change = { tx, caller, spaceId: (before.SpaceId as string | undefined) ?? '', id: before.Id, before }
  const document = await settle(resource, change, body)
  await requireRights(resource, tx, caller, resource.permissions.edit, before)
  await requireRights(resource, tx, caller, resource.permissions.edit, document)
  const { LastModifiedOn: _on, LastModifiedBy: _by, ...old } = before
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(old)), JSON.parse(JSON.stringify(document)))) return before
  await updateDocument(tx, kind, stored(resource, change, document))
  await resource.afterUpdate?.(change, document)
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `${titleOfType(kind.itemType)} ${document.Name} was changed`,
    spaceId: change.spaceId || null,
    related: [document.Id, document.ProjectId as string | undefined],
    details: { before: old, after: document },
  })
  return document
}

/** Deletes a document of a space with its event, unless it is in use; answers it as it was. */
export async function removeDocument(resource: Resource, tx: Tx, caller: Caller, document: Document): Promise<Fields> {
  const { kind, permissions } = resource
  const spaceId = (document.SpaceId as string | undefined) ?? ''
  require(caller, permissions.delete, accessScope(resource, spaceId, document))
  await requireRights(resource, tx, caller, permissions.delete, document)
  const uses = (await resource.inUse?.(tx, document)) ?? []
  if (uses.length > 0) throw badRequest(...uses)
  await deleteDocument(tx, kind, document.Id)
  await resource.afterDelete?.({ tx, caller, spaceId, id: document.Id, before: document }, document)
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: `${titleOfType(kind.itemType)} ${document.Name} was deleted`,
    spaceId: spaceId || null,
    related: [document.Id, document.ProjectId as string | undefined],
    details: { before: document },
  })
  return presentDocument(resource, document)
}

async function requireRights(
  resource: Resource,
  db: Queryable,
  caller: Caller,
  permission: Permission,
  document: Document,
): Promise<void> {
  if (resource.may && !(await resource.may(db, caller, permission, document))) throw forbidden(permission)
}

async function settle(resource: Resource, change: Change, body: Fields): Promise<Document> {
  const { kind } = resource
  const given = { ...pick(body, Object.keys(resource.fields)), Name: String(body.Name).trim() }
  if (given.Name === '') throw badRequest('Name: must not be empty.')
  const problems = (await resource.check?.(change, given)) ?? []
  if (problems.length > 0) throw badRequest(...problems)
  const within: DocumentFilter = {
    spaceId: change.spaceId,
    ...(kind.inProject ? { projectId: (given as Fields).ProjectId as string } : {}),
  }
  const wantedSlug = typeof body.Slug === 'string' && body.Slug.trim() !== '' ? body.Slug : undefined
  const oldSlug = change.before?.Slug as string | undefined
  const slug =
    oldSlug && (!wantedSlug || wantedSlug === oldSlug)
      ? oldSlug
      : await freeSlug(change.tx, kind, wantedSlug ?? given.Name, within)
  const decided = (await resource.complete?.(change, given)) ?? {}
  return {
    Id: change.id,
    ...(kind.inSpace ? { SpaceId: change.spaceId } : {}),
    ...given,
    Slug: slug,
    ...decided,
  } as Document
}

const stored = (resource: Resource, change: Change, document: Document) => ({
  id: document.Id,
  name: document.Name,
  slug: document.Slug as string,
  document,
  columns: { ...(resource.kind.inSpace ? { space_id: change.spaceId } : {}), ...resource.columns?.(document) },
  modifiedBy: change.caller.username,
})

const pick = (value: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]))

/** The schema of a body: the kind's own fields, with the name. */
export const bodyOf = (resource: Resource): TObject =>
  Type.Object(
    {
      Name: Type.String({ minLength: 1, maxLength: resource.maxNameLength ?? 200 }),
      Slug: Type.Optional(Type.String({ maxLength: 200 })),
      ...resource.fields,
    },
    { title: `${wordOf(resource)}Body` },
  )

/** The schema of an answer: what was stored, with all that the server adds. */
export const answerOf = (resource: Resource): TObject =>
  Answer(wordOf(resource), {
    Id: Type.String(),
    ...(resource.kind.inSpace
      ? { SpaceId: resource.kind.inSpace === 'optional' ? OrNull(Type.String()) : Type.String() }
      : {}),
    Name: Type.String(),
    Slug: Type.String(),
    ...answered(resource.fields),
    ...resource.added,
    LastModifiedOn: AnsweredDate(),
    LastModifiedBy: Type.String(),
    Links: Links(),
  })

/** `ProjectGroup`: what the kind is called in the document. */
const wordOf = ({ kind }: Resource): string =>
  kind.table.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** List, all, get, create, replace and delete of one kind (API reference 5, "std"). */
export function standardRoutes(deps: Deps, resource: Resource): AppRoute[] {
  const { kind, permissions, tag } = resource
  const { database } = deps
  const body = bodyOf(resource)
  const query = Type.Object({
    ...Paging,
    ids: ListParameter(),
    name: Type.Optional(Type.String()),
    partialName: Type.Optional(Type.String()),
    ...resource.query,
  })
  const common = { scope: 'space', tags: [tag] } as const
  const one = answerOf(resource)
  return [
    route({
      ...common,
      method: 'GET',
      path: `/${kind.route}`,
      summary: `List ${tag.toLowerCase()}`,
      access: permissions.view,
      query,
      response: CollectionOf(one),
      handler: ({ space, query: given, caller }) =>
        pageOfDocuments(database, resource, caller, { spaceId: space.id, query: given as Fields }),
    }),
    route({
      ...common,
      method: 'GET',
      path: `/${kind.route}/all`,
      summary: `All ${tag.toLowerCase()}, as an array`,
      access: permissions.view,
      query,
      response: Type.Array(one),
      handler: async ({ space, query: given, caller }) => {
        const wanted = { ...filterOf(resource, given as Fields), spaceId: space.id }
        const filter = await narrowed(database, resource, caller, wanted)
        const { items } = await listDocuments(database, kind, filter, { skip: 0, take: MOST_ITEMS })
        return items.map((item) => presentDocument(resource, item))
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: `/${kind.route}/:id`,
      summary: `Read one, by id or slug`,
      access: permissions.view,
      response: one,
      handler: async ({ space, params, caller }) =>
        presentDocument(
          resource,
          await requireVisible(database, resource, caller, space.id, (params as Record<string, string>).id!),
        ),
    }),
    route({
      ...common,
      method: 'POST',
      path: `/${kind.route}`,
      summary: `Create`,
      access: permissions.create,
      status: 201,
      body,
      response: one,
      handler: ({ space, body: given, caller }) =>
        inTransaction(database, async (tx) => {
          // An id in the body is ignored; it must not borrow the rights to a document that exists.
          require(caller, permissions.create, accessScope(resource, space.id, { ...(given as Fields), Id: undefined }))
          return presentDocument(
            resource,
            await reread(tx, kind, await createDocument(resource, tx, caller, space.id, given as Fields)),
          )
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: `/${kind.route}/:id`,
      summary: `Replace`,
      access: permissions.edit,
      body,
      response: one,
      handler: ({ space, params, body: given, caller }) =>
        inTransaction(database, async (tx) => {
          const before = await requireVisible(tx, resource, caller, space.id, (params as Record<string, string>).id!)
          require(caller, permissions.edit, accessScope(resource, space.id, before))
          require(caller, permissions.edit, accessScope(resource, space.id, {
            ...before,
            ...(given as Fields),
            Id: before.Id,
          }))
          return presentDocument(
            resource,
            await reread(tx, kind, await replaceDocument(resource, tx, caller, before, given as Fields)),
          )
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: `/${kind.route}/:id`,
      summary: `Delete`,
      access: permissions.delete,
      response: one,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const document = await requireVisible(tx, resource, caller, space.id, (params as Record<string, string>).id!)
          return removeDocument(resource, tx, caller, document)
        }),
    }),
  ]
}

export const reread = (tx: Tx, kind: DocumentKind, document: Document): Promise<Document> =>
  requireDocument(tx, kind, document.Id, {})
