import type { DeploymentId, EnvironmentId, ProjectId, ReleaseId, TenantId } from '@flotilla/domain'
import {
  decideScheduled,
  explainScheduledDecision,
  type ScheduledFacts,
  type TriggerPlace,
} from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import { crashPoint } from '../../../crash-point.ts'
import { inTransaction, type Queryable, type Tx } from '../../../database/connection.ts'
import { findDocument } from '../../../database/documents.ts'
import { findCurrent } from '../../../features/deployments/queries.ts'
import { KINDS } from '../../../features/kinds.ts'
import { loadAnswers } from '../../../features/project-triggers/answers.ts'
import { destinationsOf, triggerFacts } from '../../../features/project-triggers/resource.ts'
import type { ActionBody } from '../../../features/project-triggers/schema.ts'
import { findRelease } from '../../../features/releases/queries.ts'
import { findReleaseParts } from '../../../features/releases/release-world.ts'
import { tenantOf } from '../../../features/tenants/to-domain.ts'
import { errorFacts, logLine } from '../../../log.ts'
import { deployForTrigger, findTrigger, type TriggerDeps, type TriggerRow } from '../deploy-for-trigger.ts'
import { loadNameOf } from '../name-of.ts'
import { answerPrompts } from './answer-prompts.ts'
import { findWantedRelease, type ScheduledPlace } from './find-wanted-release.ts'
import { settleDecision } from './record-decision.ts'
import { runInPlace } from './run-in-place.ts'

const PLACES_AT_ONCE = 1_000

interface WaitingRow {
  readonly id: number
  readonly trigger_id: string
  readonly environment_id: string
  readonly tenant_id: string
  readonly release_id: string | null
}

/**
 * Deploys to the places that triggers which fired left waiting, or records why not; each in a transaction of its own, so that
 * a place that cannot be served keeps back no other.
 */
export async function deployToPlaces(deps: TriggerDeps): Promise<void> {
  let page: readonly number[] = []
  do {
    page = await waitingAfter(deps.database, page.at(-1) ?? 0)
    for (const id of page) {
      try {
        const taskId = await inTransaction(deps.database, (tx) => servePlace(deps, tx, id))
        await crashPoint('trigger.after')
        if (taskId) deps.tasks.begin(taskId)
      } catch (error) {
        // It still waits, and is looked at again.
        logLine('warn', 'A place of a scheduled trigger could not be served', { decision: id, ...errorFacts(error) })
      }
    }
  } while (page.length === PLACES_AT_ONCE)
}

async function waitingAfter(db: Queryable, after: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from trigger_decision where state = 'waiting' and scheduled_for is not null and id > ${after}
    order by id limit ${PLACES_AT_ONCE}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Answers the task to begin, if there is one. */
async function servePlace(deps: TriggerDeps, tx: Tx, id: number): Promise<string | undefined> {
  const { rows } = await sql<WaitingRow>`
    select id, trigger_id, environment_id, tenant_id, release_id from trigger_decision
    where id = ${id} and state = 'waiting' for update skip locked`.execute(tx)
  const row = rows[0]
  if (!row) return undefined
  const trigger = await findTrigger(tx, row.trigger_id)
  const { action } = triggerFacts(trigger.document)
  if (!destinationsOf(action).includes(row.environment_id)) {
    const message = 'The trigger was changed after its time had come.'
    await settleDecision(tx, id, { state: 'not-deployed', reason: { code: 'trigger-changed', message } })
    return undefined
  }
  const at = await loadPlace(tx, trigger, row)
  if (action.ActionType === 'RunRunbook') return runInPlace(deps, tx, trigger, at, id)
  const decision = decideScheduled(await loadFacts(tx, trigger, action, row, at))
  const nameOf = await loadNameOf(tx, [
    row.environment_id,
    row.tenant_id,
    trigger.project_id,
    ...((action.SourceEnvironmentIds ?? []) as readonly string[]),
  ])
  const message = explainScheduledDecision(decision, nameOf)
  await crashPoint('trigger.before')
  if (decision.kind === 'not') {
    await settleDecision(tx, id, { state: 'not-deployed', reason: { ...decision.why, message } })
    return undefined
  }
  const releaseId = decision.release.id
  const deployed = await deployRelease(deps, tx, trigger, action, releaseId, at)
  if (!deployed.ok) {
    await settleDecision(tx, id, {
      state: 'not-deployed',
      reason: { code: 'refused', message: deployed.error },
      releaseId,
    })
    return undefined
  }
  const deploymentId = deployed.value.id
  await settleDecision(tx, id, { state: 'deployed', reason: { code: 'deployed', message }, releaseId, deploymentId })
  return deployed.value.task_id
}

async function deployRelease(
  deps: TriggerDeps,
  tx: Tx,
  trigger: TriggerRow,
  action: ActionBody,
  releaseId: string,
  at: ScheduledPlace,
) {
  const answers = await loadAnswers(tx, trigger.id, action.Variables)
  const source = await findReleaseParts(tx, releaseId)
  const formValues = await answerPrompts(tx, { field: 'Variables', answers }, source, at)
  if (!formValues.ok) return formValues
  return deployForTrigger(deps, tx, trigger, { releaseId, ...at.place, formValues: formValues.value })
}

async function loadPlace(tx: Tx, trigger: TriggerRow, row: WaitingRow): Promise<ScheduledPlace> {
  const tenant = row.tenant_id === '' ? undefined : await findDocument(tx, KINDS.tenant, row.tenant_id)
  const place: TriggerPlace = {
    environmentId: row.environment_id as EnvironmentId,
    tenantId: (row.tenant_id || null) as TenantId | null,
  }
  const project = (await findDocument(tx, KINDS.project, trigger.project_id))!
  return { project, place, tenant: tenant ? tenantOf(tenant) : null }
}

async function loadFacts(
  tx: Tx,
  trigger: TriggerRow,
  action: ActionBody,
  row: WaitingRow,
  at: ScheduledPlace,
): Promise<ScheduledFacts> {
  const { project, place } = at
  const created = row.release_id === null ? undefined : await findRelease(tx, row.release_id)
  const current = await findCurrent(tx, { projectId: project.Id, ...place })
  return {
    trigger: {
      isDisabled: trigger.document.IsDisabled === true,
      redeploysWhenCurrent: action.ShouldRedeployWhenReleaseIsCurrent !== false,
    },
    project: { id: project.Id as ProjectId, isDisabled: project.IsDisabled === true },
    place,
    wanted: created
      ? { kind: 'created', found: { id: created.id as ReleaseId, version: created.version } }
      : await findWantedRelease(tx, action, at),
    current: current ? { id: current.releaseId as ReleaseId, version: current.version } : null,
    pending: await loadPending(tx, project.Id, place),
  }
}

async function loadPending(
  db: Queryable,
  projectId: string,
  { environmentId, tenantId }: TriggerPlace,
): Promise<ScheduledFacts['pending']> {
  const { rows } = await sql<{ id: DeploymentId; releaseId: ReleaseId }>`
    select d.id, d.release_id as "releaseId" from server_task t join deployment d on d.task_id = t.id
    where t.state in ('Queued', 'Executing') and t.project_id = ${projectId} and t.environment_id = ${environmentId}
      and coalesce(t.tenant_id, '') = ${tenantId ?? ''}`.execute(db)
  return rows
}
