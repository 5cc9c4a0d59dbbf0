interface Schema {
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly minimum?: number
  readonly minItems?: number
  readonly required?: readonly string[]
}

/** What a field usually holds, by its name; undefined where the schema knows better. `of` is the title of what it belongs to. */
export type ExampleValues = (field: string, of: string | undefined) => unknown

/** A value of a schema for people to look at: its own example if it has one, else what fields of that name usually hold. */
export function exampleOf(schema: Schema, values: ExampleValues): unknown {
  return make(schema, { field: '', of: schema.title }, values)
}

interface Where {
  readonly field: string
  readonly of: string | undefined
}

function make(schema: Schema, where: Where, values: ExampleValues): unknown {
  if (schema.examples) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf && schema.properties === undefined) return makeOneOf(schema, schema.anyOf, where, values)
  switch (typeOf(schema)) {
    case 'object':
      return makeObject(schema, values)
    case 'array':
      return schema.items ? makeArray(schema, schema.items, where, values) : []
    case 'string':
      return asText(values(where.field, where.of)) ?? schema.default ?? 'text'
    case 'integer':
    case 'number':
      return asNumber(values(where.field, where.of)) ?? schema.default ?? schema.minimum ?? 0
    case 'boolean':
      return schema.default ?? false
    case 'null':
      return null
    default:
      return values(where.field, where.of) ?? schema.default ?? {}
  }
}

const typeOf = ({ type }: Schema): string | undefined => (typeof type === 'string' ? type : type?.[0])
const asText = (value: unknown): unknown => (typeof value === 'string' ? value : undefined)
const asNumber = (value: unknown): unknown => (typeof value === 'number' ? value : undefined)

/** What may be missing is shown missing, unless its name tells what it would be. */
function makeOneOf(schema: Schema, options: readonly Schema[], where: Where, values: ExampleValues): unknown {
  const text = options.some((option) => option.type === 'string' && option.const === undefined)
    ? asText(values(where.field, where.of))
    : undefined
  if (text !== undefined) return text
  if (schema.default !== undefined) return schema.default
  return make(options.find(({ type }) => type !== 'null') ?? options[0]!, where, values)
}

function makeArray(schema: Schema, items: Schema, where: Where, values: ExampleValues): unknown {
  const listed = values(where.field, where.of)
  if (Array.isArray(listed)) return listed
  if (Array.isArray(schema.default) && typeOf(items) === 'string') return schema.default
  return [make(items, { field: singular(where.field), of: items.title ?? where.of }, values)]
}

function makeObject(schema: Schema, values: ExampleValues): unknown {
  const fields = Object.entries(schema.properties ?? {})
  return Object.fromEntries(fields.map(([field, inner]) => [field, make(inner, { field, of: schema.title }, values)]))
}

const singular = (field: string): string => field.replace(/s$/, '')
