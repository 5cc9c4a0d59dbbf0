import type { EnvironmentId, TenantId } from '@flotilla/domain'
import { mayDo } from '@flotilla/domain/access'
import { phaseEnvironments } from '@flotilla/domain/lifecycles'
import { type EnvironmentScope, runbookEnvironments } from '@flotilla/domain/runbooks'
import type { TenantedMode } from '@flotilla/domain/targets'
import { explainTenancyRefusal, judgeTenancy } from '@flotilla/domain/tenants'
import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Queryable, Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { nextNumber } from '../../database/ids.ts'
import { runFormValuesPlace } from '../../database/sealed-columns.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import type { Place } from '../deployments/deployment-world.ts'
import { findRunbookParts, type RunbookParts, relatedIds } from '../deployments/execution.ts'
import { type ExecutionAsk, executionProblems, findPlace } from '../deployments/judge-execution.ts'
import { addTask, executionColumns } from '../deployments/store-execution.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { connectionOf, loadEnvironments, loadPhases } from '../releases/release-world.ts'
import { loadTemplateValues } from '../variables/template-values.ts'
import type { RunbookRunRow } from './queries.ts'

export interface RunAsk extends ExecutionAsk {
  readonly snapshotId: string
}

/** Sentences for people, each naming its field; or the permission that the caller lacks. */
export type RunRefusal =
  | { readonly kind: 'refused'; readonly errors: readonly string[] }
  | { readonly kind: 'forbidden'; readonly permission: 'RunbookRunCreate' | 'RunbookEdit' }

/**
 * Creates a run of a snapshot of a runbook with its task and event, or says everything that stands against it. Changes nothing
 * when refused. The published snapshot may be run by whoever may run runbooks; another one by who may also edit them.
 */
export async function createRun(
  tx: Tx,
  caller: Caller,
  ask: RunAsk,
  now: number,
): Promise<Result<RunbookRunRow, RunRefusal>> {
  const source = await findRunbookParts(tx, ask.snapshotId)
  if (!source) return refused(`RunbookSnapshotId: the snapshot '${ask.snapshotId}' does not exist.`)
  const found = await findPlace(tx, source.snapshot.space_id, ask)
  if (!found.ok) return refused(found.error)
  const place = found.value
  const lacking = lackingRight(caller, source, place)
  if (lacking) return err({ kind: 'forbidden', permission: lacking })
  const { project } = source
  if (project.IsDisabled)
    return refused(`RunbookId: the project ${project.Name} is disabled. Enable it to run its runbooks.`)
  const rules = await ruleProblems(tx, source, place)
  if (rules.length > 0) return refused(...rules)
  const templates = await loadTemplateValues(tx, project, {
    environmentId: place.environment.id,
    tenantId: place.tenant?.id ?? null,
  })
  const errors = await executionProblems(tx, source, place, ask, templates, now)
  if (errors.length > 0) return refused(...errors)

  const { runbook, snapshot } = source
  const number = await nextNumber(tx, 'RunbookRuns')
  const id = `RunbookRuns-${number}`
  const where = `${place.environment.name}${place.tenant ? ` for ${place.tenant.name}` : ''}`
  const description = `Run ${runbook.Name} of ${project.Name} (${snapshot.name}) on ${where}`
  const task = { name: 'RunbookRun', description, arguments: { RunbookRunId: id }, isPriorityByDefault: false } as const
  const taskId = await addTask(tx, caller, source, place, ask, task, now)
  const run = await tx
    .insertInto('runbook_run')
    .values({
      ...(await executionColumns(tx, caller, source, place, ask, {
        id,
        number,
        taskId,
        formValuesPlace: runFormValuesPlace(id),
        own: templates.variables,
      })),
      runbook_id: runbook.Id,
      runbook_snapshot_id: snapshot.id,
      name: `Run on ${where}`,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(tx, caller, {
    category: 'RunbookRunQueued',
    message: `${description} was queued`,
    spaceId: snapshot.space_id,
    related: [taskId, ...relatedIds(run)],
  })
  return ok(run)
}

const refused = (...errors: readonly string[]): Result<never, RunRefusal> => err({ kind: 'refused', errors })

function lackingRight(caller: Caller, { project, runbook, snapshot }: RunbookParts, { environment, tenant }: Place) {
  const scope = scopeOfProject(project)
  const place = { environmentId: environment.id as EnvironmentId, tenantId: (tenant?.id ?? null) as TenantId | null }
  if (!mayDo(caller.grants, 'RunbookRunCreate', { ...scope, ...place })) return 'RunbookRunCreate'
  const isPublished = runbook.PublishedRunbookSnapshotId === snapshot.id
  return isPublished || mayDo(caller.grants, 'RunbookEdit', scope) ? undefined : 'RunbookEdit'
}

async function ruleProblems(db: Queryable, { project, runbook }: RunbookParts, place: Place): Promise<string[]> {
  const { environment, tenant } = place
  const allowed = await loadRunbookEnvironments(db, project, runbook)
  if (!allowed.some(({ id }) => id === environment.id))
    return [`EnvironmentId: runbook ${runbook.Name} may not run on ${environment.name}.`]
  const tenancy = judgeTenancy({
    mode: runbook.MultiTenancyMode as TenantedMode,
    tenant,
    connection: tenant && connectionOf(tenant, project.Id),
    environmentId: environment.id as EnvironmentId,
    channelTenantTags: [],
  })
  if (tenancy.ok) return []
  switch (tenancy.error.kind) {
    case 'tenant-required':
      return [`TenantId: runbook ${runbook.Name} can only be run for a tenant, and none was given.`]
    case 'project-untenanted':
      return [`TenantId: runbook ${runbook.Name} is not run for tenants, so it cannot be run for ${tenant?.name}.`]
    default:
      return [`TenantId: ${explainTenancyRefusal(tenancy.error, () => environment.name)}`]
  }
}

/** Where a runbook may run, in the order of the space's environments. */
export async function loadRunbookEnvironments(db: Queryable, project: Document, runbook: Document) {
  const environments = await loadEnvironments(db, project.SpaceId as string)
  const scope = runbook.EnvironmentScope as EnvironmentScope
  const allowed = runbookEnvironments({
    scope,
    all: environments.map(({ id }) => id),
    specified: runbook.Environments as EnvironmentId[],
    ofLifecycles: scope === 'FromProjectLifecycles' ? await loadLifecycleEnvironments(db, project) : [],
  })
  return environments.filter(({ id }) => allowed.includes(id))
}

async function loadLifecycleEnvironments(db: Queryable, project: Document): Promise<readonly EnvironmentId[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct coalesce(nullif(document ->> 'LifecycleId', ''), ${project.LifecycleId as string}) as id
    from channel where project_id = ${project.Id}`.execute(db)
  const phases = await Promise.all(rows.map(({ id }) => loadPhases(db, project.SpaceId as string, id)))
  return phases.flat().flatMap(phaseEnvironments)
}
