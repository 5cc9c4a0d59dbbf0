import { once } from 'node:events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { safetyHeaders } from './safety.ts'
import type { StreamLimit } from './stream-limit.ts'

/** Keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000
/** How soon a stream ends whose reader has lost his right to it. */
const ASK_AGAIN_MS = 2_000

/** An answer that goes on: Server-Sent Events, until the reader goes away or may not read on. After that, nothing is sent. */
export interface EventStream {
  /** Resolves when the reader has taken enough for more to be sent, so that nothing piles up in memory, or the stream has ended. */
  send(event: string, data: unknown, id?: number): Promise<void>
  isOpen(): boolean
  /** Whether the reader keeps up: false while something sent waits for him. */
  isRead(): boolean
  /** Resolves when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>
}

/** Who reads a stream, and where it goes. */
export interface StreamReader {
  readonly userId: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Throws when he may not read on. Asked every two seconds: who may not is not told another event (reliability N2, Z7). */
  readonly stillAllowed: () => Promise<void>
}

/** Answers a reader with what `tell` sends, for as long as it runs. Throws a 429 when he may have no more streams. */
export async function answerWithEvents(
  limit: StreamLimit,
  reader: StreamReader,
  tell: (stream: EventStream) => Promise<void>,
): Promise<void> {
  const giveBack = limit.open(reader.userId)
  const stream = openEventStream(reader)
  try {
    await tell(stream)
  } finally {
    stream.end()
    giveBack()
  }
}

function openEventStream({ request, reply, stillAllowed }: StreamReader): EventStream & { end(): void } {
  const { raw } = reply
  reply.hijack()
  raw.writeHead(200, {
    ...safetyHeaders(request),
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  })
  const over = new AbortController()
  const isOpen = () => !over.signal.aborted
  const isRead = () => !raw.writableNeedDrain
  const end = () => {
    if (!isOpen()) return
    over.abort()
    clearInterval(watch)
    clearInterval(keepAlive)
    // Who does not read would never take the last bytes either.
    if (isRead()) raw.end()
    else raw.destroy()
  }
  const ended = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()))
  const watch = setInterval(() => void stillAllowed().catch(end), ASK_AGAIN_MS)
  const keepAlive = setInterval(() => isRead() && raw.write(': still here\n\n'), KEEP_ALIVE_MS)
  raw.once('close', end)
  raw.write(': here\n\n')
  return {
    async send(event, data, id) {
      if (!isOpen()) return
      const text = `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
      // Ends with an error when the reader goes away: nothing more is sent then.
      if (!raw.write(text)) await once(raw, 'drain', { signal: over.signal }).catch(() => {})
    },
    isOpen,
    isRead,
    end,
    ended,
  }
}
