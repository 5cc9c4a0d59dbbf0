import type { EnvironmentId, ProjectId, ReleaseId, TargetId, TenantId, TriggerId } from '../ids.ts'
import type { TriggeredDeployment } from './decide-trigger.ts'

/** One deployment that serves all machines that wait for the same. */
export interface TriggerBatch {
  readonly projectId: ProjectId
  readonly environmentId: EnvironmentId
  readonly tenantId: TenantId | null
  readonly releaseId: ReleaseId
  /** It brings only what the machines lack. */
  readonly isOnlyMissing: boolean
  /** Each once, in the order in which they came. Never empty, so it always narrows the deployment. */
  readonly targetIds: readonly TargetId[]
  /** All that asked; the first gives the deployment its name and its variables. */
  readonly triggerIds: readonly TriggerId[]
}

/**
 * Puts machines together that wait for the same project, environment, tenant and release, in the order of the first of
 * each; before those that bring only what is missing, those that bring everything.
 * Source: domain reference 7.3; reliability reference T4.
 */
export function batchTriggers(pending: readonly TriggeredDeployment[]): readonly TriggerBatch[] {
  const groups = new Map<string, [TriggeredDeployment, ...TriggeredDeployment[]]>()
  for (const each of pending) {
    // What is missing is what the owner of the trigger may see: each such trigger has a deployment of its own.
    const onlyFor = each.isOnlyMissing ? each.triggerId : null
    const key = JSON.stringify([each.projectId, each.environmentId, each.tenantId, each.releaseId, onlyFor])
    const group = groups.get(key)
    // Copying the group for each machine would make a storm of machines slow.
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  const inOrder = [...groups.values()].toSorted(([a], [b]) => Number(a.isOnlyMissing) - Number(b.isOnlyMissing))
  return inOrder.map((group) => {
    const { projectId, environmentId, tenantId, releaseId, isOnlyMissing } = group[0]
    return {
      isOnlyMissing,
      projectId,
      environmentId,
      tenantId,
      releaseId,
      targetIds: [...new Set(group.map(({ targetId }) => targetId))],
      triggerIds: [...new Set(group.map(({ triggerId }) => triggerId))],
    }
  })
}
