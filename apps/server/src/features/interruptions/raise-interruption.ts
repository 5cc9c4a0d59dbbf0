import type { Interruption } from '@flotilla/domain/approvals'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { nextNumber } from '../../database/ids.ts'
import { signal } from '../../database/signals.ts'
import { systemCaller } from '../access/authenticate.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type Execution, relatedIds } from '../deployments/execution.ts'
import type { TaskRow } from '../tasks/queries.ts'
import { taskTopic } from '../tasks/topics.ts'
import type { InterruptionRow } from './queries.ts'

/** The interruption of an action of a task, answered or not. */
export async function findInterruptionOf(
  db: Queryable,
  taskId: string,
  actionKey: string,
): Promise<InterruptionRow | undefined> {
  return db
    .selectFrom('interruption')
    .selectAll()
    .where('task_id', '=', taskId)
    .where('action_key', '=', actionKey)
    .executeTakeFirst()
}

export interface Raised {
  readonly run: { readonly task: TaskRow; readonly execution: Execution }
  readonly key: string
  readonly type: Interruption['type']
  readonly title: string
  /** Markdown. */
  readonly instructions: string
  /** What it may be answered with. */
  readonly answers: Interruption['answers']
  readonly responsibleTeamIds: readonly string[]
  readonly correlationId: string
  readonly nodeName: string
  /** The id of the question of a child deployment that this one stands for. */
  readonly linkedTo?: string
}

/** Asks people about a running task, with the event; once for each action of the task. */
export async function raiseInterruption(tx: Tx, raised: Raised): Promise<void> {
  const { task, execution } = raised.run
  const number = await nextNumber(tx, 'Interruptions')
  const id = `Interruptions-${number}`
  const related = [task.id, ...relatedIds(execution)]
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('interruption')
    .values({
      id,
      number,
      space_id: execution.space_id,
      task_id: task.id,
      action_key: raised.key,
      type: raised.type,
      title: raised.title,
      instructions: raised.instructions,
      answers: [...raised.answers],
      responsible_team_ids: [...raised.responsibleTeamIds],
      correlation_id: raised.correlationId,
      related_document_ids: [...related, id],
      linked_to: raised.linkedTo ?? null,
    })
    .onConflict((conflicted) => conflicted.columns(['task_id', 'action_key']).doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) return
  const isGuidance = raised.type === 'GuidedFailure'
  await sql`update server_task set pending_interruptions = pending_interruptions + 1,
      pending_guidance = pending_guidance + ${isGuidance ? 1 : 0} where id = ${task.id}`.execute(tx)
  await recordEvent(tx, systemCaller(), {
    category: isGuidance ? 'GuidedFailureInterruptionRaised' : 'ManualInterventionInterruptionRaised',
    message: `${isGuidance ? 'Guided failure' : 'Manual intervention'} "${raised.title}" was raised by ${task.description}`,
    spaceId: execution.space_id,
    related: [id, ...related],
  })
  await signal(tx, taskTopic(task.id))
  if (task.parent_task_id) await signal(tx, taskTopic(task.parent_task_id))
}
