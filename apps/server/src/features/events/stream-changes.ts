import type { EventStream } from '../../http/event-stream.ts'
import type { Deps } from '../context.ts'

/** Sent with every event of the audit: something in the space has changed. */
export const changesTopic = (spaceId: string): string => `changes:${spaceId}`

/** However much happens, a reader is told this often at most. */
const TOLD_AGAIN_MS = 500

/** Says `changed` whenever something in a space has changed, never what: that is read with the rights of the reader. */
export async function streamChanges(deps: Deps, spaceId: string, stream: EventStream): Promise<void> {
  let telling: NodeJS.Timeout | undefined
  const unlisten = deps.signals.on(changesTopic(spaceId), () => {
    telling ??= setTimeout(() => {
      telling = undefined
      // Who does not read is not told again and again.
      if (stream.isRead()) void stream.send('changed', {})
    }, TOLD_AGAIN_MS)
  })
  await stream.ended
  unlisten()
  clearTimeout(telling)
}
