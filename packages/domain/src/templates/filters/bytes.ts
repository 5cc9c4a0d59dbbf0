import { failRuntime } from '../problem.ts'
import type { Filter, HashAlgorithm } from './filter.ts'

// Base64 and digests. Source: template reference 11.2, 11.3.

type Encoding = 'utf8' | 'unicode'

const encodings = new Map<string, Encoding>([
  ['utf8', 'utf8'],
  ['utf-8', 'utf8'],
  ['unicode', 'unicode'],
])

const encodingOf = (word: string): Encoding | null => encodings.get(word.toLowerCase()) ?? null

function encode(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf8') return new TextEncoder().encode(text)
  const bytes = new Uint8Array(text.length * 2)
  for (let at = 0; at < text.length; at++) {
    bytes[2 * at] = text.charCodeAt(at) & 0xff
    bytes[2 * at + 1] = text.charCodeAt(at) >> 8
  }
  return bytes
}

const decode = (bytes: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding === 'utf8' ? 'utf-8' : 'utf-16le', { ignoreBOM: true }).decode(bytes)

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const digitValues = new Map(Array.from(DIGITS, (digit, value) => [digit, value]))

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const digits = [18, 12, 6, 0].map((shift) => DIGITS[(group >> shift) & 63]!)
    const used = Math.min(bytes.length - at, 3) + 1
    text += digits.slice(0, used).join('').padEnd(4, '=')
  }
  return text
}

/** Null for what is no base64. White space is ignored; padding is required. */
export function fromBase64(text: string): Uint8Array | null {
  const packed = text.replace(/[ \t\r\n]/g, '')
  if (packed.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(packed)) return null
  const digits = packed.replace(/=+$/, '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  let held = 0
  let filled = 0
  for (const digit of digits) {
    bits = ((bits << 6) | digitValues.get(digit)!) & 0xffffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[filled++] = (bits >> held) & 0xff
    }
  }
  return bytes
}

const encodeBase64: Filter = (value, options) => {
  const encoding = options.length > 1 ? null : encodingOf(options[0] ?? 'utf8')
  return encoding && toBase64(encode(value, encoding))
}

const decodeBase64: Filter = (value, options) => {
  if (options.length > 1) return null
  // Before the encoding is looked at: bad input is an error even then.
  const bytes = fromBase64(value) ?? failRuntime('FromBase64: the value is not base64')
  const encoding = encodingOf(options[0] ?? 'utf8')
  return encoding && decode(bytes, encoding)
}

/** A digest in lower-case hexadecimal, or as many of its first bytes as asked for. */
const digest =
  (algorithm: HashAlgorithm): Filter =>
  (value, options, { hash }) => {
    const wanted = hash && digestOptions(options)
    if (!hash || !wanted) return null
    const bytes = wanted.encoding === 'base64' ? fromBase64(value) : encode(value, wanted.encoding)
    return (
      bytes &&
      hash(algorithm, bytes)
        .toLowerCase()
        .slice(0, wanted.size * 2)
    )
  }

interface DigestOptions {
  readonly size: number
  readonly encoding: Encoding | 'base64'
}

/** A size and an encoding, each at most once, in either order. */
function digestOptions(options: readonly string[]): DigestOptions | null {
  let size: number | null = null
  let encoding: Encoding | 'base64' | null = null
  for (const option of options) {
    const number = /^\s*\+?\d+\s*$/.test(option) ? Number(option) : null
    const word = option.toLowerCase() === 'base64' ? 'base64' : encodingOf(option)
    if (number !== null && number > 0 && number <= 2_147_483_647 && size === null) size = number
    else if (word !== null && encoding === null) encoding = word
    else return null
  }
  return { size: size ?? Number.POSITIVE_INFINITY, encoding: encoding ?? 'utf8' }
}

export const byteFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ['ToBase64', encodeBase64],
  ['FromBase64', decodeBase64],
  ['MD5', digest('md5')],
  ['SHA1', digest('sha1')],
  ['SHA256', digest('sha256')],
  ['SHA384', digest('sha384')],
  ['SHA512', digest('sha512')],
]
