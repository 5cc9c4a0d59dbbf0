import type { HealthVerdict } from '@flotilla/domain/targets'
import { type NamedValues, spaceVariables } from '@flotilla/domain/variables'
import { findDocument } from '../../database/documents.ts'
import { Masker, secretForms } from '../../execution/index.ts'
import { checkKey } from '../../features/health-checks/last-check.ts'
import { KINDS } from '../../features/kinds.ts'
import { announceSecrets, loadAnnounced } from '../../features/tasks/announced-secrets.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { TaskLog } from '../../features/tasks/task-log.ts'
import type { ScriptTask } from '../../steps/script-run.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import type { StoredCheck } from './check-and-store.ts'

/** The key of the whole task's activity. */
export const ROOT = 'task'

/** A running health check. All of it can be read again from the database after a crash. */
export interface HealthRun extends ScriptTask {
  /** What the checks that are through came to, by id of the host. */
  readonly done: Map<string, StoredCheck>
  /** Keys of the activities that an earlier run had begun. */
  readonly begun: ReadonlySet<string>
  /** What every health script of the task sees. */
  readonly variables: readonly NamedValues[]
}

export async function createHealthRun(
  deps: StepDeps,
  task: TaskRow,
  cancelled: AbortSignal,
  hasJustBegun: boolean,
): Promise<HealthRun> {
  const [space, announced, progress] = await Promise.all([
    task.space_id ? findDocument(deps.database, KINDS.space, task.space_id) : undefined,
    loadAnnounced(deps.database, task.id),
    hasJustBegun ? { done: new Map<string, StoredCheck>(), begun: new Set<string>() } : loadProgress(deps, task.id),
  ])
  const masker = new Masker(announced)
  const mask = (text: string) => masker.mask(text)
  return {
    task,
    log: new TaskLog(deps.database, task),
    cancelled,
    masker,
    mask,
    protect: (secrets) => masker.add(secrets),
    announce: (tx, secrets) => announceSecrets(tx, task.id, secrets, { forms: secretForms, mask }),
    logBytes: Number(task.log_bytes),
    outputBytes: 0,
    ...progress,
    variables: [
      ...(space ? [spaceVariables({ id: space.Id, name: space.Name })] : []),
      new Map([
        ['Octopus.Task.Id', task.id],
        ['Octopus.Task.Name', task.description],
        ['Octopus.Web.ServerUri', deps.serverUri()],
      ]),
    ],
  }
}

async function loadProgress({ database }: StepDeps, taskId: string) {
  const [actions, activities] = await Promise.all([
    database.selectFrom('task_action').select(['key', 'outcome', 'detail']).where('task_id', '=', taskId).execute(),
    database.selectFrom('task_activity').select('key').where('task_id', '=', taskId).execute(),
  ])
  const done = actions.map(({ key, outcome, detail }) => {
    const { name } = detail as { readonly name: string }
    return [key.slice(checkKey('').length), { name, check: outcome as HealthVerdict['check'] }] as const
  })
  return { done: new Map<string, StoredCheck>(done), begun: new Set(activities.map(({ key }) => key)) }
}
