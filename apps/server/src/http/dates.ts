import { Type } from 'typebox'

/** A date as the wire shows it: milliseconds and a numeric offset of zero, `2026-03-01T09:30:05.123+00:00`; null when unset. */
export function wireDate(time: Date | number): string
export function wireDate(time: Date | number | null | undefined): string | null
export function wireDate(time: Date | number | null | undefined): string | null {
  if (time === null || time === undefined) return null
  return `${(typeof time === 'number' ? new Date(time) : time).toISOString().slice(0, -1)}+00:00`
}

/**
 * Reads a date of a request: ISO with or without offset (none = UTC) and fraction, or `/Date(ms)/` of Windows PowerShell.
 * Answers undefined when it is none of these. Source: API reference 1.4.
 */
export function parseWireDate(text: string): Date | undefined {
  const milliseconds = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)
  if (milliseconds) return valid(new Date(Number(milliseconds[1])))
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/i.exec(
    text.trim(),
  )
  if (!iso) return undefined
  const [, day, minutes = '00:00', seconds = '00', fraction = '0', offset = 'Z'] = iso
  const zone = /^z$/i.test(offset) ? 'Z' : offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`
  return valid(new Date(`${day}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`))
}

const valid = (date: Date): Date | undefined => (Number.isNaN(date.getTime()) ? undefined : date)

/** The schema of a date in a request body; read it with `parseWireDate`. */
export const WireDate = () => Type.String({ description: 'Date and time, ISO 8601; without an offset it is UTC.' })

const UNITS = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1_000 },
]

/** A duration for people: "34 seconds", "2 minutes". */
export function humanDuration(ms: number): string {
  const unit = UNITS.find((candidate) => ms >= candidate.ms) ?? UNITS[3]!
  const count = Math.max(1, Math.floor(ms / unit.ms))
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`
}
