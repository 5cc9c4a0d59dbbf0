import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Database, Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import { recordEvent } from '../../features/audit/record-event.ts'
import type { Caller, Deps, TaskStarter } from '../../features/context.ts'
import {
  createDeployment,
  DEPLOYMENT_DEFAULTS,
  type DeploymentAsk,
} from '../../features/deployments/create-deployment.ts'
import type { DeploymentRow } from '../../features/deployments/queries.ts'
import { triggerFacts } from '../../features/project-triggers/resource.ts'

export interface TriggerDeps {
  readonly database: Database
  readonly tasks: TaskStarter
  readonly now: () => number
  /** A user with the rights as they are now. */
  readonly loadCaller: (userId: string) => Promise<Caller>
  readonly planSuites: Deps['planSuites']
}

export interface TriggerRow {
  readonly id: string
  readonly name: string
  readonly space_id: string
  readonly project_id: string
  readonly document: Document
}

export async function findTrigger(tx: Tx, id: string): Promise<TriggerRow> {
  const row = await tx
    .selectFrom('project_trigger')
    .select(['id', 'name', 'space_id', 'project_id', 'document'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...row, document: row.document as Document }
}

/** Who a trigger acts as: it has the rights of its owner, as they are now (reliability Z6); it is the system that acts, though. */
export async function callerOf(
  deps: TriggerDeps,
  trigger: TriggerRow,
): Promise<{ readonly owner: Caller; readonly caller: Caller }> {
  const owner = await deps.loadCaller(triggerFacts(trigger.document).ownerId)
  return { owner, caller: { ...systemCaller(owner.grants), establishedWith: `Trigger ${trigger.name}` } }
}

/** Creates a deployment in a trigger's name, with its event; or records the event that it was blocked, and says why. */
export async function deployForTrigger(
  deps: TriggerDeps,
  tx: Tx,
  trigger: TriggerRow,
  ask: Pick<DeploymentAsk, 'releaseId' | 'environmentId' | 'tenantId'> & Partial<DeploymentAsk>,
): Promise<Result<DeploymentRow, string>> {
  const { owner, caller } = await callerOf(deps, trigger)
  const created = await createDeployment(
    tx,
    caller,
    {
      ...DEPLOYMENT_DEFAULTS,
      ...ask,
      comments: `Deployed by trigger ${trigger.name}`,
      trigger: { id: trigger.id, name: trigger.name },
    },
    deps.now(),
  )
  const related = [trigger.id, trigger.project_id, ask.environmentId, ask.tenantId, ...(ask.specificMachineIds ?? [])]
  if (!created.ok) {
    const why =
      created.error.kind === 'forbidden'
        ? `${owner.username}, who owns the trigger, may not deploy there (missing permission ${created.error.permission}).`
        : created.error.errors.join(' ')
    await recordBlocked(tx, caller, trigger, why, related)
    return err(why)
  }
  const { deployment } = created.value
  // The owner started it, so that its children act with the owner's rights and not the system's.
  await sql`update server_task set started_by = ${owner.userId} where id = ${deployment.task_id}`.execute(tx)
  await recordEvent(tx, caller, {
    category: 'AutoDeployTriggerSucceeded',
    message: `Trigger ${trigger.name} made ${deployment.id}`,
    spaceId: trigger.space_id,
    related: [...related, deployment.id, deployment.task_id],
  })
  return ok(deployment)
}

/** Records that a trigger could not do what it is there for. */
export async function recordBlocked(
  tx: Tx,
  caller: Caller,
  trigger: TriggerRow,
  why: string,
  related: readonly (string | null | undefined)[],
): Promise<void> {
  await recordEvent(tx, caller, {
    category: 'AutoDeployTriggerBlocked',
    message: `Trigger ${trigger.name} was blocked: ${why}`,
    spaceId: trigger.space_id,
    related,
  })
}
