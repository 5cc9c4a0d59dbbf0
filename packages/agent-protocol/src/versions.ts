import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'

/** The newest version of the protocol that this program speaks. Raised when a message changes its meaning. */
export const PROTOCOL = 1

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
