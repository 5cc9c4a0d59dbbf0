import type { TSchema } from 'typebox'

interface SchemaParts {
  readonly type?: string
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly items?: TSchema
  readonly patternProperties?: Readonly<Record<string, TSchema>>
  readonly anyOf?: readonly TSchema[]
  /** Of a list: `null` entries are not left out, so that the schema of the entries refuses them. */
  readonly keepNulls?: boolean
}

/** Objects nested deeper than this are refused (reliability O). */
const DEEPEST_BODY = 64

/**
 * Reads a JSON body the way clients write it: property names match without case, `null` means missing. Names that the
 * schema does not know are kept as they are; the schema decides what becomes of them.
 *
 * Source: API reference 1.3.
 */
export function readBody(schema: TSchema, value: unknown): unknown {
  return read(schema as SchemaParts, value)
}

function read(schema: SchemaParts | undefined, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = schema?.items ?? schema?.anyOf?.find((option) => 'items' in option)
    const each = items && 'items' in items ? (items as SchemaParts).items : items
    return value
      .filter((item) => item !== null || schema?.keepNulls)
      .map((item) => read(each as SchemaParts | undefined, item))
  }
  if (typeof value !== 'object' || value === null) return value
  const shape = schema?.properties
    ? schema
    : (schema?.anyOf?.find((option) => 'properties' in option) as SchemaParts | undefined)
  const known = new Map(Object.keys(shape?.properties ?? {}).map((name) => [name.toLowerCase(), name]))
  const ofMap = Object.values(schema?.patternProperties ?? {})[0] as SchemaParts | undefined
  const result = new Map<string, unknown>()
  for (const [given, inner] of Object.entries(value)) {
    if (inner === null) continue
    const name = known.get(given.toLowerCase()) ?? given
    result.set(name, read((shape?.properties?.[name] as SchemaParts | undefined) ?? ofMap, inner))
  }
  return Object.fromEntries(result)
}

/** Lists longer and texts larger than these are refused (reliability O). */
const LONGEST_LIST = 10_000
const LARGEST_TEXT_BYTES = 1024 * 1024

/** Why a parsed body is more than is taken in, as a sentence; undefined when it is not. */
export function excessOf(value: unknown, path = '', depth = 0): string | undefined {
  if (typeof value === 'string') {
    // A character has at most three bytes for each of its units, so short texts need not be measured.
    const isLarge = value.length > LARGEST_TEXT_BYTES / 3 && Buffer.byteLength(value) > LARGEST_TEXT_BYTES
    return isLarge ? `${path || 'Body'}: must have at most 1 MB of text.` : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > DEEPEST_BODY) return `The body nests too deeply; at most ${DEEPEST_BODY} levels are read.`
  if (Array.isArray(value) && value.length > LONGEST_LIST) {
    return `${path || 'Body'}: must have at most ${LONGEST_LIST} entries.`
  }
  for (const [name, inner] of Object.entries(value)) {
    const problem = excessOf(inner, pathTo(path, name, Array.isArray(value)), depth + 1)
    if (problem) return problem
  }
  return undefined
}

const pathTo = (path: string, name: string, isInList: boolean): string =>
  isInList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`

/** What PostgreSQL cannot store in a text: NUL, and one half of a pair that stands for one character. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** The way to the first text of a parsed body that cannot be stored, such as `Variables[0].Value`; undefined when all can. */
export function unstorableText(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? path || 'Body' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    if (UNSTORABLE.test(name)) return path || 'Body'
    const found = unstorableText(inner, pathTo(path, name, Array.isArray(value)))
    if (found) return found
  }
  return undefined
}
