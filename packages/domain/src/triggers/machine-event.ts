import { err, ok, type Result } from '@flotilla/kit'
import type { EnvironmentId, ProjectId, TenantId } from '../ids.ts'
import { fitsTenancy, type Target, type TenantedMode } from '../targets/index.ts'
import type { Tenant } from '../tenants/index.ts'

/** What can happen to a machine that a trigger may watch, and the groups it belongs to. Source: domain reference 7.2. */
export const MACHINE_EVENT_GROUPS = {
  MachineAdded: ['Machine'],
  MachineDeploymentRelatedPropertyWasUpdated: ['Machine'],
  MachineEnabled: ['Machine', 'MachineAvailableForDeployment'],
  MachineDisabled: ['Machine', 'MachineUnavailableForDeployment'],
  MachineHealthy: ['Machine', 'MachineAvailableForDeployment', 'MachineHealthChanged'],
  MachineHasWarnings: ['Machine', 'MachineAvailableForDeployment', 'MachineHealthChanged'],
  MachineUnhealthy: ['Machine', 'MachineUnavailableForDeployment', 'MachineHealthChanged'],
  MachineUnavailable: ['Machine', 'MachineCritical', 'MachineUnavailableForDeployment', 'MachineHealthChanged'],
  MachineCleanupFailed: ['Machine', 'MachineCritical'],
} as const satisfies Record<string, readonly string[]>

export type MachineEventCategory = keyof typeof MACHINE_EVENT_GROUPS

/** When a target trigger looks up, as stored: the names come from people, so they may be unknown ones. */
export interface MachineFilter {
  /** Empty: any. */
  readonly environmentIds: readonly EnvironmentId[]
  /** Empty: any. Compared without case. */
  readonly roles: readonly string[]
  /** Groups and categories together say which events; with neither no event is watched. */
  readonly eventGroups: readonly string[]
  readonly eventCategories: readonly string[]
}

export type EventMismatch =
  | { readonly kind: 'event-not-watched'; readonly category: string }
  | { readonly kind: 'environment-not-watched'; readonly environmentIds: readonly EnvironmentId[] }
  | { readonly kind: 'role-not-watched'; readonly roles: readonly string[] }

/** A place in which a trigger may deploy to a machine. */
export interface TriggerPlace {
  readonly environmentId: EnvironmentId
  /** Null is an untenanted deployment. */
  readonly tenantId: TenantId | null
}

/**
 * Whether a trigger watches an event of a machine.
 *
 * Errors: the first reason why not. An event that is not in the list of events, such as a machine's deletion, is never
 * watched.
 * Source: domain reference 7.3, rules 1 to 3.
 */
export function matchesMachineEvent(
  filter: MachineFilter,
  event: { readonly category: string },
  target: Pick<Target, 'environmentIds' | 'roles'>,
): Result<void, EventMismatch> {
  const { category } = event
  const groups = isMachineEvent(category) ? MACHINE_EVENT_GROUPS[category] : null
  const isWatched =
    groups !== null &&
    (filter.eventCategories.includes(category) || groups.some((group) => filter.eventGroups.includes(group)))
  if (!isWatched) return err({ kind: 'event-not-watched', category })
  if (watchedEnvironments(filter, target).length === 0) {
    return err({ kind: 'environment-not-watched', environmentIds: target.environmentIds })
  }
  if (!hasWatchedRole(filter, target)) return err({ kind: 'role-not-watched', roles: target.roles })
  return ok()
}

/**
 * The places in which a trigger of a project looks after a machine: its environments that are watched, untenanted if
 * project and machine allow it, and for each tenant that it serves and that is connected to the project there.
 * Source: domain reference 7.3 (last part), 6.4, 8.3.
 */
export function triggerPlaces(ask: {
  readonly filter: MachineFilter
  readonly target: Target
  readonly project: { readonly id: ProjectId; readonly tenantedMode: TenantedMode }
  readonly tenants: readonly Tenant[]
}): readonly TriggerPlace[] {
  const { filter, target, project, tenants } = ask
  const isUntenanted = project.tenantedMode !== 'Tenanted' && fitsTenancy(target, null)
  const served =
    project.tenantedMode === 'Untenanted'
      ? []
      : tenants.filter((tenant) => !tenant.isDisabled && fitsTenancy(target, tenant))
  return watchedEnvironments(filter, target).flatMap((environmentId) => [
    ...(isUntenanted ? [{ environmentId, tenantId: null }] : []),
    ...served
      .filter((tenant) => tenant.projectEnvironments.get(project.id)?.includes(environmentId) === true)
      .map((tenant) => ({ environmentId, tenantId: tenant.id })),
  ])
}

/** By its environments, its tenants or those of the project a machine takes no part in a place any more. */
export interface PlaceLeft {
  readonly kind: 'place-left'
  readonly place: TriggerPlace
}

/**
 * Whether what was found when an event came holds some time later: the trigger watches it, and in that place, which is still
 * one of the machine's. `tenants` has the tenant of the place.
 */
export function stillMatches(
  ask: Parameters<typeof triggerPlaces>[0] & {
    readonly event: { readonly category: string }
    readonly place: TriggerPlace
  },
): Result<void, EventMismatch | PlaceLeft> {
  const { filter, event, place } = ask
  if (!ask.target.environmentIds.includes(place.environmentId)) return err({ kind: 'place-left', place })
  const target = { ...ask.target, environmentIds: [place.environmentId] }
  const matched = matchesMachineEvent(filter, event, target)
  if (!matched.ok) return matched
  const isPlace = triggerPlaces({ ...ask, target }).some(({ tenantId }) => tenantId === place.tenantId)
  return isPlace ? ok() : err({ kind: 'place-left', place })
}

/** The mismatch as a sentence for a user; `nameOf` gives the name that belongs to an environment's id. */
export function explainEventMismatch(mismatch: EventMismatch, nameOf: (id: string) => string): string {
  switch (mismatch.kind) {
    case 'event-not-watched':
      return 'The trigger does not watch for what happened to the machine.'
    case 'environment-not-watched':
      return mismatch.environmentIds.length > 0
        ? `The trigger watches no machine of ${mismatch.environmentIds.map(nameOf).join(' or ')}.`
        : 'The trigger watches no machine without an environment.'
    case 'role-not-watched':
      return `The trigger watches none of the machine's roles (${mismatch.roles.join(', ') || 'none'}).`
  }
}

/** A place in words; `nameOf` gives the name that belongs to any id. */
export function nameOfPlace({ environmentId, tenantId }: TriggerPlace, nameOf: (id: string) => string): string {
  return tenantId === null ? nameOf(environmentId) : `${nameOf(environmentId)} for ${nameOf(tenantId)}`
}

function isMachineEvent(category: string): category is MachineEventCategory {
  return Object.hasOwn(MACHINE_EVENT_GROUPS, category)
}

function watchedEnvironments(filter: MachineFilter, target: Pick<Target, 'environmentIds'>): readonly EnvironmentId[] {
  const { environmentIds } = filter
  return target.environmentIds.filter((id) => environmentIds.length === 0 || environmentIds.includes(id))
}

function hasWatchedRole({ roles }: MachineFilter, target: Pick<Target, 'roles'>): boolean {
  const watched = new Set(roles.map((role) => role.toLowerCase()))
  return watched.size === 0 || target.roles.some((role) => watched.has(role.toLowerCase()))
}
