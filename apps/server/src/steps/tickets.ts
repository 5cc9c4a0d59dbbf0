import type { Outcome, Ticket } from '@flotilla/work-directory'
import { sql } from 'kysely'
import { together } from '../database/connection.ts'
import { releasingTargets, standingInLine, takingLocks, targetTopic, whoIsBefore } from '../engine/locks.ts'
import type { Reach } from '../execution/index.ts'
import { type BatchedWrite, type Entry, entry, storing } from '../features/tasks/batched-write.ts'
import { lockTask } from '../features/tasks/task-run.ts'

/** A decision to run a script. */
interface Claim {
  readonly ticket: Ticket
  readonly actionKey: string
  readonly attempt: number
  readonly payloadHash: string
  readonly targetId: string | null
  /** Whether other scripts may be at work on the target meanwhile: none, those that share it too, or any (reliability C2). */
  readonly lock: 'alone' | 'shared' | 'none'
}

/** Whether the ticket is stored now. If the target is busy it stands in line for it, and asks again. */
type Claimed = { readonly kind: 'claimed' | 'cancelled' } | { readonly kind: 'busy'; readonly taskId: string }

/**
 * Stores the ticket and takes the target, in one transaction with what led here and was not stored yet. It also looks whether
 * the task was cancelled: after the answer of a cancel no further script begins (reliability X1, C2).
 */
export const claiming = (claim: Claim): Entry<Claimed> => entry(CLAIMS, claim)

const CLAIMS: BatchedWrite<Claim, Claimed> = {
  turn: 'targets',
  write: async (tx, run, claims) => {
    const held = claims.flatMap(({ targetId, lock, ticket }) =>
      targetId !== null && lock !== 'none' ? [{ targetId, ticket, isShared: lock === 'shared' }] : [],
    )
    // Two who came at once would not see each other's place in line.
    const locked = together(tx, [takingLocks(held.map(({ targetId }) => targetTopic(targetId)))])
    const [state, [, blocked]] = await Promise.all([
      lockTask(tx, run),
      together(tx, [
        standingInLine(run.id, held),
        sql<{ ticket: string; task_id: string }>`
          with blocked as (${whoIsBefore(held.map(({ ticket }) => ticket))}),
            stored as (
              insert into script_attempt (ticket, task_id, action_key, attempt, target_id, payload_hash, state)
              select ticket, ${run.id}, action_key, attempt, target_id, payload_hash, 'created'
              from unnest(${claims.map(({ ticket }) => ticket)}::text[], ${claims.map(({ actionKey }) => actionKey)}::text[],
                ${claims.map(({ attempt }) => attempt)}::int[], ${claims.map(({ targetId }) => targetId)}::text[],
                ${claims.map(({ payloadHash }) => payloadHash)}::text[]) claim(ticket, action_key, attempt, target_id, payload_hash)
              where ticket not in (select ticket from blocked)
                and exists (select from server_task where id = ${run.id} and state <> 'Cancelling'))
          select ticket, task_id from blocked`,
      ]),
      locked,
    ])
    const before = new Map(blocked.map(({ ticket, task_id }) => [ticket, task_id]))
    return claims.map(({ ticket }) => {
      const taskId = before.get(ticket)
      if (state === 'Cancelling') return { kind: 'cancelled' }
      return taskId === undefined ? { kind: 'claimed' } : { kind: 'busy', taskId }
    })
  },
}

/** Notes that the script of a ticket has begun. */
export const beginning = (ticket: Ticket): Entry => entry(BEGINNINGS, ticket)

const BEGINNINGS = storing<Ticket>('rest', (_run, tickets) => [
  sql`update script_attempt set has_begun = true where ticket = any(${tickets}::text[])`,
])

/** How far the output of a ticket was taken in: bytes of each stream, and what is needed to go on from there, sealed. */
export interface Progress {
  readonly ticket: Ticket
  readonly stdout: number
  readonly stderr: number
  readonly state: string
}

export const progressing = (progress: Progress): Entry => entry(PROGRESS, progress)

const PROGRESS = storing<Progress>('rest', (_run, rows) => {
  // The last of a ticket's counts.
  const last = [...new Map(rows.map((row) => [row.ticket, row])).values()]
  return [
    sql`
      update script_attempt attempt set stdout_offset = taken.stdout, stderr_offset = taken.stderr, interpreter_state = to_jsonb(taken.state)
      from unnest(${last.map(({ ticket }) => ticket)}::text[], ${last.map(({ stdout }) => stdout)}::bigint[],
        ${last.map(({ stderr }) => stderr)}::bigint[], ${last.map(({ state }) => state)}::text[]) taken(ticket, stdout, stderr, state)
      where attempt.ticket = taken.ticket`,
  ]
})

/** How a ticket's script ended, with the reason that it told itself, and what it put out too much of; masked. */
export type StoredOutcome = Outcome & { readonly reason?: string; readonly excess?: string }

/** Where the rest of a script's output is, if it was given up because nobody answered there; and where it belongs. */
export interface LeftBehind {
  readonly reach: Reach
  readonly place: string
  readonly activityKey: string
}

interface End {
  readonly ticket: Ticket
  readonly outcome: StoredOutcome
  readonly leftBehind: LeftBehind | null
}

/** Stores how the script of a ticket ended, and gives its target back. */
export const ending = (end: End): Entry => entry(ENDS, end)

const ENDS = storing<End>('ends', (_run, ends) => {
  const tickets = ends.map(({ ticket }) => ticket)
  return [
    sql`
      update script_attempt attempt set state = 'ended', outcome = ended.outcome, left_behind = ended.left_behind, ended_at = now(),
        interpreter_state = case when ended.left_behind is not null then attempt.interpreter_state end
      from unnest(${tickets}::text[], ${ends.map(({ outcome }) => JSON.stringify(outcome))}::jsonb[],
        ${ends.map(({ leftBehind }) => leftBehind && JSON.stringify(leftBehind))}::jsonb[]) ended(ticket, outcome, left_behind)
      where attempt.ticket = ended.ticket`,
    releasingTargets(tickets),
  ]
})

/** All of the script's output that there will ever be is in the log. */
export const leavingNothing = (ticket: Ticket): Entry => entry(COMPLETED, ticket)

const COMPLETED = storing<Ticket>('rest', (_run, tickets) => [
  sql`update script_attempt set interpreter_state = null, left_behind = null where ticket = any(${tickets}::text[])`,
])
