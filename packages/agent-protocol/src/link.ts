import { decodeFrame, encodeFrame, type Frame, type Part } from './frames.ts'
import { SILENCE_LIMIT_MS } from './limits.ts'
import type { Check } from './messages.ts'
import type { Rate } from './rate.ts'

/** A WebSocket, as far as a link needs one. */
export interface Wire {
  send(bytes: Uint8Array, done: (error?: Error | null) => void): void
  close(code: number, reason: string): void
  /** Ends it without waiting for the other side. */
  terminate(): void
}

export type Received<Message> =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'bytes'; readonly part: Part; readonly offset: number; readonly bytes: Buffer }

export interface LinkOptions<Sent, Got> {
  readonly wire: Wire
  /** Of this connection: frames of an earlier one are ignored. Source: reliability reference F29. */
  readonly epoch: number
  readonly check: Check<Got>
  /** What the other side may send; undefined: as much as it likes. */
  readonly rate?: Rate
  /** Frames of one channel that may wait for their reader. */
  readonly mostWaiting?: number
  /** The answer to what the other side is too old to understand; that is not sent. */
  readonly refuse?: ((message: Sent) => Got | undefined) | undefined
  /** The other side opens a channel. Without this it may not. */
  readonly onChannel?: (channel: Channel<Sent, Got>) => void
  /** The other side shows that it lives. */
  readonly onBeat?: () => void
  /** The other side broke a rule of the protocol; the connection is being closed. */
  readonly onViolation?: (what: string) => void
}

/** WebSocket's own code for one who breaks the rules. */
const POLICY_VIOLATION = 1008
const LAST_SEQUENCE = 0xffff_fff0

/**
 * A connection after its handshake: channels, each for one operation, in frames that are numbered. A frame that comes again, or
 * belongs to another connection, is ignored; a gap ends the connection. Source: reliability reference F29, H4.
 */
export class Link<Sent, Got> {
  private readonly options: LinkOptions<Sent, Got>
  private readonly channels = new Map<number, Channel<Sent, Got>>()
  /** Own channels on which nothing was said yet. */
  private readonly unsaid = new Set<Channel<Sent, Got>>()
  private lastChannel = 0
  private sent = 0
  private got = 0
  private isOver = false
  /** Monotonic milliseconds of the last sign of life. */
  private heardAt = performance.now()
  private end!: () => void
  /** Resolves when the connection is gone; never rejects. */
  readonly ended = new Promise<void>((resolve) => {
    this.end = resolve
  })

  constructor(options: LinkOptions<Sent, Got>) {
    this.options = options
  }

  get isOpen(): boolean {
    return !this.isOver
  }

  /** A channel of this side's own. One of a link that is gone is over at once. */
  open(): Channel<Sent, Got> {
    const channel: Channel<Sent, Got> = new Channel<Sent, Got>(
      // Numbered when something is said on it, so that the other side hears of channels in the order of their numbers.
      () => {
        this.lastChannel += 1
        this.unsaid.delete(channel)
        this.channels.set(this.lastChannel, channel)
        return this.lastChannel
      },
      { refuse: this.options.refuse, write: (frame) => this.write(frame), forget: (id) => this.forget(channel, id) },
      this.options.mostWaiting,
    )
    if (this.isOver) channel.end()
    else this.unsaid.add(channel)
    return channel
  }

  /** Takes what the WebSocket received. */
  receive(bytes: Buffer): void {
    if (this.isOver) return
    this.heardAt = performance.now()
    const violation = this.take(bytes)
    if (violation === undefined || this.isOver) return
    this.options.onViolation?.(violation)
    this.close(POLICY_VIOLATION, violation)
  }

  /** Shows the other side that this one lives. */
  beat(): void {
    this.write({ kind: 'beat' })
  }

  isSilent(nowMs: number): boolean {
    return nowMs - this.heardAt > SILENCE_LIMIT_MS
  }

  /** Ends the connection; `terminate` where nobody may be there to answer. */
  close(code: number, reason: string, how: 'close' | 'terminate' = 'close'): void {
    if (this.isOver) return
    if (how === 'close') this.options.wire.close(code, reason)
    else this.options.wire.terminate()
    this.gone()
  }

  /** The WebSocket is closed: every channel is over. */
  gone(): void {
    if (this.isOver) return
    this.isOver = true
    for (const channel of [...this.channels.values(), ...this.unsaid]) channel.end()
    this.channels.clear()
    this.unsaid.clear()
    this.end()
  }

