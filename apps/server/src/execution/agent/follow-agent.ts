import type { Received, Reply } from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { Execution, ExecutionEvent, Outcome, StreamOffsets, Ticket, UnknownReason } from '@flotilla/work-directory'
import { type Asks, ask, isAway, sendAttach } from './ask-agent.ts'
import type { AgentChannel } from './channel.ts'

/** How a ticket is followed, and asked for again. */
interface Source {
  /** The first byte wanted of each stream. */
  readonly from: StreamOffsets
  readonly hash: string | undefined
  readonly hasBegun?: boolean
  /** Sends the ticket again, as long as nothing shows that it has begun: the first time may never have arrived. */
  readonly start?: (channel: AgentChannel) => Promise<void>
  /** Once it is aborted the ticket is not sent again (X1). */
  readonly signal?: AbortSignal | undefined
}

/**
 * Follows a ticket on an agent through any number of connections, without gap or repetition of a byte. Source: reliability reference E6, L1-L3, F23.
 */
export function followAgent(asks: Asks, ticket: Ticket, channel: AgentChannel, source: Source): Execution {
  const following = new Following(asks, ticket, channel, source)
  return {
    ticket,
    detach: () => following.detach(),
    [Symbol.asyncIterator]: () => following.events(),
  }
}

/** More would be asked for again and again. */
const MOST_WRONG = 3

class Following {
  private readonly asks: Asks
  private readonly ticket: Ticket
  private readonly source: Source
  private readonly at: { stdout: number; stderr: number }
  private channel: AgentChannel | undefined
  private hasBegun: boolean
  private isDetached = false
  /** Answers in a row that made no sense. */
  private wrong = 0

  constructor(asks: Asks, ticket: Ticket, channel: AgentChannel, source: Source) {
    this.asks = asks
    this.ticket = ticket
    this.channel = channel
    this.source = source
    this.at = { ...source.from }
    this.hasBegun = source.hasBegun === true || this.at.stdout + this.at.stderr > 0
  }

  detach(): void {
    this.isDetached = true
    this.channel?.release(false)
  }

  async *events(): AsyncGenerator<ExecutionEvent, void> {
    const { givenUp } = this.asks
    const giveUp = () => this.channel?.release(false)
    givenUp.addEventListener('abort', giveUp, { once: true })
    let isFinished = false
    let hasTold = false
    try {
      while (!this.isDetached) {
        const received = await this.next()
        if (this.isDetached) return
        if (!received.ok) {
          yield { kind: 'ended', outcome: received.error }
          return
        }
        const event = this.read(received.value)
        if (!event) {
          this.wrong += 1
          if (this.wrong <= MOST_WRONG) continue
          yield { kind: 'ended', outcome: unknown('work-directory-unsafe') }
          return
        }
        this.wrong = 0
        if (event.kind !== 'ended' || event.outcome.kind !== 'never-started') {
          if (!hasTold) yield { kind: 'begun' }
          hasTold = true
          this.hasBegun = true
        }
        isFinished = event.kind === 'ended'
        if (event.kind !== 'begun') yield event
        if (isFinished) return
        // What was dealt with makes room for more: the server never holds more than it asked for (V4).
        if (event.kind === 'output') void this.channel?.send({ op: 'more' })
      }
    } finally {
      givenUp.removeEventListener('abort', giveUp)
      this.channel?.release(isFinished)
    }
  }

  /** The next message of the agent, through as many connections as it takes; an outcome when there will be none. */
  private async next(): Promise<Result<Received<Reply>, Outcome>> {
    for (;;) {
      const received = this.channel && (await this.channel.next())
      if (this.isDetached) return err(unknown('out-of-reach'))
      if (received && !isAway(received)) return ok(received)
      this.channel?.release(true)
      this.channel = undefined
      if (this.asks.givenUp.aborted) return err(unknown('out-of-reach'))
      const again = await this.askAgain()
      if (!again.ok) return again
      this.channel = again.value
      if (this.isDetached) this.channel.release(false)
    }
  }

  private async askAgain(): Promise<Result<AgentChannel, Outcome>> {
    const { start, hash } = this.source
    const send = (channel: AgentChannel) =>
      start && !this.hasBegun && !this.source.signal?.aborted
        ? start(channel)
        : sendAttach(channel, this.ticket, { from: this.at, hash, hasBegun: this.hasBegun })
    const asked = await ask(this.asks, send, { waits: { wasSent: () => true } })
    if (!asked.ok) return err(unknown(asked.error.kind))
    const { channel, reply } = asked.value
    if (reply.kind === 'following') return ok(channel)
    channel.release(true)
    return err(unknown('work-directory-unsafe'))
  }

  /** Undefined for what an agent may not say here; the connection is then asked for the rest once more. */
  private read(received: Received<Reply>): ExecutionEvent | undefined {
    if (received.kind === 'bytes') {
      const { part, offset, bytes } = received
      if (part === 'file' || offset !== this.at[part]) return this.outOfOrder()
      this.at[part] += bytes.length
      return { kind: 'output', stream: part, offset, bytes }
    }
    const { message } = received
    if (message.kind === 'begun' || message.kind === 'output-lost' || message.kind === 'ended') return message
    return this.outOfOrder()
  }

  private outOfOrder(): undefined {
    this.asks.ways.directory.misbehaved(this.asks.reach.thumbprint, 'its output is out of order')
    this.channel?.release(false)
    this.channel = undefined
    return undefined
  }
}

const unknown = (why: UnknownReason): Outcome => ({ kind: 'unknown', why, processLeft: false })

/** An execution that is over before it can be followed. */
export const endedAsUnknown = (ticket: Ticket, why: UnknownReason): Execution => ({
  ticket,
  detach() {},
  async *[Symbol.asyncIterator]() {
    yield { kind: 'ended', outcome: unknown(why) } as const
  },
})
