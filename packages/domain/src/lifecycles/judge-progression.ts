import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { EnvironmentId, TenantId } from '../ids.ts'
import type { Phase, ReleaseHistory, TenantConnection } from './phase.ts'
import { isConnected, phaseEnvironments, phaseOf } from './phases.ts'
import type { SuccessIndex } from './tally-phase.ts'
import { hasSuccessIn, indexSuccesses, isSatisfied, tallyPhase } from './tally-phase.ts'

/** A release on its way through a lifecycle. */
export interface ReleaseProgress {
  /** Effective phases: see `effectivePhases`. */
  readonly phases: readonly Phase[]
  readonly history: ReleaseHistory
}

export interface ProgressionAsk extends ReleaseProgress {
  readonly environmentId: EnvironmentId
  /** Null for an untenanted deployment. A tenant that is connected nowhere is one with no environments, not null. */
  readonly tenant: TenantConnection | null
}

export type ProgressionRefusal =
  | { readonly kind: 'environment-not-in-lifecycle'; readonly environmentId: EnvironmentId }
  | { readonly kind: 'tenant-not-connected'; readonly tenantId: TenantId; readonly environmentId: EnvironmentId }
  | {
      readonly kind: 'phase-incomplete'
      readonly environmentId: EnvironmentId
      readonly phaseName: string
      /** How many environments must have had a success, and how many have. */
      readonly required: number
      readonly succeeded: number
      readonly missing: readonly EnvironmentId[]
      /** The tenant that must succeed there; null when anyone may. */
      readonly tenantId: TenantId | null
    }
  | {
      readonly kind: 'release-blocked'
      readonly environmentId: EnvironmentId
      readonly phaseName: string
      readonly tenantId: TenantId | null
    }

/**
 * Whether a release may go to an environment now, for a tenant or untenanted.
 *
 * Errors: the first reason why not. Whether the project and the channel admit the tenant is `judgeTenancy`'s question.
 * Source: domain reference 1.6, 2.6.
 */
export function judgeProgression(ask: ProgressionAsk): Result<void, ProgressionRefusal> {
  return judge(ask, indexSuccesses(ask.history.successes))
}

/**
 * All environments to which a release may go now, in the order of the phases: `PromoteTo` of the deployment template.
 * Source: domain reference 1.6, 3.3.
 */
export function deployableEnvironments(
  ask: ReleaseProgress & { readonly tenant: TenantConnection | null },
): readonly EnvironmentId[] {
  return listDeployable(ask, indexSuccesses(ask.history.successes), ask.tenant)
}

/**
 * The same for many tenants at once, leaving out those for whom nothing is deployable: `TenantPromotions` of the
 * deployment template.
 * Source: domain reference 3.3.
 */
export function deployableByTenant(
  ask: ReleaseProgress & { readonly connections: readonly TenantConnection[] },
): ReadonlyMap<TenantId, readonly EnvironmentId[]> {
  const successes = indexSuccesses(ask.history.successes)
  const promotions = new Map<TenantId, readonly EnvironmentId[]>()
  for (const tenant of ask.connections) {
    const environments = listDeployable(ask, successes, tenant)
    if (environments.length > 0) promotions.set(tenant.tenantId, environments)
  }
  return promotions
}

function listDeployable(
  { phases, history }: ReleaseProgress,
  successes: SuccessIndex,
  tenant: TenantConnection | null,
): readonly EnvironmentId[] {
  const environments = [...new Set(phases.flatMap(phaseEnvironments))]
  return environments.filter((environmentId) => judge({ phases, history, environmentId, tenant }, successes).ok)
}

function judge(ask: ProgressionAsk, successes: SuccessIndex): Result<void, ProgressionRefusal> {
  const { phases, environmentId, tenant } = ask
  const phase = phaseOf(phases, environmentId)
  if (!phase) return err({ kind: 'environment-not-in-lifecycle', environmentId })
  if (tenant && !isConnected(tenant, environmentId)) {
    return err({ kind: 'tenant-not-connected', tenantId: tenant.tenantId, environmentId })
  }
  for (const earlier of phases.slice(0, phases.indexOf(phase))) {
    // An optional phase never holds back the phases after it.
    if (earlier.isOptional) continue
    const tally = tallyPhase(earlier, successes, tenant)
    if (isSatisfied(tally)) continue
    const { required, succeeded, missing, countedFor: tenantId } = tally
    return err({
      kind: 'phase-incomplete',
      environmentId,
      phaseName: earlier.name,
      required,
      succeeded,
      missing,
      tenantId,
    })
  }
  if (isBlockedPhase(phase, ask, successes, tenant)) {
    return err({
      kind: 'release-blocked',
      environmentId,
      phaseName: phase.name,
      tenantId: tenant?.tenantId ?? null,
    })
  }
  return ok()
}

/** Whether a defect closes a phase. It stops progress, not redeployment: the first phase and those with a success stay open. */
export function isBlockedPhase(
  phase: Phase,
  { phases, history }: ReleaseProgress,
  successes: SuccessIndex,
  tenant: TenantConnection | null,
): boolean {
  return history.hasUnresolvedDefect && phase !== phases[0] && !hasSuccessIn(phase, successes, tenant)
}
