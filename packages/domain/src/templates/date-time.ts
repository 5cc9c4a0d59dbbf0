/**
 * A date and time as written, to 100 nanoseconds. `localMs` counts from 1970-01-01 of the calendar it was written in and
 * `fraction` holds what is below a millisecond (0–9999). `zone` says what that calendar is: none given, UTC, or minutes
 * east of it.
 */
export interface DateTime {
  readonly localMs: number
  readonly fraction: number
  readonly zone: 'none' | 'utc' | number
}

const MIN_MS = Date.UTC(1, 0, 1) - yearsTo1()
const MAX_MS = Date.UTC(10_000, 0, 1) - 1

/** `Date.UTC` takes the years 0–99 for 1900–1999. */
function yearsTo1(): number {
  const date = new Date(0)
  date.setUTCFullYear(1, 0, 1)
  return Date.UTC(1, 0, 1) - date.getTime()
}

export const isInRange = (ms: number): boolean => ms >= MIN_MS && ms <= MAX_MS

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July'].concat([
  'August',
  'September',
  'October',
  'November',
  'December',
])
export const MONTHS: readonly string[] = months
export const DAYS: readonly string[] = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const dateShapes: readonly { shape: RegExp; order: readonly ['year' | 'month' | 'day', string, string] }[] = [
  { shape: /^(\d{4})-(\d{1,2})-(\d{1,2})(?=[Tt ]|$)/, order: ['year', 'month', 'day'] },
  { shape: /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?= |$)/, order: ['year', 'month', 'day'] },
  { shape: /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?= |$)/, order: ['month', 'day', 'year'] },
  { shape: /^(\d{1,2}) +([A-Za-z]{3,9}) +(\d{4})(?= |$)/, order: ['day', 'month', 'year'] },
]

const timeShape =
  /^[Tt ] *(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?(?: *([AaPp][Mm]))?(?: *(Z|z|[+-]\d{1,2}(?::?\d{2})?))?$/

/**
 * Reads an invariant date with optional time and zone: ISO 8601, `yyyy/MM/dd`, `MM/dd/yyyy` or `d MMM yyyy`.
 *
 * Errors: null for anything else, and for dates that do not exist.
 * Source: template reference 15.
 */
export function parseDateTime(text: string): DateTime | null {
  const trimmed = text.trim()
  for (const { shape, order } of dateShapes) {
    const match = shape.exec(trimmed)
    if (!match) continue
    const field = (name: string): string => match[order.indexOf(name) + 1]!
    const dayMs = readDay(Number(field('year')), readMonth(field('month')), Number(field('day')))
    const rest = trimmed.slice(match[0].length)
    const time = rest === '' ? { ms: 0, fraction: 0, zone: 'none' as const } : readTime(rest)
    if (dayMs === null || !time) return null
    return { localMs: dayMs + time.ms, fraction: time.fraction, zone: time.zone }
  }
  return null
}

function readMonth(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  const word = text.toLowerCase()
  return 1 + MONTHS.findIndex((month) => [month.toLowerCase(), month.slice(0, 3).toLowerCase()].includes(word))
}

function readDay(year: number, month: number, day: number): number | null {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null
}

function readTime(text: string): { ms: number; fraction: number; zone: DateTime['zone'] } | null {
  const match = timeShape.exec(text)
  if (!match) return null
  const [, hour, minute, second = '0', ticks = '', half = '', zone] = match
  const hours = half === '' ? Number(hour) : readHalf(Number(hour), half)
  const offset = readZone(zone)
  if (hours === null || hours > 23 || Number(minute) > 59 || Number(second) > 59 || offset === null) return null
  const units = ticks.padEnd(7, '0')
  const ms = ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(units.slice(0, 3))
  return { ms, fraction: Number(units.slice(3)), zone: offset }
}

const readHalf = (hour: number, half: string): number | null =>
  hour < 1 || hour > 12 ? null : (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)

function readZone(text: string | undefined): DateTime['zone'] | null {
  if (text === undefined) return 'none'
  if (text.toLowerCase() === 'z') return 'utc'
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text) ?? []
  const total = Number(hours) * 60 + Number(minutes)
  // .NET knows no zone further than 14 hours from UTC.
  return total > 14 * 60 || Number(minutes) > 59 ? null : total * (sign === '-' ? -1 : 1)
}

/** The same moment in UTC, with the offset shown if it is shown at all. */
export function toUtc(date: DateTime): DateTime {
  if (typeof date.zone !== 'number') return date.zone === 'utc' ? { ...date, zone: 0 } : date
  return { ...date, localMs: date.localMs - date.zone * 60_000, zone: 0 }
}

/** `hours` later in the same zone; null when that is no date any more. */
export function addHours(date: DateTime, hours: number): DateTime | null {
  const ticks = Math.round(hours * 36_000_000_000)
  if (!Number.isSafeInteger(ticks)) return null
  const units = date.fraction + ticks
  const ms = date.localMs + Math.floor(units / 10_000)
  const utcMs = typeof date.zone === 'number' ? ms - date.zone * 60_000 : ms
  if (!isInRange(ms) || !isInRange(utcMs)) return null
  return { ...date, localMs: ms, fraction: ((units % 10_000) + 10_000) % 10_000 }
}
