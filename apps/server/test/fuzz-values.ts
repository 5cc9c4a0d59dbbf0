import fc from 'fast-check'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
}

/** Where values come from: the document's named schemas, and ids that exist. */
export interface Surroundings {
  readonly schemas: Readonly<Record<string, object>>
  readonly ids: readonly string[]
}

/** Ids of what a field of this name points to: `EnvironmentIds` and `environment` to `Environments-1`. */
export function idsFor(field: string, ids: readonly string[]): readonly string[] {
  const word = field.replace(/Ids?$/, '').replace(/s$/, '').toLowerCase()
  return word.length < 4 ? [] : ids.filter((id) => id.toLowerCase().startsWith(word.slice(0, 8)))
}

/** Text that trips over careless code: other scripts, halves of characters, what means something elsewhere. */
const ODD_TEXT = fc.constantFrom(
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066',
  'ﷺ'.repeat(50),
  '💣🏳️‍🌈',
  "'; drop table project; --",
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '#{Octopus.Project.Name}',
  '#{each x in y}',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  '-1',
  '1e999',
  '2026-02-30T25:61:00Z',
  '/Date(99999999999999999)/',
  '(a+)+$',
  '[',
  '*',
  '1.2.3.4.5.6',
  'Projects-',
  'Projects-99999999999999999999',
  'i'.repeat(300),
  '\n\r\t',
)
const HUGE_TEXT = fc.integer({ min: 10_000, max: 1_200_000 }).map((length) => 'x'.repeat(length))

const text = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.string({ maxLength: 20 }) },
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
    { weight: 3, arbitrary: ODD_TEXT },
  )

const deep = (depth: number): unknown => {
  let value: unknown = 'bottom'
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** A value that nobody asked for. */
export const junk = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, -1e308, '', [], {}) },
    { weight: 6, arbitrary: ODD_TEXT },
    { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom(...[10, 63, 65, 500, 2_000].map(deep)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...[50, 10_001].map((length) => Array.from({ length }, (_, n) => `a${n}`))),
    },
    { weight: 1, arbitrary: HUGE_TEXT },
  )

/** Values that a schema allows, with ids that exist where a field points to something. */
export function valuesOf(schema: object, { schemas, ids }: Surroundings, field = ''): fc.Arbitrary<unknown> {
  const visit = (given: Schema, name: string): fc.Arbitrary<unknown> => {
    if (given.$ref) return visit(schemas[given.$ref.split('/').at(-1)!] as Schema, name)
    if (given.const !== undefined) return fc.constant(given.const)
    if (given.enum) return fc.constantFrom(...given.enum)
    if (given.anyOf && !given.properties) return fc.oneof(...given.anyOf.map((option) => visit(option, name)))
    switch (given.type) {
      case 'object':
        return given.properties ? objectOf(given) : mapOf(given, name)
      case 'array':
        return fc.array(visit(given.items ?? {}, name), { minLength: given.minItems ?? 0, maxLength: 3 })
      case 'string': {
        const known = idsFor(name, ids)
        return known.length === 0
          ? text()
          : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: text() })
      }
      case 'integer':
        return fc.integer({ min: given.minimum ?? -10, max: Math.min(given.maximum ?? 1_000, 2_147_483_647) })
      case 'number':
        return fc.double({ noNaN: true })
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      default:
        return fc.jsonValue({ maxDepth: 2 })
    }
  }
  const objectOf = ({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> =>
    fc.record(Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, visit(inner, name)])), {
      requiredKeys: [...required],
    })
  const mapOf = ({ additionalProperties }: Schema, name: string): fc.Arbitrary<unknown> => {
    const inner = typeof additionalProperties === 'object' ? additionalProperties : {}
    return fc.dictionary(fc.oneof(text(), ids.length > 0 ? fc.constantFrom(...ids) : text()), visit(inner, name), {
      maxKeys: 3,
    })
  }
  return visit(schema as Schema, field)
}

/** The same value with one part of it spoilt: another type, another case of a name, a name that nobody knows, too much. */
export function spoilt(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value)
  return fc
    .record({
      place: fc.constantFrom(...places),
      how: fc.constantFrom('replace', 'replace', 'replace', 'rename', 'add', 'remove'),
      by: junk(),
      name: text(),
    })
    .map(({ place, how, by, name }) => change(value, place, how, by, name))
}

type Place = readonly (string | number)[]

function placesIn(value: unknown, at: Place = [], depth = 0): Place[] {
  if (typeof value !== 'object' || value === null || depth > 5) return [at]
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key], depth + 1))].slice(0, 60)
}

function change(value: unknown, place: Place, how: string, by: unknown, name: string): unknown {
  const [key, ...rest] = place
  if (key === undefined || typeof value !== 'object' || value === null) return by
  const entries = Object.entries(value)
  const changed = entries.flatMap(([each, inner]): [string, unknown][] => {
    if (each !== String(key)) return [[each, inner]]
    if (rest.length > 0) return [[each, change(inner, rest, how, by, name)]]
    if (how === 'rename') return [[each.toUpperCase() === each ? each.toLowerCase() : each.toUpperCase(), inner]]
    if (how === 'remove') return []
    return how === 'add'
      ? [
          [each, inner],
          [name, by],
        ]
      : [[each, by]]
  })
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed)
}
