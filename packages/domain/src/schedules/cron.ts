import type { EpochMs } from '@flotilla/kit'
import { Cron } from 'croner'

/**
 * The first instant after `after` that a pattern names, or null when there is none any more.
 *
 * Errors: throws for a pattern that cannot be read; `cronProblem` finds it before.
 */
export function nextMatch(pattern: string, timeZone: string, after: EpochMs): EpochMs | null {
  return readCron(pattern, timeZone).nextRun(new Date(after))?.getTime() ?? null
}

/** Why a pattern cannot be read, or null when it can. */
export function cronProblem(pattern: string): string | null {
  const fields = pattern.trim().split(/\s+/)
  // croner would take them for "any"; the reference knows them in two fields only.
  if (fields.some((field, index) => field.includes('?') && index !== 3 && index !== 5)) {
    return "'?' may stand for the day of the month and the day of the week only"
  }
  try {
    readCron(pattern, 'UTC')
    return null
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error)
  }
}

/**
 * Without a function croner sets no timer: it only computes.
 *
 * `domAndDow`: a day of the month and a day of the week narrow each other, as everything does here that filters.
 * `fixedTimeRule`: see `nextFiring`. `sloppyRanges`: `0/15` is written by many, and means from 0 on every 15.
 */
function readCron(pattern: string, timezone: string): Cron {
  return new Cron(pattern, {
    timezone,
    paused: true,
    mode: '6-or-7-parts',
    domAndDow: true,
    fixedTimeRule: 'no-wildcard',
    sloppyRanges: true,
  })
}
