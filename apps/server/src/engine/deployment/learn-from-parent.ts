import { loadAnnounced } from '../../features/tasks/announced-secrets.ts'
import { taskSecretsTopic } from '../../features/tasks/topics.ts'
import { errorFacts, logLine } from '../../log.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import type { RunState } from './run-state.ts'

/** A signal comes sooner. */
const LOOK_AGAIN_MS = 10_000

/**
 * Hides in a running child what its parent learns of meanwhile, from then on and in the lines that are stored already. It
 * tells its own children in turn, as what it learns is announced in its own name. Answers how to stop, which looks a last time.
 *
 * Source: reliability reference M6.
 */
export function learnFromParent(
  { database, signals }: Pick<StepDeps, 'database' | 'signals'>,
  run: RunState,
): () => Promise<void> {
  const parentId = run.task.parent_task_id
  if (!parentId) return async () => {}
  const known = new Set(run.otherSecrets)
  const look = async () => {
    const fresh = (await loadAnnounced(database, parentId)).filter((secret) => !known.has(secret))
    if (fresh.length === 0) return
    run.protect(fresh)
    await run.log.within((tx) => run.announce(tx, fresh))
    for (const secret of fresh) known.add(secret)
  }
  const lookQuietly = () =>
    look().catch((error: unknown) =>
      logLine('warn', 'What a parent hides could not be looked up', { task: run.task.id, ...errorFacts(error) }),
    )
  const off = signals.on(taskSecretsTopic(parentId), () => void lookQuietly())
  const timer = setInterval(() => void lookQuietly(), LOOK_AGAIN_MS)
  void lookQuietly()
  return async () => {
    off()
    clearInterval(timer)
    await lookQuietly()
  }
}
