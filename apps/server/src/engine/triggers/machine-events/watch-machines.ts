import type { Signals } from '../../../database/signals.ts'
import { MACHINE_EVENTS_TOPIC } from '../../../features/machines/topics.ts'
import { errorFacts, logLine } from '../../../log.ts'
import type { TriggerDeps } from '../deploy-for-trigger.ts'
import { actOnDecisions } from './act-on-decisions.ts'
import { judgeEvents } from './judge-events.ts'

/** Machines that appear together are given this long to share a deployment. */
const GATHER_MS = 150
/** Looks by itself this often; a signal comes sooner. */
const LOOK_AGAIN_MS = 30_000

/** Serves deployment-target triggers on this node until it is stopped: woken by the event, not by a poll (domain reference 7.3). */
export function watchMachines(deps: TriggerDeps, signals: Signals): () => void {
  let stopped = false
  let woken = signals.next(MACHINE_EVENTS_TOPIC, 0)
  const serve = async (): Promise<void> => {
    while (!stopped) {
      await woken
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS).unref())
      // Whatever is signalled from here on wakes the next round.
      woken = signals.next(MACHINE_EVENTS_TOPIC, LOOK_AGAIN_MS)
      if (stopped) return
      try {
        while ((await judgeEvents(deps.database)) > 0) if (stopped) return
        await actOnDecisions(deps)
      } catch (error) {
        // One bad round stops nothing: the rows are still waiting (reliability V5).
        if (!stopped) logLine('warn', 'Triggers could not be served; they will be looked at again', errorFacts(error))
      }
    }
  }
  void serve()
  return () => {
    stopped = true
  }
}