  /** Says which rule of the protocol is broken, if one is. */
  private take(bytes: Buffer): string | undefined {
    if (this.options.rate && this.options.rate.take(this.heardAt) > 0) {
      return 'it sends more messages a second than are allowed'
    }
    const read = decodeFrame(bytes)
    if (!read) return 'a message could not be read'
    if (read.epoch !== this.options.epoch || read.sequence <= this.got) return undefined
    if (read.sequence !== this.got + 1) return 'a message is missing'
    this.got = read.sequence
    return this.handOver(read.frame)
  }

  private handOver(frame: Frame): string | undefined {
    if (frame.kind === 'beat') {
      this.options.onBeat?.()
      return undefined
    }
    const received = this.read(frame)
    if (!received) return 'a message has a form that is not known here'
    const channel = this.channelOf(frame.channel)
    if (channel === 'not-allowed') return 'it speaks on a channel that nobody has opened'
    return channel && !channel.take(received) ? 'it sends more than it was asked for' : undefined
  }

  private read(frame: Exclude<Frame, { kind: 'beat' }>): Received<Got> | undefined {
    if (frame.kind === 'bytes') return frame
    const message = this.options.check(frame.message)
    return message === undefined ? undefined : { kind: 'message', message }
  }

  /** Undefined: one that was open and is not any more; what comes late for it is nobody's. */
  private channelOf(id: number): Channel<Sent, Got> | undefined | 'not-allowed' {
    const known = this.channels.get(id)
    if (known || (id > 0 && id <= this.lastChannel)) return known
    const { onChannel, mostWaiting } = this.options
    if (!onChannel || id !== this.lastChannel + 1) return 'not-allowed'
    this.lastChannel = id
    const channel: Channel<Sent, Got> = new Channel<Sent, Got>(
      () => id,
      { refuse: this.options.refuse, write: (frame) => this.write(frame), forget: () => this.forget(channel, id) },
      mostWaiting,
    )
    this.channels.set(id, channel)
    onChannel(channel)
    return channel
  }

  private forget(channel: Channel<Sent, Got>, id: number | undefined): void {
    this.unsaid.delete(channel)
    if (id !== undefined) this.channels.delete(id)
  }

  private write(frame: Frame): Promise<void> {
    if (this.isOver) return Promise.resolve()
    this.sent += 1
    if (this.sent > LAST_SEQUENCE) this.close(1012, 'numbers are used up')
    const bytes = encodeFrame({ epoch: this.options.epoch, sequence: this.sent }, frame)
    // What cannot be sent any more is told by the end of the connection.
    return new Promise((resolve) => this.options.wire.send(bytes, () => resolve()))
  }
}

interface ChannelSender<Sent, Got> {
  readonly refuse: ((message: Sent) => Got | undefined) | undefined
  write(frame: Frame): Promise<void>
  /** `id`: its number, if it has one. */
  forget(id: number | undefined): void
}

/** One operation: what was asked on one side, what is answered on the other. Read by one reader. */
export class Channel<Sent, Got> {
  private id: number | undefined
  private readonly numbered: () => number
  private readonly sender: ChannelSender<Sent, Got>
  private readonly mostWaiting: number
  private readonly waiting: Received<Got>[] = []
  private wake: (() => void) | undefined
  private isOver = false

  /** `numbered` gives its number when something is first said on it. */
  constructor(numbered: () => number, sender: ChannelSender<Sent, Got>, mostWaiting = Number.POSITIVE_INFINITY) {
    this.numbered = numbered
    this.sender = sender
    this.mostWaiting = mostWaiting
  }

  /** Resolves when it has left this process. */
  send(message: Sent): Promise<void> {
    const refusal = this.sender.refuse?.(message)
    if (refusal !== undefined) {
      this.take({ kind: 'message', message: refusal })
      return Promise.resolve()
    }
    return this.isOver ? Promise.resolve() : this.sender.write({ kind: 'message', channel: this.number, message })
  }

  sendBytes(part: Part, offset: number, bytes: Buffer): Promise<void> {
    if (this.isOver) return Promise.resolve()
    return this.sender.write({ kind: 'bytes', channel: this.number, part, offset, bytes })
  }

  private get number(): number {
    this.id ??= this.numbered()
    return this.id
  }

  /** What comes next; undefined when nothing will: the channel was closed, or the connection is gone. */
  async next(): Promise<Received<Got> | undefined> {
    while (this.waiting.length === 0 && !this.isOver) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    return this.waiting.shift()
  }

  /** Says false when too much waits already. */
  take(received: Received<Got>): boolean {
    if (this.waiting.length >= this.mostWaiting) return false
    this.waiting.push(received)
    this.wake?.()
    return true
  }

  /** Nothing more comes; what has come can still be read. */
  end(): void {
    this.isOver = true
    this.sender.forget(this.id)
    this.wake?.()
  }
}
