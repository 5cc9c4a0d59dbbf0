import type { Execution, ExecutionEvent, Outcome } from '@flotilla/work-directory'

/** What the script put out, or that the machine has lost some of it. */
export type LateOutput = Extract<ExecutionEvent, { readonly kind: 'output' | 'output-lost' }>

interface LateFollowing {
  /** When the script is to be ended, from now: its time limit goes on without a task. */
  readonly endInMs: number
  /** When nobody follows it any longer, from now; at most a day. */
  readonly giveUpInMs: number
  readonly end: () => void
  readonly take: (output: LateOutput) => Promise<void>
  readonly stopping: AbortSignal
}

/** Follows a script whose task has ended; answers how it ended, if it did meanwhile. Source: reliability reference F23, X7. */
export async function followLate(
  execution: Execution,
  { endInMs, giveUpInMs, end, take, stopping }: LateFollowing,
): Promise<Outcome | 'given-up' | 'stopped'> {
  let how: 'given-up' | 'stopped' = 'stopped'
  const stop = () => execution.detach()
  const giveUp = () => {
    how = 'given-up'
    stop()
  }
  if (stopping.aborted) stop()
  stopping.addEventListener('abort', stop, { once: true })
  const givingUp = setTimeout(giveUp, giveUpInMs)
  // Timers count no further than 24 days.
  const ending = endInMs < giveUpInMs ? setTimeout(end, Math.max(0, endInMs)) : undefined
  try {
    for await (const event of execution) {
      if (event.kind === 'ended') return event.outcome
      if (event.kind !== 'begun') await take(event)
    }
    return how
  } finally {
    clearTimeout(ending)
    clearTimeout(givingUp)
    stopping.removeEventListener('abort', stop)
  }
}
