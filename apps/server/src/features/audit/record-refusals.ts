import type { Result } from '@flotilla/kit'
import { type Database, inTransaction } from '../../database/connection.ts'
import { errorFacts, logLine } from '../../log.ts'
import type { Caller } from '../context.ts'
import { recordEvent } from './record-event.ts'

/** The same person, operation and right: noted again after so long. A program that keeps trying must not fill the audit. */
const AGAIN_MS = 10 * 60_000
const MOST_REMEMBERED = 10_000

/** A request that was refused because its caller lacked a right. */
export interface RefusedRequest {
  readonly caller: Result<Caller, unknown>
  readonly spaceId: string | null
  /** Method and pattern of the route. */
  readonly operation: string
  readonly path: string
  readonly permission: string
}

/** Gives what writes an event for a refused right, so that somebody who tries doors shows (reliability Q1). It never throws. */
export function createRefusalRecorder(
  database: Database,
  now: () => number,
): (request: RefusedRequest) => Promise<void> {
  const notedUntil = new Map<string, number>()
  return async ({ caller, spaceId, operation, path, permission }) => {
    if (!caller.ok) return
    const key = [caller.value.userId, operation, permission].join(' ')
    if ((notedUntil.get(key) ?? 0) > now()) return
    if (notedUntil.size >= MOST_REMEMBERED) notedUntil.clear()
    notedUntil.set(key, now() + AGAIN_MS)
    const message = `${caller.value.username} was refused ${operation.split(' ')[0]} ${path} (missing permission ${permission})`
    try {
      await inTransaction(database, (tx) =>
        recordEvent(tx, caller.value, {
          category: 'PermissionDenied',
          message,
          spaceId,
          related: [caller.value.userId],
        }),
      )
    } catch (error) {
      logLine('warn', 'A refused right could not be written to the audit', errorFacts(error))
    }
  }
}
