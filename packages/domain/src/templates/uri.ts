/** An absolute address in normal form: scheme and host in lower case, dot segments resolved, needed escapes added. */
export interface AbsoluteUri {
  readonly scheme: string
  readonly userInfo: string
  /** As written in an address, so IPv6 is in brackets. Empty when there is none. */
  readonly host: string
  /** The given or the scheme's usual port; -1 when neither is known. */
  readonly port: number
  readonly isDefaultPort: boolean
  readonly hasAuthority: boolean
  readonly path: string
  /** With its `?`; empty if absent. */
  readonly query: string
  /** With its `#`; empty if absent. */
  readonly fragment: string
}

const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
  ['ftp', 21],
  ['gopher', 70],
  ['nntp', 119],
  ['telnet', 23],
  ['ldap', 389],
  ['mailto', 25],
  ['net.tcp', 808],
])

/** Schemes that mean nothing without a host. */
const HOST_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'net.tcp'])

/**
 * Reads an address.
 *
 * Errors: `relative` for one without a scheme; `malformed` for one with a scheme and an impossible host or port.
 * Source: template reference 11.6.
 */
export function parseUri(text: string): AbsoluteUri | 'relative' | 'malformed' {
  const trimmed = text.trim()
  const drive = /^[A-Za-z]:[\\/]/.test(trimmed)
  const match = /^([A-Za-z][A-Za-z\d+.-]*):(.*)$/s.exec(drive ? `file:///${trimmed.replaceAll('\\', '/')}` : trimmed)
  if (!match) return 'relative'
  const scheme = match[1]!.toLowerCase()
  const pieces = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(match[2]!)
  const [, hierarchy = '', query = '', fragment = ''] = pieces ?? []
  const tail = { query: escapeUri(query), fragment: escapeUri(fragment) }
  if (!hierarchy.startsWith('//')) return withoutAuthority(scheme, hierarchy, tail)
  const slash = hierarchy.indexOf('/', 2)
  const authority = readAuthority(scheme, slash < 0 ? hierarchy.slice(2) : hierarchy.slice(2, slash))
  if (!authority) return 'malformed'
  const path = removeDots(slash < 0 ? '/' : hierarchy.slice(slash))
  return { scheme, ...authority, hasAuthority: true, path: escapeUri(path), ...tail }
}

type Tail = Pick<AbsoluteUri, 'query' | 'fragment'>

function withoutAuthority(scheme: string, hierarchy: string, tail: Tail): AbsoluteUri | 'malformed' {
  if (HOST_SCHEMES.has(scheme)) return 'malformed'
  const port = DEFAULT_PORTS.get(scheme) ?? -1
  const none = { scheme, userInfo: '', host: '', port, isDefaultPort: true, hasAuthority: false }
  const mail = scheme === 'mailto' ? /^([^@]*)@([^@]*)$/.exec(hierarchy) : null
  if (mail) return { ...none, userInfo: mail[1]!, host: mail[2]!.toLowerCase(), path: '', ...tail }
  return { ...none, path: escapeUri(hierarchy), ...tail }
}

function readAuthority(
  scheme: string,
  text: string,
): Pick<AbsoluteUri, 'userInfo' | 'host' | 'port' | 'isDefaultPort'> | null {
  const at = text.lastIndexOf('@')
  const match = /^(\[[\da-fA-F:.%]+\]|[^:[\]]*)(?::(\d*))?$/.exec(text.slice(at + 1))
  const host = match?.[1]?.toLowerCase() ?? ''
  const usual = DEFAULT_PORTS.get(scheme) ?? -1
  const port = match?.[2] ? Number(match[2]) : usual
  if (!match || port > 65_535 || /[\s<>"^`{|}\\%]/.test(host.replace(/^\[.*\]$/, ''))) return null
  if (host === '' && scheme !== 'file' && (HOST_SCHEMES.has(scheme) || match[2] !== undefined)) return null
  return { userInfo: escapeUri(text.slice(0, Math.max(at, 0))), host, port, isDefaultPort: port === usual }
}

/** Resolves `.` and `..`, as in a path that starts with a slash. */
function removeDots(path: string): string {
  const kept: string[] = []
  const segments = path.slice(1).split('/')
  for (const [place, segment] of segments.entries()) {
    const isLast = place === segments.length - 1
    if (segment === '..') kept.pop()
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else if (isLast) kept.push('')
  }
  return `/${kept.join('/')}`
}

/** Percent-encodes what no address may hold; a `%` stays only as part of an escape. */
function escapeUri(text: string): string {
  const encode = (part: string): string => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))
  return text.replace(/%(?![\da-fA-F]{2})|[^\w\-.~:/?#[\]@!$&'()*+,;=%]+/g, encode)
}

/** Undoes percent-encoding where it is valid UTF-8. */
export function unescapeUri(text: string): string {
  return text.replace(/(?:%[\da-fA-F]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes)
    } catch {
      return escapes
    }
  })
}
