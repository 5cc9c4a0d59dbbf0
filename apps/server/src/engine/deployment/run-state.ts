import type { ActionOutcome } from '@flotilla/domain/deployments'
import type { Process } from '@flotilla/domain/processes'
import type { Output, Variable } from '@flotilla/domain/variables'
import type { Database } from '../../database/connection.ts'
import { createMasker } from '../../execution/index.ts'
import type { DeploymentRow } from '../../features/deployments/queries.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import type { TaskLog } from '../../features/tasks/task-log.ts'
import type { RunSnapshot } from './run-snapshot.ts'

export interface RecordedOutcome {
  readonly outcome: ActionOutcome
  readonly message: string
}

/** What a running deployment is made of. All of it can be read again from the database after a crash. */
export interface RunParts {
  readonly task: TaskRow
  readonly deployment: DeploymentRow
  readonly snapshot: RunSnapshot
  readonly process: Process
  readonly variables: readonly Variable[]
  readonly log: TaskLog
  readonly cancelled: AbortSignal
  /** Text of a secret property of an action. */
  readonly actionSecret: (actionId: string, property: string) => string | undefined
  /** By key: what was decided and done before. */
  readonly outcomes: Map<string, RecordedOutcome>
  readonly outputs: Output[]
  /** Keys of the activities that had begun before this run of the task, which follows a crash. */
  readonly begun: ReadonlySet<string>
}

/** Everything one running deployment knows. */
export interface RunState extends RunParts {
  /** The first failure; later steps look at it. */
  failure: { readonly error: string; readonly detail: string } | null
  /** Hides these texts in everything that is logged from now on. */
  protect(secrets: readonly string[]): void
  mask(text: string): string
}

export function createRunState(parts: RunParts): RunState {
  const failed = [...parts.outcomes.values()].find(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  let secrets = knownSecrets(parts)
  let mask = createMasker(secrets)
  return {
    ...parts,
    failure: failed ? { error: failed.message, detail: failed.message } : null,
    protect: (more) => {
      secrets = [...secrets, ...more]
      mask = createMasker(secrets)
    },
    mask: (text) => mask(text),
  }
}

function knownSecrets({ variables, process, actionSecret, outputs }: RunParts): readonly string[] {
  return [
    ...variables.filter(({ isSensitive }) => isSensitive).flatMap(({ value }) => value ?? []),
    ...process.steps.flatMap((step) =>
      step.actions.flatMap((action) =>
        [...action.properties.keys()].flatMap((name) => actionSecret(action.id, name) ?? []),
      ),
    ),
    ...outputs.filter(({ isSensitive }) => isSensitive).map(({ value }) => value),
  ]
}

/** What a task has begun, decided and put out so far. */
export async function loadProgress(
  database: Database,
  taskId: string,
): Promise<Pick<RunParts, 'outcomes' | 'outputs' | 'begun'>> {
  const [actions, outputs, activities] = await Promise.all([
    database.selectFrom('task_action').select(['key', 'outcome', 'detail']).where('task_id', '=', taskId).execute(),
    database.selectFrom('output_variable').selectAll().where('task_id', '=', taskId).execute(),
    database.selectFrom('task_activity').select('key').where('task_id', '=', taskId).execute(),
  ])
  return {
    outcomes: new Map(
      actions.map((row) => [
        row.key,
        { outcome: row.outcome as ActionOutcome, message: String((row.detail as { message?: string }).message ?? '') },
      ]),
    ),
    outputs: outputs.map((row) => ({
      action: row.action_name,
      machine: row.machine_id === '' ? null : { id: row.machine_id as never, name: row.machine_name },
      name: row.name,
      value: row.value,
      isSensitive: row.is_sensitive,
    })),
    begun: new Set(activities.map(({ key }) => key)),
  }
}
