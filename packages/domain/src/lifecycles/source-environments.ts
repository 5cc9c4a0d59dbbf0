import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { EnvironmentId } from '../ids.ts'
import type { Phase } from './phase.ts'
import { phaseEnvironments, phaseOf } from './phases.ts'

/** Where a promotion looks for its release. */
export interface PromotionSources {
  /** Nearest phase first. In the first phase: only the destination itself. */
  readonly environmentIds: readonly EnvironmentId[]
  readonly isFirstPhase: boolean
  /** Whether the walk back ended at a required phase, so that the release has to come from one of the environments. */
  readonly isStoppedByRequiredPhase: boolean
}

/**
 * The environments before a destination from which a release may be promoted: back from the destination's phase, up to
 * and including the first phase that is not optional.
 *
 * Shape: `phases` are effective ones.
 * Errors: `environment-not-in-lifecycle` when no phase holds the destination.
 * Source: domain reference 10.4, rows "Promote, destination in the first phase" and "Promote, otherwise".
 */
export function sourceEnvironments(
  phases: readonly Phase[],
  destination: EnvironmentId,
): Result<PromotionSources, { readonly kind: 'environment-not-in-lifecycle'; readonly environmentId: EnvironmentId }> {
  const phase = phaseOf(phases, destination)
  if (!phase) return err({ kind: 'environment-not-in-lifecycle', environmentId: destination })
  if (phase === phases[0]) {
    return ok({ environmentIds: [destination], isFirstPhase: true, isStoppedByRequiredPhase: false })
  }
  const earlier = phases.slice(0, phases.indexOf(phase)).reverse()
  const stop = earlier.findIndex(isStop)
  const walked = stop < 0 ? earlier : earlier.slice(0, stop + 1)
  return ok({
    environmentIds: [...new Set(walked.flatMap(phaseEnvironments))],
    isFirstPhase: false,
    isStoppedByRequiredPhase: stop >= 0,
  })
}

/** A required phase for which no environment is left demands nothing and holds no release, so the walk goes through it. */
function isStop(phase: Phase): boolean {
  return !phase.isOptional && phaseEnvironments(phase).length > 0
}
