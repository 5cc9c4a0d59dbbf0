import type { Database } from '../database/connection.ts'
import { systemCaller } from '../features/access/authenticate.ts'
import { setHealth } from '../features/machines/service.ts'
import { finishTask } from '../features/tasks/finish.ts'
import { TaskLog } from '../features/tasks/task-log.ts'
import type { TaskKind } from './run-task.ts'

/**
 * Tasks named `Health`: looks at machines and stores what it found. A cloud region has no connection of its own and is always
 * healthy (domain reference 6.1); the health of other styles is told by their transports, which this server does not have yet.
 */
export const healthTask = (deps: { readonly database: Database; readonly now: () => number }): TaskKind => ({
  noun: 'task',
  concurrencyTag: async () => null,
  onStarted: async () => {},
  onEnded: async () => {},
  run: async (task) => {
    const log = new TaskLog(deps.database, task)
    const at = () => new Date(deps.now())
    await log.activity({ key: 'task', parentKey: null, name: task.description, status: 'Running', at: at() })
    const ids = (task.arguments.MachineIds ?? '').split(',').filter((id) => id !== '')
    const machines =
      ids.length === 0 ? [] : await deps.database.selectFrom('machine').selectAll().where('id', 'in', ids).execute()
    for (const machine of machines) {
      const isRegion = machine.communication_style === 'None'
      await log.within(async (tx) => {
        if (isRegion) await setHealth(tx, systemCaller(), machine.id, 'Healthy')
        const text = isRegion
          ? `${machine.name} is healthy.`
          : `${machine.name} was not checked: machines of the style ${machine.communication_style} cannot be reached by this server yet.`
        await log.writeLines(tx, 'task', [
          { category: isRegion ? 'Info' : 'Warning', text, occurredAt: at(), key: machine.id },
        ])
      })
    }
    await log.activity({ key: 'task', parentKey: null, name: task.description, status: 'Success', at: at() })
    await log.within((tx) =>
      finishTask(tx, task.id, { state: 'Success', errorMessage: '', hasWarningsOrErrors: false }).then(() => {}),
    )
  },
})
