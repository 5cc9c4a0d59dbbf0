import type { IncomingMessage } from 'node:http'

const spaceOf = new WeakMap<IncomingMessage, string>()

/** The space that the request's address names (an id or a slug), or undefined. */
export const spaceInAddress = (request: IncomingMessage): string | undefined => spaceOf.get(request)

/**
 * Turns the three spellings of a space-scoped address (`/api/x`, `/api/Spaces-1/x`, `/api/spaces/{idOrSlug}/x`) into the
 * first, and remembers the space. Doubled slashes collapse. The path is not decoded here: only the router decodes, once.
 *
 * Source: API reference 1.1.
 */
export function canonicalAddress(request: IncomingMessage): string {
  const url = request.url ?? '/'
  const end = url.search(/[?#]/)
  const path = end < 0 ? url : url.slice(0, end)
  const query = end < 0 ? '' : url.slice(end)
  const given = path.split('/').filter((segment) => segment !== '')
  // NuGet clients push to an address beside the API.
  const segments = given[0]?.toLowerCase() === 'nuget' ? ['api', ...given] : given
  if (segments[0]?.toLowerCase() !== 'api') return url.replace(/^\/{2,}/, '/')
  const [, first = '', second = '', third = ''] = segments
  let rest = segments.slice(1)
  if (/^Spaces-[0-9]+$/i.test(first)) {
    spaceOf.set(request, first)
    rest = segments.length === 2 ? ['spaceroot'] : segments.slice(2)
  } else if (first.toLowerCase() === 'spaces' && third !== '' && !/^(logo|search)$/i.test(third)) {
    spaceOf.set(request, decodeURIComponentSafely(second))
    rest = segments.slice(3)
  }
  return `/api${rest.map((segment) => `/${segment}`).join('')}${query}`
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
