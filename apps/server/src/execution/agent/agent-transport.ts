import { CHUNK_BYTES, compress, type Request } from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import {
  type AttachOptions,
  type CancelReport,
  type CleanUpRefusal,
  type Execution,
  type FileRefusal,
  FROM_THE_START,
  type Payload,
  type ScriptTransport,
  type StartRefusal,
  type StreamOffsets,
  type TargetFile,
  type Ticket,
} from '@flotilla/work-directory'
import { NOBODY_WAITS } from '../transports.ts'
import { type Answered, type Asks, ask, isAway, sendAttach } from './ask-agent.ts'
import type { AgentChannel } from './channel.ts'
import { endedAsUnknown, followAgent } from './follow-agent.ts'
import { holdFile } from './hold-file.ts'
import type { AgentReach, AgentWays } from './reach-agent.ts'
import { detailOf, refusalOf } from './refusals.ts'

/** TERM, 10 s, KILL, and 30 s more for what not even that ends. */
const CANCEL_TAKES_MS = 45_000

/**
 * Scripts on a machine that has our agent. While that is away everything waits for it; a ticket that was sent is asked for again
 * when it is back, from the byte that came last. Source: reliability reference E1-E9, L1-L3, F20-F26.
 */
export function createAgentTransport(ways: AgentWays, reach: AgentReach, waiter = NOBODY_WAITS): ScriptTransport {
  // An agent that does not even answer a cancel is not waited for by its scripts either (X5).
  const givenUp = new AbortController()
  const asks: Asks = { ways, reach, waiter, givenUp: givenUp.signal }
  return {
    start: (ticket, payload, from = FROM_THE_START, signal) => start(asks, ticket, payload, from, signal),
    attach: (ticket, options = {}) => attach(asks, ticket, options),
    holdFile: (file, signal) => holdFile(asks, file, signal),
    cancel: async (ticket) => {
      const report = await cancel(asks, ticket)
      if (report.outOfReach !== undefined) givenUp.abort()
      return report
    },
    openFile: (ticket, path) => openFile(asks, ticket, path),
    cleanUp: (ticket) => cleanUp(asks, ticket),
  }
}

async function start(
  asks: Asks,
  ticket: Ticket,
  payload: Payload,
  from: StreamOffsets,
  signal: AbortSignal | undefined,
): Promise<Result<Execution, StartRefusal>> {
  let sent = 0
  const again = async (channel: AgentChannel): Promise<void> => {
    sent += 1
    await sendStart(channel, ticket, payload, from)
  }
  const asked = await ask(asks, again, { signal, waits: { wasSent: () => sent > 0 } })
  if (asked.ok) {
    const source = { from, hash: payload.hash, start: again, signal }
    const execution = following(asks, ticket, asked.value, source)
    // What refuses the second time may have begun the first time.
    return execution.ok || sent === 1 ? execution : ok(endedAsUnknown(ticket, 'work-directory-unsafe'))
  }
  // What was sent may have begun, or begin yet.
  return sent > 0 ? ok(endedAsUnknown(ticket, asked.error.kind)) : err(asked.error)
}

async function sendStart(
  channel: AgentChannel,
  ticket: Ticket,
  { hash, command, files }: Payload,
  from: StreamOffsets,
): Promise<void> {
  const sent = await Promise.all(files.map(({ bytes }) => compress(bytes)))
  await channel.send({
    op: 'start',
    ticket,
    hash,
    command: [...command],
    files: files.map(({ name, bytes }, index) => ({ name, size: bytes.length, sentSize: sent[index]!.length })),
    from: { ...from },
  })
  const all = Buffer.concat(sent)
  for (let offset = 0; offset < all.length; offset += CHUNK_BYTES)
    await channel.sendBytes(offset, all.subarray(offset, offset + CHUNK_BYTES))
}

