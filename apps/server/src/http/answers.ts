import { type TObject, type TProperties, type TSchema, Type } from 'typebox'

/** Addresses of what belongs to a thing, by name; may be templates (`{?skip,take}`). */
export const Links = () => Type.Record(Type.String(), Type.String())

/** An id or text that may be missing. */
export const OrNull = <const Schema extends TSchema>(schema: Schema) => Type.Union([Type.Null(), schema])

/** A date as answers have it. */
export const AnsweredDate = () => Type.String({ description: 'ISO 8601 with milliseconds, in UTC.' })

/** Objects of which only the name is told: what clients stored, or what its own documentation describes. */
export const AnyObject = () => Type.Record(Type.String(), Type.Unknown())

/** A thing of the API with a name of its own in the document. */
export const Answer = <Properties extends TProperties>(title: string, properties: Properties): TObject<Properties> =>
  Type.Object(properties, { title })

/** The envelope of a collection (`collection` in `paging.ts`). Source: API reference 1.6. */
export function CollectionOf(item: TSchema) {
  const { title } = item as { title?: string }
  return Type.Object(
    {
      ItemType: Type.String(),
      IsStale: Type.Boolean(),
      TotalResults: Type.Integer(),
      ItemsPerPage: Type.Integer(),
      NumberOfPages: Type.Integer(),
      LastPageNumber: Type.Integer(),
      Items: Type.Array(item),
      Links: Links(),
    },
    title ? { title: `${title}Collection` } : {},
  )
}

/**
 * The fields of a body as an answer has them: one that has a default is always there, and one that was left out may be `null`.
 */
export function answered(fields: TProperties): TProperties {
  return Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, answeredField(schema)]))
}

/** The same for fields of which a thing of one type has some, and of another type others. */
export function perhapsAnswered(fields: TProperties): TProperties {
  return Object.fromEntries(
    Object.entries(answered(fields)).map(([name, schema]) => [name, Type.Optional(OrNull(schema))]),
  )
}

function answeredField(schema: TSchema): TSchema {
  const value = answeredValue(schema)
  if (!Type.IsOptional(schema)) return value
  return 'default' in schema ? value : Type.Optional(OrNull(value))
}

interface Parts {
  readonly type?: string
  readonly properties?: TProperties
  readonly required?: readonly string[]
  readonly items?: TSchema
  readonly anyOf?: TSchema[]
  readonly patternProperties?: Readonly<Record<string, TSchema>>
}

/** The schema of a value, without the mark of `Type.Optional`. */
function answeredValue(schema: TSchema): TSchema {
  const { type: _type, properties, required: _required, items, anyOf, patternProperties, ...options } = schema as Parts
  if (properties) return Type.Object(answered(properties), { ...options, ...(anyOf ? { anyOf } : {}) })
  if (items) return Type.Array(answeredValue(items), options)
  if (anyOf) return Type.Union(anyOf.map(answeredValue), options)
  if (patternProperties) return Type.Record(Type.String(), answeredValue(Object.values(patternProperties)[0]!), options)
  return Type.Unsafe({ ...schema })
}
