import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { REACH_TIMEOUT_MS } from '../transports.ts'
import type { AgentChannel } from './channel.ts'
import type { AgentDirectory } from './directory.ts'

/** The machine that is meant: its id, and the key that it has. */
export interface AgentReach {
  readonly machineId: string
  readonly thumbprint: string
  readonly reachTimeoutMs?: number
}

/** What reaching an agent needs. */
export interface AgentWays {
  channelTo(thumbprint: string): Promise<AgentChannel | undefined>
  readonly directory: Pick<AgentDirectory, 'isOf' | 'changed' | 'misbehaved'>
}

export type NotReached = {
  readonly kind: 'out-of-reach' | 'other-identity'
  readonly detail: string
}

/** Signals only speed things up: everybody also looks again at this pace. */
const LOOK_AGAIN_MS = 5_000
/** One that is connected and gone again and again is not asked without a pause. */
export const PAUSE_MS = 200

/** For how long an agent may be away, in milliseconds. */
export const patienceOf = ({ reachTimeoutMs }: AgentReach): number => reachTimeoutMs ?? REACH_TIMEOUT_MS

/**
 * Waits for the agent with that very key until `deadline` (monotonic milliseconds), or until `signal`; says so once when it is
 * `away`. A machine that has got another key meanwhile is not waited for. Source: reliability reference E9, F23, F41.
 */
export async function reachAgent(
  { channelTo, directory }: AgentWays,
  reach: AgentReach,
  until: { readonly deadline: number; readonly signal: AbortSignal | undefined; readonly away?: () => void },
): Promise<Result<AgentChannel, NotReached>> {
  const present = await channelTo(reach.thumbprint)
  if (present) return ok(present)
  until.away?.()
  for (;;) {
    const leftMs = until.deadline - performance.now()
    // Listening begins before looking: what happens in between is not missed.
    const changed = directory.changed(reach.thumbprint, Math.min(Math.max(0, leftMs), LOOK_AGAIN_MS))
    const channel = await channelTo(reach.thumbprint)
    if (channel) return ok(channel)
    if (!(await directory.isOf(reach.machineId, reach.thumbprint))) {
      const detail =
        'the machine is not the one any more that was planned: it was removed, or another one has taken its place'
      return err({ kind: 'other-identity', detail })
    }
    if (until.signal?.aborted || leftMs <= 0) {
      const waited = Math.round(patienceOf(reach) / 1_000)
      const isImpatient = until.signal?.aborted || waited === 0
      const detail = `its agent is not connected${isImpatient ? '' : `, and was waited for ${waited} s`}`
      return err({ kind: 'out-of-reach', detail })
    }
    await orAborted(changed, until.signal)
  }
}

/** Waits for the promise, but no longer than until the signal. */
export async function orAborted(promise: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return void (await promise)
  if (signal.aborted) return
  let stop = () => {}
  const aborted = new Promise<void>((resolve) => {
    stop = resolve
  })
  signal.addEventListener('abort', stop, { once: true })
  await Promise.race([promise, aborted])
  signal.removeEventListener('abort', stop)
}
