import { setTimeout as delay } from 'node:timers/promises'
import {
  CHUNK_BYTES,
  type Channel,
  decompress,
  type Facts,
  PAYLOAD_LIMIT_BYTES,
  type Rate,
  type Reply,
  type Request,
  WINDOW,
} from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'
import type { CancelReport, Execution, Payload, PayloadFile, ScriptTransport, Ticket } from '@flotilla/work-directory'
import { hashedPayload } from '@flotilla/work-directory'

export type AgentChannel = Channel<Reply, Request>

export interface Serving {
  /** Where scripts run: this machine. */
  readonly transport: ScriptTransport
  readonly facts: () => Promise<Facts>
  /** Answers of all channels together keep to it. */
  readonly pace: Rate
  /** Cancels that are under way, by ticket: asked again after a cut, they go on and do not begin anew. */
  readonly cancels: Map<string, Promise<CancelReport>>
}

type Ask<Op extends Request['op']> = Extract<Request, { readonly op: Op }>

/** Does what the first message of a channel asks for, and answers on it. Never throws. */
export async function serve(channel: AgentChannel, serving: Serving): Promise<void> {
  try {
    const first = await channel.next()
    if (first?.kind === 'message') await answer(channel, serving, first.message)
  } catch (error) {
    await say(channel, serving, {
      kind: 'failed',
      detail: String(error instanceof Error ? error.message : error).slice(0, 2_000),
    })
  } finally {
    channel.end()
  }
}

async function answer(channel: AgentChannel, serving: Serving, request: Request): Promise<void> {
  const { transport } = serving
  switch (request.op) {
    case 'start': {
      const payload = await receivePayload(channel, request)
      if (!payload) return
      return follow(channel, serving, await transport.start(request.ticket as Ticket, payload, request.from))
    }
    case 'attach': {
      const { from, hasBegun, hash } = request
      const options = { from, hasBegun, ...(hash === undefined ? {} : { payloadHash: hash }) }
      return follow(channel, serving, await transport.attach(request.ticket as Ticket, options))
    }
    case 'hold':
      return holdFile(channel, serving, request)
    case 'cancel': {
      const { outOfReach: _local, ...report } = await cancelOnce(serving, request.ticket as Ticket)
      return say(channel, serving, { kind: 'cancelled', ...report, survivors: [...report.survivors] })
    }
    case 'openFile':
      return sendFile(channel, serving, request)
    case 'cleanUp': {
      const cleaned = await transport.cleanUp(request.ticket as Ticket)
      return say(channel, serving, cleaned.ok ? { kind: 'cleaned' } : refusal(cleaned.error))
    }
    case 'describe':
      return say(channel, serving, { kind: 'described', facts: await serving.facts() })
    default:
      return say(channel, serving, { kind: 'failed', detail: `'${request.op}' opens no channel` })
  }
}

/** The kinds of refusals of this machine's transport are those of the protocol; nothing here is out of reach of itself. */
const refusal = (error: { readonly kind: string }): Reply => ({ kind: 'refused', refusal: error }) as Reply

/** The files' bytes, as they were announced; undefined when the connection ended before the last one. */
async function receivePayload(channel: AgentChannel, ask: Ask<'start'>): Promise<Payload | undefined> {
  const sumOf = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0)
  const total = sumOf(ask.files.map(({ sentSize }) => sentSize))
  if (Math.max(total, sumOf(ask.files.map(({ size }) => size))) > PAYLOAD_LIMIT_BYTES) {
    throw new Error('The files of the script are too large.')
  }
  const all = Buffer.alloc(total)
  for (let filled = 0; filled < total; ) {
    const received = await channel.next()
    if (!received || (received.kind === 'message' && received.message.op === 'close')) return undefined
    if (received.kind !== 'bytes' || received.offset !== filled || filled + received.bytes.length > total) {
      throw new Error('The files of the script arrived out of order.')
    }
    filled += received.bytes.copy(all, filled)
  }
  let offset = 0
  const files: PayloadFile[] = []
  for (const { name, size, sentSize } of ask.files) {
    files.push({ name, bytes: await decompress(all.subarray(offset, offset + sentSize), size) })
    offset += sentSize
  }
  // The hash is the server's own, under a key that only it has.
  return hashedPayload({ files, command: ask.command as [string, ...string[]] }, ask.hash)
}

