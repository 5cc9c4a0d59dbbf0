import { isLetterOrDigit, isSpaceAt } from './chars.ts'
import type { JsonValue } from './json-value.ts'

/** Deeper JSON is no JSON. Source: template reference 5; reliability reference Y5. */
const MAX_DEPTH = 64

/**
 * Reads lenient JSON whose top level is an object or array.
 *
 * Errors: null for anything else, also for trailing text, nesting over 64 levels and unterminated values; never throws.
 * Source: template reference 5, "accepted JSON".
 */
export function readJsonContainer(text: string): JsonValue | null {
  const reader = new Reader(text)
  reader.skip()
  if (text[reader.at] !== '{' && text[reader.at] !== '[') return null
  const value = reader.value(0)
  reader.skip()
  return value !== null && !reader.broken && reader.at === text.length ? value : null
}

const numberShape = /-?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y
const wordShape = /-?[A-Za-z]+/y

const words = new Map<string, JsonValue>([
  ['true', { kind: 'boolean', value: true }],
  ['false', { kind: 'boolean', value: false }],
  ['null', { kind: 'null' }],
  ['undefined', { kind: 'null' }],
  ['NaN', { kind: 'float', value: Number.NaN }],
  ['Infinity', { kind: 'float', value: Number.POSITIVE_INFINITY }],
  ['-Infinity', { kind: 'float', value: Number.NEGATIVE_INFINITY }],
])

const escapes = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
])

class Reader {
  readonly text: string
  at = 0
  /** Set by a comment that does not end, or ends in nothing. */
  broken = false

  constructor(text: string) {
    this.text = text
  }

  /** Passes white space and comments. */
  skip(): void {
    for (;;) {
      if (isSpaceAt(this.text, this.at)) this.at++
      else if (this.text.startsWith('//', this.at)) this.passUntil('\n', false)
      else if (this.text.startsWith('/*', this.at)) this.passUntil('*/', true)
      else return
    }
  }

  private passUntil(end: string, required: boolean): void {
    const stop = this.text.indexOf(end, this.at + 2)
    if (stop < 0 && required) this.broken = true
    this.at = stop < 0 ? this.text.length : stop + end.length
  }

  value(depth: number): JsonValue | null {
    const unit = this.text[this.at]
    if (unit === '{') return depth < MAX_DEPTH ? this.object(depth + 1) : null
    if (unit === '[') return depth < MAX_DEPTH ? this.array(depth + 1) : null
    if (unit === '"' || unit === "'") {
      const text = this.string(unit)
      return text === null ? null : { kind: 'string', text }
    }
    return this.number() ?? this.word()
  }

  private array(depth: number): JsonValue | null {
    const items: JsonValue[] = []
    this.at++
    for (;;) {
      this.skip()
      if (this.take(']')) return { kind: 'array', items }
      const item = this.value(depth)
      if (item === null) return null
      items.push(item)
      this.skip()
      if (!this.take(',') && this.text[this.at] !== ']') return null
    }
  }

  private object(depth: number): JsonValue | null {
    const properties = new Map<string, JsonValue>()
    this.at++
    for (;;) {
      this.skip()
      if (this.take('}')) return { kind: 'object', properties }
      const key = this.key()
      if (key === null) return null
      this.skip()
      if (!this.take(':')) return null
      this.skip()
      const item = this.value(depth)
      if (item === null) return null
      properties.set(key, item)
      this.skip()
      if (!this.take(',') && this.text[this.at] !== '}') return null
    }
  }

  private take(unit: string): boolean {
    if (this.text[this.at] !== unit) return false
    this.at++
    return true
  }

  private key(): string | null {
    const quote = this.text[this.at]
    if (quote === '"' || quote === "'") return this.string(quote)
    const start = this.at
    while (this.at < this.text.length && isKeyUnit(this.text[this.at]!)) this.at++
    return this.at > start ? this.text.slice(start, this.at) : null
  }

  private string(quote: string): string | null {
    let value = ''
    let from = this.at + 1
    for (this.at = from; this.at < this.text.length; this.at++) {
      const unit = this.text[this.at]
      if (unit === quote) {
        value += this.text.slice(from, this.at++)
        return value
      }
      if (unit === '\\') {
        const escaped = this.escape()
        if (escaped === null) return null
        value += this.text.slice(from, this.at) + escaped.text
        this.at += escaped.length - 1
        from = this.at + 1
      }
    }
    return null
  }

  private escape(): { text: string; length: number } | null {
    const letter = this.text[this.at + 1]
    if (letter === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6)
      return /^[\da-fA-F]{4}$/.test(digits)
        ? { text: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 }
        : null
    }
    const text = escapes.get(letter ?? '')
    return text === undefined ? null : { text, length: 2 }
  }

  private number(): JsonValue | null {
    const text = this.match(numberShape)
    if (text === null) return null
    if (/^0[xX]/.test(text)) return { kind: 'integer', digits: BigInt(text).toString() }
    if (!/^-?\d+$/.test(text)) return { kind: 'float', value: Number(text) }
    if (/^0\d/.test(text))
      return /^[0-7]+$/.test(text) ? { kind: 'integer', digits: BigInt(`0o${text}`).toString() } : null
    const digits = text.replace(/^(-?)0+(?=\d)/, '$1')
    return { kind: 'integer', digits: digits === '-0' ? '0' : digits }
  }

  private word(): JsonValue | null {
    return words.get(this.match(wordShape) ?? '') ?? null
  }

  /** What `shape` finds here, provided that the value ends there. */
  private match(shape: RegExp): string | null {
    shape.lastIndex = this.at
    const text = shape.exec(this.text)?.[0]
    if (text === undefined) return null
    const end = this.at + text.length
    if (isKeyUnit(this.text[end] ?? ' ') || this.text[end] === '.') return null
    this.at = end
    return text
  }
}

const isKeyUnit = (unit: string): boolean => unit === '_' || unit === '$' || isLetterOrDigit(unit)
