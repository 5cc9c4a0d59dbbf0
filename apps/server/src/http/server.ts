import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { Result } from '@flotilla/kit'
import { Ajv, type ErrorObject } from 'ajv'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { canonicalAddress, spaceInAddress } from './addresses.ts'
import { excessOf, readBody, unstorableText } from './body.ts'
import { badRequest, errorBody, forbidden, HttpRefusal } from './errors.ts'
import { serveDocument } from './openapi/docs-page.ts'
import { type Documentation, documentRoutes } from './openapi/document.ts'
import { servePages } from './pages.ts'
import type { Route } from './route.ts'
import { refuseCredentialsInAddress, safetyHeaders } from './safety.ts'

/** What the plumbing needs to know of the house: who is calling, which space is meant, and who may do what. */
export interface Gatekeeper<Caller, Space, Permission extends string> {
  /** Who is calling, or what to answer where somebody is needed. */
  authenticate(request: FastifyRequest): Promise<Result<Caller, HttpRefusal>>
  /** Counts a request, and throws a 429 refusal when there are too many. */
  count(request: FastifyRequest, caller: Caller | undefined): void
  /** The space of the address, or the default space when `identifier` is undefined. Throws a 404 refusal. */
  findSpace(identifier: string | undefined, caller: Caller | undefined): Promise<Space>
  maySomewhere(caller: Caller, permission: Permission, space: Space | undefined): boolean
  /** Notes that a request was refused because its caller lacks a right. Never throws. */
  refused(request: FastifyRequest, permission: string): Promise<void>
  /** Turns an error of the database into a refusal, where it is one. */
  translate(error: unknown): HttpRefusal | undefined
}

/** Bodies beyond this are refused with 413 (reliability O). Packages have a route of their own. */
const LARGEST_BODY_BYTES = 5 * 1024 * 1024

/** Builds the HTTP server: addresses, validation, authentication, permissions and error bodies, once for all routes. */
export function createHttpServer<Caller, Space, Permission extends string>(
  routes: readonly Route<Caller, Space, Permission>[],
  gatekeeper: Gatekeeper<Caller, Space, Permission>,
  options: {
    readonly version: string
    readonly documentation: Documentation
    /** Addresses and networks of proxies that are believed about the client (reliability N10). */
    readonly trustedProxies: readonly string[]
    /** The folder with the pages of the web interface. */
    readonly pages?: string | undefined
    readonly onFailure: (error: unknown, request: FastifyRequest) => void
  },
): FastifyInstance {
  const app = Fastify({
    logger: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: LARGEST_BODY_BYTES,
    rewriteUrl: canonicalAddress,
    forceCloseConnections: true,
    // An address that does not decode never reaches the error handler.
    frameworkErrors: (error, request, reply) => {
      answerError(error, request, reply, gatekeeper, options.onFailure)
    },
    // What is no HTTP at all has no request to answer to.
    clientErrorHandler: (_error, socket) => answerNoHttp(socket),
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 1_000 },
  })
  readJson(app)
  void app.register(multipart)
  validate(app)
  documentRoutes(app, routes as never, options.documentation, options.version)

  app.addHook('onRequest', async (request) => refuseCredentialsInAddress(request))
  app.addHook('onSend', async (request, reply) => {
    const { 'cache-control': caching, ...others } = safetyHeaders(request)
    reply.headers(others)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', caching)
  })
  app.setErrorHandler(async (error, request, reply) => {
    if (error instanceof HttpRefusal && error.missingPermission !== undefined)
      await gatekeeper.refused(request, error.missingPermission)
    return answerError(error, request, reply, gatekeeper, options.onFailure)
  })
  app.setNotFoundHandler(async (request, reply) => {
    const who = await gatekeeper.authenticate(request)
    gatekeeper.count(request, who.ok ? who.value : undefined)
    if (request.url.startsWith('/api') && !who.ok) throw who.error
    return reply.code(404).send(errorBody(`There is nothing at ${request.method} ${request.url.split('?')[0]}.`))
  })

  app.after(() => {
    for (const route of routes.filter(({ takesBytes }) => !takesBytes)) register(app, route, gatekeeper)
    // How bodies are read is a matter of the surroundings of a route.
    void app.register(async (forBytes) => {
      readBytes(forBytes)
      for (const route of routes.filter(({ takesBytes }) => takesBytes)) register(forBytes, route, gatekeeper)
    })
    serveDocument(app, options.documentation.title)
    if (options.pages) servePages(app, options.pages)
  })
  return app
}

