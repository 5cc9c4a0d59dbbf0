import type { CancelReport, Ticket } from '@flotilla/work-directory'
import { sql } from 'kysely'
import { inTransaction } from '../database/connection.ts'
import { lockTask } from '../features/tasks/task-run.ts'
import type { ScriptRun } from './script-run.ts'

type TimedScript = Pick<ScriptRun, 'deps' | 'run' | 'hadBegun' | 'limitMinutes'>

/** Watches how long a script takes. */
export interface TimeLimit {
  /** Aborts when the time is up. */
  readonly isUp: AbortSignal
  /** Call it once the script has ended; `report` is what ending it by force came to. Answers whether it took too long. */
  end(report: CancelReport | undefined): Promise<boolean>
  /** Stops the clock here; another server may go on with it. */
  close(): void
}

/** Timers count no further than 24 days; what is longer looks again. */
const LONGEST_TIMER_MS = 86_400_000
/** While the database is away. */
const STORE_AGAIN_MS = 1_000

/**
 * Starts the clock of a ticket's script, which goes on whatever server follows the script. That the time is up is stored
 * before anything is ended by force, so that the reason is known also after a crash.
 *
 * Source: domain reference 4.5; reliability X7.
 */
export async function startTimeLimit(script: TimedScript, ticket: Ticket): Promise<TimeLimit> {
  const { deps, run } = script
  const { leftMs, wasStored } = await timeLeft(script, ticket)
  const up = new AbortController()
  const store = (isOver: boolean) =>
    // Not through the log, which is closed for good once it has lost something: a silent script would go on for as long as it likes.
    inTransaction(deps.database, async (tx) => {
      await lockTask(tx, run.task)
      await sql`update script_attempt set is_over_time = ${isOver} where ticket = ${ticket}`.execute(tx)
    })
  let storing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let hasEnded = false
  const deadline = performance.now() + leftMs
  const look = () => {
    const ms = deadline - performance.now()
    if (ms > 0) timer = setTimeout(look, Math.min(ms, LONGEST_TIMER_MS))
    else
      storing = store(true).then(
        () => {
          if (!hasEnded) up.abort()
        },
        () => {
          timer = setTimeout(look, STORE_AGAIN_MS)
        },
      )
  }
  if (wasStored) up.abort()
  else look()
  const close = () => clearTimeout(timer)
  return {
    isUp: up.signal,
    close,
    end: async (report) => {
      hasEnded = true
      close()
      await storing
      close()
      if (wasStored) return true
      // It may have ended by itself at that very moment.
      const wasEnded = report !== undefined && report.termSent + report.killSent + Number(report.neverStarted) > 0
      const isOver = up.signal.aborted && wasEnded
      if (storing && !isOver) await store(false)
      return isOver
    },
  }
}

/** Nothing needs to be stored of a script that begins under the usual limit, which counts from when the attempt was stored. */
async function timeLeft(script: TimedScript, ticket: Ticket) {
  const { deps, limitMinutes: own, hadBegun } = script
  if (own === null && !hadBegun) return { leftMs: deps.limits.scriptMinutes * 60_000, wasStored: false }
  const begin = own === null ? sql`created_at` : sql`clock_timestamp()`
  const { rows } = await sql<{ left_ms: number; is_over_time: boolean }>`
    update script_attempt set deadline = coalesce(deadline, ${begin} + ${minutesOf(script)}::float8 * interval '1 minute')
    where ticket = ${ticket}
    returning is_over_time, extract(epoch from deadline - clock_timestamp())::float8 * 1000 as left_ms`.execute(
    deps.database,
  )
  const { left_ms: leftMs, is_over_time: wasStored } = rows[0]!
  return { leftMs, wasStored }
}

/** Its own limit, else that of every script. */
const minutesOf = ({ deps, limitMinutes }: Pick<ScriptRun, 'deps' | 'limitMinutes'>): number =>
  limitMinutes ?? deps.limits.scriptMinutes

/** What is said of a script that took too long. */
export function overTime(script: Pick<ScriptRun, 'deps' | 'limitMinutes'>): string {
  const minutes = minutesOf(script)
  const limit = minutes < 1 ? `${Math.round(minutes * 60)} s` : `${minutes} min`
  return `The script took longer than its time limit of ${limit} and was ended.`
}
