import { once } from 'node:events'
import { err, ok, type Result } from '@flotilla/kit'
import type { HeldFile, HoldRefusal, SharedFile } from '@flotilla/work-directory'
import { type Answering, nextLine, reachHost } from './reach-host.ts'
import { explainRefusal, refusalOf } from './refusals.ts'
import type { ScriptHost } from './ssh-transport.ts'

/** A file that is cut off is sent anew, but not for ever. */
const MOST_TRIES = 10

/** Sends a file to a host that lacks it. Source: `ScriptTransport.holdFile`. */
export async function holdFileOnHost(
  host: ScriptHost,
  file: SharedFile,
  signal: AbortSignal | undefined,
): Promise<Result<HeldFile, HoldRefusal>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const reached = await reachHost(
      host.run,
      { name: 'hold', args: [host.space, '-', file.sha256, file.sizeBytes] },
      {
        timeoutMs: host.reachTimeoutMs,
        away: host.waiter.away,
        back: () => host.waiter.back(false),
        ...(signal ? { signal } : {}),
      },
    )
    if (!reached.ok) return err({ kind: reached.error.kind, detail: reached.error.detail })
    const answering = reached.value
    const wasSent = answering.first[0] === 'wanted'
    const stop = () => answering.session.release()
    signal?.addEventListener('abort', stop, { once: true })
    const last = wasSent ? await send(answering, file) : answering.first
    signal?.removeEventListener('abort', stop)
    answering.session.release()
    if (last?.[0] === 'held') return ok({ root: last.slice(1).join(' '), wasSent })
    if (last) {
      const refusal = refusalOf(last)
      return refusal.kind === 'work-directory-unsafe' || refusal.kind === 'not-prepared'
        ? err(refusal)
        : err({ kind: 'not-prepared', code: 'EIO', detail: explainRefusal(refusal) })
    }
    if (signal?.aborted) return err({ kind: 'out-of-reach', detail: 'it was cancelled while a package was sent' })
  }
  return err({ kind: 'out-of-reach', detail: 'the connection was cut again and again while a package was sent' })
}

/** The host's last word; undefined where the connection was cut. */
async function send({ session, frames }: Answering, { read }: SharedFile): Promise<readonly string[] | undefined> {
  const { channel } = session
  const closed = new Promise<'closed'>((resolve) => channel.once('close', () => resolve('closed')))
  // What the host says meanwhile is read all the time: a host that is not listened to stands still.
  const last = lastLine(frames)
  const over = Promise.race([closed, last.then(() => 'closed' as const)])
  for await (const bytes of read()) {
    if (channel.writable && channel.write(bytes)) continue
    const drained = once(channel, 'drain').catch(() => 'closed')
    if (!channel.writable || (await Promise.race([drained, over])) === 'closed') break
  }
  channel.end()
  return last
}

async function lastLine(frames: Answering['frames']): Promise<readonly string[] | undefined> {
  let words = await nextLine(frames)
  while (words?.[0] === '.') words = await nextLine(frames)
  return words
}
