import type { Tx } from '../database/connection.ts'
import type { TargetChange } from '../execution/index.ts'
import { makeTarget, removeTarget } from '../features/machines/dynamic-targets.ts'
import { saying } from '../features/tasks/log-entries.ts'
import type { ActionRun } from './step-type.ts'

/**
 * Makes and removes the targets that the script of an action asked for, with the rights of who started the deployment and of
 * nobody else (reliability J4), and says so. Answers the first refusal; what was asked for besides is done.
 */
export async function changeTargets(
  { deps, run, activityKey }: ActionRun,
  tx: Tx,
  changes: readonly TargetChange[],
): Promise<string | null> {
  const caller = await deps.loadCaller(run.task.started_by)
  const at = run.execution
  const refusals: string[] = []
  for (const change of changes) {
    const changed =
      change.kind === 'create-target'
        ? await makeTarget(tx, caller, at, change)
        : await removeTarget(tx, caller, at, change.machine)
    const category = changed.ok ? 'Info' : 'Error'
    const text = run.mask(changed.ok ? changed.value : changed.error)
    await run.log.writeIn(tx, saying(activityKey, [{ category, text, occurredAt: new Date(deps.now()) }]))
    if (!changed.ok) refusals.push(changed.error)
  }
  return refusals[0] ?? null
}
