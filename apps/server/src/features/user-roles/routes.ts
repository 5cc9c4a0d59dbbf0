import { isDeepStrictEqual } from 'node:util'
import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { type Document, deleteDocument, listDocuments } from '../../database/documents.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest } from '../../http/errors.ts'
import { collection, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { bodyOf, createDocument, presentDocument, replaceDocument, requireDocument } from '../standard-routes.ts'
import { UserRoleAnswer } from './answers.ts'
import { userRoleResource as resource } from './service.ts'

const { kind, permissions } = resource
const common = { scope: 'system', tags: [resource.tag] } as const
const query = Type.Object({ ...Paging, ids: ListParameter(), partialName: Type.Optional(Type.String()) })
const body = bodyOf(resource)

/** Roles: std at `/api/userroles`. Built-in ones can be read only. */
export function userRoleRoutes({ database }: Deps): AppRoute[] {
  const filterOf = (given: { readonly ids?: string | readonly string[]; readonly partialName?: string }) => {
    const ids = listOf(given.ids)
    return { ...(ids ? { ids } : {}), ...(given.partialName ? { partialName: given.partialName } : {}) }
  }
  const present = (role: Document) => presentDocument(resource, role)
  return [
    route({
      ...common,
      method: 'GET',
      path: '/userroles',
      summary: 'List user roles',
      access: permissions.view,
      query,
      response: CollectionOf(UserRoleAnswer),
      handler: async ({ query: given }) => {
        const page = pageOf(given)
        const { items, total } = await listDocuments(database, kind, filterOf(given), page)
        return collection(kind.itemType, items.map(present), total, page, '/api/userroles', given)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/userroles/all',
      summary: 'All user roles, as an array',
      access: permissions.view,
      response: Type.Array(UserRoleAnswer),
      handler: async () => (await listDocuments(database, kind, {}, { skip: 0, take: MOST_ITEMS })).items.map(present),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/userroles/:id',
      summary: 'Read one, by id or slug',
      access: permissions.view,
      response: UserRoleAnswer,
      handler: async ({ params }) => present(await requireDocument(database, kind, params.id, {})),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/userroles',
      summary: 'Create',
      access: permissions.create,
      status: 201,
      body,
      response: UserRoleAnswer,
      handler: ({ caller, body: given }) =>
        inTransaction(database, async (tx) => {
          const { Id } = await createDocument(resource, tx, caller, '', given)
          return present(await requireDocument(tx, kind, Id, {}))
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/userroles/:id',
      summary: 'Replace',
      access: permissions.edit,
      body,
      response: UserRoleAnswer,
      handler: ({ caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const before = await requireDocument(tx, kind, params.id, {})
          if (before.CanBeDeleted === false) {
            if (isSame(before, given)) return present(before)
            throw badRequest(`${before.Name} is built in and cannot be changed. Create a role of your own instead.`)
          }
          await replaceDocument(resource, tx, caller, before, given)
          return present(await requireDocument(tx, kind, before.Id, {}))
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/userroles/:id',
      summary: 'Delete',
      access: permissions.delete,
      response: UserRoleAnswer,
      handler: ({ caller, params }) =>
        inTransaction(database, async (tx) => {
          const role = await requireDocument(tx, kind, params.id, {})
          const uses = (await resource.inUse?.(tx, role)) ?? []
          if (uses.length > 0) throw badRequest(...uses)
          await deleteDocument(tx, kind, role.Id)
          const related = [role.Id]
          const message = `User role ${role.Name} was deleted`
          await recordEvent(tx, caller, {
            category: 'Deleted',
            message,
            spaceId: null,
            related,
            details: { before: role },
          })
          return present(role)
        }),
    }),
  ]
}

/** Clients send back all that they read: an unchanged built-in role is no change. */
const isSame = (before: Document, given: Readonly<Record<string, unknown>>): boolean =>
  ['Name', ...Object.keys(resource.fields)].every((name) => isDeepStrictEqual(before[name], given[name]))
