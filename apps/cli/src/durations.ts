import { UsageError } from './failures.ts'

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const

/** Reads `90s`, `30m`, `2h`, `1h30m`; a bare number is seconds. Answers milliseconds. */
export function parseDuration(text: string): number {
  const compact = text.replaceAll(' ', '').toLowerCase()
  if (/^\d+$/.test(compact)) return Number(compact) * UNITS_MS.s
  if (!/^(\d+[smh])+$/.test(compact)) {
    throw new UsageError(`'${text}' is not a length of time.`, "Write it like '90s', '30m' or '1h30m'.")
  }
  return [...compact.matchAll(/(\d+)([smh])/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS],
    0,
  )
}
