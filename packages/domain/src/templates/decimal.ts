/**
 * A decimal number of any size: 0.`digits` × 10^`point`, so `point` digits stand before the decimal point. `digits` has no
 * leading zero and is empty for zero; trailing zeros are kept where the source wrote them.
 */
export interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly point: number
  /** How the number came in, which decides which formats suit it. */
  readonly kind: 'integer' | 'decimal' | 'double'
}

const shape = /^[\t-\r ]*([+-]?)(?:(\d[\d,]*)(?:\.(\d*))?|\.(\d+))[\t-\r ]*$/

/** The largest decimal of .NET has 29 digits before the point. */
const MAX_DECIMAL = 79228162514264337593543950335n
const MAX_SCALE = 28

/** A decimal: sign, thousands commas, fraction; no exponent. Null for anything else and for what is out of range. */
export function parseDecimal(text: string): Decimal | null {
  const match = shape.exec(text)
  if (!match) return null
  const whole = (match[2] ?? '').replaceAll(',', '').replace(/^0+/, '')
  const fraction = match[3] ?? match[4] ?? ''
  if (whole.length > 29 || BigInt(whole) > MAX_DECIMAL) return null
  const unsigned = trimZeros(whole + fraction, whole.length)
  const number = { ...unsigned, negative: match[1] === '-', kind: 'decimal' as const }
  // Beyond what a decimal holds, digits are rounded away.
  return roundDecimal(number, whole.length + Math.min(MAX_SCALE, 29 - whole.length))
}

/** A whole number with the given 32-bit value. */
export function integerDecimal(value: number): Decimal {
  const digits = value === 0 ? '' : String(Math.abs(value))
  return { negative: value < 0, digits, point: digits.length, kind: 'integer' }
}

/** Exactly the value of a finite double. */
export function exactDecimal(value: number): Decimal {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, Math.abs(value))
  const raw = bits.getBigUint64(0)
  const exponent = Number(raw >> 52n)
  const fraction = raw & 0xfffffffffffffn
  const power = Math.max(exponent, 1) - 1075
  const mantissa = exponent === 0 ? fraction : fraction | 0x10000000000000n
  // m × 2^-k is m × 5^k / 10^k.
  const digits = power >= 0 ? (mantissa << BigInt(power)).toString() : (mantissa * 5n ** BigInt(-power)).toString()
  return { ...signed(value), ...trimZeros(digits, digits.length + Math.min(power, 0)) }
}

/** A finite double rounded to that many significant digits. */
export function significantDecimal(value: number, count: number): Decimal {
  const [mantissa, power] = Math.abs(value)
    .toExponential(count - 1)
    .split('e') as [string, string]
  return { ...signed(value), ...trimZeros(mantissa.replace('.', '').replace(/0+$/, ''), Number(power) + 1) }
}

const signed = (value: number) => ({ negative: value < 0 || Object.is(value, -0), kind: 'double' as const })

function trimZeros(digits: string, point: number): { digits: string; point: number } {
  const kept = digits.replace(/^0+/, '')
  return { digits: kept, point: kept === '' ? 0 : point - (digits.length - kept.length) }
}

/** Keeps the first `count` digits, rounding halves away from zero. A decimal that becomes zero loses its sign. */
export function roundDecimal(number: Decimal, count: number): Decimal {
  if (count >= number.digits.length) return number
  const kept = count < 0 ? '' : number.digits.slice(0, count)
  const roundsUp = count >= 0 && number.digits[count]! >= '5'
  const digits = roundsUp ? (BigInt(kept || '0') + 1n).toString() : kept
  if (digits === '') return { ...number, digits, point: 0, negative: number.negative && number.kind === 'double' }
  return { ...number, digits, point: number.point + (digits.length - kept.length) }
}

/** That many digits before the point, at least one, and exactly so many after it. */
export function fixedDigits(number: Decimal, places: number): { whole: string; fraction: string } {
  const rounded = roundDecimal(number, number.point + places)
  const whole = rounded.digits.slice(0, Math.max(rounded.point, 0)).padEnd(Math.max(rounded.point, 0), '0')
  const fraction = '0'.repeat(Math.max(-rounded.point, 0)) + rounded.digits.slice(Math.max(rounded.point, 0))
  return { whole: whole === '' ? '0' : whole, fraction: fraction.padEnd(places, '0').slice(0, places) }
}
