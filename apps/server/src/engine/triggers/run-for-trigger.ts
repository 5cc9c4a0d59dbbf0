import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { recordEvent } from '../../features/audit/record-event.ts'
import { DEPLOYMENT_DEFAULTS } from '../../features/deployments/create-deployment.ts'
import { createRun, type RunAsk } from '../../features/runbooks/create-run.ts'
import type { RunbookRunRow } from '../../features/runbooks/queries.ts'
import { callerOf, type TriggerDeps, type TriggerRow } from './deploy-for-trigger.ts'

/** Creates a run of a runbook in a trigger's name, with its event; or says why it may not be. */
export async function runForTrigger(
  deps: TriggerDeps,
  tx: Tx,
  trigger: TriggerRow,
  ask: Pick<RunAsk, 'snapshotId' | 'environmentId' | 'tenantId' | 'formValues' | 'forcePackageDownload'>,
): Promise<Result<RunbookRunRow, string>> {
  const { owner, caller } = await callerOf(deps, trigger)
  const comments = `Run by trigger ${trigger.name}`
  const created = await createRun(tx, caller, { ...DEPLOYMENT_DEFAULTS, ...ask, comments }, deps.now())
  if (!created.ok) {
    return err(
      created.error.kind === 'forbidden'
        ? `${owner.username}, who owns the trigger, may not run it there (missing permission ${created.error.permission}).`
        : created.error.errors.join(' '),
    )
  }
  const { id, task_id, runbook_id } = created.value
  // The owner started it, as with a deployment.
  await sql`update server_task set started_by = ${owner.userId} where id = ${task_id}`.execute(tx)
  await recordEvent(tx, caller, {
    category: 'AutoDeployTriggerSucceeded',
    message: `Trigger ${trigger.name} made ${id}`,
    spaceId: trigger.space_id,
    related: [trigger.id, trigger.project_id, runbook_id, ask.environmentId, ask.tenantId, id, task_id],
  })
  return ok(created.value)
}
