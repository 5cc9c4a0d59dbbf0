import { nextRush, type Rush, servingTime } from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import { type Database, inTransaction, type Queryable, type Tx } from '../../../database/connection.ts'
import { deploymentAhead } from '../../../features/deployments/queries.ts'

/** Where machines wait. Without a tenant `tenant_id` is empty. */
export interface WaitingPlace {
  readonly project_id: string
  readonly environment_id: string
  readonly tenant_id: string
}

interface RushRow {
  readonly began_at: Date
  readonly served_at: Date
  readonly served_count: number
}

type NoRush = { readonly [column in keyof RushRow]: null }

type FoundPlace = WaitingPlace & {
  readonly waiting: number
  readonly ahead: string | null
  /** By the database's clock, which all nodes share. */
  readonly now: Date
} & (RushRow | NoRush)

export interface FoundPlaces {
  /** Those whose machines may be served now. */
  readonly due: readonly WaitingPlace[]
  /** In how many milliseconds the next one is due, where machines are still being put together. */
  readonly nextInMs: number | null
}

/**
 * The places in which machines wait. Where a deployment of the project is due or runs they wait for its end, which wakes whoever
 * serves them; it is noted for which one.
 */
export async function findPlaces(database: Database): Promise<FoundPlaces> {
  const { rows } = await sql<FoundPlace>`
    select place.*, rush.began_at, rush.served_at, rush.served_count, clock_timestamp() as now,
      (${deploymentAhead(sql`place.project_id`, sql`place.environment_id`, sql`place.tenant_id`)}) as ahead
    from (select project_id, environment_id, tenant_id, count(distinct machine_id) as waiting from trigger_decision
      where state = 'waiting' and machine_event_id is not null group by project_id, environment_id, tenant_id) place
    left join trigger_rush rush using (project_id, environment_id, tenant_id)`.execute(database)
  const blocked = rows.filter(isBehind)
  if (blocked.length > 0) await noteWaits(database, blocked)
  const free = rows.filter((place) => !isBehind(place))
  const later = free.map(dueInMs).filter((ms) => ms > 0)
  return {
    due: free.filter((place) => dueInMs(place) <= 0),
    nextInMs: later.length > 0 ? Math.min(...later) : null,
  }
}

const isBehind = (place: FoundPlace): place is FoundPlace & { readonly ahead: string } => place.ahead !== null

const dueInMs = ({ waiting, now, ...rush }: FoundPlace): number =>
  servingTime(rush.served_at === null ? null : rushOf(rush), waiting) - now.getTime()

const rushOf = ({ began_at, served_at, served_count }: RushRow): Rush => ({
  beganAt: began_at.getTime(),
  servedAt: served_at.getTime(),
  servedCount: served_count,
})

/** Notes that so many machines of a place were served, for those who come next. The place's lock is held. */
export async function noteServing(tx: Tx, place: WaitingPlace, count: number): Promise<void> {
  const { project_id, environment_id, tenant_id } = place
  const { rows } = await sql<{ now: Date } & (RushRow | NoRush)>`
    select clock_timestamp() as now, rush.began_at, rush.served_at, rush.served_count
    from (values (${project_id}, ${environment_id}, ${tenant_id})) place(project_id, environment_id, tenant_id)
    left join trigger_rush rush using (project_id, environment_id, tenant_id)`.execute(tx)
  const { now, ...before } = rows[0]!
  const rush = nextRush(before.served_at === null ? null : rushOf(before), now.getTime(), count)
  const row = { began_at: new Date(rush.beganAt), served_at: new Date(rush.servedAt), served_count: rush.servedCount }
  await tx
    .insertInto('trigger_rush')
    .values({ project_id, environment_id, tenant_id, ...row })
    .onConflict((conflict) => conflict.columns(['project_id', 'environment_id', 'tenant_id']).doUpdateSet(row))
    .execute()
}

/** Whether a deployment is due or runs in a place. One that is scheduled for later is neither. */
export async function isBlocked(db: Queryable, place: WaitingPlace): Promise<boolean> {
  const { rows } = await sql`
    ${deploymentAhead(sql`${place.project_id}`, sql`${place.environment_id}`, sql`${place.tenant_id}`)}`.execute(db)
  return rows.length > 0
}

/** Tells for which deployment machines wait; those of which it is told already are not written again. */
function noteWaits(database: Database, blocked: readonly (WaitingPlace & { readonly ahead: string })[]): Promise<void> {
  const column = (of: (place: (typeof blocked)[number]) => string) => blocked.map(of)
  return inTransaction(database, async (tx) => {
    await sql`
      with told as (
        select d.id, 'Waits until ' || place.ahead || ' has ended.' as message
        from unnest(${column(({ project_id }) => project_id)}::text[], ${column(({ environment_id }) => environment_id)}::text[],
          ${column(({ tenant_id }) => tenant_id)}::text[], ${column(({ ahead }) => ahead)}::text[])
          place(project_id, environment_id, tenant_id, ahead)
        join trigger_decision d using (project_id, environment_id, tenant_id)
        where d.state = 'waiting' and d.machine_event_id is not null
          and d.reason ->> 'message' is distinct from 'Waits until ' || place.ahead || ' has ended.'
        for update of d skip locked)
      update trigger_decision d set reason = jsonb_build_object('code', 'wait', 'message', told.message)
      from told where d.id = told.id`.execute(tx)
  })
}
