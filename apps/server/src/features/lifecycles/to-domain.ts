import type { Phase } from '@flotilla/domain/lifecycles'
import type { Document } from '../../database/documents.ts'

/** A phase as the wire has it. */
export interface PhaseDocument {
  readonly Id: string
  readonly Name: string
  readonly AutomaticDeploymentTargets: readonly string[]
  readonly OptionalDeploymentTargets: readonly string[]
  readonly MinimumEnvironmentsBeforePromotion: number
  readonly IsOptionalPhase: boolean
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
})
