import type { EnvironmentId, TenantId } from '../ids.ts'
import type { Phase, Success, TenantConnection } from './phase.ts'
import { isConnected, phaseEnvironments } from './phases.ts'

/** A release's successes, indexed once so that a thousand tenants can be judged by them. */
export interface SuccessIndex {
  readonly byAnyone: ReadonlySet<EnvironmentId>
  readonly byTenant: ReadonlyMap<TenantId, ReadonlySet<EnvironmentId>>
}

/** How far a phase is satisfied for whoever asks. */
export interface PhaseTally {
  /** How many environments must have had a success. */
  readonly required: number
  readonly succeeded: number
  /** The environments that would count and have had no success yet. */
  readonly missing: readonly EnvironmentId[]
  /** Whose successes were counted; null when anyone's were. */
  readonly countedFor: TenantId | null
}

export function indexSuccesses(successes: readonly Success[]): SuccessIndex {
  const byTenant = new Map<TenantId, Set<EnvironmentId>>()
  for (const { tenantId, environmentId } of successes) {
    if (tenantId === null) continue
    const own = byTenant.get(tenantId)
    if (own) own.add(environmentId)
    else byTenant.set(tenantId, new Set([environmentId]))
  }
  return { byAnyone: new Set(successes.map((success) => success.environmentId)), byTenant }
}

/**
 * Counts a phase's successes.
 *
 * A tenant that is connected to some of the phase's environments must succeed there itself, in as many of them as the
 * phase asks for. One that is connected to none needs nothing itself, but somebody must have satisfied the phase; and
 * for an untenanted deployment, too, everybody's successes count.
 * Source: domain reference 1.6.
 */
export function tallyPhase(phase: Phase, successes: SuccessIndex, tenant: TenantConnection | null): PhaseTally {
  const all = phaseEnvironments(phase)
  const connected = tenant ? all.filter((id) => isConnected(tenant, id)) : []
  const countedFor = tenant && connected.length > 0 ? tenant.tenantId : null
  const counted = countedFor === null ? all : connected
  const done = successesOf(successes, countedFor)
  const missing = counted.filter((id) => !done.has(id))
  // Asking for more environments than there are is asking for all: otherwise removing one could close a phase for ever.
  const required = Math.min(phase.minimumEnvironments > 0 ? phase.minimumEnvironments : all.length, counted.length)
  return { required, succeeded: counted.length - missing.length, missing, countedFor }
}

export function isSatisfied(tally: PhaseTally): boolean {
  return tally.succeeded >= tally.required
}

/** Whether the release ever succeeded in the phase: for a tenant its own successes, untenanted anyone's. */
export function hasSuccessIn(phase: Phase, successes: SuccessIndex, tenant: TenantConnection | null): boolean {
  const done = successesOf(successes, tenant?.tenantId ?? null)
  return phaseEnvironments(phase).some((id) => done.has(id))
}

function successesOf(successes: SuccessIndex, tenantId: TenantId | null): ReadonlySet<EnvironmentId> {
  return tenantId === null ? successes.byAnyone : (successes.byTenant.get(tenantId) ?? new Set())
}
