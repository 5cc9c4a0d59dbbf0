import { assertNever, err, ok, type Result } from '@flotilla/kit'
import type { EnvironmentId } from '../ids.ts'
import { type Phase, phaseOf, sourceEnvironments } from '../lifecycles/index.ts'
import type { NoteReason, StopReason } from './child-plan.ts'
import type { CandidateQuery } from './child-world.ts'
import type { DeploymentMode } from './parse-child-parameters.ts'

export interface SourcesAsk {
  readonly mode: DeploymentMode
  /** Effective phases. */
  readonly phases: readonly Phase[]
  readonly destinationId: EnvironmentId
  /** Null when the request names none. */
  readonly namedSourceId: EnvironmentId | null
}

/** Where releases are looked for. */
export interface Sources {
  readonly environmentIds: readonly EnvironmentId[]
  /** Kinds of candidates, in the order in which they are tried; nothing can be found when it is empty. */
  readonly lookIn: readonly CandidateQuery['from'][]
  readonly notes: readonly NoteReason[]
}

/**
 * Decides which environments a release may come from, and whether any release of the channel will do.
 *
 * Errors: a promotion to an environment that no phase holds.
 * Source: domain reference 10.4, 10.5; 10.15 for a named source, which is strict.
 */
export function chooseSources(ask: SourcesAsk): Result<Sources, StopReason> {
  const { mode, phases, destinationId } = ask
  const itself: NoteReason = {
    code: 'sources-chosen',
    environmentIds: [destinationId],
    because: 'destination-itself',
  }
  switch (mode) {
    case 'Redeploy':
      return ok({ environmentIds: [destinationId], lookIn: ['deployments'], notes: [itself] })
    case 'AlwaysLatest': {
      // Outside the lifecycle no release may go there, so none is read.
      if (phaseOf(phases, destinationId)) {
        return ok({ environmentIds: [destinationId], lookIn: ['channel'], notes: [itself] })
      }
      const outside: NoteReason = { code: 'outside-lifecycle', environmentId: destinationId }
      return ok({ environmentIds: [destinationId], lookIn: [], notes: [itself, outside] })
    }
    case 'Promote':
      return choosePromotionSources(ask)
    default:
      return assertNever(mode)
  }
}

function choosePromotionSources({ phases, destinationId, namedSourceId }: SourcesAsk): Result<Sources, StopReason> {
  const walked = sourceEnvironments(phases, destinationId)
  if (!walked.ok) return err({ code: 'destination-not-in-lifecycle', environmentId: destinationId })
  const { environmentIds, isFirstPhase, isStoppedByRequiredPhase } = walked.value
  // Nothing comes before the first phase, so a named source cannot narrow anything there.
  if (isFirstPhase) return ok(sourcesOf(environmentIds, 'first-phase', ['channel']))
  if (namedSourceId !== null) return ok(sourcesOf([namedSourceId], 'named', ['deployments']))
  // With nothing but optional phases before it the destination is open to every release of the channel.
  return ok(sourcesOf(environmentIds, 'walked-back', ['deployments', ...openChannel(isStoppedByRequiredPhase)]))
}

function openChannel(isStoppedByRequiredPhase: boolean): readonly 'channel'[] {
  return isStoppedByRequiredPhase ? [] : ['channel']
}

function sourcesOf(
  environmentIds: readonly EnvironmentId[],
  because: 'first-phase' | 'named' | 'walked-back',
  lookIn: Sources['lookIn'],
): Sources {
  return { environmentIds, lookIn, notes: [{ code: 'sources-chosen', environmentIds, because }] }
}
