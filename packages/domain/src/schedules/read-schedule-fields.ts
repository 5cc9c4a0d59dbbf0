import { cronProblem, nextMatch } from './cron.ts'
import { type ScheduleKind, WEEKDAYS, type Weekday } from './schedule.ts'
import type { ScheduleProblem } from './schedule-problem.ts'
import { isTimeZone } from './wall-clock.ts'
import { WINDOWS_ZONES } from './windows-zones.ts'

/** A schedule filter as the API has it. Blank and null fields count as not given. */
export type ScheduleFields = Readonly<Record<string, unknown>> & { readonly FilterType: ScheduleKind }

export interface ClockTime {
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const DAY_NUMBERS: Readonly<Record<string, string>> = { first: '1', second: '2', third: '3', fourth: '4', last: 'L' }

export type Reader = ReturnType<typeof createReader>

/** Reads one field after the other; what cannot be read is told, and something harmless is given in its place. */
export function createReader(fields: ScheduleFields, tell: (problem: ScheduleProblem) => void) {
  const textOf = (field: string): string => String(fields[field] ?? '').trim()

  const time = (field: string, otherwise?: ClockTime): ClockTime => {
    const midnight = { hour: 0, minute: 0, second: 0 }
    const text = textOf(field)
    if (text === '') {
      if (!otherwise) tell({ kind: 'required', field })
      return otherwise ?? midnight
    }
    const found = parseClockTime(text)
    if (!found) tell({ kind: 'unreadable-time', field, text })
    return found ?? midnight
  }

  const oneOf = <T extends string>(field: string, allowed: readonly [T, ...T[]] | readonly T[]): T => {
    const text = textOf(field)
    const found = allowed.find((value) => value.toLowerCase() === text.toLowerCase())
    if (found === undefined)
      tell(text === '' ? { kind: 'required', field } : { kind: 'unknown-value', field, text, allowed })
    return found ?? allowed[0]!
  }

  const numbersOf = (days: readonly Weekday[], field: string): string => {
    if (days.length === 0) tell({ kind: 'no-day', field })
    return WEEKDAYS.flatMap((day, number) => (days.includes(day) ? [number] : [])).join(',') || '*'
  }

  return {
    time,
    oneOf,
    timeZone: (): string => {
      const text = textOf('Timezone') || 'UTC'
      const zone = WINDOWS_ZONES.get(text.toLowerCase()) ?? text
      if (!isTimeZone(zone)) tell({ kind: 'unknown-time-zone', field: 'Timezone', text })
      return zone
    },
    daysOfWeek: (): string => {
      const names = (fields.DaysOfWeek ?? []) as readonly string[]
      const known = names.map((text) => ({
        text,
        day: WEEKDAYS.find((day) => day.toLowerCase() === text.toLowerCase()),
      }))
      for (const { text, day } of known) {
        if (!day) tell({ kind: 'unknown-value', field: 'DaysOfWeek', text, allowed: WEEKDAYS })
      }
      if (names.length > 0 && known.every(({ day }) => !day)) return '*'
      return numbersOf(
        known.flatMap(({ day }) => (day ? [day] : [])),
        'DaysOfWeek',
      )
    },
    dayFlags: (): string =>
      numbersOf(
        WEEKDAYS.filter((day) => fields[day] === true),
        'Monday',
      ),
    requireOrder: (from: ClockTime, until: ClockTime): void => {
      if (secondsOf(from) > secondsOf(until)) tell({ kind: 'ends-before-it-begins', field: 'RunUntil' })
    },
    interval: (field: string, most: number): number => {
      const count = Number(textOf(field) || '1')
      if (Number.isInteger(count) && count >= 1 && count <= most) return count
      tell({ kind: 'bad-interval', field, most })
      return 1
    },
    dateOfMonth: (): string => {
      const text = textOf('DateOfMonth').toUpperCase()
      if (text === 'L' || (/^[0-9]{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 31)) return text
      const allowed = ['1', '…', '31', 'L']
      tell(
        text === ''
          ? { kind: 'required', field: 'DateOfMonth' }
          : { kind: 'unknown-value', field: 'DateOfMonth', text, allowed },
      )
      return '1'
    },
    dayNumber: (): string => {
      const text = textOf('DayNumberOfMonth')
      const allowed = Object.values(DAY_NUMBERS)
      const found = DAY_NUMBERS[text.toLowerCase()] ?? allowed.find((value) => value === text.toUpperCase())
      if (found === undefined) {
        tell(
          text === ''
            ? { kind: 'required', field: 'DayNumberOfMonth' }
            : { kind: 'unknown-value', field: 'DayNumberOfMonth', text, allowed },
        )
      }
      return found ?? '1'
    },
    cron: (field: string): string => {
      const text = textOf(field)
      if (text === '') tell({ kind: 'required', field })
      const why = text === '' ? null : cronProblem(text)
      if (why !== null) tell({ kind: 'unreadable-cron', field, text, why })
      // Whether its years have passed is no matter of how it is written, so it is asked for all times.
      else if (text !== '' && nextMatch(text, 'UTC', 0) === null) tell({ kind: 'never-due', field, text })
      return text
    },
  }
}

/** `09:30`, or the time in a date and time of any form that clients send. */
function parseClockTime(text: string): ClockTime | null {
  const found = /^(?:\d{4}-\d{2}-\d{2}[T ])?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$/i.exec(
    text,
  )
  if (!found) return null
  const time = { hour: Number(found[1]), minute: Number(found[2]), second: Number(found[3] ?? 0) }
  return time.hour < 24 && time.minute < 60 && time.second < 60 ? time : null
}

function secondsOf({ hour, minute, second }: ClockTime): number {
  return (hour * 60 + minute) * 60 + second
}
