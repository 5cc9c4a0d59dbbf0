import type { Codec } from './codec.ts'
import { inside, spell } from './codec.ts'
import { type Doc, isDoc, textsIn } from './document.ts'
import type { NamedKind } from './names.ts'

/** How long releases are kept: `default`, `forever`, `{days: 30}` or `{releases: 3}`; a phase may leave it to its lifecycle. */
export const retention = (): Codec => {
  const amount = (unit: string) => ({
    type: 'object',
    additionalProperties: false,
    required: [unit],
    properties: { [unit]: { type: 'integer', minimum: 1 } },
  })
  return {
    schema: { anyOf: [{ enum: ['default', 'forever'] }, amount('days'), amount('items')] },
    complete: (value) => value,
    shorten: (value) => value,
    toWire: (value) => {
      if (value === null) return undefined
      if (!isDoc(value))
        return { Strategy: value === 'forever' ? 'Forever' : 'Default', Unit: 'Days', QuantityToKeep: 0 }
      return value.days === undefined
        ? { Strategy: 'Count', Unit: 'Items', QuantityToKeep: value.items }
        : { Strategy: 'Count', Unit: 'Days', QuantityToKeep: value.days }
    },
    fromWire: (wire) => {
      const { Strategy, Unit, QuantityToKeep } = wire as Doc
      if (Strategy !== 'Count') return Strategy === 'Forever' ? 'forever' : 'default'
      return Unit === 'Items' ? { items: QuantityToKeep } : { days: QuantityToKeep }
    },
  }
}

/** One field of an object of the API, beside others that stay as they are. */
export const oneFieldOf = (name: string): Codec => ({
  schema: { type: 'string' },
  complete: (value) => value,
  shorten: (value) => value,
  toWire: (value, _at, current) => ({ ...(isDoc(current) ? current : {}), [name]: value }),
  fromWire: (wire) => (wire as Doc)[name] ?? '',
})

/** The API says that something is active where a manifest says that it is disabled. */
export const opposite = (): Codec => ({
  schema: { type: 'boolean' },
  complete: (value) => value,
  shorten: (value) => value,
  toWire: (value) => value !== true,
  fromWire: (wire) => wire !== true,
})

/** Which projects a tenant has, and where: `{Web API: [Staging, Production]}`. */
export const projectEnvironments = (): Codec => ({
  schema: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
  complete: (written, at) =>
    Object.fromEntries(
      Object.entries(written as Doc).map(([project, environments]) => {
        const here = inside(at, project)
        const spelt = textsIn(environments).map((name, index) => spell('environment', name, inside(here, index)))
        return [spell('project', project, here), spelt]
      }),
    ),
  shorten: (value) => value,
  toWire: (value, at) =>
    Object.fromEntries(
      Object.entries(value as Doc).map(([project, environments]) => [
        at.idOf('project', project, at),
        textsIn(environments).map((name) => at.idOf('environment', name, at)),
      ]),
    ),
  fromWire: (wire, at) =>
    Object.fromEntries(
      Object.entries(wire as Doc)
        .map(
          ([id, environments]) =>
            [
              at.nameOf('project', id),
              textsIn(environments).map((environment) => at.nameOf('environment', environment)),
            ] as const,
        )
        .sort(([one], [other]) => one.localeCompare(other)),
    ),
})

interface FreeObject {
  /** The word for the field that says which kind of object it is, and that field. */
  readonly type: readonly [key: string, wire: string]
  /** Fields that hold ids, by their words. */
  readonly named?: Readonly<Record<string, readonly [wire: string, kind: NamedKind]>>
  readonly says: string
}

/**
 * An object whose fields depend on its type: the API's fields with a small first letter, names instead of ids. Only what a
 * manifest says of it counts: the server fills in the rest.
 */
export function freeObject({ type: [typeKey, typeWire], named = {}, says }: FreeObject): Codec {
  const wireOf = (key: string) =>
    key === typeKey ? typeWire : (named[key]?.[0] ?? key[0]!.toUpperCase() + key.slice(1))
  const keys = new Map([[typeWire, typeKey], ...Object.entries(named).map(([key, [wire]]) => [wire, key] as const)])
  const keyOf = (wire: string) => keys.get(wire) ?? wire[0]!.toLowerCase() + wire.slice(1)
  return {
    schema: { type: 'object', description: says, required: [typeKey], properties: { [typeKey]: { type: 'string' } } },
    complete: (written, at) =>
      Object.fromEntries(
        Object.entries(written as Doc).map(([key, value]) => {
          const kind = named[key]?.[1]
          return [key, kind ? convert(value, (name) => spell(kind, name, inside(at, key))) : value]
        }),
      ),
    shorten: (value) => value,
    toWire: (value, at, current) => {
      const given = Object.fromEntries(
        Object.entries(value as Doc).map(([key, inner]) => [
          wireOf(key),
          named[key] ? convert(inner, (name) => at.idOf(named[key]![1], name, inside(at, key))) : inner,
        ]),
      )
      const isOfSameType = isDoc(current) && current[typeWire] === given[typeWire]
      return isOfSameType ? { ...current, ...given } : given
    },
    fromWire: (wire, at) =>
      Object.fromEntries(
        Object.entries(wire as Doc)
          .filter(([name, value]) => !SERVER_FIELDS.has(name) && !isNothing(value))
          .map(([name, value]) => {
            const key = keyOf(name)
            return [key, named[key] ? convert(value, (id) => at.nameOf(named[key]![1], id)) : value]
          }),
      ),
    covers: (wanted, found) =>
      isDoc(found) &&
      Object.entries(wanted as Doc).every(([key, value]) =>
        isNothing(value) ? isNothing(found[key]) : JSON.stringify(found[key]) === JSON.stringify(value),
      ),
  }
}

const SERVER_FIELDS: ReadonlySet<string> = new Set(['Id', 'Links', 'TentacleVersionDetails'])
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
const convert = (value: unknown, one: (text: string) => string): unknown =>
  Array.isArray(value) ? textsIn(value).map(one) : isNothing(value) ? value : one(String(value))
