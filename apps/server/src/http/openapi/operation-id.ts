interface RouteName {
  readonly method: string
  readonly path: string
  readonly operationId: string | undefined
}

/**
 * The stable, readable name of an operation, made of method and path unless the route has its own: `GET /projects` is
 * `getProjects`, `GET /projects/:id/summary` `getProjectSummary`, `POST /projects` `createProject`, `POST /tasks/:id/cancel`
 * `cancelTask`. `compounds` are words that paths write in one: `ProjectGroups` for `projectgroups`.
 */
export function operationIdOf(route: RouteName, compounds: readonly string[]): string {
  if (route.operationId) return route.operationId
  const words = wordsOf(route.path, compounds)
  const last = words.at(-1)!
  switch (route.method) {
    case 'POST':
      return isPlural(last)
        ? `create${[...words.slice(0, -1), singular(last)].join('')}`
        : `${lowerFirst(last)}${words.slice(0, -1).join('')}`
    case 'PUT':
      return `replace${words.join('')}`
    default:
      return `${route.method.toLowerCase()}${words.join('')}`
  }
}

/** A word for each fixed part; one that a parameter follows is in the singular. */
function wordsOf(path: string, compounds: readonly string[]): readonly string[] {
  const words: string[] = []
  for (const segment of path.split('/').filter((part) => part !== '')) {
    if (!segment.startsWith(':')) words.push(pascal(segment, compounds))
    else if (words.length > 0 && isPlural(words.at(-1)!)) words.push(singular(words.pop()!))
    else words.push(`By${pascal(segment.slice(1), compounds)}`)
  }
  return words.length > 0 ? words : ['Root']
}

function pascal(segment: string, compounds: readonly string[]): string {
  const known = compounds.find((word) => word.toLowerCase() === segment.toLowerCase())
  if (known) return known
  return segment.split(/[-._]/).map(upperFirst).join('')
}

const isPlural = (word: string): boolean => /[^s]s$/.test(word) && !/(Status|Previous)$/.test(word)
const singular = (word: string): string =>
  /ies$/.test(word) ? word.replace(/ies$/, 'y') : word.replace(/(?<=sse)s$|(?<=[^s])s$/, '').replace(/sse$/, 'ss')
const upperFirst = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
const lowerFirst = (word: string): string => word.slice(0, 1).toLowerCase() + word.slice(1)