function register<Caller, Space, Permission extends string>(
  app: FastifyInstance,
  route: Route<Caller, Space, Permission>,
  gatekeeper: Gatekeeper<Caller, Space, Permission>,
): void {
  const admitted = new WeakMap<FastifyRequest, Admitted<Caller, Space>>()
  app.route({
    method: route.method,
    url: `/api${route.path}`,
    schema: {
      summary: route.summary,
      tags: [...route.tags],
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
    },
    // Before the body is read: who may not call a route learns nothing about what it takes (reliability N9).
    onRequest: async (request) => {
      admitted.set(request, await admit(request, route, gatekeeper, (caller) => gatekeeper.count(request, caller)))
      if (route.method !== 'GET' && !route.takesFile && !route.takesBytes && isForm(request)) throw notJson()
      const field = unstorableText(request.query) ?? unstorableText(request.params)
      if (field) throw badRequest(unstorable(field))
    },
    handler: async (request, reply) => {
      const { caller, space } = admitted.get(request)!
      const { params, query, body } = request
      const answer = await route.handler({
        caller: caller!,
        space: space!,
        params,
        query,
        body,
        raw: request,
        reply,
        callerNow: async () => (await admit(request, route, gatekeeper)).caller,
      } as never)
      if (reply.sent || reply.raw.headersSent) return reply
      // A handler that has set a status of its own means it.
      if (reply.statusCode === 200) reply.code(route.status)
      // Bytes: their route has set the headers.
      if (answer instanceof Readable || Buffer.isBuffer(answer)) return reply.send(answer)
      if (answer === undefined || typeof answer === 'object') {
        reply.header('content-type', 'application/json; charset=utf-8')
        return reply.send(JSON.stringify(answer ?? {}))
      }
      return reply.send(answer)
    },
  })
}

interface Admitted<Caller, Space> {
  readonly caller: Caller | undefined
  readonly space: Space | undefined
}

/** Who is calling and about which space, if that is allowed at all. */
async function admit<Caller, Space, Permission extends string>(
  request: FastifyRequest,
  route: Route<Caller, Space, Permission>,
  gatekeeper: Gatekeeper<Caller, Space, Permission>,
  count: (caller: Caller | undefined) => void = () => {},
): Promise<Admitted<Caller, Space>> {
  const who = await gatekeeper.authenticate(request)
  const caller = who.ok ? who.value : undefined
  count(caller)
  if (!who.ok && route.access !== 'public') throw who.error
  const named = spaceInAddress(request.raw)
  const needsSpace = route.scope === 'space' || (route.scope === 'mixed' && named !== undefined)
  const space = needsSpace ? await gatekeeper.findSpace(named, caller) : undefined
  const anybody = route.access === 'public' || route.access === 'signed-in'
  if (!anybody && !gatekeeper.maySomewhere(caller!, route.access as Permission, space)) throw forbidden(route.access)
  return { caller, space }
}

/** Only an escape can bring such a character through UTF-8 and JSON. */
const MAY_BE_UNSTORABLE = /\\u(?:0000|d[89a-f])/i

/** S sends a JSON content type with every request, also with no body: that is no body. */
function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    /^(application\/([\w.+-]*\+)?json|text\/json)/,
    { parseAs: 'string' },
    (_request, text, done) => {
      if ((text as string).trim() === '') return done(null, undefined)
      try {
        const value: unknown = JSON.parse(text as string)
        const excess = excessOf(value)
        if (excess) return done(badRequest(excess))
        const field = MAY_BE_UNSTORABLE.test(text as string) ? unstorableText(value) : undefined
        if (field) return done(badRequest(unstorable(field)))
        done(null, value)
      } catch {
        done(badRequest('The body is not JSON.'))
      }
    },
  )
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
    if ((text as string) === '') return done(null, undefined)
    done(notJson())
  })
}

function readBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, bytes, done) => done(null, bytes))
}

const unstorable = (field: string): string => `${field}: must not contain the character NUL or half a character.`
const notJson = () => new HttpRefusal(415, 'The body must be JSON: send Content-Type: application/json.')
const isForm = (request: FastifyRequest): boolean => /^multipart\//i.test(request.headers['content-type'] ?? '')

function validate(app: FastifyInstance): void {
  const ajv = new Ajv({ coerceTypes: 'array', useDefaults: true, allErrors: true, strict: false, verbose: true })
  app.setValidatorCompiler(({ schema }) => {
    const check = ajv.compile(withAnyName(schema as object))
    const { type } = schema as { type?: string }
    const isObject = type === 'object'
    return (data) => {
      const value = readBody(schema as TSchema, data ?? (isObject ? {} : undefined))
      // One that is coerced to a list would still reach the handler as it is: nothing holds it.
      if (type === 'array' && !Array.isArray(value)) return { error: badRequest('Body: must be array.') }
      if (check(value)) return { value }
      return { error: badRequest(...sentences(check.errors ?? [])) }
    }
  })
}

