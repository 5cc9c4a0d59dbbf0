import { assertNever } from '@flotilla/kit'
import { formatDouble } from './format-double.ts'

/**
 * A JSON value as the language sees it. Integers keep their digits (a JavaScript number would lose them beyond 2^53) and
 * objects are maps (a plain object would reorder keys and treat `__proto__` as special).
 */
export type JsonValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly digits: string }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[] }
  | { readonly kind: 'object'; readonly properties: ReadonlyMap<string, JsonValue> }

/** The text a JSON value has inside a template. Source: template reference 5, "rendering". */
export function renderJson(value: JsonValue): string {
  switch (value.kind) {
    case 'null':
      return ''
    case 'boolean':
      return value.value ? 'True' : 'False'
    case 'integer':
      return value.digits
    case 'float':
      return formatDouble(value.value)
    case 'string':
      return renderDate(value.text) ?? value.text
    case 'array':
    case 'object':
      return writeJson(value)
    default:
      return assertNever(value)
  }
}

/** Compact JSON in source order. */
function writeJson(value: JsonValue): string {
  switch (value.kind) {
    case 'null':
      return 'null'
    case 'boolean':
      return value.value ? 'true' : 'false'
    case 'integer':
      return value.digits
    case 'float':
      return writeFloat(value.value)
    case 'string':
      return writeString(isoDate(value.text) ?? value.text)
    case 'array':
      return `[${value.items.map(writeJson).join(',')}]`
    case 'object':
      return `{${Array.from(value.properties, ([key, item]) => `${writeString(key)}:${writeJson(item)}`).join(',')}}`
    default:
      return assertNever(value)
  }
}

function writeFloat(value: number): string {
  const text = formatDouble(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

const shortEscapes = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
])

function writeString(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
  const escaped = text.replace(/["\\\0-\x1f\x85\u2028\u2029]/g, (unit) => {
    return shortEscapes.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `"${escaped}"`
}

const dateLike = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/

interface DateLike {
  /** `yyyy-MM-ddTHH:mm:ss`, in UTC when the text had an offset. */
  readonly seconds: string
  readonly fraction: string
  readonly zone: '' | 'Z'
}

/** A string that has exactly the shape of a date-time is one. With an offset it is converted to UTC. */
function readDate(text: string): DateLike | null {
  const match = dateLike.exec(text)
  if (!match) return null
  const [, local, fraction = '', zone = ''] = match
  const offset = zone === '' || zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const at = Date.parse(local + offset)
  // `Date.parse` accepts 30 February; the round trip does not.
  const sameDay = new Date(Date.parse(`${local}Z`) || 0).toISOString().startsWith(local!)
  if (Number.isNaN(at) || !sameDay) return null
  const seconds = new Date(at).toISOString().slice(0, 19)
  return { seconds, fraction: fraction.slice(0, 7).replace(/0+$/, ''), zone: zone === '' ? '' : 'Z' }
}

/** `MM/dd/yyyy HH:mm:ss`; fraction and zone are lost. */
function renderDate(text: string): string | null {
  const date = readDate(text)
  if (!date) return null
  const [year, month, day] = date.seconds.slice(0, 10).split('-')
  return `${month}/${day}/${year} ${date.seconds.slice(11)}`
}

function isoDate(text: string): string | null {
  const date = readDate(text)
  if (!date) return null
  return date.seconds + (date.fraction === '' ? '' : `.${date.fraction}`) + date.zone
}
