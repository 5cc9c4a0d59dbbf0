import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { Reply, Request } from './messages.ts'

/** The newest version of the protocol that this program speaks. Raised when messages are added, or change their meaning. */
export const PROTOCOL = 2
/** The version with which agents hold files for scripts. */
const HOLDS_FILES = 2

/** A program speaks its newest version and the one before. Source: reliability reference F30. */
export interface Versions {
  readonly oldest: number
  readonly newest: number
}
export const versionsOf = (newest: number): Versions => ({ oldest: Math.max(1, newest - 1), newest })

/** The version that both speak. `too-old`, `too-new`: what the other one is. */
export function agree(ours: Versions, theirs: Versions): Result<number, 'too-old' | 'too-new'> {
  const version = Math.min(ours.newest, theirs.newest)
  if (version >= Math.max(ours.oldest, theirs.oldest)) return ok(version)
  return err(theirs.newest < ours.oldest ? 'too-old' : 'too-new')
}

/** What one who speaks `version` is not asked for, and what stands for its answer. Source: reliability reference F30. */
export const refuseUnknownTo =
  (version: number) =>
  ({ op }: Request): Reply | undefined =>
    op === 'hold' && version < HOLDS_FILES
      ? { kind: 'failed', detail: 'its agent is of an older version, which takes no packages; install the newest one' }
      : undefined
