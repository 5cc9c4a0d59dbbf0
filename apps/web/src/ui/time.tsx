import { useSyncExternalStore } from 'react'

const STEP_MS = 10_000
let now = Date.now()
const listeners = new Set<() => void>()
setInterval(() => {
  now = Date.now()
  for (const listener of listeners) listener()
}, STEP_MS)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' })

/** `5 minutes ago`, `in 2 hours`, `just now`. */
export function relativeTime(at: Date, from: number): string {
  const seconds = (at.getTime() - from) / 1_000
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size)
  return unit ? words.format(Math.round(seconds / unit[1]), unit[0]) : 'just now'
}

/** The time, some seconds old at most: for what depends on it without a change on the server. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)

/** How long ago, or in how long; the exact time on hover. */
export function Time({ at }: { readonly at: string | null | undefined }) {
  const moment = useNow()
  if (!at) return <span className="faint">–</span>
  const date = new Date(at)
  return (
    <time dateTime={at} title={exact.format(date)}>
      {relativeTime(date, Math.max(moment, Date.now() - STEP_MS))}
    </time>
  )
}

/** How long it has been, in whole units: `3 minutes`; since when on hover. */
export function Since({ at }: { readonly at: string }) {
  const moment = useNow()
  const date = new Date(at)
  const seconds = (Math.max(moment, Date.now() - STEP_MS) - date.getTime()) / 1_000
  const unit = UNITS.find(([, size]) => seconds >= size)
  return (
    <time dateTime={at} title={`since ${exact.format(date)}`}>
      {unit ? inUnits(Math.floor(seconds / unit[1]), unit[0]) : 'less than a minute'}
    </time>
  )
}

const inUnits = (count: number, unit: string): string =>
  new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(count)

/** `1 h 5 min`, `12 s`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
