import type { EnvironmentId } from '../ids.ts'
import type { ReleaseProgress } from './judge-progression.ts'
import { isBlockedPhase, judgeProgression } from './judge-progression.ts'
import type { Phase, TenantConnection } from './phase.ts'
import type { PhaseTally } from './tally-phase.ts'
import { indexSuccesses, isSatisfied, tallyPhase } from './tally-phase.ts'

export const PHASE_PROGRESSES = ['Pending', 'Current', 'Complete'] as const

export interface PhaseProgression {
  readonly phase: Phase
  /** `Pending`: not open yet. `Current`: open, and not yet satisfied. `Complete`: open and satisfied. */
  readonly progress: (typeof PHASE_PROGRESSES)[number]
  /** Closed by an unresolved defect. */
  readonly isBlocked: boolean
}

export interface ProgressionOverview {
  readonly phases: readonly PhaseProgression[]
  /** Environments that are open and would bring a current phase further, in the order of the phases. */
  readonly nextDeployments: readonly EnvironmentId[]
  /** How many more environments of the current required phase must succeed before the next one opens; 0 if none must. */
  readonly nextDeploymentsMinimumRequired: number
}

/**
 * How far a release has come: untenanted (counting everybody's successes), or for one tenant. Several phases may be
 * current at once, since an optional one does not hold back the next. A phase that is neither pending nor blocked is one
 * into which the release may be deployed; clients rely on that.
 * Source: domain reference 1.6, API reference 5.7.
 */
export function describeProgression(
  ask: ReleaseProgress & { readonly tenant: TenantConnection | null },
): ProgressionOverview {
  const { phases, history, tenant } = ask
  const successes = indexSuccesses(history.successes)
  let isOpen = true
  const described = phases.map((phase) => {
    const tally = tallyPhase(phase, successes, tenant)
    const isBlocked = isBlockedPhase(phase, ask, successes, tenant)
    const progress = progressOf(isOpen, tally)
    isOpen &&= phase.isOptional || isSatisfied(tally)
    return { phase, progress, isBlocked, tally }
  })
  const current = described.filter(({ progress, isBlocked }) => progress === 'Current' && !isBlocked)
  const next = new Set(current.flatMap(({ tally }) => tally.missing))
  const awaited = current.find(({ phase }) => !phase.isOptional)?.tally
  return {
    phases: described.map(({ phase, progress, isBlocked }) => ({ phase, progress, isBlocked })),
    nextDeployments: [...next].filter((environmentId) => judgeProgression({ ...ask, environmentId }).ok),
    nextDeploymentsMinimumRequired: awaited ? awaited.required - awaited.succeeded : 0,
  }
}

function progressOf(isOpen: boolean, tally: PhaseTally): PhaseProgression['progress'] {
  if (!isOpen) return 'Pending'
  return isSatisfied(tally) ? 'Complete' : 'Current'
}
