import {
  batchTriggers,
  decideTrigger,
  explainTriggerDecision,
  type TriggerBatch,
  type TriggeredDeployment,
} from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import { crashPoint } from '../../../crash-point.ts'
import { inTransaction, type Tx } from '../../../database/connection.ts'
import { lockingPlace } from '../../../features/deployments/place-lock.ts'
import { findDeployment } from '../../../features/deployments/queries.ts'
import type { Converging } from '../../../features/drift/suite-drift.ts'
import { errorFacts, logLine } from '../../../log.ts'
import { limitConcurrency } from '../../limit-concurrency.ts'
import { deployForTrigger, findTrigger, type TriggerDeps } from '../deploy-for-trigger.ts'
import { findPlaces, isBlocked, noteServing, type WaitingPlace } from './find-places.ts'
import { loadPlaceFacts, type PlaceFacts, projectPlace, type WaitingRow } from './load-place-facts.ts'
import { type PlannedMissing, planMissing } from './plan-missing.ts'

/** Connections that may be busy with places. */
const PLACES_AT_ONCE = 4
const MACHINES_AT_ONCE = 5_000

/**
 * Looks at the machines that wait for a deployment, place by place: deploys what may be deployed now, records why the rest is
 * not, and leaves those behind a deployment waiting; its end wakes them (reliability T2, T4). Answers in how many milliseconds
 * it is to be called again by itself, if it is.
 */
export async function actOnDecisions(deps: TriggerDeps): Promise<number | null> {
  const inTurn = limitConcurrency(PLACES_AT_ONCE)
  const { due, nextInMs } = await findPlaces(deps.database)
  await Promise.all(due.map((place) => inTurn(() => serve(deps, place))))
  return nextInMs
}

async function serve(deps: TriggerDeps, place: WaitingPlace): Promise<void> {
  try {
    for (let isMore = true; isMore; ) {
      const planned = await planMissing(deps, place)
      const served = await inTransaction(deps.database, (tx) => actInPlace(deps, tx, place, planned))
      await crashPoint('trigger.after')
      for (const taskId of served.begun) deps.tasks.begin(taskId)
      isMore = served.isMore
    }
  } catch (error) {
    // A broken project stops no other; its machines are looked at again (reliability T5).
    logLine('warn', 'The triggers of a project could not be served', { ...place, ...errorFacts(error) })
  }
}

/** What waits and may be deployed, with the sentence that says so. */
interface Deployable {
  readonly row: WaitingRow
  readonly deployment: TriggeredDeployment
  readonly message: string
}

interface Served {
  /** Tasks to begin. */
  readonly begun: readonly string[]
  /** More wait than were looked at or planned for, and nothing keeps them waiting. */
  readonly isMore: boolean
}

async function actInPlace(deps: TriggerDeps, tx: Tx, place: WaitingPlace, planned: PlannedMissing): Promise<Served> {
  // One node at a time judges a place, while nobody creates a deployment there; the others find nothing left.
  await lockingPlace(projectPlace(place), 'alone').execute(tx)
  const [blocked, waiting] = await Promise.all([isBlocked(tx, place), loadWaiting(tx, place)])
  if (blocked || waiting.length === 0) return { begun: [], isMore: false }
  const { factsFor, nameOf, current, missing, isPlanned } = await loadPlaceFacts(tx, place, waiting, planned)
  const decidable = waiting.filter(isPlanned)
  const deployable: Deployable[] = []
  const settled: Settled[] = []
  for (const row of decidable) {
    const facts = factsFor(row)
    if (!facts) continue
    const decision = decideTrigger(facts)
    const message = explainTriggerDecision(decision, nameOf)
    if (decision.kind === 'deploy') deployable.push({ row, deployment: decision.deployment, message })
    else settled.push({ id: row.id, reason: { ...decision.why, message } })
  }
  await settle(tx, settled, 'not-deployed')
  await crashPoint('trigger.before')
  const begun: string[] = []
  const served = new Set<string>()
  for (const batch of batchTriggers(deployable.map(({ deployment }) => deployment))) {
    const ofBatch = deployable.filter(
      ({ row, deployment }) =>
        deployment.releaseId === batch.releaseId &&
        deployment.isOnlyMissing === batch.isOnlyMissing &&
        (!batch.isOnlyMissing || (deployment.triggerId === batch.triggerIds[0] && !served.has(row.machine_id))),
    )
    // Who gets everything already waits on: what is missing is judged again at the end of that.
    if (ofBatch.length === 0) continue
    const taskId = await deploy(deps, tx, place, batch, ofBatch, { current, missing })
    if (!taskId) continue
    begun.push(taskId)
    for (const { row } of ofBatch) served.add(row.machine_id)
  }
  const machines = new Set(deployable.map(({ row }) => row.machine_id))
  if (begun.length > 0) await noteServing(tx, place, machines.size)
  const isMore = waiting.length === MACHINES_AT_ONCE || decidable.length < waiting.length
  return { begun, isMore: isMore && begun.length === 0 }
}

