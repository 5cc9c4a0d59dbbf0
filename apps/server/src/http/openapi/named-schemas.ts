type Json = Record<string, unknown>

/** Where values stand that only look like schemas. */
const VALUES: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'const', 'enum'])

/**
 * Takes every schema with a `title` out of `paths` into the named schemas, so that the document says each thing once and
 * generated types have names. Two different schemas with one title are a mistake, which is thrown.
 */
export function nameSchemas(paths: Json): { readonly paths: Json; readonly schemas: Json } {
  const schemas = new Map<string, { readonly source: string; schema: unknown }>()
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    const { title } = value as { title?: unknown }
    if (typeof title !== 'string') return visitEach(value as Json)
    const source = JSON.stringify(value)
    const known = schemas.get(title)
    if (known && known.source !== source) throw new Error(`Two different schemas are called ${title}.`)
    if (!known) {
      const entry = { source, schema: undefined as unknown }
      schemas.set(title, entry)
      entry.schema = visitEach(value as Json)
    }
    return { $ref: `#/components/schemas/${title}` }
  }
  const visitEach = (value: Json): Json =>
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, VALUES.has(key) ? inner : visit(inner)]))
  const named = visitEach(paths)
  const inOrder = [...schemas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, { schema }]) => [title, schema])
  return { paths: named, schemas: Object.fromEntries(inOrder) as Json }
}
