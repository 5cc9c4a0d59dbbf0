import type { HealthStatus } from '@flotilla/domain/targets'
import { MACHINE_EVENT_GROUPS as GROUPS_OF_EVENTS, type MachineEventCategory } from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { notify } from '../../database/signals.ts'
import { type AuditEvent, recordEvent, recordEvents } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import type { EventCategory } from '../events/vocabulary.ts'
import { MACHINE_EVENTS_TOPIC } from './topics.ts'

export const MACHINE_EVENT_CATEGORIES = Object.keys(GROUPS_OF_EVENTS) as readonly MachineEventCategory[]

type Group = (typeof GROUPS_OF_EVENTS)[MachineEventCategory][number]

const inGroup = (group: Group): readonly MachineEventCategory[] =>
  MACHINE_EVENT_CATEGORIES.filter((category) => (GROUPS_OF_EVENTS[category] as readonly Group[]).includes(group))

/** The categories of each group; triggers and event lists are filtered by them. */
export const MACHINE_EVENT_GROUPS: Readonly<Record<Group, readonly MachineEventCategory[]>> = {
  Machine: inGroup('Machine'),
  MachineCritical: inGroup('MachineCritical'),
  MachineAvailableForDeployment: inGroup('MachineAvailableForDeployment'),
  MachineUnavailableForDeployment: inGroup('MachineUnavailableForDeployment'),
  MachineHealthChanged: inGroup('MachineHealthChanged'),
}

/** The event of a machine that was found in a state; `Unknown` is no finding. */
export const HEALTH_EVENTS: Readonly<Record<HealthStatus, MachineEventCategory | undefined>> = {
  Healthy: 'MachineHealthy',
  HasWarnings: 'MachineHasWarnings',
  Unhealthy: 'MachineUnhealthy',
  Unavailable: 'MachineUnavailable',
  Unknown: undefined,
}

const WORDS: Readonly<Record<MachineEventCategory, string>> = {
  MachineAdded: 'was added',
  MachineDeploymentRelatedPropertyWasUpdated: 'takes part in other deployments than before',
  MachineEnabled: 'was enabled',
  MachineDisabled: 'was disabled',
  MachineHealthy: 'was found healthy',
  MachineHasWarnings: 'was found healthy, with warnings',
  MachineUnhealthy: 'was found unhealthy',
  MachineUnavailable: 'could not be reached',
  MachineCleanupFailed: 'could not be removed by its clean-up policy',
}

/** A machine's document, as far as its events need it. */
export interface MachineFacts {
  readonly Id: string
  readonly Name: string
  readonly SpaceId?: unknown
  readonly EnvironmentIds?: unknown
  readonly TenantIds?: unknown
  readonly Endpoint?: unknown
  /** Of a worker. */
  readonly WorkerPoolIds?: unknown
}

/** Something that happened to a machine or a worker. */
export interface HostEvent {
  readonly host: MachineFacts
  readonly category: MachineEventCategory
}

/**
 * Writes what happened to machines for triggers to judge, and as audit events, and wakes the triggers. What happens to a worker
 * drives no trigger, and is written for people only.
 */
export async function recordHostEvents(tx: Tx, caller: Caller, events: readonly HostEvent[]): Promise<void> {
  if (events.length === 0) return
  const ofMachines = events.filter(({ host }) => !isWorker(host))
  await Promise.all([
    tellTriggers(tx, ofMachines),
    recordEvents(
      tx,
      caller,
      events.map(({ host, category }) =>
        auditOf(host, category, `${isWorker(host) ? 'Worker' : 'Machine'} ${host.Name} ${WORDS[category]}`),
      ),
    ),
  ])
}

async function tellTriggers(tx: Tx, events: readonly HostEvent[]): Promise<void> {
  if (events.length === 0) return
  const [spaceIds, ids] = [events.map(({ host }) => host.SpaceId as string), events.map(({ host }) => host.Id)]
  await sql`
    with told as (
      insert into machine_event (space_id, machine_id, category)
      select * from unnest(${spaceIds}::text[], ${ids}::text[], ${events.map(({ category }) => category)}::text[])
      returning 1)
    select ${notify(MACHINE_EVENTS_TOPIC)} from told limit 1`.execute(tx)
}

export const recordHostEvent = (
  tx: Tx,
  caller: Caller,
  machine: MachineFacts,
  category: MachineEventCategory,
): Promise<void> => recordHostEvents(tx, caller, [{ host: machine, category }])

const isWorker = ({ Id }: MachineFacts): boolean => Id.startsWith('Workers-')

/** Another host has taken the place: what was planned for the earlier one is not for it. Source: reliability reference H5, F41. */
export async function recordReplacement(
  tx: Tx,
  caller: Caller,
  before: MachineFacts,
  host: MachineFacts,
): Promise<void> {
  const keyOf = (facts: MachineFacts) => (facts.Endpoint as { readonly Thumbprint?: string } | undefined)?.Thumbprint
  if (!keyOf(before) || keyOf(before) === keyOf(host)) return
  const what = isWorker(host) ? 'Worker' : 'Machine'
  const message = `${what} ${host.Name} was replaced: it has another key now, and so is another host`
  const details = { before: { Thumbprint: keyOf(before) }, after: { Thumbprint: keyOf(host) ?? null } }
  await recordEvent(tx, caller, { ...auditOf(host, 'MachineIdentityReplaced', message), details })
}

/** A machine that is gone drives no trigger: this is written for people only. */
export async function recordMachineDeleted(tx: Tx, caller: Caller, machine: MachineFacts): Promise<void> {
  await recordEvent(tx, caller, auditOf(machine, 'MachineDeleted', `Machine ${machine.Name} was removed`))
}

function auditOf(machine: MachineFacts, category: EventCategory, message: string): AuditEvent {
  const list = (value: unknown) => (value ?? []) as readonly string[]
  const places = [machine.EnvironmentIds, machine.TenantIds, machine.WorkerPoolIds].flatMap(list)
  return { category, message, spaceId: machine.SpaceId as string, related: [machine.Id, ...places] }
}
