import { type AbsoluteUri, parseUri, unescapeUri } from '../uri.ts'
import { type Filter, flagText } from './filter.ts'

// Parts of addresses. Source: template reference 11.6.

const isIPv4 = (host: string): boolean =>
  /^\d+\.\d+\.\d+\.\d+$/.test(host) && host.split('.').every((part) => Number(part) <= 255)

function hostNameType({ host, scheme, hasAuthority }: AbsoluteUri): string {
  if (host.startsWith('[')) return 'IPv6'
  if (isIPv4(host)) return 'IPv4'
  if (host === '') return hasAuthority && scheme === 'file' ? 'Basic' : 'Unknown'
  return /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?$/u.test(host) ? 'Dns' : 'Basic'
}

const isLoopback = ({ host, scheme }: AbsoluteUri): boolean =>
  host === 'localhost' ||
  host === 'loopback' ||
  host === '[::1]' ||
  (isIPv4(host) && host.startsWith('127.')) ||
  (host === '' && scheme === 'file')

const authority = (uri: AbsoluteUri): string => uri.host + (uri.isDefaultPort ? '' : `:${uri.port}`)
const userPrefix = (uri: AbsoluteUri): string => (uri.userInfo === '' ? '' : `${uri.userInfo}@`)

const whole = (uri: AbsoluteUri): string =>
  `${uri.scheme}:${uri.hasAuthority ? '//' : ''}${userPrefix(uri)}${authority(uri)}${uri.path}${uri.query}${uri.fragment}`

const parts: ReadonlyMap<string, (uri: AbsoluteUri) => string> = new Map([
  ['absolutepath', (uri) => uri.path],
  ['absoluteuri', whole],
  ['authority', authority],
  ['dnssafehost', (uri) => uri.host.replace(/^\[(.*)\]$/, '$1')],
  ['fragment', (uri) => uri.fragment],
  ['host', (uri) => uri.host],
  ['hostandport', (uri) => (uri.port < 0 ? uri.host : `${uri.host}:${uri.port}`)],
  ['hostnametype', hostNameType],
  ['isabsoluteuri', () => flagText(true)],
  ['isdefaultport', (uri) => flagText(uri.isDefaultPort)],
  ['isfile', (uri) => flagText(uri.scheme === 'file')],
  ['isloopback', (uri) => flagText(isLoopback(uri))],
  ['isunc', (uri) => flagText(uri.scheme === 'file' && uri.host !== '')],
  ['path', (uri) => unescapeUri(uri.path)],
  ['pathandquery', (uri) => uri.path + uri.query],
  ['port', (uri) => String(uri.port)],
  ['query', (uri) => uri.query],
  ['scheme', (uri) => uri.scheme],
  ['schemeandserver', (uri) => `${uri.scheme}:${uri.hasAuthority ? '//' : ''}${authority(uri)}`],
  ['userinfo', (uri) => uri.userInfo],
])

/** Complaints of this filter are values, so they show where the part would be and nothing is missing. */
export const uriPart: Filter = (value, [part]) => {
  if (part === undefined) return '[UriPart error: no argument given]'
  const uri = parseUri(value)
  if (uri === 'malformed') return value
  const read = parts.get(part.toLowerCase())
  if (!read) return `[UriPart ${part} error: argument '${part}' not supported]`
  if (uri !== 'relative') return read(uri)
  if (part.toLowerCase() === 'isabsoluteuri') return flagText(false)
  return `[UriPart ${part} error: This operation is not supported for a relative URI.]`
}
