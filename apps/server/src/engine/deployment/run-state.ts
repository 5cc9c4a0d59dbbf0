import type { ActionOutcome, FailedAttempt } from '@flotilla/domain/deployments'
import type { Process } from '@flotilla/domain/processes'
import { isSecret, type Output, type Variable } from '@flotilla/domain/variables'
import type { Queryable, Tx } from '../../database/connection.ts'
import { openText } from '../../database/keyring.ts'
import { outputPlace } from '../../database/sealed-columns.ts'
import { Masker, secretForms } from '../../execution/index.ts'
import type { Execution } from '../../features/deployments/execution.ts'
import { announceSecrets } from '../../features/tasks/announced-secrets.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import type { TaskLog } from '../../features/tasks/task-log.ts'
import type { RunSnapshot } from './run-snapshot.ts'

export interface RecordedOutcome {
  readonly outcome: ActionOutcome
  readonly message: string
  /** What failed where, for people who look closer; only of steps. */
  readonly detail?: string
}

/** An attempt of an action that failed, and was followed by another decision. */
export interface StoredFailure extends FailedAttempt {
  readonly message: string
}

/** The values of sensitive variables, and of those that people are asked for in secret. */
export const sensitiveValues = (variables: readonly Variable[]): readonly string[] =>
  variables.filter(isSecret).flatMap(({ value }) => value ?? [])

/** What a task has begun, decided and put out so far. */
export interface Progress {
  /** By key: what was decided and done before, in the order in which it was. */
  readonly outcomes: Map<string, RecordedOutcome>
  /** By key of the action: its failed attempts, the first one first. */
  readonly failures: Map<string, readonly StoredFailure[]>
  readonly outputs: Output[]
  /** Keys of the activities that had begun before this run of the task, which follows a crash. */
  readonly begun: ReadonlySet<string>
}

export const noProgress = (): Progress => ({
  outcomes: new Map(),
  failures: new Map(),
  outputs: [],
  begun: new Set(),
})

/** What a running deployment, or run of a runbook, is made of. All of it can be read again from the database after a crash. */
export interface RunParts extends Progress {
  readonly task: TaskRow
  readonly execution: Execution
  readonly snapshot: RunSnapshot
  readonly process: Process
  readonly variables: readonly Variable[]
  readonly log: TaskLog
  readonly cancelled: AbortSignal
  /** Text of a secret property of an action. */
  readonly actionSecret: (actionId: string, property: string) => string | undefined
  /** What scripts asked to be hidden, and the secrets of the tasks above. */
  readonly otherSecrets: readonly string[]
}

export interface RunFailure {
  readonly error: string
  readonly detail: string
}

/** Everything one running deployment, or run of a runbook, knows. */
export interface RunState extends Omit<RunParts, 'snapshot'> {
  /** A health check may take machines in that have come meanwhile. */
  snapshot: RunSnapshot
  /** That of the first step that failed; later steps look at it. */
  failure: RunFailure | null
  /** What its log holds, and its output variables together; in bytes, for limits. */
  logBytes: number
  outputBytes: number
  /** Hides these texts in everything that is logged from now on. */
  protect(secrets: readonly string[]): void
  /** Keeps protected texts for a run that follows a crash, hides them in what is logged already, and tells the children. */
  announce(tx: Tx, secrets: readonly string[]): Promise<void>
  mask(text: string): string
  /** What `mask` works with. */
  readonly masker: Masker
}

export function createRunState(parts: RunParts): RunState {
  const failed = [...parts.outcomes].find(
    ([key, { outcome }]) => key.startsWith('step:') && (outcome === 'failed' || outcome === 'unknown'),
  )?.[1]
  const masker = new Masker(knownSecrets(parts))
  const mask = (text: string) => masker.mask(text)
  return {
    ...parts,
    logBytes: Number(parts.task.log_bytes),
    outputBytes: parts.outputs.reduce((bytes, { value }) => bytes + Buffer.byteLength(value), 0),
    failure: failed ? { error: failed.message, detail: failed.detail ?? failed.message } : null,
    protect: (more) => masker.add(more),
    announce: (tx, secrets) => announceSecrets(tx, parts.task.id, secrets, { forms: secretForms, mask }),
    mask,
    masker,
  }
}

function knownSecrets({ variables, process, actionSecret, outputs, otherSecrets }: RunParts): readonly string[] {
  return [
    ...otherSecrets,
    ...sensitiveValues(variables),
    ...process.steps.flatMap((step) =>
      step.actions.flatMap((action) =>
        [...action.properties.keys()].flatMap((name) => actionSecret(action.id, name) ?? []),
      ),
    ),
    ...outputs.filter(({ isSensitive }) => isSensitive).map(({ value }) => value),
  ]
}

/** What a task has begun, decided and put out so far. */
export async function loadProgress(database: Queryable, taskId: string): Promise<Progress> {
  const [actions, attempts, outputs, activities] = await Promise.all([
    database
      .selectFrom('task_action')
      .select(['key', 'outcome', 'detail'])
      .where('task_id', '=', taskId)
      .orderBy('ended_at')
      .execute(),
    database.selectFrom('failed_attempt').selectAll().where('task_id', '=', taskId).orderBy('attempt').execute(),
    loadOutputs(database, taskId),
    database.selectFrom('task_activity').select('key').where('task_id', '=', taskId).execute(),
  ])
  const failures = new Map<string, readonly StoredFailure[]>()
  for (const row of attempts) {
    const failure = {
      outcome: row.outcome as StoredFailure['outcome'],
      message: row.message,
      followedBy: row.followed_by,
    }
    failures.set(row.action_key, [...(failures.get(row.action_key) ?? []), failure])
  }
  return {
    outcomes: new Map(
      actions.map((row) => {
        const { message = '', detail } = row.detail as { message?: string; detail?: string }
        return [row.key, { outcome: row.outcome as ActionOutcome, message, ...(detail ? { detail } : {}) }]
      }),
    ),
    failures,
    outputs,
    begun: new Set(activities.map(({ key }) => key)),
  }
}

/** What the actions of a task have put out, sensitive values too. */
export async function loadOutputs(database: Queryable, taskId: string): Promise<Output[]> {
  const rows = await database.selectFrom('output_variable').selectAll().where('task_id', '=', taskId).execute()
  return Promise.all(
    rows.map(async (row) => ({
      action: row.action_name,
      machine: row.machine_id === '' ? null : { id: row.machine_id as never, name: row.machine_name },
      name: row.name,
      value: await openText(database, outputPlace(taskId, row.action_name, row.machine_id, row.name), row.sealed),
      isSensitive: row.is_sensitive,
    })),
  )
}
