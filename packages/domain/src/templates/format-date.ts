import { DAYS, type DateTime, MONTHS, toUtc } from './date-time.ts'

const STANDARD: ReadonlyMap<string, string> = new Map([
  ['d', 'MM/dd/yyyy'],
  ['D', 'dddd, dd MMMM yyyy'],
  ['f', 'dddd, dd MMMM yyyy HH:mm'],
  ['F', 'dddd, dd MMMM yyyy HH:mm:ss'],
  ['g', 'MM/dd/yyyy HH:mm'],
  ['G', 'MM/dd/yyyy HH:mm:ss'],
  ['m', 'MMMM dd'],
  ['M', 'MMMM dd'],
  ['o', 'yyyy-MM-ddTHH:mm:ss.fffffffK'],
  ['O', 'yyyy-MM-ddTHH:mm:ss.fffffffK'],
  ['r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['s', 'yyyy-MM-ddTHH:mm:ss'],
  ['t', 'HH:mm'],
  ['T', 'HH:mm:ss'],
  ['u', "yyyy-MM-dd HH:mm:ss'Z'"],
  ['U', 'dddd, dd MMMM yyyy HH:mm:ss'],
  ['y', 'yyyy MMMM'],
  ['Y', 'yyyy MMMM'],
])

/**
 * Formats a date as invariant .NET does.
 *
 * Shape: `withOffset` for a date that carries an offset, which formats a few letters otherwise and has no `U`.
 * Errors: null for a format that does not exist.
 * Source: template reference 15.
 */
export function formatDate(date: DateTime, format: string, withOffset: boolean): string | null {
  if (format.length > 1) return writePattern(date, format)
  const letter = format === '' ? 'G' : format
  const pattern = STANDARD.get(letter)
  if (pattern === undefined || (letter === 'U' && withOffset)) return null
  const inUtc = letter === 'U' || (withOffset && 'rRu'.includes(letter))
  const written = writePattern(inUtc ? toUtc(date) : date, pattern)
  // The default of a date with an offset shows it.
  return format === '' && withOffset && written !== null ? `${written} ${offset(date, 3)}` : written
}

const token = /%([^%])|\\(.)|'([^']*)'|"([^"]*)"|([dfFghHKmMstyz])\5*|(.)/gs

function writePattern(date: DateTime, pattern: string): string | null {
  let text = ''
  for (const [whole, single, escaped, quoted, doubleQuoted, letter, other] of pattern.matchAll(token)) {
    const field = letter !== undefined ? whole : single
    if (field !== undefined && /^[dfFghHKmMstyz]/.test(field)) {
      const written = writeField(date, field[0]!, field.length)
      if (written === null) return null
      // A fraction that vanishes takes the point before it along.
      if (written === '' && field[0] === 'F' && text.endsWith('.')) text = text.slice(0, -1)
      text += written
    } else if (other !== undefined && `%\\'"`.includes(other)) return null
    else text += escaped ?? quoted ?? doubleQuoted ?? single ?? other
  }
  return text
}

function writeField(date: DateTime, letter: string, count: number): string | null {
  const moment = new Date(date.localMs)
  const padded = (value: number, width = Math.min(count, 2)): string => String(value).padStart(width, '0')
  switch (letter) {
    case 'd':
      return count < 3 ? padded(moment.getUTCDate()) : shortened(DAYS[moment.getUTCDay()]!, count)
    case 'f':
    case 'F':
      return fractionText(date, letter, count)
    case 'g':
      return 'A.D.'
    case 'h':
      return padded(((moment.getUTCHours() + 11) % 12) + 1)
    case 'H':
      return padded(moment.getUTCHours())
    case 'K':
      return zoneText(date).repeat(count)
    case 'm':
      return padded(moment.getUTCMinutes())
    case 'M':
      return count < 3 ? padded(moment.getUTCMonth() + 1) : shortened(MONTHS[moment.getUTCMonth()]!, count)
    case 's':
      return padded(moment.getUTCSeconds())
    case 't':
      return (moment.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, count)
    case 'y':
      return count < 3 ? padded(moment.getUTCFullYear() % 100) : padded(moment.getUTCFullYear(), Math.min(count, 100))
    case 'z':
      return offset(date, count)
    default:
      return null
  }
}

const shortened = (name: string, count: number): string => (count === 3 ? name.slice(0, 3) : name)

function fractionText(date: DateTime, letter: 'f' | 'F', count: number): string | null {
  if (count > 7) return null
  const ms = ((date.localMs % 1000) + 1000) % 1000
  const digits = (String(ms).padStart(3, '0') + String(date.fraction).padStart(4, '0')).slice(0, count)
  return letter === 'f' ? digits : digits.replace(/0+$/, '')
}

function zoneText(date: DateTime): string {
  if (date.zone === 'none') return ''
  return date.zone === 'utc' ? 'Z' : offset(date, 3)
}

/** `+1`, `+01` or `+01:00`. A date without a zone is taken for UTC, which this server's local time is. */
function offset(date: DateTime, count: number): string {
  const minutes = typeof date.zone === 'number' ? date.zone : 0
  const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(Math.min(count, 2), '0')
  const rest = count > 2 ? `:${String(Math.abs(minutes) % 60).padStart(2, '0')}` : ''
  return `${minutes < 0 ? '-' : '+'}${hours}${rest}`
}
