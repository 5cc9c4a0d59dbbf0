import { Type } from 'typebox'

/** Building blocks of body schemas: every optional field has the default that a GET shows for it. */
export const Text = () => Type.Optional(Type.String({ default: '' }))

/** An id of something else, or a value that may be missing: `null` when unset. Blank text counts as unset. */
export const Nullable = () => Type.Optional(Type.Union([Type.Null(), Type.String()], { default: null }))
export const Flag = (value = false) => Type.Optional(Type.Boolean({ default: value }))
export const Whole = (value = 0) => Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: value }))
export const Texts = () => Type.Optional(Type.Array(Type.String(), { default: [] }))

/**
 * Ids or names of the places that something is limited to. A blank or `null` one is refused: left out, it would make the thing
 * apply everywhere.
 */
export const PlaceList = (options: { readonly default?: readonly string[] } = {}) =>
  Type.Array(Type.String({ minLength: 1 }), { keepNulls: true, ...options })
export const Places = () => Type.Optional(PlaceList({ default: [] }))

/** One of some words; the first is the default. */
export const OneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  Type.Optional(
    Type.Union(
      words.map((word) => Type.Literal(word)),
      { default: words[0] },
    ),
  )

/** Objects that clients store and the server does not look into. */
export const FreeForm = () => Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object' })

/** Text, or a secret: `{HasValue, NewValue}` in, `{HasValue, Hint}` out. Source: API reference 1.3. */
export const PropertyValue = () =>
  Type.Union([
    Type.String(),
    Type.Object(
      { HasValue: Type.Optional(Type.Boolean()), NewValue: Type.Optional(Type.String()) },
      // Any other object would come back to clients that cannot decode it.
      { anyOf: [{ required: ['HasValue'] }, { required: ['NewValue'] }] },
    ),
  ])
export const Properties = () => Type.Optional(Type.Record(Type.String(), PropertyValue(), { default: {} }))

/** A parameter of a step template, and a variable template of a project or library set. Source: API reference 5.21. */
export const TemplateParameters = () =>
  Type.Optional(
    Type.Array(
      Type.Object({
        Id: Text(),
        Name: Type.String({ minLength: 1 }),
        Label: Text(),
        HelpText: Text(),
        DefaultValue: Type.Optional(PropertyValue()),
        DisplaySettings: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
      }),
      { default: [] },
    ),
  )
