/**
 * A double as invariant .NET text: the shortest digits that round-trip, plain for 10^-4 ≤ |x| < 10^15 (or as many digits
 * as there are), else as `1E+15`. JavaScript switches elsewhere.
 * Source: template reference 15.
 */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const sign = value < 0 ? '-' : ''
  const [mantissa, power] = Math.abs(value).toExponential().split('e') as [string, string]
  const digits = mantissa.replace('.', '')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= Math.max(15, digits.length)) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
    const shown = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${digits[0]}${fraction}E${exponent < 0 ? '-' : '+'}${shown}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, '0')
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
}

const double = /^[\t-\r ]*([+-]?)(\d[\d,]*(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?[\t-\r ]*$/
const special = /^[\t-\r ]*(?:(nan)|([+-]?)infinity)[\t-\r ]*$/i

/** Reads an invariant double: white space, sign, thousands commas, fraction, exponent, `Infinity`, `NaN`. Null if none. */
export function parseDouble(text: string): number | null {
  const match = double.exec(text)
  if (match) return Number(match[1]! + match[2]!.replaceAll(',', '') + (match[3] ?? ''))
  const named = special.exec(text)
  if (!named) return null
  if (named[1]) return Number.NaN
  return named[2] === '-' ? -Infinity : Infinity
}

/** The value of a constant in a calculation; null when its digits are not the ASCII ones, which no number parser reads. */
export const parseConstant = (text: string): number | null => (/^[\d.]+$/.test(text) ? Number(text) : null)
