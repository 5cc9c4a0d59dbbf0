import type { FastifyRequest } from 'fastify'

/** The value of a cookie of the request; undefined when it has none of this name. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key = '', ...value] = pair.split('=')
    if (key.trim() === name) return value.join('=').trim()
  }
  return undefined
}

interface CookieOptions {
  /** Over HTTPS only. */
  readonly isSecure: boolean
  /** Scripts of a page may read it. */
  readonly isReadable?: boolean
  /** Without it the cookie ends with the browser. 0 takes the cookie away. */
  readonly maxAgeSeconds?: number
}

/** A `Set-Cookie` header for the whole host; it is not sent with requests that pages of other sites make. */
export function setCookie(name: string, value: string, { isSecure, isReadable, maxAgeSeconds }: CookieOptions): string {
  return [
    `${name}=${value}`,
    'Path=/',
    'SameSite=Lax',
    ...(isReadable ? [] : ['HttpOnly']),
    ...(isSecure ? ['Secure'] : []),
    ...(maxAgeSeconds === undefined ? [] : [`Max-Age=${maxAgeSeconds}`]),
  ].join('; ')
}