async function loadWaiting(tx: Tx, place: WaitingPlace): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select d.id, d.trigger_id, d.machine_id, e.category, e.occurred_at
    from trigger_decision d join machine_event e on e.id = d.machine_event_id
    where d.state = 'waiting' and d.project_id = ${place.project_id} and d.environment_id = ${place.environment_id} and d.tenant_id = ${place.tenant_id}
    order by d.id limit ${MACHINES_AT_ONCE}`.execute(tx)
  return rows
}

/**
 * Deploys to the machines of a batch in the name of the first trigger that may, and answers its task. What a trigger is refused
 * stands against its own machines only: another one may belong to somebody with more rights.
 */
async function deploy(
  deps: TriggerDeps,
  tx: Tx,
  place: WaitingPlace,
  batch: TriggerBatch,
  deployable: readonly Deployable[],
  { current, missing }: Pick<PlaceFacts, 'current' | 'missing'>,
): Promise<string | undefined> {
  const { environmentId, tenantId } = projectPlace(place)
  // What was skipped in the deployment that is repeated is skipped again (domain reference 7.5).
  const repeated = current?.releaseId === batch.releaseId ? await findDeployment(tx, current.deploymentId) : undefined
  let left = deployable
  for (const triggerId of batch.triggerIds) {
    const machineIds = [...new Set(left.map(({ row }) => row.machine_id))]
    const deployed = await deployForTrigger(deps, tx, await findTrigger(tx, triggerId), {
      releaseId: batch.releaseId,
      environmentId,
      tenantId,
      specificMachineIds: machineIds,
      ...(batch.isOnlyMissing
        ? onlyOn(machineIds, missing.get(triggerId))
        : { skipActions: repeated?.skip_actions ?? [] }),
    })
    if (deployed.ok) {
      const { id, task_id } = deployed.value
      const settled = left.map(({ row, message }) => ({ id: row.id, reason: { code: 'deployed', message } }))
      await settle(tx, settled, 'deployed', id)
      return task_id
    }
    const reason = { code: 'refused', message: deployed.error }
    const refused = left.filter(({ row }) => row.trigger_id === triggerId)
    await settle(
      tx,
      refused.map(({ row }) => ({ id: row.id, reason })),
      'not-deployed',
    )
    left = left.filter(({ row }) => row.trigger_id !== triggerId)
  }
  return undefined
}

/** Of what is missing, what these machines lack. */
function onlyOn(machineIds: readonly string[], { missing, skipActions }: Converging = NOTHING_MISSING): Converging {
  const wanted = new Set(machineIds)
  return {
    missing: missing.map((each) => ({ ...each, machineIds: each.machineIds.filter((id) => wanted.has(id)) })),
    skipActions,
  }
}
const NOTHING_MISSING: Converging = { missing: [], skipActions: [] }

interface Settled {
  readonly id: number
  readonly reason: { readonly code: string; readonly message: string }
}

async function settle(
  tx: Tx,
  settled: readonly Settled[],
  state: 'deployed' | 'not-deployed',
  deploymentId: string | null = null,
): Promise<void> {
  if (settled.length === 0) return
  await sql`
    update trigger_decision d set state = ${state}, reason = settled.reason, deployment_id = ${deploymentId}, decided_at = now()
    from unnest(${settled.map(({ id }) => id)}::bigint[], ${settled.map(({ reason }) => JSON.stringify(reason))}::jsonb[])
      settled(id, reason)
    where d.id = settled.id`.execute(tx)
}
