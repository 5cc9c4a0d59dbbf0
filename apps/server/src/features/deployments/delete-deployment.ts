import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { deleteTasks } from '../tasks/delete-tasks.ts'
import type { DeploymentRow } from './queries.ts'

/**
 * Deletes a deployment with its task, log and artifacts; never audit events, to which it adds one. What it had brought to its
 * place is then no longer known there.
 *
 * Errors: 400 while it, or the parent that made it, has not ended.
 */
export async function deleteDeployment(tx: Tx, caller: Caller, deployment: DeploymentRow): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from server_task where id = any(${[deployment.task_id, deployment.parent_task_id]}::text[])
      and state in ('Queued', 'Executing', 'Cancelling') order by id for update`.execute(tx)
  if (rows.length > 0) {
    const unfinished = rows.map(({ id }) => id).join(', ')
    throw badRequest(`Deployment ${deployment.id} cannot be deleted: ${unfinished} has not ended. Cancel it first.`)
  }
  await deleteTasks(tx, [deployment.task_id])
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: `Deployment ${deployment.name} was deleted`,
    spaceId: deployment.space_id,
    related: [deployment.id, deployment.release_id, deployment.project_id, deployment.environment_id],
    details: {
      before: {
        Id: deployment.id,
        ReleaseId: deployment.release_id,
        EnvironmentId: deployment.environment_id,
        TenantId: deployment.tenant_id,
        TaskId: deployment.task_id,
        Name: deployment.name,
        Created: wireDate(deployment.created_at),
        CreatedBy: deployment.created_by,
      },
    },
  })
}
