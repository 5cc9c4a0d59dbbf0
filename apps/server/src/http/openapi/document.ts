import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import type { OtherAnswer, Route } from '../route.ts'
import { type ExampleValues, exampleOf } from './examples.ts'
import { nameSchemas } from './named-schemas.ts'
import { operationIdOf } from './operation-id.ts'
import { ErrorSchema, REFUSALS, refusalsOf } from './refusals.ts'

/** What the document says that routes do not: the house's own words. */
export interface Documentation {
  readonly title: string
  readonly description: string
  /** Words that addresses write in one: `ProjectGroups` for `projectgroups`. */
  readonly compounds: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  /** What the parameters in addresses are. */
  readonly parameters: Readonly<Record<string, { readonly description: string; readonly example: string }>>
  readonly securitySchemes: Readonly<Record<string, object>>
  readonly exampleValues: ExampleValues
}

type DocumentedRoute = Route<never, never, never>
type Json = Record<string, unknown>

/** Adds the OpenAPI document of these routes; `app.swagger()` gives it. */
export function documentRoutes(
  app: FastifyInstance,
  routes: readonly DocumentedRoute[],
  documentation: Documentation,
  version: string,
): void {
  const { title, description, securitySchemes, tags } = documentation
  const documented = new Map(routes.map((route) => [`${route.method} /api${route.path}`, route]))
  const byAddress = new Map(routes.map((route) => [`${route.method} ${documentedAddress(route)}`, route]))
  const used = new Set(routes.flatMap((route) => route.tags))
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, description, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as never },
      servers: [{ url: '/' }],
      tags: [...used].sort().map((name) => ({ name, ...(tags[name] ? { description: tags[name] } : {}) })),
      components: { securitySchemes: securitySchemes as never },
      security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    },
    hideUntagged: true,
    convertConstToEnum: false,
    transform: ({ schema, url, route }) => {
      const declared = documented.get(`${String(route.method)} ${url}`)
      return declared ? describe(declared, documentation) : { schema: { ...schema, hide: true }, url }
    },
    transformObject: (given) => {
      const document = (given as { openapiObject: Json }).openapiObject
      return finish(document, byAddress, documentation) as never
    },
  })
}

/** Where a route is found in the document: the spelling that names the space, where there is one to name. */
export function documentedAddress(route: Pick<DocumentedRoute, 'path' | 'scope'>): string {
  if (route.path === '/spaceroot') return '/api/{space}'
  const path = route.path === '/' ? '' : route.path.replaceAll(/:(\w+)/g, '{$1}')
  return route.scope === 'space' ? `/api/{space}${path}` : `/api${path}`
}

function describe(route: DocumentedRoute, documentation: Documentation) {
  const url = documentedAddress(route)
  const names = [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const parameter = (name: string) => {
    const { description, example } = documentation.parameters[name] ?? { description: 'Id', example: '1' }
    return { type: 'string', description, examples: [example] }
  }
  return {
    url,
    schema: {
      operationId: operationIdOf(route, documentation.compounds),
      summary: route.summary,
      description: noteOf(route),
      tags: [...route.tags],
      ...(route.access === 'public' ? { security: [] } : {}),
      ...(names.length > 0
        ? { params: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, parameter(name)])) } }
        : {}),
      ...(route.query ? { querystring: plain(route.query) } : {}),
      ...(bodyOf(route) ? { body: bodyOf(route) } : {}),
      response: { [route.status]: answerOf(route) },
    } as never,
  }
}

function noteOf(route: DocumentedRoute): string {
  const who = {
    public: 'Needs no sign-in.',
    'signed-in': 'For everybody who is signed in.',
  }[route.access as string]
  const where =
    route.scope === 'mixed'
      ? ` Also within one space: \`/api/{space}${route.path.replaceAll(/:(\w+)/g, '{$1}')}\`.`
      : ''
  return `${who ?? `Needs the permission ${route.access}.`}${where}`
}

/** Only what JSON Schema knows: no marks of TypeBox, none of our own. */
const plain = (schema: TSchema): Json =>
  JSON.parse(JSON.stringify(schema, (key, value) => (key === 'keepNulls' ? undefined : value))) as Json

const BYTES = { schema: { type: 'string', format: 'binary' } }

function bodyOf(route: DocumentedRoute): Json | undefined {
  if (route.takesFile) {
    const file = { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] }
    return { content: { 'multipart/form-data': { schema: file } } }
  }
  if (route.takesBytes) return { content: { 'application/octet-stream': BYTES } }
  return route.body && { content: { 'application/json': { schema: plain(route.body) } } }
}

const OTHER_ANSWERS: Readonly<Record<OtherAnswer, Json>> = {
  bytes: { description: 'The file.', content: { 'application/octet-stream': BYTES } },
  text: { description: 'Text.', content: { 'text/plain': { schema: { type: 'string' } } } },
  'event-stream': {
    description: 'Server-Sent Events until there is no more to tell.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  },
  nothing: { description: 'Done; there is no body.', type: 'null' },
}

function answerOf({ response, alsoAnswers }: DocumentedRoute): Json {
  // A test fails for a route that declares none.
  if (response === undefined) return { description: 'Not described.', type: 'null' }
  if (typeof response !== 'string') {
    const others = alsoAnswers.map((media) => [media, { schema: { type: 'string' } }])
    const content = { 'application/json': { schema: plain(response) }, ...Object.fromEntries(others) }
    return { description: 'Done.', content }
  }
  return OTHER_ANSWERS[response as OtherAnswer]
}

interface Media {
  readonly schema: Json
  example?: unknown
}
interface Operation {
  readonly requestBody?: { required: boolean; readonly content: Record<string, Media> }
  readonly responses: Record<string, { readonly content?: Record<string, Media> } | { readonly $ref: string }>
}

/** What has to see the whole: examples, refusals, names of schemas. */
function finish(document: Json, routes: ReadonlyMap<string, DocumentedRoute>, { exampleValues }: Documentation): Json {
  const paths = document.paths as Record<string, Record<string, Operation>>
  const operations = Object.entries(paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${address}`, operation] as const),
  )
  for (const [address, operation] of operations) {
    const route = routes.get(address)!
    const answer = operation.responses[route.status] as { content?: Record<string, Media> }
    addExample(operation.requestBody?.content, route.example.body, exampleValues)
    if (operation.requestBody) operation.requestBody.required = isNeeded(route.body)
    addExample(answer.content, route.example.response, exampleValues)
    for (const status of refusalsOf(route)) operation.responses[status] = { $ref: `#/components/responses/${status}` }
  }
  const json = { 'application/json': { schema: plain(ErrorSchema) } }
  const refusals = Object.entries(REFUSALS).map(([status, description]) => [status, { description, content: json }])
  const named = nameSchemas({ paths, responses: Object.fromEntries(refusals) as Json })
  return {
    ...document,
    paths: named.paths.paths,
    components: { ...(document.components as Json), responses: named.paths.responses, schemas: named.schemas },
  }
}

function addExample(content: Record<string, Media> | undefined, own: unknown, values: ExampleValues): void {
  const media = content?.['application/json']
  if (media) media.example = own ?? exampleOf(media.schema, values)
}

/** A body without required fields may be left out. */
const isNeeded = (body: TSchema | undefined): boolean =>
  body === undefined || ((body as { required?: readonly string[] }).required ?? []).length > 0
