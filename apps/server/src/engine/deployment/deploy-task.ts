import { systemCaller } from '../../features/access/authenticate.ts'
import { recordEvent } from '../../features/audit/record-event.ts'
import { findDeploymentOfTask } from '../../features/deployments/queries.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import type { TaskKind } from '../run-task.ts'
import { tagOf } from './concurrency-tag.ts'
import { endUnstartedDeployment } from './finish-deployment.ts'
import { runDeployment } from './run-deployment.ts'

/** Tasks named `Deploy`. */
export const deployTask = (deps: StepDeps): TaskKind => ({
  concurrencyTag: async (db, task) => {
    const deployment = await findDeploymentOfTask(db, task.id)
    return deployment ? tagOf(db, deployment) : null
  },
  onStarted: async (tx, task) => {
    await recordEvent(tx, systemCaller(), {
      category: 'DeploymentStarted',
      message: `${task.description} was started`,
      spaceId: task.space_id,
      related: [
        task.id,
        task.arguments.DeploymentId,
        task.project_id,
        task.environment_id,
        task.tenant_id,
        task.parent_task_id,
      ],
    })
  },
  run: (task) => runDeployment(deps, task),
  onEnded: endUnstartedDeployment,
})
