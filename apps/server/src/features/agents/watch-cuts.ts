import type { Database } from '../../database/connection.ts'
import type { Signals } from '../../database/signals.ts'
import type { AgentHub } from '../../execution/index.ts'
import { errorFacts, logLine } from '../../log.ts'
import { connectionsToCut } from './connections.ts'
import { AGENTS_CUT_TOPIC } from './topics.ts'

/** Without a signal it is looked this often: within 5 s a connection is cut. Source: reliability reference H6. */
const LOOK_MS = 2_000

/** Ends the connections of agents whose machines were disabled, removed or replaced. Answers how to stop. */
export function watchCuts(
  {
    database,
    signals,
    nodeName,
  }: { readonly database: Database; readonly signals: Signals; readonly nodeName: string },
  hub: AgentHub,
): () => void {
  const cut = async (): Promise<void> => {
    for (const { thumbprint, epoch } of await connectionsToCut(database, nodeName)) {
      hub.cut(thumbprint, epoch, 'the machine is disabled, removed or replaced')
    }
  }
  const cutSafely = () =>
    void cut().catch((error: unknown) =>
      logLine('warn', 'Agents to be cut off could not be looked for', errorFacts(error)),
    )
  const timer = setInterval(cutSafely, LOOK_MS)
  timer.unref()
  const stopListening = signals.on(AGENTS_CUT_TOPIC, cutSafely)
  return () => {
    clearInterval(timer)
    stopListening()
  }
}
