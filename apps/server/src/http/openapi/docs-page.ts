import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** Where people read the document. */
const DOCS_ADDRESS = '/api/docs'

/** Everything comes from this server, and no script or style stands in the page itself (reliability W3). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // The icons of the page are in its style sheet.
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The document as a page to read and try out, and as JSON at `/api/openapi.json`. */
export function serveDocument(app: FastifyInstance, title: string): void {
  // Made when it is first asked for: that takes longer than any other request should.
  let text: string | undefined
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger())
    return reply.header('content-type', 'application/json; charset=utf-8').send(text)
  })
  void app.register(swaggerUi, {
    routePrefix: DOCS_ADDRESS,
    staticCSP: POLICY,
    logo: null as never,
    theme: { title: `${title} API`, favicon: [] },
    uiConfig: {
      layout: 'BaseLayout',
      docExpansion: 'none',
      tagsSorter: 'alpha',
      filter: true,
      defaultModelsExpandDepth: 0,
    },
  })
}
