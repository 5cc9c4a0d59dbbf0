import { sql } from 'kysely'
import type { Database, Tx } from '../../database/connection.ts'
import { forgetShownChanges } from '../../database/shown-changes.ts'
import { deleteOldDecisions } from '../../features/retention/delete-old-decisions.ts'
import { deleteOldPackages } from '../../features/retention/delete-old-packages.ts'
import { deleteOldTasks } from '../../features/retention/delete-old-tasks.ts'
import { finishTask } from '../../features/tasks/finish.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { TaskLog } from '../../features/tasks/task-log.ts'
import { lockTask } from '../../features/tasks/task-run.ts'
import { errorFacts, logLine } from '../../log.ts'
import { releaseAllLocks } from '../locks.ts'
import { isDatabaseAway, type TaskKind } from '../run-task.ts'
import { type RetentionRun, tidyProject } from './tidy-project.ts'
import { tidyRuns } from './tidy-runs.ts'

/**
 * Tasks named `Retention`: deletes the releases of every project, and the runs of its runbooks, that are over their limits, then
 * old tasks, packages that no release uses, and what triggers decided long ago. Each release goes in a transaction with the line that says so, so a repeated run goes on where the last one
 * ended.
 */
export const retentionTask = (deps: { readonly database: Database; readonly now: () => number }): TaskKind => ({
  noun: 'task',
  concurrencyTag: async () => 'retention',
  onStarted: async () => {},
  onEnded: async () => {},
  run: async (task) => {
    const log = new TaskLog(deps.database, task)
    const run: RetentionRun = { ...deps, log, isStopped: () => isCancelled(deps.database, task) }
    const at = new Date(deps.now())
    await log.activity({ key: 'task', parentKey: null, name: task.description, status: 'Running', at })
    const hasFailed = await tidyProjects(run)
    const deletedTasks = (await run.isStopped()) ? 0 : await deleteOldTasks(deps.database)
    const deletedPackages = (await run.isStopped()) ? 0 : await deleteOldPackages(deps.database)
    await deleteOldDecisions(deps.database)
    await forgetShownChanges(deps.database)
    await log.within((tx) => end(tx, run, task, { hasFailed, deletedTasks, deletedPackages }))
  },
})

/** Stores how it ended. The row's lock decides between a cancel and the end (reliability X3). */
async function end(
  tx: Tx,
  run: RetentionRun,
  task: TaskRow,
  ended: { readonly hasFailed: boolean; readonly deletedTasks: number; readonly deletedPackages: number },
): Promise<void> {
  const { hasFailed, deletedTasks, deletedPackages } = ended
  const at = new Date(run.now())
  const state = (await lockTask(tx, task)) === 'Cancelling' ? 'Canceled' : hasFailed ? 'Failed' : 'Success'
  // Counted by their lines: a run that was interrupted has deleted some before.
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from task_log_line where task_id = ${task.id} and line_key like 'deleted:%'`.execute(tx)
  const text = `Deleted releases: ${rows[0]!.count}. Deleted old tasks that belong to no release: ${deletedTasks}. Deleted packages: ${deletedPackages}.`
  await run.log.writeIn(tx, saying('task', [{ category: 'Info', text, occurredAt: at, key: 'final' }]))
  await sql`update task_activity set status = ${state}, ended_at = ${at}, progress_percentage = 100
    where task_id = ${task.id} and key = 'task'`.execute(tx)
  const errorMessage = state === 'Failed' ? 'Some projects could not be looked at. The log names them.' : ''
  await finishTask(tx, task.id, { state, errorMessage, hasWarningsOrErrors: hasFailed })
  await releaseAllLocks(tx, task.id)
}

const PROJECTS_A_PAGE = 50

/** Answers whether a project could not be looked at. A broken project stops no other (reliability V5). */
async function tidyProjects(run: RetentionRun): Promise<boolean> {
  let hasFailed = false
  let after = ''
  for (;;) {
    const { rows: projects } = await sql<{ id: string; name: string; space_id: string }>`
      select id, name, space_id from project where id > ${after} order by id limit ${PROJECTS_A_PAGE}`.execute(
      run.database,
    )
    for (const project of projects) {
      if (await run.isStopped()) return hasFailed
      try {
        await tidyProject(run, project.id)
        await tidyRuns(run, project.id)
      } catch (error) {
        if (isDatabaseAway(error)) throw error
        hasFailed = true
        logLine('error', 'Retention could not look at a project', { project: project.id, ...errorFacts(error) })
        const text = `${project.name} (${project.id}) could not be looked at. The server's log has the details.`
        await run.log.lines('task', [
          { category: 'Error', text, occurredAt: new Date(run.now()), key: `failed:${project.id}` },
        ])
      }
    }
    if (projects.length < PROJECTS_A_PAGE) return hasFailed
    after = projects.at(-1)!.id
  }
}

async function isCancelled(database: Database, task: TaskRow): Promise<boolean> {
  const row = await database.selectFrom('server_task').select('state').where('id', '=', task.id).executeTakeFirst()
  return row?.state !== 'Executing'
}
