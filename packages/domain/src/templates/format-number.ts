import { type Decimal, exactDecimal, fixedDigits, roundDecimal, significantDecimal } from './decimal.ts'
import { formatDouble } from './format-double.ts'
import { formatPattern } from './format-number-pattern.ts'

/** More digits than this are no number format anybody means. */
const MAX_PRECISION = 999

/**
 * Formats a number as invariant .NET does: standard formats (`N2`) and custom patterns (`#,0.0`).
 *
 * Errors: null for a format that does not suit the number, such as `X` for a decimal.
 * Source: template reference 15.
 */
export function formatNumber(number: Decimal | number, format: string): string | null {
  if (typeof number === 'number' && !Number.isFinite(number)) return formatDouble(number)
  const standard = /^([A-Za-z])(\d*)$/.exec(format)
  if (format !== '' && !standard) {
    return formatPattern(typeof number === 'number' ? significantDecimal(number, 15) : number, format)
  }
  const letter = standard?.[1] ?? 'G'
  const precision = standard?.[2] ? Number(standard[2]) : null
  return precision !== null && precision > MAX_PRECISION ? null : formatStandard(number, letter, precision)
}

function formatStandard(number: Decimal | number, letter: string, precision: number | null): string | null {
  const upper = letter.toUpperCase()
  if (typeof number === 'number' && (upper === 'R' || (upper === 'G' && !precision))) return formatDouble(number)
  const exact = typeof number === 'number' ? exactDecimal(number) : number
  switch (upper) {
    case 'C':
      return signedText(
        exact,
        precision ?? 2,
        (text) => `¤${group(text)}`,
        (text) => `(${text})`,
      )
    case 'D':
      return exact.kind === 'integer' ? sign(exact) + integerDigits(exact).padStart(precision ?? 0, '0') : null
    case 'E':
      return scientific(exact, precision ?? 6, { letter, exponentDigits: 3 })
    case 'F':
      return signedText(exact, precision ?? 2, (text) => text)
    case 'G':
      return general(exact, precision, letter)
    case 'N':
      return signedText(exact, precision ?? 2, group)
    case 'P':
      return signedText({ ...exact, point: exact.digits === '' ? 0 : exact.point + 2 }, precision ?? 2, (text) => {
        return `${group(text)} %`
      })
    case 'X':
      return exact.kind === 'integer' ? hexadecimal(exact, precision ?? 0, letter) : null
    default:
      return null
  }
}

const sign = (number: Decimal): string => (number.negative ? '-' : '')

const minus = (text: string): string => `-${text}`

/** A fixed number of decimal places, decorated; a decimal that rounds to zero has no sign. */
function signedText(
  number: Decimal,
  places: number,
  decorate: (text: string) => string,
  negate: (text: string) => string = minus,
): string {
  const { whole, fraction } = fixedDigits(number, places)
  const text = decorate(fraction === '' ? whole : `${whole}.${fraction}`)
  return roundDecimal(number, number.point + places).negative ? negate(text) : text
}

/** Commas between the thousands. */
function group(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

const integerDigits = (number: Decimal): string => number.digits || '0'

interface ScientificStyle {
  /** `E` or `e`. */
  readonly letter: string
  readonly exponentDigits: number
}

/** `d.ddd` with exactly `places` decimals, and an exponent. */
function scientific(number: Decimal, places: number, { letter, exponentDigits }: ScientificStyle): string {
  const rounded = roundDecimal(number, places + 1)
  const digits = rounded.digits.padEnd(places + 1, '0')
  const exponent = rounded.digits === '' ? 0 : rounded.point - 1
  const power = String(Math.abs(exponent)).padStart(exponentDigits, '0')
  const fraction = places === 0 ? '' : `.${digits.slice(1, places + 1)}`
  return `${sign(rounded)}${digits[0]}${fraction}${letter}${exponent < 0 ? '-' : '+'}${power}`
}

/** The shorter of plain and scientific. Without a precision all digits show, trailing zeros of a decimal too. */
function general(number: Decimal, precision: number | null, letter: string): string {
  if (!precision) return signedText(number, Math.max(number.digits.length - number.point, 0), (text) => text)
  const rounded = roundDecimal(number, precision)
  const digits = rounded.digits.replace(/0+$/, '')
  const short = { ...rounded, digits }
  if (digits !== '' && (rounded.point > precision || rounded.point < -4)) {
    return scientific(short, digits.length - 1, { letter: letter === 'g' ? 'e' : 'E', exponentDigits: 2 })
  }
  return signedText(short, Math.max(digits.length - rounded.point, 0), (text) => text)
}

/** Of a negative number, the 32-bit two's complement. */
function hexadecimal(number: Decimal, width: number, letter: string): string {
  const value = Number(integerDigits(number)) * (number.negative ? -1 : 1)
  const text = (value >>> 0).toString(16).padStart(width, value < 0 ? 'f' : '0')
  return letter === 'X' ? text.toUpperCase() : text
}
