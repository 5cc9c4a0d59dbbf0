import type { Queryable } from '../../database/connection.ts'
import { loadSecrets } from '../../database/secrets.ts'
import { loadFormValues, secretFormValues } from '../../features/deployments/form-values.ts'
import { findDeploymentOfTask } from '../../features/deployments/queries.ts'
import { loadAnnounced } from '../../features/tasks/announced-secrets.ts'
import { findTask, type TaskRow } from '../../features/tasks/queries.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import { loadOutputs, sensitiveValues } from './run-state.ts'
import { snapshotIdsOf } from './snapshot-ids.ts'

/**
 * The secrets of the tasks above this one: what a parent hides, its children hide too, since it may hand a part of it down in
 * the answers of their forms. Source: reliability reference M5, M6.
 */
export async function loadInheritedSecrets(db: Queryable, task: TaskRow): Promise<readonly string[]> {
  const secrets: string[] = []
  for (let parentId = task.parent_task_id; parentId; ) {
    const [parent, deployment] = await Promise.all([findTask(db, parentId), findDeploymentOfTask(db, parentId)])
    if (!parent || !deployment) break
    const { processId, variableSetIds } = snapshotIdsOf(deployment)
    const [variables, ofActions, answers, announced, outputs] = await Promise.all([
      loadVariables(db, variableSetIds),
      loadSecrets(db, processId),
      loadFormValues(db, deployment),
      loadAnnounced(db, parentId),
      loadOutputs(db, parentId),
    ])
    secrets.push(
      ...sensitiveValues(variables),
      ...ofActions.values(),
      ...secretFormValues(deployment, answers),
      ...announced,
      ...outputs.filter(({ isSensitive }) => isSensitive).map(({ value }) => value),
    )
    parentId = parent.parent_task_id
  }
  return secrets
}
