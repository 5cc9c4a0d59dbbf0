import { addHours, type DateTime, parseDateTime } from '../date-time.ts'
import { formatDate } from '../format-date.ts'
import { failRuntime } from '../problem.ts'
import type { Filter, NullFilter } from './filter.ts'

// Dates. Source: template reference 11.4.

/** The present. It stands at the start of a chain, so it takes no value. Local time is UTC, but shown without a zone. */
const now =
  (zone: 'none' | 'utc'): NullFilter =>
  (value, options, tools) => {
    if (value !== null || options.length > 1 || tools.now === undefined) return null
    const format = options[0] ?? 'O'
    const date: DateTime = { localMs: tools.now, fraction: 0, zone }
    return formatDate(date, format, false) ?? failRuntime(`"${format}" is not a date format`)
  }

const adding =
  (hoursEach: number): Filter =>
  (value, options) => {
    const amount = options.length === 1 ? parseAmount(options[0]!) : null
    const date = parseDateTime(value)
    const later = date && amount !== null ? addHours(date, amount * hoursEach) : null
    return later && formatDate(later, 'O', false)
  }

/** An invariant float without thousands separators. */
const parseAmount = (text: string): number | null =>
  /^[\t-\r ]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[\t-\r ]*$/.test(text) ? Number(text) : null

export const dateFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ['AddHours', adding(1)],
  ['AddDays', adding(24)],
]

export const nowFilters: readonly (readonly [name: string, filter: NullFilter])[] = [
  ['NowDate', now('none')],
  ['NowDateUtc', now('utc')],
]
