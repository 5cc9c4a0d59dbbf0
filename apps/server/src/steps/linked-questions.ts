import { sql } from 'kysely'
import type { DeploymentRow } from '../features/deployments/queries.ts'
import type { InterruptionRow } from '../features/interruptions/queries.ts'
import { raiseInterruption } from '../features/interruptions/raise-interruption.ts'
import { signalTask } from '../features/tasks/finish.ts'
import { saying } from '../features/tasks/log-entries.ts'
import type { TaskRow } from '../features/tasks/queries.ts'
import type { ActionRun } from './step-type.ts'

/**
 * Shows the open questions of a child on its parent's task too, as linked ones, and takes away those that nobody can answer
 * any more. Whoever answers one answers the other (`answerInterruption`); here only what is shown follows what is asked, so
 * it may be repeated at any time.
 *
 * Source: domain reference 4.10.
 */
export async function linkQuestions(action: ActionRun, child: DeploymentRow, childTask: TaskRow): Promise<void> {
  const { deps, run } = action
  const { rows: open } = await sql<InterruptionRow>`
    select * from interruption asked where task_id = ${child.task_id} and is_pending and not exists (
      select from interruption where task_id = ${run.task.id} and linked_to = coalesce(asked.linked_to, asked.id))
    order by number`.execute(deps.database)
  // A cancelled deployment asks nothing any more.
  for (const asked of run.cancelled.aborted ? [] : open) await link(action, asked, childTask)
  await closeLinks(action)
}

/** The rules who may answer, and what, are those of the question itself. */
async function link(action: ActionRun, asked: InterruptionRow, childTask: TaskRow): Promise<void> {
  const { deps, run } = action
  const originId = asked.linked_to ?? asked.id
  await run.log.within(async (tx) => {
    await raiseInterruption(tx, {
      run,
      key: `linked:${originId}`,
      type: asked.type as 'ManualIntervention',
      title: `${childTask.description}: ${asked.title}`,
      answers: asked.answers as readonly 'Proceed'[],
      instructions: run.mask(asked.instructions),
      responsibleTeamIds: asked.responsible_team_ids,
      correlationId: action.activityKey,
      nodeName: deps.nodeName,
      linkedTo: originId,
    })
    await run.log.writeIn(
      tx,
      saying(action.activityKey, [
        {
          category: 'Wait',
          text: `${childTask.description} waits for a person: ${run.mask(asked.title)}.`,
          occurredAt: new Date(deps.now()),
          key: `${action.key}:linked:${originId}`,
        },
      ]),
    )
  })
}

/** Closes the links to questions that were closed without an answer, as those of a child that was cancelled are. */
async function closeLinks({ deps, run }: ActionRun): Promise<void> {
  const isStale = sql<boolean>`link.task_id = ${run.task.id} and link.is_pending and asked.id = link.linked_to and not asked.is_pending`
  const { rows: stale } = await sql<{ id: string }>`
    select link.id from interruption link, interruption asked where ${isStale}`.execute(deps.database)
  if (stale.length === 0) return
  await run.log.within(async (tx) => {
    const { rows } = await sql<{ type: string }>`
      update interruption link set is_pending = false, result = asked.result, notes = asked.notes, submitted_by = asked.submitted_by, submitted_at = asked.submitted_at
      from interruption asked where ${isStale} returning link.type`.execute(tx)
    const guidance = rows.filter(({ type }) => type === 'GuidedFailure').length
    await sql`update server_task set pending_interruptions = greatest(0, pending_interruptions - ${rows.length}),
        pending_guidance = greatest(0, pending_guidance - ${guidance}), last_updated_time = now() where id = ${run.task.id}`.execute(
      tx,
    )
    await signalTask(tx, run.task)
  })
}