async function attach(
  asks: Asks,
  ticket: Ticket,
  { from = FROM_THE_START, payloadHash: hash, hasBegun = false }: AttachOptions,
): Promise<Result<Execution, StartRefusal>> {
  const asked = await ask(asks, (channel) => sendAttach(channel, ticket, { from, hash, hasBegun }))
  if (!asked.ok) return err(asked.error)
  return following(asks, ticket, asked.value, { from, hash, hasBegun })
}

/** What follows of an answer to `start` or `attach`. */
function following(
  asks: Asks,
  ticket: Ticket,
  { channel, reply }: Answered,
  source: Parameters<typeof followAgent>[3],
): Result<Execution, StartRefusal> {
  if (reply.kind === 'following') return ok(followAgent(asks, ticket, channel, source))
  channel.release(true)
  return err(refusalOf(reply, ['payload-differs', 'work-directory-unsafe', 'not-prepared']) as StartRefusal)
}

async function cancel(asks: Asks, ticket: Ticket): Promise<CancelReport> {
  const asked = await ask(asks, (channel) => channel.send({ op: 'cancel', ticket }), { takesMs: CANCEL_TAKES_MS })
  const nothing = { noneLeft: false, neverStarted: false, termSent: 0, killSent: 0, survivors: [] }
  if (!asked.ok) return { ...nothing, outOfReach: asked.error.detail }
  const { channel, reply } = asked.value
  channel.release(true)
  if (reply.kind !== 'cancelled') return { ...nothing, outOfReach: detailOf(reply) }
  const { kind: _kind, ...report } = reply
  return report
}

async function cleanUp(asks: Asks, ticket: Ticket): Promise<Result<void, CleanUpRefusal>> {
  const asked = await ask(asks, (channel) => channel.send({ op: 'cleanUp', ticket }))
  if (!asked.ok) return err(asked.error)
  const { channel, reply } = asked.value
  channel.release(true)
  if (reply.kind === 'cleaned') return ok()
  return err(
    refusalOf(reply, ['process-alive', 'still-running', 'work-directory-unsafe', 'not-removed']) as CleanUpRefusal,
  )
}

async function openFile(asks: Asks, ticket: Ticket, path: string): Promise<Result<TargetFile, FileRefusal>> {
  const open = (from: number) =>
    ask(asks, (channel) => channel.send({ op: 'openFile', ticket, path, from } satisfies Request))
  const asked = await open(0)
  if (!asked.ok) return err({ kind: 'not-readable', code: asked.error.kind })
  let { channel, reply } = asked.value
  if (reply.kind !== 'opened') {
    channel.release(true)
    const kinds = ['file-not-found', 'not-a-file', 'leads-elsewhere', 'closed', 'not-readable']
    return err(refusalOf(reply, kinds, { kind: 'not-readable', code: 'EAGENT' }) as FileRefusal)
  }
  const { sizeBytes } = reply
  let isFinished = false
  async function* contents(): AsyncGenerator<Buffer> {
    for (let offset = 0; ; ) {
      const received = await channel.next()
      if (received?.kind === 'bytes' && received.part === 'file' && received.offset === offset) {
        offset += received.bytes.length
        if (offset > sizeBytes) throw new Error(`The agent sends more of ${path} than it has announced.`)
        yield received.bytes
        void channel.send({ op: 'more' })
      } else if (received?.kind === 'message' && received.message.kind === 'sent') {
        isFinished = true
        return
      } else if (!received || isAway(received)) {
        channel.release(true)
        const again = await open(offset)
        if (!again.ok) throw new Error(`${path} could not be read to its end: ${again.error.detail}.`)
        channel = again.value.channel
        reply = again.value.reply
        if (reply.kind !== 'opened' || reply.sizeBytes !== sizeBytes) throw new Error(`${path} has changed meanwhile.`)
      } else {
        throw new Error(`The agent sends ${path} in another order than it was asked for.`)
      }
    }
  }
  return ok({
    sizeBytes,
    [Symbol.asyncIterator]: contents,
    close: async () => channel.release(isFinished),
  })
}
