import { type Decimal, roundDecimal } from './decimal.ts'

/** What a section of a custom pattern asks for. Places count from the left over all digit marks. */
interface Layout {
  readonly marks: number
  readonly firstZero: number
  readonly lastZero: number
  readonly pointAt: number
  readonly groups: boolean
  /** Power of ten by which `%`, `‰` and trailing commas scale the number. */
  readonly scale: number
  readonly scientific: boolean
}

type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'digit'; readonly isZero: boolean }
  | { readonly kind: 'point' }
  | { readonly kind: 'comma' }
  | { readonly kind: 'percent'; readonly text: '%' | '‰' }
  | { readonly kind: 'exponent'; readonly letter: string; readonly plus: boolean; readonly width: number }

/**
 * Formats a number by a custom pattern such as `#,0.00;(0);none`.
 *
 * Shape: up to three sections for positive, negative and zero; a number that rounds to zero uses the third.
 * Source: template reference 15.
 */
export function formatPattern(number: Decimal, pattern: string): string {
  const sections = splitSections(pattern).map(readSection)
  const zero = sections[2]?.length ? 2 : 0
  const wanted = number.digits === '' ? zero : number.negative && sections[1]?.length ? 1 : 0
  const first = fit(number, sections[wanted] ?? [])
  if (first.number.digits !== '' || wanted === zero) return write(first, sections[wanted] ?? [], wanted)
  return write(fit(number, sections[zero] ?? []), sections[zero] ?? [], zero)
}

/** Splits at semicolons that are neither quoted nor escaped. */
function splitSections(pattern: string): readonly string[] {
  const sections = ['']
  for (const piece of pattern.match(/\\.?|'[^']*'?|"[^"]*"?|./gs) ?? []) {
    if (piece === ';') sections.push('')
    else sections[sections.length - 1] += piece
  }
  return sections
}

function readSection(section: string): readonly Piece[] {
  const parts = section.matchAll(/\\(.?)|'([^']*)'?|"([^"]*)"?|([eE])([+-]?)(0+)|(.)/gs)
  return Array.from(parts, ([, escaped, single, double, letter, sign, zeros, unit]): Piece => {
    if (letter !== undefined)
      return { kind: 'exponent', letter, plus: sign === '+', width: Math.min(zeros!.length, 10) }
    if (unit === '0' || unit === '#') return { kind: 'digit', isZero: unit === '0' }
    if (unit === '.') return { kind: 'point' }
    if (unit === ',') return { kind: 'comma' }
    if (unit === '%' || unit === '‰') return { kind: 'percent', text: unit }
    return { kind: 'literal', text: escaped ?? single ?? double ?? unit ?? '' }
  })
}

function layOut(pieces: readonly Piece[]): Layout {
  let [marks, firstZero, lastZero, pointAt, commaAt, commas, scale] = [0, -1, 0, -1, -1, 0, 0]
  let [groups, scientific] = [false, false]
  for (const piece of pieces) {
    if (piece.kind === 'digit') {
      if (piece.isZero && firstZero < 0) firstZero = marks
      marks++
      if (piece.isZero) lastZero = marks
    } else if (piece.kind === 'point' && pointAt < 0) pointAt = marks
    else if (piece.kind === 'comma' && marks > 0 && pointAt < 0) {
      if (commaAt >= 0 && commaAt !== marks) groups = true
      commas = commaAt === marks ? commas + 1 : 1
      commaAt = marks
    } else if (piece.kind === 'percent') scale += piece.text === '%' ? 2 : 3
    else if (piece.kind === 'exponent') scientific = true
  }
  if (pointAt < 0) pointAt = marks
  // Commas right before the point divide by a thousand each; any other groups the digits.
  if (commaAt >= 0 && commaAt === pointAt) scale -= 3 * commas
  else if (commaAt >= 0) groups = true
  return { marks, firstZero: firstZero < 0 ? marks : firstZero, lastZero, pointAt, groups, scale, scientific }
}

interface Fitted {
  readonly number: Decimal
  readonly layout: Layout
}

/** Scales the number and rounds it to the places that the section has. */
function fit(number: Decimal, pieces: readonly Piece[]): Fitted {
  const layout = layOut(pieces)
  if (number.digits === '')
    return { number: { ...number, negative: number.negative && number.kind === 'double' }, layout }
  const scaled = { ...number, point: number.point + layout.scale }
  const places = layout.scientific ? layout.marks : scaled.point + layout.marks - layout.pointAt
  const rounded = roundDecimal(scaled, places)
  return { number: { ...rounded, digits: rounded.digits.replace(/0+$/, '') }, layout }
}

/** Writes the pieces of a section, each digit mark taking its digit. `section` is 0 where the sign is written for it. */
function write({ number, layout }: Fitted, pieces: readonly Piece[], section: number): string {
  const firstDigit = Math.max(layout.pointAt - layout.firstZero, 0)
  const lastDigit = Math.min(layout.pointAt - layout.lastZero, 0)
  const places = layout.scientific ? layout.pointAt : Math.max(number.point, layout.pointAt)
  const total = layout.scientific ? places : number.point
  const highest = Math.max(firstDigit, Math.min(places, total))
  let text = number.negative && section === 0 && number.digits !== '' ? '-' : ''
  let place = places
  let surplus = layout.scientific ? 0 : number.point - layout.pointAt
  let next = 0
  let pointWritten = false
  const put = (digit: string): void => {
    text += digit
    if (layout.groups && place > 1 && (place - 1) % 3 === 0 && place - 1 < highest) text += ','
  }
  for (const piece of pieces) {
    // Digits for which the section has no mark go before its first one.
    for (; surplus > 0 && (piece.kind === 'digit' || piece.kind === 'point'); surplus--) {
      put(number.digits[next++] ?? '0')
      place--
    }
    if (piece.kind === 'digit') {
      const isPadding = surplus < 0
      if (isPadding) surplus++
      const digit = isPadding ? undefined : number.digits[next]
      if (digit !== undefined) next++
      const needed = isPadding ? place <= firstDigit : place > lastDigit
      if (digit !== undefined || needed) put(digit ?? '0')
      place--
    } else if (piece.kind === 'point' && place === 0 && !pointWritten) {
      if (lastDigit < 0 || (layout.pointAt < layout.marks && next < number.digits.length)) {
        text += '.'
        pointWritten = true
      }
    } else if (piece.kind === 'exponent') text += writeExponent(number, layout, piece)
    else if (piece.kind === 'literal' || piece.kind === 'percent') text += piece.text
  }
  return text
}

function writeExponent(number: Decimal, layout: Layout, piece: Extract<Piece, { kind: 'exponent' }>): string {
  const power = number.digits === '' ? 0 : number.point - layout.pointAt
  const sign = power < 0 ? '-' : piece.plus ? '+' : ''
  return piece.letter + sign + String(Math.abs(power)).padStart(piece.width, '0')
}
