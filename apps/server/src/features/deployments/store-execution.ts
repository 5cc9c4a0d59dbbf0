import { type GuidedFailureMode, guidedFailureDefault } from '@flotilla/domain/deployments'
import type { Variable } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { canonicalId, nextNumber } from '../../database/ids.ts'
import type { Place as SealingPlace } from '../../database/sealing.ts'
import { wireDate } from '../../http/dates.ts'
import type { Caller } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { freezeOwnValues } from '../variables/template-values.ts'
import { frozenOf, type Place } from './deployment-world.ts'
import type { ExecutionSource } from './execution.ts'
import { sealFormValues } from './form-values.ts'
import type { ExecutionAsk } from './judge-execution.ts'

/** Adds the task of an execution; answers its id. */
export async function addTask(
  tx: Tx,
  caller: Caller,
  source: ExecutionSource,
  place: Place,
  ask: ExecutionAsk,
  task: {
    readonly name: 'Deploy' | 'RunbookRun'
    readonly description: string
    readonly arguments: Readonly<Record<string, string>>
    readonly parentTaskId?: string | null | undefined
    /** Unless it is said for this one. */
    readonly isPriorityByDefault: boolean
  },
  now: number,
): Promise<string> {
  const number = await nextNumber(tx, 'ServerTasks')
  const id = `ServerTasks-${number}`
  await tx
    .insertInto('server_task')
    .values({
      id,
      number,
      space_id: frozenOf(source).space_id,
      name: task.name,
      description: task.description,
      arguments: JSON.stringify(task.arguments),
      state: 'Queued',
      project_id: source.project.Id,
      environment_id: place.environment.id,
      tenant_id: place.tenant?.id ?? null,
      queue_time: ask.queueTime ?? new Date(now),
      queue_time_expiry: ask.queueTimeExpiry,
      parent_task_id: task.parentTaskId ?? null,
      started_by: caller.userId,
      is_priority: ask.priority === 'LifecycleDefault' ? task.isPriorityByDefault : ask.priority === 'On',
    })
    .execute()
  return id
}

/** The columns that the row of a deployment and that of a run have in common. `own` is kept in a variable set of its own. */
export async function executionColumns(
  tx: Tx,
  caller: Caller,
  source: ExecutionSource,
  place: Place,
  ask: ExecutionAsk,
  row: {
    readonly id: string
    readonly number: number
    readonly taskId: string
    readonly formValuesPlace: SealingPlace
    readonly own: readonly Variable[]
    readonly more?: Readonly<Record<string, unknown>>
  },
) {
  const frozen = frozenOf(source)
  const secrets = await secretPrompts(tx, source)
  const ownSetId = await freezeOwnValues(tx, { ownerId: row.id, spaceId: frozen.space_id }, row.own)
  return {
    id: row.id,
    number: row.number,
    space_id: frozen.space_id,
    project_id: source.project.Id,
    environment_id: place.environment.id,
    tenant_id: place.tenant?.id ?? null,
    task_id: row.taskId,
    created_by: caller.userId,
    comments: ask.comments,
    form_values: sealFormValues(tx, row.formValuesPlace, ask.formValues),
    specific_machine_ids: [...new Set(ask.specificMachineIds.map(canonicalId))],
    excluded_machine_ids: [...new Set(ask.excludedMachineIds.map(canonicalId))],
    skip_actions: [...ask.skipActions],
    use_guided_failure: ask.useGuidedFailure ?? (await asksByDefault(tx, source, place.environment.id)),
    document: JSON.stringify({
      DeployedBy: caller.username,
      ProcessSnapshotId: frozen.process_snapshot_id,
      VariableSnapshotId: frozen.variable_snapshot_id,
      LibrarySnapshotIds: frozen.library_snapshot_ids,
      TenantTags: place.tenant?.tags ?? null,
      OwnVariableSetId: ownSetId ?? null,
      PublicFormValues: Object.fromEntries(
        Object.entries(ask.formValues).filter(([name, value]) => !secrets.has(name) && !ask.holdsSecret?.(value)),
      ),
      Priority: ask.priority,
      ForcePackageDownload: ask.forcePackageDownload,
      QueueTime: wireDate(ask.queueTime),
      QueueTimeExpiry: wireDate(ask.queueTimeExpiry),
      ...row.more,
    }),
  }
}

/** Whether people are asked about a failure when nobody said so for this execution. */
export async function asksByDefault(db: Queryable, source: ExecutionSource, environmentId: string): Promise<boolean> {
  const environment = await findDocument(db, KINDS.environment, environmentId)
  const { DefaultGuidedFailureMode } = 'release' in source ? source.project : source.runbook
  return guidedFailureDefault(DefaultGuidedFailureMode as GuidedFailureMode, environment?.UseGuidedFailure === true)
}

/** Ids of prompted variables whose answers must not be shown. */
async function secretPrompts(db: Queryable, source: ExecutionSource): Promise<ReadonlySet<string>> {
  const frozen = frozenOf(source)
  const { rows } = await sql<{ id: string }>`
    select variable ->> 'Id' as id
    from variable_set, jsonb_array_elements(document -> 'Variables') variable
    where variable_set.id = any(${[frozen.variable_snapshot_id, ...frozen.library_snapshot_ids]})
      and (variable ->> 'IsSensitive' = 'true' or variable -> 'Prompt' -> 'DisplaySettings' ->> 'Octopus.ControlType' = 'Sensitive')`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
