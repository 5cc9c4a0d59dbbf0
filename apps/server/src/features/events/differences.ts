/** One difference between two documents, as a JSON patch tells it, with the value that was there. */
export interface Difference {
  readonly op: 'add' | 'remove' | 'replace'
  /** A JSON pointer. */
  readonly path: string
  readonly old?: unknown
  readonly value?: unknown
}

/**
 * What differs between two documents of JSON, as near to the place as it can be told: inside of objects by name, inside of
 * lists by index.
 */
export function differencesOf(before: unknown, after: unknown, path = ''): readonly Difference[] {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => {
      const [old, value] = [own(before, name), own(after, name)]
      const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (old === undefined && value === undefined) return []
      if (old === undefined) return [{ op: 'add', path: at, value }]
      if (value === undefined) return [{ op: 'remove', path: at, old }]
      return differencesOf(old, value, at)
    })
  }
  return Object.is(before, after) ? [] : [{ op: 'replace', path, old: before, value: after }]
}

/** A document may have a field that is called like one that every object has (reliability Y4). */
const own = (value: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(value, name) ? value[name] : undefined

const isBranch = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
