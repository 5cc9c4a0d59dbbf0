import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { signalTask } from '../tasks/finish.ts'
import { findTask } from '../tasks/queries.ts'
import type { InterruptionRow } from './queries.ts'

/**
 * Stores the answer to an interruption with its event, once: answers false when somebody was faster (reliability P1). What is
 * linked to it, on the tasks of parents or of a child, gets the same answer (domain reference 4.10).
 * `related` adds what the events are about beside the interruption's own documents.
 *
 * The event's message must begin with "Submitted interruption": clients find approvers by that alone (API reference 5.12).
 */
export async function answerInterruption(
  tx: Tx,
  caller: Caller,
  interruption: InterruptionRow,
  answer: { readonly result: string; readonly notes: string },
  related: readonly string[] = [],
): Promise<boolean> {
  const originId = interruption.linked_to ?? interruption.id
  const isOneOfThem = sql<boolean>`(id = ${originId} or linked_to = ${originId}) and is_pending`
  // The tasks first, parents before children: who cancels them takes them in this order too.
  await sql`select id from server_task where id in (select task_id from interruption where ${isOneOfThem}) order by number for no key update`.execute(
    tx,
  )
  const { rows } =
    await sql<InterruptionRow>`update interruption set is_pending = false, result = ${answer.result}, notes = ${answer.notes},
      responsible_user_id = ${caller.userId}, submitted_by = ${caller.userId}, submitted_at = now()
    where ${isOneOfThem} returning *`.execute(tx)
  if (!rows.some(({ id }) => id === interruption.id)) return false
  for (const row of rows) await tellAnswer(tx, caller, row, answer, related)
  return true
}

async function tellAnswer(
  tx: Tx,
  caller: Caller,
  interruption: InterruptionRow,
  answer: { readonly result: string; readonly notes: string },
  related: readonly string[],
): Promise<void> {
  await sql`update server_task set pending_interruptions = greatest(0, pending_interruptions - 1),
      pending_guidance = greatest(0, pending_guidance - ${interruption.type === 'GuidedFailure' ? 1 : 0}), last_updated_time = now()
    where id = ${interruption.task_id}`.execute(tx)
  const task = await findTask(tx, interruption.task_id)
  await recordEvent(tx, caller, {
    category: 'InterruptionSubmitted',
    message: `Submitted interruption "${interruption.title}" of ${task?.description ?? interruption.task_id}: ${answer.result}${answer.notes ? ` (${answer.notes})` : ''}`,
    spaceId: interruption.space_id,
    related: [...interruption.related_document_ids, ...related],
    details: { result: answer.result },
  })
  if (task) await signalTask(tx, task)
}
