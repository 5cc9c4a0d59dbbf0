import type { FastifyReply, FastifyRequest } from 'fastify'
import { safetyHeaders } from '../../http/safety.ts'
import type { Deps } from '../context.ts'

/** Sent with every event of the audit: something in the space has changed. */
export const changesTopic = (spaceId: string): string => `changes:${spaceId}`

/** However much happens, a reader is told this often at most. */
const TOLD_AGAIN_MS = 500
/** Keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000
/** How soon a stream ends whose reader has lost his right to it. */
const ASK_AGAIN_MS = 2_000

/**
 * Says `changed` whenever something in a space has changed, until the reader goes away; never what, which is read with the
 * rights of the reader. `stillAllowed` throws when he has none in the space any more: the stream ends.
 */
export function streamChanges(
  deps: Deps,
  spaceId: string,
  request: FastifyRequest,
  reply: FastifyReply,
  stillAllowed: () => Promise<void>,
): Promise<void> {
  const { raw } = reply
  reply.hijack()
  raw.writeHead(200, {
    ...safetyHeaders(request),
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  })
  raw.write(': here\n\n')
  let telling: NodeJS.Timeout | undefined
  const unlisten = deps.signals.on(changesTopic(spaceId), () => {
    telling ??= setTimeout(() => {
      telling = undefined
      // Who does not read is not told again and again.
      if (!raw.writableNeedDrain) raw.write('event: changed\ndata: {}\n\n')
    }, TOLD_AGAIN_MS)
  })
  const keepAlive = setInterval(() => raw.write(': still here\n\n'), KEEP_ALIVE_MS)
  const watch = setInterval(() => void stillAllowed().catch(() => raw.end()), ASK_AGAIN_MS)
  return new Promise((resolve) => {
    raw.once('close', () => {
      unlisten()
      clearTimeout(telling)
      clearInterval(keepAlive)
      clearInterval(watch)
      resolve()
    })
  })
}
