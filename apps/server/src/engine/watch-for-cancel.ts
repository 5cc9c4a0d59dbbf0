import { setMaxListeners } from 'node:events'
import type { Database } from '../database/connection.ts'
import type { Signals } from '../database/signals.ts'
import { findTask } from '../features/tasks/queries.ts'
import { taskTopic } from '../features/tasks/topics.ts'

const LOOK_AGAIN_MS = 10_000

/** Aborts when the task is cancelled, until it is stopped. `firstLook` has happened once it is known how it stands now. */
export function watchForCancel(
  deps: { readonly database: Database; readonly signals: Signals },
  taskId: string,
  cancelling: AbortController,
) {
  // As many listen as scripts run at once.
  setMaxListeners(0, cancelling.signal)
  const look = async () => {
    const task = await findTask(deps.database, taskId)
    if (!task || task.state === 'Cancelling') cancelling.abort()
  }
  const lookQuietly = () => void look().catch(() => {})
  const off = deps.signals.on(taskTopic(taskId), lookQuietly)
  const timer = setInterval(lookQuietly, LOOK_AGAIN_MS)
  return {
    firstLook: look(),
    stop: () => {
      off()
      clearInterval(timer)
    },
  }
}
