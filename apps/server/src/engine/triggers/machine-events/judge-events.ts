import type { ProjectId } from '@flotilla/domain'
import type { Target, TenantedMode } from '@flotilla/domain/targets'
import type { Tenant } from '@flotilla/domain/tenants'
import { explainEventMismatch, matchesMachineEvent, type TriggerPlace, triggerPlaces } from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import { type Database, inTransaction, type Tx } from '../../../database/connection.ts'
import { targetOf } from '../../../features/deployments/deployment-world.ts'
import { loadTenantsOfProject } from '../../../features/releases/release-world.ts'
import { errorFacts, logLine } from '../../../log.ts'
import { loadNameOf } from '../name-of.ts'
import { filterOf, isMachineTrigger, type MachineTrigger } from './machine-trigger.ts'

export const EVENTS_AT_ONCE = 200
/** So many decisions are written with one statement. */
const DECISIONS_AT_ONCE = 5_000

interface MachineEvent {
  readonly id: number
  readonly spaceId: string
  readonly category: string
  readonly target: Target
}

interface WatchingTrigger extends MachineTrigger {
  readonly space_id: string
  readonly mode: TenantedMode
}

/** What one trigger makes of one event, in one place of the machine or in none. */
interface Verdict {
  readonly event: MachineEvent
  readonly trigger: WatchingTrigger
  readonly place: TriggerPlace | null
  readonly reason: { readonly code: string; readonly message: string }
}

/**
 * Judges machine events that nobody has judged yet: for every trigger either "waiting" rows, one for each environment and
 * tenant it is to act in, or one row with the reason why it does not act. An event is consumed by marking it, in the same
 * transaction (reliability T1, rule 6). What it takes is a handful of statements, however many machines and triggers there are.
 * Answers how many were judged: at most {@link EVENTS_AT_ONCE}.
 */
export async function judgeEvents(database: Database): Promise<number> {
  return inTransaction(database, async (tx) => {
    const events = await takeEvents(tx)
    if (events.length === 0) return 0
    const triggers = await loadTriggers(tx, [...new Set(events.map(({ spaceId }) => spaceId))])
    const [tenants, nameOf] = await Promise.all([
      loadTenants(tx, events, triggers),
      loadNameOf(tx, triggers.length > 0 ? events.flatMap(({ target }) => target.environmentIds) : []),
    ])
    const verdicts = events.flatMap((event) =>
      triggers
        .filter(({ space_id }) => space_id === event.spaceId)
        .flatMap((trigger) => judgeSafely(event, trigger, tenants.get(trigger.project_id) ?? [], nameOf)),
    )
    for (let next = 0; next < verdicts.length; next += DECISIONS_AT_ONCE)
      await addDecisions(tx, verdicts.slice(next, next + DECISIONS_AT_ONCE))
    await sql`update machine_event set judged_at = now() where id = any(${events.map(({ id }) => id)})`.execute(tx)
    return events.length
  })
}

async function takeEvents(tx: Tx): Promise<readonly MachineEvent[]> {
  const { rows } = await sql<
    Parameters<typeof targetOf>[0] & { event_id: number; event_space_id: string; category: string }
  >`
    select e.id as event_id, e.space_id as event_space_id, e.category, m.*
    from machine_event e join machine m on m.id = e.machine_id
    where e.judged_at is null order by e.id limit ${EVENTS_AT_ONCE} for update of e skip locked`.execute(tx)
  return rows.map((row) => ({
    id: row.event_id,
    spaceId: row.event_space_id,
    category: row.category,
    target: targetOf(row),
  }))
}

/** The enabled triggers of these spaces. Whoever deletes one waits until its decisions are there to go with it. */
async function loadTriggers(tx: Tx, spaceIds: readonly string[]): Promise<readonly WatchingTrigger[]> {
  const { rows } = await sql<WatchingTrigger>`
    select t.id, t.space_id, t.project_id, t.document, p.document ->> 'TenantedDeploymentMode' as mode
    from (select * from project_trigger where space_id = any(${spaceIds}) and document ->> 'IsDisabled' is distinct from 'true'
      and ${isMachineTrigger} for key share) t
    join project p on p.id = t.project_id`.execute(tx)
  return rows
}

/** The tenants of each project whose triggers may act for tenants. */
async function loadTenants(
  tx: Tx,
  events: readonly MachineEvent[],
  triggers: readonly WatchingTrigger[],
): Promise<ReadonlyMap<string, readonly Tenant[]>> {
  if (events.every(({ target }) => target.tenancy === 'Untenanted')) return new Map()
  const tenanted = triggers.filter(({ mode }) => mode !== 'Untenanted').map(({ project_id }) => project_id)
  return new Map(
    await Promise.all([...new Set(tenanted)].map(async (id) => [id, await loadTenantsOfProject(tx, id)] as const)),
  )
}

/** A trigger that cannot be read keeps no other from acting (reliability T5). */
function judgeSafely(...asked: Parameters<typeof judge>): readonly Verdict[] {
  try {
    return judge(...asked)
  } catch (error) {
    const [event, trigger] = asked
    logLine('warn', 'A trigger cannot be read; save it again', { trigger: trigger.id, ...errorFacts(error) })
    const reason = { code: 'trigger-unreadable', message: 'The trigger cannot be read. Save it again.' }
    return [{ event, trigger, place: null, reason }]
  }
}

function judge(
  event: MachineEvent,
  trigger: WatchingTrigger,
  tenants: readonly Tenant[],
  nameOf: (id: string) => string,
): readonly Verdict[] {
  const { target } = event
  const filter = filterOf(trigger)
  const matched = matchesMachineEvent(filter, event, target)
  if (!matched.ok) {
    const reason = { code: matched.error.kind, message: explainEventMismatch(matched.error, nameOf) }
    return [{ event, trigger, place: null, reason }]
  }
  const project = { id: trigger.project_id as ProjectId, tenantedMode: trigger.mode }
  const places = triggerPlaces({ filter, target, project, tenants })
  if (places.length === 0) {
    const message = `${target.name} takes part in no deployment of the project: neither its tenants nor the project's fit.`
    return [{ event, trigger, place: null, reason: { code: 'no-place', message } }]
  }
  const message = 'It is looked at as soon as no deployment of the project there is due or runs.'
  const reason = { code: 'waiting', message }
  return places.map((place) => ({ event, trigger, place, reason }))
}

async function addDecisions(tx: Tx, verdicts: readonly Verdict[]): Promise<void> {
  const column = (of: (verdict: Verdict) => unknown) => verdicts.map(of)
  await sql`
    insert into trigger_decision
      (space_id, trigger_id, machine_event_id, machine_id, project_id, environment_id, tenant_id, state, reason, decided_at)
    select space_id, trigger_id, event_id, machine_id, project_id, environment_id, tenant_id,
      case when has_place then 'waiting' else 'not-deployed' end, reason, case when not has_place then now() end
    from unnest(${column(({ event }) => event.spaceId)}::text[], ${column(({ trigger }) => trigger.id)}::text[],
      ${column(({ event }) => event.id)}::bigint[], ${column(({ event }) => event.target.id)}::text[],
      ${column(({ trigger }) => trigger.project_id)}::text[], ${column(({ place }) => place?.environmentId ?? '')}::text[],
      ${column(({ place }) => place?.tenantId ?? '')}::text[], ${column(({ place }) => place !== null)}::boolean[],
      ${column(({ reason }) => JSON.stringify(reason))}::jsonb[])
      asked(space_id, trigger_id, event_id, machine_id, project_id, environment_id, tenant_id, has_place, reason)
    on conflict do nothing`.execute(tx)
}
