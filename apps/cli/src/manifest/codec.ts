import { isDeepStrictEqual } from 'node:util'
import { type Doc, docsIn, isDoc, isSameName, nameOf, textsIn } from './document.ts'
import type { NamedKind } from './names.ts'

/** What a conversion may ask for: the id of a name (or of what will have it), and the name of an id. */
export interface Place {
  /** Names the place in messages, such as `projects[2].lifecycle`. */
  readonly path: string
  readonly project?: string | undefined
  idOf(kind: NamedKind, name: string, at: Place): string
  nameOf(kind: NamedKind, id: string): string
}

export const inside = (at: Place, key: string | number): Place => ({
  ...at,
  path: typeof key === 'number' ? `${at.path}[${key}]` : at.path === '' ? key : `${at.path}.${key}`,
})

/**
 * One kind of value in its forms: as people write it in a manifest (short), complete (every default filled in, for
 * comparing), and on the wire (the API's words and ids).
 */
export interface Codec {
  readonly schema: Doc
  complete(written: unknown, at: Place): unknown
  /** The short form of a complete value. */
  shorten(complete: unknown): unknown
  /** `current` is what the server has there: ids and fields that a manifest does not speak of are kept. */
  toWire(complete: unknown, at: Place, current?: unknown): unknown
  /** The complete form of what the server has. */
  fromWire(wire: unknown, at: Place): unknown
  /** Where equality is too strict: whether what the server has is what is wanted. */
  covers?(wanted: unknown, found: unknown): boolean
}

const same = (value: unknown): unknown => value
const plain = (schema: Doc): Codec => ({ schema, complete: same, shorten: same, toWire: same, fromWire: same })

export const text = (): Codec => plain({ type: 'string' })
export const flag = (): Codec => plain({ type: 'boolean' })
export const whole = (): Codec => plain({ type: 'integer', minimum: 0 })
export const texts = (): Codec => plain({ type: 'array', items: { type: 'string' } })
export const oneOf = (words: readonly string[]): Codec => plain({ enum: words })

/** One thing by its name; nothing is `null`. */
export const reference = (kind: NamedKind): Codec => ({
  ...plain({ type: 'string', minLength: 1 }),
  complete: (name, at) => (name === null ? null : spell(kind, String(name), at)),
  toWire: (name, at) => (name === null ? null : at.idOf(kind, String(name), at)),
  fromWire: (id, at) => (id === null || id === '' ? null : at.nameOf(kind, String(id))),
})

/** Several things by their names. */
export const references = (kind: NamedKind): Codec => ({
  ...plain({ type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true }),
  complete: (names, at) => textsIn(names).map((name, index) => spell(kind, name, inside(at, index))),
  toWire: (names, at) => textsIn(names).map((name, index) => at.idOf(kind, name, inside(at, index))),
  fromWire: (ids, at) => textsIn(ids).map((id) => at.nameOf(kind, id)),
})

/** A name as the server spells it, when the server has it already. */
export const spell = (kind: NamedKind, name: string, at: Place): string => {
  const spelt = at.nameOf(kind, at.idOf(kind, name, at))
  return isSameName(spelt, name) ? spelt : name
}

export interface Field {
  /** The word in a manifest. */
  readonly key: string
  /** The field of the API. */
  readonly wire: string
  readonly codec: Codec
  /** What leaving it out means, in complete form. */
  readonly usual: unknown
  readonly says: string
  readonly isRequired?: boolean
}

/** An object of fields, or `null`. Keys that are left out have their usual values. */
export function object(fields: readonly Field[]): Codec {
  return {
    schema: objectSchema(fields),
    complete: (written, at) => (isDoc(written) ? completeFields(fields, written, at) : null),
    shorten: (complete) => (isDoc(complete) ? shortenFields(fields, complete) : null),
    toWire: (complete, at, current) =>
      isDoc(complete) ? { ...(isDoc(current) ? current : {}), ...fieldsToWire(fields, complete, at, current) } : null,
    fromWire: (wire, at) => (isDoc(wire) ? fieldsFromWire(fields, wire, at) : null),
  }
}

export const objectSchema = (fields: readonly Field[]): Doc => ({
  type: 'object',
  additionalProperties: false,
  required: fields.filter(({ isRequired }) => isRequired).map(({ key }) => key),
  properties: Object.fromEntries(fields.map(({ key, codec, says }) => [key, { description: says, ...codec.schema }])),
})

export const completeFields = (fields: readonly Field[], written: Doc, at: Place): Doc =>
  Object.fromEntries(
    fields.map(({ key, codec, usual }) => [
      key,
      written[key] === undefined ? usual : codec.complete(written[key], inside(at, key)),
    ]),
  )

/** Only what is not as usual. */
export const shortenFields = (fields: readonly Field[], complete: Doc): Doc =>
  Object.fromEntries(
    fields
      .filter(({ key, usual, isRequired }) => isRequired || !isDeepStrictEqual(complete[key], usual))
      .map(({ key, codec }) => [key, codec.shorten(complete[key])]),
  )

export const fieldsToWire = (fields: readonly Field[], complete: Doc, at: Place, current?: unknown): Doc =>
  Object.fromEntries(
    fields
      .filter(({ key }) => key in complete)
      .map(({ key, wire, codec }) => [
        wire,
        codec.toWire(complete[key], inside(at, key), isDoc(current) ? current[wire] : undefined),
      ]),
  )

export const fieldsFromWire = (fields: readonly Field[], wire: Doc, at: Place): Doc =>
  Object.fromEntries(
    fields.map((field) => [
      field.key,
      wire[field.wire] === undefined || wire[field.wire] === null
        ? field.usual
        : field.codec.fromWire(wire[field.wire], inside(at, field.key)),
    ]),
  )

/** A list of named things: what the server has under the same name keeps its id. */
export const listOf = (item: Codec): Codec => ({
  schema: { type: 'array', items: item.schema },
  complete: (items, at) => (items as readonly unknown[]).map((value, index) => item.complete(value, inside(at, index))),
  shorten: (items) => (items as readonly unknown[]).map((value) => item.shorten(value)),
  toWire: (items, at, current) =>
    (items as readonly unknown[]).map((value, index) => {
      const known = isDoc(value) ? docsIn(current).find((other) => isSameName(nameOf(other), nameOf(value))) : undefined
      return item.toWire(value, inside(at, index), known)
    }),
  fromWire: (items, at) => docsIn(items).map((value, index) => item.fromWire(value, inside(at, index))),
})
