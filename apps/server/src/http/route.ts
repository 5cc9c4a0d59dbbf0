import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TObject, TSchema } from 'typebox'

/**
 * Who may call a route: `public` needs nobody, `signed-in` anybody who is known, else the named permission in the space
 * (somewhere in it: the handler narrows to project, environment and tenant with `caller.require`).
 */
export type RouteAccess<Permission extends string> = 'public' | 'signed-in' | Permission

/**
 * Where a route's data lives: in the space of the address (default space when it names none), on the server, or both
 * (`mixed`: without a space in the address it is about all of them).
 */
export type RouteScope = 'space' | 'system' | 'mixed'

export interface RouteRequest<Caller, Space, Params, Query, Body> {
  readonly caller: Caller
  /** The space asked for. With scope `mixed` undefined when the address names none; never undefined with `space`. */
  readonly space: Space
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly raw: FastifyRequest
  readonly reply: FastifyReply
  /** Who is calling as of now: what stays open asks again now and then. Throws when the route is not open to him any more. */
  readonly callerNow: () => Promise<Caller>
}

/** What a route answers when it is no JSON: a file, text, Server-Sent Events, or nothing at all. */
export type OtherAnswer = 'bytes' | 'text' | 'event-stream' | 'nothing'

/** Examples of the document where the ones that are made from the schemas would mislead. They must be valid. */
export interface RouteExample {
  readonly body?: unknown
  readonly response?: unknown
}

/** A route as features declare it. The same value validates, documents and protects. */
export interface Route<Caller, Space, Permission extends string> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly scope: RouteScope
  readonly access: RouteAccess<Permission>
  readonly status: 200 | 201
  readonly query: TObject | undefined
  readonly body: TSchema | undefined
  /** The body is a file in multipart/form-data, which the handler reads as it arrives. */
  readonly takesFile: boolean
  /** The body is bytes of any content type; the handler finds a stream of them in `raw.body`, or nothing. */
  readonly takesBytes: boolean
  /** What it answers. The answer is sent as it is; tests hold it against this. */
  readonly response: TSchema | OtherAnswer | undefined
  /** Media types of text that the query can ask for instead. */
  readonly alsoAnswers: readonly string[]
  readonly example: RouteExample
  /** Statuses of refusals that do not follow from the rest of the declaration (`http/openapi/refusals.ts`). */
  readonly refusals: readonly number[]
  /** The name in the document and in generated clients; without it, one made of method and path. */
  readonly operationId: string | undefined
  readonly handler: (request: RouteRequest<Caller, Space, Record<string, string>, never, never>) => Promise<unknown>
}

type Names<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** Declares a route; types of parameters, query and body follow from path and schemas. */
export type DefineRoute<Caller, Space, Permission extends string> = <
  const Path extends string,
  const Scope extends RouteScope,
  Query extends TObject | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>(spec: {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: Path
  readonly summary: string
  readonly tags: readonly string[]
  readonly scope: Scope
  readonly access: RouteAccess<Permission>
  readonly status?: 200 | 201
  readonly query?: Query
  readonly body?: Body
  readonly takesFile?: boolean
  readonly takesBytes?: boolean
  readonly response?: TSchema | OtherAnswer
  readonly alsoAnswers?: readonly string[]
  readonly example?: RouteExample
  readonly refusals?: readonly number[]
  readonly operationId?: string
  readonly handler: (
    request: RouteRequest<
      Caller,
      Scope extends 'space' ? Space : Scope extends 'mixed' ? Space | undefined : undefined,
      Readonly<Record<Names<Path>, string>>,
      Query extends TObject ? Static<Query> : Readonly<Record<string, never>>,
      Body extends TSchema ? Static<Body> : undefined
    >,
  ) => Promise<unknown>
}) => Route<Caller, Space, Permission>

/** Makes the `route` function of a server, given its types of caller, space and permission. */
export function routeDefiner<Caller, Space, Permission extends string>(): DefineRoute<Caller, Space, Permission> {
  return (spec) => ({
    status: 200,
    query: undefined,
    body: undefined,
    takesFile: false,
    takesBytes: false,
    response: undefined,
    alsoAnswers: [],
    example: {},
    refusals: [],
    operationId: undefined,
    ...spec,
    handler: spec.handler as unknown as Route<Caller, Space, Permission>['handler'],
  })
}
