import type { SpaceId } from '@flotilla/domain'
import { mayDoSomewhere, type Permission } from '@flotilla/domain/access'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { findDocument } from './database/documents.ts'
import { refusalOf } from './database/refusals.ts'
import { createAuthenticator } from './features/access/authenticate.ts'
import { API_DOCUMENTATION } from './features/api-document.ts'
import { createRefusalRecorder } from './features/audit/record-refusals.ts'
import type { Caller, Deps, Space } from './features/context.ts'
import { allRoutes } from './features/index.ts'
import { KINDS } from './features/kinds.ts'
import { addDiscovery } from './features/token-exchange/discovery.ts'
import { spaceInAddress } from './http/addresses.ts'
import { notFound } from './http/errors.ts'
import { createRequestLimits } from './http/rate-limit.ts'
import { createHttpServer, type Gatekeeper } from './http/server.ts'
import { errorFacts, logLine } from './log.ts'

/** How the edge treats clients. */
export interface EdgeSettings {
  /** Of one key, session or token; three times as many at once. 0 = no limit. */
  readonly requestsPerSecond: number
  /** Of one address without a valid credential. 0 = no limit. */
  readonly anonymousRequestsPerSecond: number
  readonly trustedProxies: readonly string[]
  /** The folder with the pages of the web interface; without one there are none. */
  readonly pages?: string
}

const NO_LIMITS: EdgeSettings = { requestsPerSecond: 0, anonymousRequestsPerSecond: 0, trustedProxies: [] }

/** The whole HTTP surface over the given dependencies. */
export function createApp(deps: Deps, edge: EdgeSettings = NO_LIMITS): FastifyInstance {
  const app = createHttpServer(allRoutes(deps), gatekeeper(deps, edge), {
    version: deps.version,
    trustedProxies: edge.trustedProxies,
    documentation: API_DOCUMENTATION,
    pages: edge.pages,
    onFailure: (error, request) =>
      logLine('error', 'A request failed', {
        request: request.id,
        method: request.method,
        path: request.url.split('?')[0],
        ...errorFacts(error),
      }),
  })
  probes(app, deps)
  addDiscovery(app, deps.publicUrl)
  return app
}

function gatekeeper(deps: Deps, edge: EdgeSettings): Gatekeeper<Caller, Space, Permission> {
  const authenticate = createAuthenticator(deps.database, () => deps.clock.now(), deps.publicUrl)
  const count = createRequestLimits(edge, () => deps.clock.now())
  const findSpace = async (identifier: string | undefined): Promise<Space> => {
    if (identifier !== undefined) {
      const found = await findDocument(deps.database, KINDS.space, identifier)
      if (!found) throw notFound('Space', identifier)
      return { id: found.Id, name: found.Name }
    }
    const { rows } = await sql<{ id: string; name: string }>`
      select id, name from space where document ->> 'IsDefault' = 'true' limit 1`.execute(deps.database)
    if (!rows[0]) throw notFound('Space', 'default')
    return rows[0]
  }
  const remembered = new Map<string, { until: number; space: Promise<Space> }>()
  const recordRefusal = createRefusalRecorder(deps.database, () => deps.clock.now())
  return {
    authenticate,
    refused: async (request, permission) => {
      const named = spaceInAddress(request.raw)
      const space = named === undefined ? undefined : await findSpace(named).catch(() => undefined)
      await recordRefusal({
        caller: await authenticate(request),
        spaceId: space?.id ?? null,
        operation: `${request.method} ${request.routeOptions.url}`,
        path: request.url.split('?')[0]!,
        permission,
      })
    },
    count: (request, caller) => count(caller?.credentialId, request.ip),
    // A space's name and id hardly change; looking them up for every request would be a query each.
    findSpace: (identifier) => {
      const slot = identifier ?? ''
      const known = remembered.get(slot)
      if (known && known.until > deps.clock.now()) return known.space
      if (remembered.size > 1_000) remembered.clear()
      const space = findSpace(identifier)
      remembered.set(slot, { until: deps.clock.now() + 1_000, space })
      space.catch(() => remembered.delete(slot))
      return space
    },
    maySomewhere: (caller, permission, space) =>
      mayDoSomewhere(caller.grants, permission, (space?.id ?? null) as SpaceId | null),
    translate: refusalOf,
  }
}

function probes(app: FastifyInstance, { database }: Deps): void {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await sql`select 1`.execute(database)
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'the database cannot be reached' })
    }
  })
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.metrics()),
  )
}
