import { parseDateTime, toUtc } from '../date-time.ts'
import { integerDecimal, parseDecimal } from '../decimal.ts'
import { formatDate } from '../format-date.ts'
import { parseDouble } from '../format-double.ts'
import { formatNumber } from '../format-number.ts'
import { type Filter, parseInt32 } from './filter.ts'

// `Format`. Source: template reference 11.5.

type TypedFormat = (value: string, format: string) => string | null

const asInteger: TypedFormat = (value, format) => {
  const number = parseInt32(value)
  return number === null ? null : formatNumber(integerDecimal(number), format)
}

const asDouble: TypedFormat = (value, format) => {
  const number = parseDouble(value)
  return number === null ? null : formatNumber(number, format)
}

const asDecimal: TypedFormat = (value, format) => {
  const number = parseDecimal(value)
  return number && formatNumber(number, format)
}

/** A date without a place: a zone that was given is converted to this server's, which is UTC. */
const asDate: TypedFormat = (value, format) => {
  const date = parseDateTime(value)
  return date && formatDate(toUtc(date), format, false)
}

/** A date that keeps its offset; without one it is in this server's time. */
const asOffsetDate: TypedFormat = (value, format) => {
  const date = parseDateTime(value)
  return date && formatDate(typeof date.zone === 'number' ? date : { ...date, zone: 0 }, format, true)
}

const types: ReadonlyMap<string, TypedFormat> = new Map([
  ['int', asInteger],
  ['int32', asInteger],
  ['double', asDouble],
  ['decimal', asDecimal],
  ['date', asDate],
  ['datetime', asDate],
  ['datetimeoffset', asOffsetDate],
])

/** With one option the value decides: a number if it reads as one, else a date. */
export const format: Filter = (value, [first, second, ...more]) => {
  if (first === undefined || more.length > 0) return null
  if (second !== undefined) return types.get(first.toLowerCase())?.(value, second) ?? null
  return parseDecimal(value) ? asDecimal(value, first) : asOffsetDate(value, first)
}
