import { CHUNK_BYTES, type Reply, WINDOW } from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { HeldFile, HoldRefusal, SharedFile } from '@flotilla/work-directory'
import { type Asks, ask, isAway, nextBefore } from './ask-agent.ts'
import type { AgentChannel } from './channel.ts'
import { refusalOf } from './refusals.ts'

/** A file that is cut off is sent anew, but not for ever. */
const MOST_TRIES = 10
/** An agent that takes nothing for so long stands still. */
const ANSWER_LIMIT_MS = 60_000

/** Sends a file to an agent that lacks it. Source: `ScriptTransport.holdFile`. */
export async function holdFile(
  asks: Asks,
  file: SharedFile,
  signal: AbortSignal | undefined,
): Promise<Result<HeldFile, HoldRefusal>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const asked = await ask(
      asks,
      (channel) => channel.send({ op: 'hold', sha256: file.sha256, size: file.sizeBytes }),
      { signal, waits: { wasSent: () => false } },
    )
    if (!asked.ok) return asked
    const { channel, reply } = asked.value
    const wasSent = reply.kind === 'wanted'
    const last = wasSent ? await send(channel, file, signal) : reply
    channel.release(last !== undefined && last !== 'late')
    if (last === 'late')
      return err({ kind: 'out-of-reach', detail: 'its agent is connected and does not take the package' })
    if (last?.kind === 'held') return ok({ root: last.root, wasSent })
    if (last) return err(refusalOf(last, ['work-directory-unsafe', 'not-prepared']) as HoldRefusal)
    if (signal?.aborted) return err({ kind: 'out-of-reach', detail: 'it was cancelled while a package was sent' })
  }
  return err({ kind: 'out-of-reach', detail: 'its agent lost the connection again and again while a package was sent' })
}

/** The agent's last word; undefined where the connection was cut, or sending it makes no sense any more. */
async function send(
  channel: AgentChannel,
  { read }: SharedFile,
  signal: AbortSignal | undefined,
): Promise<Reply | 'late' | undefined> {
  let offset = 0
  let underWay = 0
  for await (const bytes of read()) {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      if (underWay === WINDOW) {
        const reply = await nextReply(channel)
        if (!isTaken(reply)) return reply
        underWay -= 1
      }
      if (signal?.aborted) return undefined
      const chunk = bytes.subarray(at, at + CHUNK_BYTES)
      await channel.sendBytes(offset, chunk)
      offset += chunk.length
      underWay += 1
    }
  }
  let reply = await nextReply(channel)
  while (isTaken(reply)) reply = await nextReply(channel)
  return reply
}

const isTaken = (reply: Reply | 'late' | undefined): boolean =>
  reply !== undefined && reply !== 'late' && reply.kind === 'taken'

async function nextReply(channel: AgentChannel): Promise<Reply | 'late' | undefined> {
  const received = await nextBefore(channel, performance.now() + ANSWER_LIMIT_MS)
  return received === 'late' ? 'late' : received?.kind === 'message' && !isAway(received) ? received.message : undefined
}
