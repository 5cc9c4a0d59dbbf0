import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** What stands in the page where the nonce of its policy belongs. */
const NONCE_MARK = '__NONCE__'

/**
 * Scripts and connections only from here, no script in the page, no text that becomes markup; style sheets that the page makes
 * carry the nonce (reliability W3).
 */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default dompurify',
  ].join('; ')

/** The pages of the web interface, from the folder that the build made; nothing where there is no such folder. */
export function servePages(app: FastifyInstance, folder: string): void {
  const file = join(folder, 'index.html')
  if (!existsSync(file)) return
  const page = readFileSync(file, 'utf8')
  for (const address of ['/', '/app']) {
    app.get(address, { schema: { hide: true } }, async (request, reply) => {
      // What the page loads lies beside it; with a slash at the end that would be below it.
      if (request.raw.url?.split('?')[0] === '/app/') return reply.redirect('../app')
      const nonce = randomBytes(16).toString('base64')
      return reply
        .header('content-security-policy', policyOf(nonce))
        .header('content-type', 'text/html; charset=utf-8')
        .send(page.replaceAll(NONCE_MARK, nonce))
    })
  }
  void app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    // Their names change with what is in them.
    immutable: true,
    maxAge: '365d',
    index: false,
    decorateReply: false,
    preCompressed: true,
  })
}
