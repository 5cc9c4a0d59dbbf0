import type { FastifyRequest } from 'fastify'
import { readCookie } from '../../http/cookies.ts'
import { sessionCookieName } from '../sessions/cookies.ts'

/** Something that a request brings to show who sends it. */
export interface Credential {
  readonly kind: 'api-key' | 'access-token' | 'session'
  readonly text: string
}

/**
 * What a request brings, in the order in which it counts: one that is valid suffices. A cookie counts only where nothing else is
 * sent, for that is the one which a browser sends unasked. `installation` may be undefined only where there are no cookies.
 *
 * Source: API reference 1.2, 3.1.
 */
export function credentialsOf(request: FastifyRequest, installation: string | undefined): readonly Credential[] {
  // NuGet clients name it as they always do.
  const header = request.headers['x-octopus-apikey'] ?? request.headers['x-nuget-apikey']
  const key = (Array.isArray(header) ? header[0] : header)?.trim()
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const sent: Credential[] = []
  if (key) sent.push({ kind: 'api-key', text: key })
  if (bearer) sent.push({ kind: /^API-/i.test(bearer) ? 'api-key' : 'access-token', text: bearer })
  if (sent.length > 0 || installation === undefined) return sent
  const session = readCookie(request, sessionCookieName(request, installation))
  return session ? [{ kind: 'session', text: session }] : []
}
