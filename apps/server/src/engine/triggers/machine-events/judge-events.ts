import type { ProjectId } from '@flotilla/domain'
import { explainEventMismatch, type MachineFilter, matchesMachineEvent, triggerPlaces } from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import { type Database, inTransaction, type Tx } from '../../../database/connection.ts'
import type { Document } from '../../../database/documents.ts'
import { targetOf } from '../../../features/deployments/deployment-world.ts'
import { loadTenantsOfProject } from '../../../features/releases/release-world.ts'
import { loadNameOf } from '../name-of.ts'

const EVENTS_AT_ONCE = 200

interface EventRow {
  id: number
  space_id: string
  machine_id: string
  category: string
}
interface TriggerRow {
  id: string
  project_id: string
  document: Record<string, unknown>
}

/**
 * Judges machine events that nobody has judged yet: for every trigger either "waiting" rows, one for each environment and
 * tenant it is to act in, or one row with the reason why it does not act. An event is consumed by marking it, in the same
 * transaction (reliability T1, rule 6). Answers how many were judged.
 */
export async function judgeEvents(database: Database): Promise<number> {
  return inTransaction(database, async (tx) => {
    const { rows: events } = await sql<EventRow>`
      select id, space_id, machine_id, category from machine_event where judged_at is null
      order by id limit ${EVENTS_AT_ONCE} for update skip locked`.execute(tx)
    for (const event of events) await judgeEvent(tx, event)
    if (events.length > 0) {
      await sql`update machine_event set judged_at = now() where id = any(${events.map(({ id }) => id)})`.execute(tx)
    }
    return events.length
  })
}

async function judgeEvent(tx: Tx, event: EventRow): Promise<void> {
  const machine = await tx.selectFrom('machine').selectAll().where('id', '=', event.machine_id).executeTakeFirst()
  if (!machine) return
  const target = targetOf(machine)
  const { rows: triggers } = await sql<TriggerRow>`
    select t.id, t.project_id, t.document from project_trigger t
    where t.space_id = ${event.space_id} and t.document ->> 'IsDisabled' is distinct from 'true'
      and t.document -> 'Filter' ->> 'FilterType' = 'MachineFilter' and t.document -> 'Action' ->> 'ActionType' = 'AutoDeploy'`.execute(
    tx,
  )
  const nameOf = triggers.length > 0 ? await loadNameOf(tx, target.environmentIds) : (id: string) => id
  for (const trigger of triggers) {
    const filter = filterOf(trigger)
    const matched = matchesMachineEvent(filter, event, target)
    if (!matched.ok) {
      await decide(tx, event, trigger, '', '', 'not-deployed', {
        code: matched.error.kind,
        message: explainEventMismatch(matched.error, nameOf),
      })
      continue
    }
    const project = await tx
      .selectFrom('project')
      .select('document')
      .where('id', '=', trigger.project_id)
      .executeTakeFirst()
    const document = project?.document as Document | undefined
    const places = document
      ? triggerPlaces({
          filter,
          target,
          project: {
            id: trigger.project_id as ProjectId,
            tenantedMode: document.TenantedDeploymentMode as 'Untenanted',
          },
          tenants:
            document.TenantedDeploymentMode === 'Untenanted' ? [] : await loadTenantsOfProject(tx, trigger.project_id),
        })
      : []
    if (places.length === 0) {
      await decide(tx, event, trigger, '', '', 'not-deployed', {
        code: 'no-place',
        message: `${machine.name} takes part in no deployment of the project: neither its tenants nor the project's fit.`,
      })
    }
    for (const { environmentId, tenantId } of places) {
      await decide(tx, event, trigger, environmentId, tenantId ?? '', 'waiting', {
        code: 'waiting',
        message: 'To be looked at.',
      })
    }
  }
}

/** A trigger's filter, from its document. */
function filterOf({ document }: TriggerRow): MachineFilter {
  const filter = document.Filter as Record<string, string[] | undefined>
  return {
    environmentIds: (filter.EnvironmentIds ?? []) as unknown as MachineFilter['environmentIds'],
    roles: filter.Roles ?? [],
    eventGroups: filter.EventGroups ?? [],
    eventCategories: filter.EventCategories ?? [],
  }
}

async function decide(
  tx: Tx,
  event: EventRow,
  trigger: TriggerRow,
  environmentId: string,
  tenantId: string,
  state: 'waiting' | 'not-deployed',
  reason: { readonly code: string; readonly message: string },
): Promise<void> {
  await sql`insert into trigger_decision
      (space_id, trigger_id, machine_event_id, machine_id, project_id, environment_id, tenant_id, state, reason, decided_at)
    values (${event.space_id}, ${trigger.id}, ${event.id}, ${event.machine_id}, ${trigger.project_id}, ${environmentId}, ${tenantId}, ${state},
      ${JSON.stringify(reason)}::jsonb, ${state === 'waiting' ? null : sql`now()`})
    on conflict do nothing`.execute(tx)
}
