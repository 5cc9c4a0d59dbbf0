import type { Received, Reply } from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { StreamOffsets, Ticket } from '@flotilla/work-directory'
import type { Waiter } from '../transports.ts'
import type { AgentChannel } from './channel.ts'
import {
  type AgentReach,
  type AgentWays,
  type NotReached,
  orAborted,
  PAUSE_MS,
  patienceOf,
  reachAgent,
} from './reach-agent.ts'

/** What all operations of a transport have in common. */
export interface Asks {
  readonly ways: AgentWays
  readonly reach: AgentReach
  /** Who waits where a script is started or followed. */
  readonly waiter: Waiter
  readonly givenUp: AbortSignal
}

export interface Answered {
  readonly channel: AgentChannel
  readonly reply: Reply
}

interface AskOptions {
  readonly takesMs?: number
  readonly signal?: AbortSignal | undefined
  /** The `waiter` is told. */
  readonly waits?: { readonly wasSent: () => boolean }
}

/**
 * Asks an agent something that may be asked twice, until there is an answer: the one on the way may have been lost with the
 * connection. The channel is the caller's to release. Source: reliability reference F26.
 */
export async function ask(
  { ways, reach, waiter, givenUp }: Asks,
  send: (channel: AgentChannel) => Promise<void>,
  options: AskOptions = {},
): Promise<Result<Answered, NotReached>> {
  let deadline = performance.now() + patienceOf(reach)
  const signal = options.signal ?? givenUp
  for (;;) {
    // Of what was cancelled nothing is sent, though the agent be there (X1); what cancels it has no such signal.
    if (options.signal?.aborted) return err({ kind: 'out-of-reach', detail: 'it was cancelled before it was sent' })
    const reached = await reachAgent(ways, reach, { deadline, signal, away: () => options.waits && waiter.away() })
    if (!reached.ok) return reached
    const channel = reached.value
    const turn = options.waits && waiter.back(options.waits.wasSent())
    if (turn || options.signal?.aborted) {
      channel.release(true)
      await turn
      // It was there: its time to be away begins anew.
      deadline = performance.now() + patienceOf(reach)
      continue
    }
    void send(channel)
    const limit = Math.max(deadline, performance.now() + ANSWER_LIMIT_MS) + (options.takesMs ?? 0)
    const received = await nextBefore(channel, limit)
    if (received === 'late') {
      channel.release(false)
      return err({ kind: 'out-of-reach', detail: 'its agent is connected and does not answer' })
    }
    if (received?.kind === 'message' && received.message.kind !== 'away')
      return ok({ channel, reply: received.message })
    channel.release(true)
    if (received?.kind === 'bytes') ways.directory.misbehaved(reach.thumbprint, 'it sends bytes that nobody asked for')
    if (performance.now() > deadline) {
      return err({ kind: 'out-of-reach', detail: 'its agent lost the connection again and again' })
    }
    await orAborted(ways.directory.changed(reach.thumbprint, PAUSE_MS), signal)
  }
}

/** Even where nobody waits for an agent that is away, one that is there gets so long to answer. */
const ANSWER_LIMIT_MS = 30_000

/** What comes next until a time in monotonic milliseconds. */
export async function nextBefore(channel: AgentChannel, limit: number): Promise<Received<Reply> | undefined | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, limit - performance.now()))
  })
  try {
    return await Promise.race([channel.next(), late])
  } finally {
    clearTimeout(timer)
  }
}

export const isAway = (received: Received<Reply>): boolean =>
  received.kind === 'message' && received.message.kind === 'away'

export const sendAttach = (
  channel: AgentChannel,
  ticket: Ticket,
  {
    from,
    hash,
    hasBegun,
  }: { readonly from: StreamOffsets; readonly hash: string | undefined; readonly hasBegun: boolean },
): Promise<void> =>
  channel.send({ op: 'attach', ticket, hasBegun, from: { ...from }, ...(hash === undefined ? {} : { hash }) })
