import { createHash } from 'node:crypto'
import type { SpaceId } from '@flotilla/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { inTransaction, type Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { badRequest, HttpRefusal, notFound } from '../../http/errors.ts'
import { actionTemplateResource } from '../action-templates/resource.ts'
import { attachment } from '../artifacts/attachment.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, require, route } from '../context.ts'
import { projectResource } from '../projects/resource.ts'
import { requireSpace } from '../spaces/routes.ts'
import { type Resource, requireEditable, requireVisible } from '../standard-routes.ts'
import { tenantResource } from '../tenants/resource.ts'
import { mediaTypeOf } from './picture.ts'
import { findLogo, forgetLogo, storeLogo } from './queries.ts'

/** Clients want a JSON body, even of what has nothing to say. */
const Nothing = Type.Object({})
const LARGEST_BYTES = 1024 * 1024

/** Pictures of projects, tenants, step templates and spaces. Source: API reference 5.1, 5.3; reliability reference W4. */
export function logoRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const send = async (reply: FastifyReply, owner: Document): Promise<unknown> => {
    const logo = await findLogo(database, owner.Id)
    if (!logo) throw new HttpRefusal(404, `${owner.Name} has no picture.`)
    return reply
      .header('content-type', logo.mediaType)
      .header('content-disposition', attachment(`${owner.Id}.${logo.mediaType.slice('image/'.length)}`))
      .header('content-security-policy', "sandbox; default-src 'none'")
      .send(logo.content)
  }
  /** Without a file the picture is taken away, as clients do it. */
  const save = async (raw: FastifyRequest, caller: Caller, findOwner: (tx: Tx) => Promise<Document & InSpace>) => {
    const content = await readPicture(raw)
    const mediaType = content && mediaTypeOf(content)
    if (content && !mediaType) throw badRequest('The picture must be a PNG, JPEG, GIF or WebP file.')
    return inTransaction(database, async (tx) => {
      const owner = await findOwner(tx)
      const before = await findLogo(tx, owner.Id)
      if (content && mediaType) await storeLogo(tx, { id: owner.Id, spaceId: owner.SpaceId }, { mediaType, content })
      else if (!(await forgetLogo(tx, owner.Id))) return {}
      await recordEvent(tx, caller, {
        category: 'Modified',
        message: `The picture of ${owner.Name} was ${content ? 'changed' : 'removed'}`,
        spaceId: owner.SpaceId,
        related: [owner.Id],
        details: { before: factsOf(before), after: factsOf(content && mediaType ? { mediaType, content } : undefined) },
      })
      return {}
    })
  }
  const both = (resource: Resource): AppRoute[] => {
    const common = { scope: 'space', tags: [resource.tag], path: `/${resource.kind.route}/:id/logo` } as const
    return [
      route({
        ...common,
        method: 'GET',
        summary: 'Its picture',
        access: resource.permissions.view,
        response: 'bytes',
        handler: async ({ space, params, caller, reply }) =>
          send(reply, await requireVisible(database, resource, caller, space.id, idIn(params))),
      }),
      route({
        ...common,
        method: 'POST',
        summary: 'Set its picture, or remove it by sending none',
        access: resource.permissions.edit,
        takesFile: true,
        response: Nothing,
        handler: ({ space, params, caller, raw }) =>
          save(raw, caller, async (tx) => ({
            ...(await requireEditable(tx, resource, caller, space.id, idIn(params))),
            SpaceId: space.id,
          })),
      }),
    ]
  }
  const ofSpace = { scope: 'system', tags: ['Spaces'], path: '/spaces/:id/logo' } as const
  return [
    ...[projectResource, tenantResource, actionTemplateResource].flatMap(both),
    templateVersionLogo(deps, send),
    route({
      ...ofSpace,
      method: 'GET',
      summary: 'Its picture',
      access: 'signed-in',
      response: 'bytes',
      handler: async ({ params, caller, reply }) => send(reply, await requireSpace(database, caller, params.id)),
    }),
    route({
      ...ofSpace,
      method: 'POST',
      summary: 'Set its picture, or remove it by sending none',
      access: 'SpaceEdit',
      takesFile: true,
      response: Nothing,
      handler: ({ params, caller, raw }) =>
        save(raw, caller, async (tx) => {
          const space = await requireSpace(tx, caller, params.id)
          require(caller, 'SpaceEdit', { spaceId: space.Id as SpaceId })
          return { ...space, SpaceId: space.Id }
        }),
    }),
  ]
}

interface InSpace {
  readonly SpaceId: string
}

const idIn = (params: Readonly<Record<string, string>>): string => params.id!

/** A template has one picture, whatever its version. */
const templateVersionLogo = (
  { database }: Deps,
  send: (reply: FastifyReply, owner: Document) => Promise<unknown>,
): AppRoute =>
  route({
    method: 'GET',
    scope: 'space',
    tags: [actionTemplateResource.tag],
    path: '/actiontemplates/:id/versions/:version/logo',
    summary: 'Its picture',
    access: actionTemplateResource.permissions.view,
    response: 'bytes',
    handler: async ({ space, params, caller, reply }) => {
      const template = await requireVisible(database, actionTemplateResource, caller, space.id, params.id)
      if (!/^[1-9][0-9]{0,8}$/.test(params.version) || Number(params.version) > Number(template.Version))
        throw notFound('Version', params.version)
      return send(reply, template)
    },
  })

/** The one file of a request; undefined when there is none. Errors: 413 beyond the limit. */
async function readPicture(request: FastifyRequest): Promise<Buffer | undefined> {
  const part = request.isMultipart()
    ? await request.file({ limits: { fileSize: LARGEST_BYTES, files: 1 }, throwFileSizeLimit: false })
    : undefined
  if (!part) return undefined
  const content = await part.toBuffer()
  if (part.file.truncated)
    throw new HttpRefusal(413, `The picture is larger than ${LARGEST_BYTES} bytes.`, {
      headers: { connection: 'close' },
    })
  return content.length === 0 ? undefined : content
}

/** What the audit tells of a picture. */
const factsOf = (logo: { readonly mediaType: string; readonly content: Buffer } | undefined) => ({
  MediaType: logo?.mediaType ?? null,
  Hash: logo ? createHash('sha256').update(logo.content).digest('hex') : null,
})