/**
 * A map of any names has the pattern `^.*$`, which a name with a line break in it does not match: its value would go
 * unchecked.
 */
const withAnyName = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"^.*$"', '"^"')) as object

function sentences(errors: readonly ErrorObject[]): string[] {
  const told = errors
    .filter((error) => isWorthTelling(error, errors))
    .map((error) => `${fieldOf(error)}: ${problemOf(error)}.`)
  return [...new Set(told)].slice(0, 50)
}

/**
 * The alternatives of a union each fail on their own. What is wrong with the one that has the form of what was given is worth
 * telling; where none has, only the union is.
 */
function isWorthTelling(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  const form = error.keyword === 'anyOf' ? meantForm(error) : undefined
  if (form !== undefined && errors.some(({ schemaPath }) => schemaPath.startsWith(form))) return false
  return errors
    .filter(({ keyword, schemaPath }) => keyword === 'anyOf' && error.schemaPath.startsWith(`${schemaPath}/`))
    .every((union) => {
      const meant = meantForm(union)
      return meant !== undefined && error.schemaPath.startsWith(meant)
    })
}

/** Where the schema of the one list or object among the alternatives begins, if that is what was given. */
function meantForm({ data, schema, schemaPath }: ErrorObject): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const type = Array.isArray(data) ? 'array' : 'object'
  const index = (schema as readonly { readonly type?: string }[]).findIndex((option) => option.type === type)
  return index < 0 ? undefined : `${schemaPath}/${index}/`
}

function fieldOf(error: ErrorObject): string {
  const parts = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (error.keyword === 'required') parts.push(String(error.params.missingProperty))
  return (
    parts.reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
      '',
    ) || 'Body'
  )
}

function problemOf(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'is required'
    case 'minLength':
      return error.params.limit === 1 ? 'must not be empty' : `must have at least ${error.params.limit} characters`
    case 'maxLength':
      return `must have at most ${error.params.limit} characters`
    case 'minItems':
      return `must have at least ${error.params.limit} ${error.params.limit === 1 ? 'entry' : 'entries'}`
    case 'maxItems':
      return `must have at most ${error.params.limit} entries`
    case 'anyOf': {
      const allowed = ((error.schema as { const?: unknown }[]) ?? []).flatMap((option) =>
        option.const === undefined ? [] : [String(option.const)],
      )
      return allowed.length > 0 ? `must be one of ${allowed.join(', ')}` : 'has a form that is not known here'
    }
    case 'enum':
      return `must be one of ${(error.params.allowedValues as unknown[]).join(', ')}`
    default:
      return error.message ?? 'is not valid'
  }
}

function answerError<Caller, Space, Permission extends string>(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  gatekeeper: Gatekeeper<Caller, Space, Permission>,
  onFailure: (error: unknown, request: FastifyRequest) => void,
): unknown {
  const refusal = error instanceof HttpRefusal ? error : (gatekeeper.translate(error) ?? ofFastify(error))
  if (refusal) {
    return reply
      .code(refusal.status)
      .headers(refusal.headers)
      .send(errorBody(refusal.message, refusal.errors, refusal.details))
  }
  onFailure(error, request)
  return reply
    .code(500)
    .send(errorBody(`Something went wrong on the server. The log has the details under ${request.id}.`))
}

function answerNoHttp(socket: Socket): void {
  if (socket.destroyed || !socket.writable) return
  const message = 'The request could not be read: it is no HTTP, or its headers are too large.'
  const text = JSON.stringify(errorBody(message, [message]))
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}

/** What the reader of forms says of one that is cut off or has no marks between its parts. */
const NO_FORM = /^(Multipart: |Boundary |Unexpected end of (multipart|form)|Part terminated early|Malformed part)/

/** Fastify's own refusals: a body too large, an address that does not decode, a wrong content type. */
function ofFastify(error: unknown): HttpRefusal | undefined {
  const { statusCode, message } = error as { statusCode?: number; message?: string }
  if (message !== undefined && NO_FORM.test(message)) return badRequest('The body is no complete multipart/form-data.')
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined
  return statusCode === 400
    ? badRequest(message ?? 'The request could not be read.')
    : new HttpRefusal(statusCode, message ?? 'Refused.')
}
