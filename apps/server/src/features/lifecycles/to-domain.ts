import { effectivePhases, type NamedEnvironment, type Phase } from '@flotilla/domain/lifecycles'
import { type LifecycleRetention, readPolicy } from '@flotilla/domain/retention'
import type { Document } from '../../database/documents.ts'

/** A phase as the wire has it. */
export interface PhaseDocument {
  readonly Id: string
  readonly Name: string
  readonly AutomaticDeploymentTargets: readonly string[]
  readonly OptionalDeploymentTargets: readonly string[]
  readonly MinimumEnvironmentsBeforePromotion: number
  readonly IsOptionalPhase: boolean
  readonly IsPriorityPhase: boolean
}

/** The phases of a lifecycle as they are written; `effectivePhases` makes the implicit ones explicit. */
export const phasesOf = (lifecycle: Document): readonly Phase[] =>
  (lifecycle.Phases as readonly PhaseDocument[]).map(phaseOf)

export const phaseOf = (phase: PhaseDocument): Phase => ({
  id: phase.Id,
  name: phase.Name,
  automatic: phase.AutomaticDeploymentTargets as Phase['automatic'],
  manual: phase.OptionalDeploymentTargets as Phase['manual'],
  minimumEnvironments: phase.MinimumEnvironmentsBeforePromotion,
  isOptional: phase.IsOptionalPhase,
  isPriority: phase.IsPriorityPhase,
})

interface PolicyDocument {
  readonly Strategy: 'Default' | 'Count' | 'Forever'
  readonly Unit: 'Items' | 'Days'
  readonly QuantityToKeep: number
}

/** How long a lifecycle keeps releases. */
export function retentionOf(lifecycle: Document, environments: readonly NamedEnvironment[]): LifecycleRetention {
  const policies = new Map(
    (lifecycle.Phases as readonly (PhaseDocument & { readonly ReleaseRetentionPolicy?: PolicyDocument | null })[]).map(
      (phase) => [phase.Id, policyOf(phase.ReleaseRetentionPolicy)],
    ),
  )
  return {
    policy: policyOf(lifecycle.ReleaseRetentionPolicy as PolicyDocument | null | undefined),
    phases: effectivePhases(phasesOf(lifecycle), environments).map((phase) => ({
      phase,
      policy: policies.get(phase.id) ?? null,
    })),
  }
}

const policyOf = (written: PolicyDocument | null | undefined) =>
  readPolicy(written ? { strategy: written.Strategy, unit: written.Unit, quantity: written.QuantityToKeep } : null)
