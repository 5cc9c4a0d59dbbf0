import type { FastifyRequest } from 'fastify'
import { setCookie } from '../../http/cookies.ts'
import { digestOf, isSecret } from '../access/secrets.ts'
import { LONGEST_DAYS } from './queries.ts'

// The installation is part of the names: servers on other ports of a host share its cookies.
const sessionName = (installation: string, isSecure: boolean): string =>
  `${isSecure ? '__Host-' : ''}Flotilla-Session_${installation}`
const tokenName = (installation: string): string => `Octopus-Csrf-Token_${installation}`

const isOverHttps = (request: FastifyRequest): boolean => request.protocol === 'https'

/** The name of the cookie that a request brings its session in. Over HTTPS no other site can set it. */
export const sessionCookieName = (request: FastifyRequest, installation: string): string =>
  sessionName(installation, isOverHttps(request))

/**
 * The token that a page of ours sends with every change, as the header `X-Octopus-Csrf-Token`. It follows from the session
 * and does not lead back to it (reliability N5).
 */
export const crossSiteToken = (session: string): string => digestOf(`cross-site ${session}`).toString('base64url')

export function hasCrossSiteToken(request: FastifyRequest, session: string): boolean {
  const sent = request.headers['x-octopus-csrf-token']
  return typeof sent === 'string' && isSecret(digestOf(crossSiteToken(session)), sent)
}

/** The cookies of a new session; one that is to be remembered outlives the browser. */
export function sessionCookies(
  request: FastifyRequest,
  installation: string,
  session: string,
  isRemembered: boolean,
): string[] {
  const isSecure = isOverHttps(request)
  const age = isRemembered ? { maxAgeSeconds: LONGEST_DAYS * 24 * 3_600 } : {}
  return [
    setCookie(sessionName(installation, isSecure), session, { isSecure, ...age }),
    setCookie(tokenName(installation), crossSiteToken(session), { isSecure, isReadable: true, ...age }),
  ]
}

/** Takes them away again. */
export function noSessionCookies(request: FastifyRequest, installation: string): string[] {
  const gone = { isSecure: isOverHttps(request), maxAgeSeconds: 0 }
  return [
    setCookie(sessionCookieName(request, installation), '', gone),
    setCookie(tokenName(installation), '', { ...gone, isReadable: true }),
  ]
}
