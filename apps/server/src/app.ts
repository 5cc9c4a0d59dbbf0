import type { SpaceId } from '@flotilla/domain'
import { mayDoSomewhere, type Permission } from '@flotilla/domain/access'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { findDocument } from './database/documents.ts'
import { refusalOf } from './database/refusals.ts'
import { createAuthenticator } from './features/access/authenticate.ts'
import type { Caller, Deps, Space } from './features/context.ts'
import { allRoutes } from './features/index.ts'
import { KINDS } from './features/kinds.ts'
import { notFound } from './http/errors.ts'
import { createHttpServer, type Gatekeeper } from './http/server.ts'
import { errorFacts, logLine } from './log.ts'

/** The whole HTTP surface over the given dependencies. */
export function createApp(deps: Deps): FastifyInstance {
  const app = createHttpServer(allRoutes(deps), gatekeeper(deps), {
    version: deps.version,
    onFailure: (error, request) =>
      logLine('error', 'A request failed', {
        request: request.id,
        method: request.method,
        path: request.url.split('?')[0],
        ...errorFacts(error),
      }),
  })
  probes(app, deps)
  return app
}

function gatekeeper(deps: Deps): Gatekeeper<Caller, Space, Permission> {
  const authenticate = createAuthenticator(deps.database, () => deps.clock.now())
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
  return {
    authenticate,
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