async function holdFile(channel: AgentChannel, serving: Serving, { sha256, size }: Ask<'hold'>): Promise<void> {
  const read = () => receiveFile(channel, serving, size)
  const held = await serving.transport.holdFile({ sha256, sizeBytes: size, read })
  await say(channel, serving, held.ok ? { kind: 'held', root: held.value.root } : refusal(held.error))
}

/** Asks for a file's bytes, and for more as they are used. Throws where the connection ended before the last one. */
async function* receiveFile(channel: AgentChannel, serving: Serving, size: number): AsyncGenerator<Buffer> {
  await say(channel, serving, { kind: 'wanted' })
  for (let offset = 0; offset < size; ) {
    const received = await channel.next()
    if (received?.kind !== 'bytes' || received.offset !== offset || offset + received.bytes.length > size) {
      throw new Error('The file did not arrive whole.')
    }
    yield received.bytes
    offset += received.bytes.length
    await say(channel, serving, { kind: 'taken' })
  }
}

function cancelOnce({ transport, cancels }: Serving, ticket: Ticket): Promise<CancelReport> {
  const running = cancels.get(ticket)
  if (running) return running
  const report = transport.cancel(ticket).finally(() => cancels.delete(ticket))
  cancels.set(ticket, report)
  return report
}

async function follow(
  channel: AgentChannel,
  serving: Serving,
  started: Result<Execution, { readonly kind: string }>,
): Promise<void> {
  if (!started.ok) return say(channel, serving, refusal(started.error))
  const execution = started.value
  const credit = new Credit(channel, () => execution.detach())
  await say(channel, serving, { kind: 'following' })
  for await (const event of execution) {
    if (event.kind === 'output') {
      await sendBytes(channel, serving, credit, event.stream, event.offset, event.bytes)
    } else {
      await say(channel, serving, event as Reply)
    }
    if (credit.isOver) break
  }
}

async function sendFile(channel: AgentChannel, serving: Serving, ask: Ask<'openFile'>): Promise<void> {
  const opened = await serving.transport.openFile(ask.ticket as Ticket, ask.path)
  if (!opened.ok) return say(channel, serving, refusal(opened.error))
  const file = opened.value
  const credit = new Credit(channel, () => {})
  try {
    await say(channel, serving, { kind: 'opened', sizeBytes: file.sizeBytes })
    let offset = 0
    for await (const bytes of file) {
      const skip = Math.min(bytes.length, Math.max(0, ask.from - offset))
      await sendBytes(channel, serving, credit, 'file', offset + skip, bytes.subarray(skip))
      offset += bytes.length
      if (credit.isOver) return
    }
    await say(channel, serving, { kind: 'sent' })
  } finally {
    await file.close()
  }
}

/** Sends no more than the other side has asked for, and no faster than agents may. What is not sent is not read either. */
async function sendBytes(
  channel: AgentChannel,
  { pace }: Serving,
  credit: Credit,
  part: 'stdout' | 'stderr' | 'file',
  offset: number,
  bytes: Uint8Array,
): Promise<void> {
  for (let sent = 0; sent < bytes.length && !credit.isOver; sent += CHUNK_BYTES) {
    await credit.take()
    await turn(pace)
    const end = Math.min(bytes.length, sent + CHUNK_BYTES)
    await channel.sendBytes(part, offset + sent, Buffer.from(bytes.buffer, bytes.byteOffset + sent, end - sent))
  }
}

/** An answer of one message. */
async function say(channel: AgentChannel, { pace }: Serving, reply: Reply): Promise<void> {
  await turn(pace)
  await channel.send(reply)
}

/** Waits until one more message may go: who sends too many is cut off. */
async function turn(pace: Rate): Promise<void> {
  for (let waitMs = pace.take(performance.now()); waitMs > 0; waitMs = pace.take(performance.now())) await delay(waitMs)
}

/** How much the server still takes; reads what it says meanwhile on the channel. */
class Credit {
  isOver = false
  private left = WINDOW
  private wake: (() => void) | undefined

  constructor(channel: AgentChannel, onOver: () => void) {
    void this.listen(channel, onOver)
  }

  async take(): Promise<void> {
    while (this.left === 0 && !this.isOver) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    this.left -= 1
  }

  private async listen(channel: AgentChannel, onOver: () => void): Promise<void> {
    for (;;) {
      const received = await channel.next()
      if (received?.kind !== 'message' || received.message.op !== 'more') break
      this.left = Math.min(WINDOW, this.left + 1)
      this.wake?.()
    }
    this.isOver = true
    this.wake?.()
    onOver()
  }
}
