import type { TenantId } from '@flotilla/domain'
import { judgeLateness } from '@flotilla/domain/schedules'
import type { TriggerPlace } from '@flotilla/domain/triggers'
import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import { crashPoint } from '../../../crash-point.ts'
import { inTransaction, type Tx } from '../../../database/connection.ts'
import { findDocument } from '../../../database/documents.ts'
import { KINDS } from '../../../features/kinds.ts'
import { destinationsOf, triggerFacts } from '../../../features/project-triggers/resource.ts'
import type { ActionBody } from '../../../features/project-triggers/schema.ts'
import { createRelease, resolveChannel } from '../../../features/releases/create-release.ts'
import { nextVersion } from '../../../features/releases/next-version.ts'
import type { ReleaseRow } from '../../../features/releases/queries.ts'
import { selectPlaces } from '../../../features/tenants/select-places.ts'
import { HttpRefusal } from '../../../http/errors.ts'
import { errorFacts, logLine } from '../../../log.ts'
import { callerOf, type TriggerDeps, type TriggerRow } from '../deploy-for-trigger.ts'
import { moveOn } from './move-on.ts'
import { recordDecision } from './record-decision.ts'

const TRIGGERS_AT_ONCE = 1_000

interface DueRow extends TriggerRow {
  readonly next_at: Date
}

/**
 * Fires the triggers whose time has come: leaves a decision that waits for each place to deploy to, and moves the trigger on
 * to its next time, both or neither.
 */
export async function fireDue(deps: TriggerDeps): Promise<void> {
  const { rows } = await sql<{ trigger_id: string }>`
    select trigger_id from trigger_schedule where next_at <= ${new Date(deps.now())}
    order by next_at limit ${TRIGGERS_AT_ONCE}`.execute(deps.database)
  for (const { trigger_id } of rows) {
    try {
      await inTransaction(deps.database, (tx) => fire(deps, tx, trigger_id))
      await crashPoint('schedule.after')
    } catch (error) {
      // It is tried again until it is too late; no other trigger waits for it (reliability T5).
      logLine('warn', 'A scheduled trigger could not be fired', { trigger: trigger_id, ...errorFacts(error) })
    }
  }
}

async function fire(deps: TriggerDeps, tx: Tx, triggerId: string): Promise<void> {
  // The trigger is locked as well, so that whoever deletes it waits, rather than each for the other.
  const { rows } = await sql<DueRow>`
    select t.id, t.name, t.space_id, t.project_id, t.document, s.next_at
    from trigger_schedule s join project_trigger t on t.id = s.trigger_id
    where s.trigger_id = ${triggerId} and s.next_at <= ${new Date(deps.now())}
    for update of s skip locked for key share of t skip locked`.execute(tx)
  const trigger = rows[0]
  // Another node has it, or has fired it.
  if (!trigger) return
  const due = trigger.next_at
  const lateness = judgeLateness(due.getTime(), deps.now())
  // A clock that was set back, or a schedule that was changed there and back, brings a time again.
  if (await isDecided(tx, trigger.id, due))
    logLine('info', 'A time of a trigger came again', { trigger: triggerId, due })
  else if (lateness.kind === 'missed') await recordMissed(tx, trigger, due)
  else await open(deps, tx, trigger, due)
  await crashPoint('schedule.before')
  await moveOn(tx, trigger, lateness.goesOnAfter)
}

async function isDecided(tx: Tx, triggerId: string, due: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from trigger_decision where trigger_id = ${triggerId} and scheduled_for = ${due} limit 1`.execute(tx)
  return rows.length > 0
}

function recordMissed(tx: Tx, trigger: TriggerRow, due: Date): Promise<void> {
  const message = 'No server served this time when it came. Times that are missed are not made up.'
  return recordDecision(tx, trigger, { due, place: null, state: 'not-deployed', reason: { code: 'missed', message } })
}

async function open(deps: TriggerDeps, tx: Tx, trigger: TriggerRow, due: Date): Promise<void> {
  const { action } = triggerFacts(trigger.document)
  const created = makesRelease(action) ? await createNext(deps, tx, trigger, action) : ok(undefined)
  if (!created.ok) {
    const reason = { code: 'release-refused', message: created.error }
    return recordDecision(tx, trigger, { due, place: null, state: 'not-deployed', reason })
  }
  const release = created.value
  const destinations = destinationsOf(action)
  if (destinations.length === 0) {
    const reason = { code: 'released', message: `Release ${release!.version} was created.` }
    return recordDecision(tx, trigger, { due, place: null, state: 'released', reason, releaseId: release!.id })
  }
  const places: TriggerPlace[] = []
  for (const destination of destinations) places.push(...(await placesOf(tx, trigger, action, destination)))
  return openPlaces(tx, trigger, due, places, release?.id)
}

async function openPlaces(
  tx: Tx,
  trigger: TriggerRow,
  due: Date,
  places: readonly TriggerPlace[],
  releaseId: string | undefined,
): Promise<void> {
  if (places.length === 0) {
    const message = 'No tenant that takes part there matches the tenants and tags of the trigger.'
    await recordDecision(tx, trigger, {
      due,
      place: null,
      state: 'not-deployed',
      reason: { code: 'no-tenant', message },
    })
  }
  const reason = { code: 'waiting', message: 'To be looked at.' }
  for (const place of places) {
    await recordDecision(tx, trigger, { due, place, state: 'waiting', reason, ...(releaseId && { releaseId }) })
  }
}

const makesRelease = ({ ActionType }: ActionBody): boolean =>
  ActionType === 'CreateRelease' || ActionType === 'DeployNewRelease'

/** Creates the next release of the project with the rights of the trigger's owner, or says why it may not be. */
async function createNext(
  deps: TriggerDeps,
  tx: Tx,
  trigger: TriggerRow,
  action: ActionBody,
): Promise<Result<ReleaseRow, string>> {
  const project = (await findDocument(tx, KINDS.project, trigger.project_id))!
  const { caller, owner } = await callerOf(deps, trigger)
  try {
    const channel = await resolveChannel(tx, project, (action.ChannelId as string | null) ?? undefined)
    const { next } = await nextVersion(tx, project, channel, deps.now())
    const release = await createRelease(tx, caller, {
      project,
      channel,
      version: next,
      notes: null,
      selectedPackages: [],
      customFields: {},
      ignoreChannelRules: false,
    })
    return ok(release)
  } catch (error) {
    if (!(error instanceof HttpRefusal)) throw error
    // Refused before anything was written.
    return err(
      error.status === 403
        ? `${owner.username}, who owns the trigger, may not create releases of ${project.Name} (missing permission ReleaseCreate).`
        : (error.errors ?? [error.message]).join(' '),
    )
  }
}

const placesOf = (tx: Tx, trigger: TriggerRow, action: ActionBody, destination: string) =>
  selectPlaces(tx, {
    projectId: trigger.project_id,
    environmentId: destination,
    selection: {
      tenantIds: (action.TenantIds ?? []) as readonly TenantId[],
      tenantTags: (action.TenantTags ?? []) as readonly string[],
    },
  })
