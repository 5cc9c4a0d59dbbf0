import type { EpochMs } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Database } from '../../../database/connection.ts'
import type { Signals } from '../../../database/signals.ts'
import { SCHEDULES_TOPIC } from '../../../features/project-triggers/schedules.ts'
import { errorFacts, logLine } from '../../../log.ts'
import type { TriggerDeps } from '../deploy-for-trigger.ts'
import { deployToPlaces } from './deploy-to-places.ts'
import { fireDue } from './fire-due.ts'
import { settleNewTimes } from './move-on.ts'

/** No timer runs longer: clocks are set, nodes die with a place half served, and a timer of weeks would fire at once. */
const LOOK_AGAIN_MS = 30_000
/** After a time has come that another node is serving, or that could not be served. */
const RETRY_MS = 1_000

/**
 * Serves scheduled triggers on this node until it is stopped: one timer for the earliest time of all, armed anew when a
 * trigger is saved. Every node does so; whoever locks a trigger first fires it.
 */
export function watchSchedules(deps: TriggerDeps, signals: Signals): () => void {
  let isStopped = false
  let isStale = false
  let wake = (): void => {}
  const unlisten = signals.on(SCHEDULES_TOPIC, () => {
    isStale = true
    wake()
  })
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const serve = async (): Promise<void> => {
    while (!isStopped) {
      isStale = false
      const restMs = await serveRound(deps).catch((error: unknown) => {
        if (!isStopped)
          logLine('warn', 'Schedules could not be served; they will be looked at again', errorFacts(error))
        return RETRY_MS
      })
      if (!isStale && !isStopped) await sleep(restMs)
    }
  }
  void serve()
  return () => {
    isStopped = true
    unlisten()
    wake()
  }
}

/** Does what is due, and answers how long there is nothing to do. */
async function serveRound(deps: TriggerDeps): Promise<number> {
  await settleNewTimes(deps)
  const begun = deps.now()
  await fireDue(deps)
  await deployToPlaces(deps)
  const next = await findEarliest(deps.database)
  if (next === null) return LOOK_AGAIN_MS
  // What was due when the round began, and still is, was left.
  if (next <= begun) return RETRY_MS
  return Math.min(Math.max(next - deps.now(), 0), LOOK_AGAIN_MS)
}

async function findEarliest(database: Database): Promise<EpochMs | null> {
  const { rows } = await sql<{ next: Date | null }>`select min(next_at) as next from trigger_schedule`.execute(database)
  return rows[0]?.next?.getTime() ?? null
}
