import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'

/** Who made a browser send a request: a page of this server, one of somebody else, or no page that the browser tells of. */
export type Sender = 'own-page' | 'foreign-page' | 'unknown'

/**
 * What the browser says of the page that a request comes from. Pages cannot forge either header. `publicUrl` is the address
 * that people reach the server at, where that is not what it listens on.
 *
 * Source: reliability reference N5.
 */
export function senderOf(request: FastifyRequest, publicUrl: string | undefined): Sender {
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin') return 'own-page'
  // Typed by a person, or opened from a bookmark.
  if (site === 'none') return 'unknown'
  if (site !== undefined) return 'foreign-page'
  // Browsers send the above to HTTPS and loopback addresses only.
  const { origin } = request.headers
  if (origin === undefined) return 'unknown'
  const own = [ownAddress(request), publicUrl].flatMap((url) => (url && URL.canParse(url) ? [new URL(url).origin] : []))
  return own.includes(origin.toLowerCase()) ? 'own-page' : 'foreign-page'
}

/** The address that the request was sent to, as far as the server and its trusted proxies know. */
export const ownAddress = (request: FastifyRequest): string => `${request.protocol}://${request.host}`

/** The client, for limits: one IPv4 address, or the network of 64 bits in which an IPv6 client may choose any address. */
export function clientGroup(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  if (address instanceof ipaddr.IPv4) return address.toString()
  const network = address.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}
