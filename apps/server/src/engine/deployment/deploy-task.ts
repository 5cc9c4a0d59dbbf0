import { systemCaller } from '../../features/access/authenticate.ts'
import { recordEvent } from '../../features/audit/record-event.ts'
import { findExecutionOfTask, relatedIds, wordsOf } from '../../features/deployments/execution.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import type { TaskKind } from '../run-task.ts'
import { tagOf } from './concurrency-tag.ts'
import { endUnstartedDeployment } from './finish-deployment.ts'
import { runDeployment } from './run-deployment.ts'

/** Tasks named `Deploy`, and those named `RunbookRun`, which go the same way. */
export const deployTask = (deps: StepDeps, name: 'Deploy' | 'RunbookRun'): TaskKind => ({
  noun: wordsOf(name).noun,
  concurrencyTag: async (db, task) => {
    const execution = await findExecutionOfTask(db, task.id)
    return execution ? tagOf(db, execution) : null
  },
  onStarted: async (tx, task) => {
    const execution = await findExecutionOfTask(tx, task.id)
    await recordEvent(tx, systemCaller(), {
      category: `${wordsOf(name).category}Started`,
      message: `${task.description} was started`,
      spaceId: task.space_id,
      related: [task.id, ...(execution ? relatedIds(execution) : []), task.parent_task_id],
    })
  },
  run: (task, hasJustBegun = false) => runDeployment(deps, task, hasJustBegun),
  onEnded: endUnstartedDeployment,
})
