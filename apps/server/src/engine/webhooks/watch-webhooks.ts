import type { Signals } from '../../database/signals.ts'
import { findDue, pruneDeliveries } from '../../features/subscriptions/queue.ts'
import { WEBHOOKS_TOPIC } from '../../features/subscriptions/topic.ts'
import { errorFacts, logLine } from '../../log.ts'
import { deliverNext, type WebhookDeps } from './deliver-next.ts'

/** Subscriptions that this node sends to at once; each gets one event after the other. */
const MOST_AT_ONCE = 50
/** Signals get lost, and nodes die with a subscription taken. */
const LOOK_AGAIN_MS = 30_000
const RETRY_MS = 1_000
const PRUNE_MS = 3_600_000

/**
 * Sends events to subscriptions from this node until it is stopped: woken by what is queued, and by a timer for what is tried
 * again. A subscription that is slow has one of many places and delays only itself.
 */
export function watchWebhooks(deps: WebhookDeps, signals: Signals): () => void {
  const busy = new Set<string>()
  let isStopped = false
  let isStale = false
  let wake = (): void => {}
  const lookNow = () => {
    isStale = true
    wake()
  }
  const unlisten = signals.on(WEBHOOKS_TOPIC, lookNow)
  const tell = (error: unknown) => {
    if (!isStopped) logLine('warn', 'Webhooks could not be sent; they will be looked at again', errorFacts(error))
  }
  const sendAll = async (id: string): Promise<void> => {
    while (!isStopped && (await deliverNext(deps, id))) {}
  }
  const begin = (id: string): void => {
    busy.add(id)
    void sendAll(id)
      .catch(tell)
      .finally(() => {
        busy.delete(id)
        lookNow()
      })
  }
  /** Begins what is due, and answers how long there is nothing to do. */
  const round = async (): Promise<number> => {
    const { ids, nextInMs } = await findDue(deps.database, MOST_AT_ONCE * 2)
    for (const id of ids) if (!busy.has(id) && busy.size < MOST_AT_ONCE) begin(id)
    return Math.min(nextInMs ?? LOOK_AGAIN_MS, LOOK_AGAIN_MS)
  }
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
      const restMs = await round().catch((error: unknown) => {
        tell(error)
        return RETRY_MS
      })
      if (!isStale && !isStopped) await sleep(restMs)
    }
  }
  void serve()
  const pruning = setInterval(() => void pruneDeliveries(deps.database).catch(tell), PRUNE_MS)
  pruning.unref()
  return () => {
    isStopped = true
    clearInterval(pruning)
    unlisten()
    wake()
  }
}
