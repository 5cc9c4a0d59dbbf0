import { lowerCase, upperCase } from '../chars.ts'
import { type Filter, plain } from './filter.ts'

// Case and escaping. Source: template reference 11.1.

/** A filter that replaces single units and keeps the others. */
const escaping = (pattern: RegExp, replacement: (unit: string) => string): Filter =>
  plain((value) => value.replace(pattern, replacement))

const fromTable = (table: Readonly<Record<string, string>>): ((unit: string) => string) => {
  const lookup = new Map(Object.entries(table))
  return (unit) => lookup.get(unit) ?? unit
}

const hex4 = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

const lineEscapes = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', '\t': '\\t' }
const xmlEscapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

const propertiesUnit = fromTable({ ...lineEscapes, ' ': '\\ ', ':': '\\:', '=': '\\=' })
const escapeProperty = (unit: string): string => (unit >= '\u00ff' ? hex4(unit) : propertiesUnit(unit))

const yamlUnit = fromTable({ ...lineEscapes, '"': '\\"' })
const escapeYaml = (unit: string): string => {
  const known = yamlUnit(unit)
  return known === unit && (unit < ' ' || unit > '~') ? hex4(unit) : known
}

/** Percent-encodes the UTF-8 of what `keep` does not match. A lone surrogate counts as U+FFFD. */
const percentEncoding = (keep: RegExp): Filter =>
  plain((value) => {
    let result = ''
    for (const byte of new TextEncoder().encode(value)) {
      const unit = String.fromCharCode(byte)
      result += byte < 0x80 && keep.test(unit) ? unit : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    }
    return result
  })

/** One line break more before each run of them, and every quote twice. */
function escapeYamlSingleQuoted(value: string): string {
  const doubled = value.replace(/(?:\r\n|\n)+/g, (breaks) => (breaks.startsWith('\r') ? '\r\n' : '\n') + breaks)
  return doubled.replaceAll("'", "''")
}

export const escapeFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ['ToLower', plain(lowerCase)],
  ['ToUpper', plain(upperCase)],
  ['HtmlEscape', escaping(/[&<>"'/]/g, fromTable({ ...xmlEscapes, '/': '&#x2F;' }))],
  ['XmlEscape', escaping(/[&<>"']/g, fromTable(xmlEscapes))],
  ['JsonEscape', escaping(/["\\\r\n\t]/g, fromTable({ ...lineEscapes, '"': '\\"' }))],
  ['YamlSingleQuoteEscape', plain(escapeYamlSingleQuoted)],
  ['YamlDoubleQuoteEscape', escaping(/[\0-\uffff]/g, escapeYaml)],
  ['PropertiesKeyEscape', escaping(/[\\\r\n\t :=\u00ff-\uffff]/g, escapeProperty)],
  ['PropertiesValueEscape', escaping(/^ |[\\\r\n\t\u00ff-\uffff]/g, escapeProperty)],
  ['UriEscape', percentEncoding(/[\w\-.~:/?#[\]@!$&'()*+,;=]/)],
  ['UriDataEscape', percentEncoding(/[\w\-.~]/)],
]
