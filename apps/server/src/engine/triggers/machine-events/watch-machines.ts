import type { Signals } from '../../../database/signals.ts'
import { MACHINE_EVENTS_TOPIC } from '../../../features/machines/topics.ts'
import { errorFacts, logLine } from '../../../log.ts'
import type { TriggerDeps } from '../deploy-for-trigger.ts'
import { actOnDecisions } from './act-on-decisions.ts'
import { EVENTS_AT_ONCE, judgeEvents } from './judge-events.ts'

/** Machines that appear together are given this long to share a deployment. */
const GATHER_MS = 150
/** Looks by itself this often; a signal comes sooner. */
const LOOK_AGAIN_MS = 30_000

/** Serves deployment-target triggers on this node until it is stopped: woken by the event, not by a poll (domain reference 7.3). */
export function watchMachines(deps: TriggerDeps, signals: Signals): () => void {
  let stopped = false
  let woken = signals.next(MACHINE_EVENTS_TOPIC, 0)
  const serve = async (): Promise<void> => {
    let tookMs = 0
    let dueAt = Number.POSITIVE_INFINITY
    while (!stopped) {
      await woken
      // When there is much to look at, it is looked at less often, so that it leaves the server to others too. Who is due by then
      // has been put together with others already.
      await sleep(Math.min(Math.max(GATHER_MS, tookMs), dueAt - performance.now()))
      const begun = performance.now()
      // Whatever is signalled from here on wakes the next round.
      woken = signals.next(MACHINE_EVENTS_TOPIC, LOOK_AGAIN_MS)
      if (stopped) return
      try {
        // Whatever comes meanwhile is for the next round: where machines keep coming, those before them are served all the same.
        while ((await judgeEvents(deps.database)) === EVENTS_AT_ONCE) if (stopped) return
        const nextInMs = await actOnDecisions(deps)
        dueAt = nextInMs === null ? Number.POSITIVE_INFINITY : performance.now() + nextInMs
        if (nextInMs !== null) woken = Promise.race([woken, sleep(nextInMs)])
      } catch (error) {
        // One bad round stops nothing: the rows are still waiting (reliability V5).
        if (!stopped) logLine('warn', 'Triggers could not be served; they will be looked at again', errorFacts(error))
      }
      tookMs = performance.now() - begun
    }
  }
  void serve()
  return () => {
    stopped = true
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(ms, 0)).unref())
