import { assertNever } from '@flotilla/kit'
import type { DeploymentId, EnvironmentId, ProjectId, ReleaseId } from '../ids.ts'
import type { ReleaseRef } from './decide-trigger.ts'
import type { WhoseReleases } from './latest-release.ts'
import { nameOfPlace, type TriggerPlace } from './machine-event.ts'

/** Which release a scheduled trigger deploys to a place, and what was found of it. */
export type WantedRelease =
  | {
      readonly kind: 'latest-success'
      readonly sources: readonly { readonly environmentId: EnvironmentId; readonly whose: WhoseReleases }[]
      readonly inChannel: string | null
      readonly found: ReleaseRef | null
    }
  | { readonly kind: 'newest-allowed'; readonly inChannel: string | null; readonly found: ReleaseRef | null }
  /** Made by this firing. */
  | { readonly kind: 'created'; readonly found: ReleaseRef }

/** What is known when the time of a trigger has come, for one place. */
export interface ScheduledFacts {
  readonly trigger: { readonly isDisabled: boolean; readonly redeploysWhenCurrent: boolean }
  readonly project: { readonly id: ProjectId; readonly isDisabled: boolean }
  readonly place: TriggerPlace
  readonly wanted: WantedRelease
  /** Release of the latest successful deployment of the project to the place. */
  readonly current: ReleaseRef | null
  /** Deployments of the project to the place that have not ended. */
  readonly pending: readonly { readonly id: DeploymentId; readonly releaseId: ReleaseId }[]
}

export type WhyNotScheduled =
  | { readonly code: 'trigger-disabled' }
  | { readonly code: 'project-disabled'; readonly projectId: ProjectId }
  | {
      readonly code: 'no-release'
      readonly place: TriggerPlace
      readonly wanted: Exclude<WantedRelease, { kind: 'created' }>
    }
  | { readonly code: 'already-current'; readonly version: string; readonly place: TriggerPlace }
  | {
      readonly code: 'already-pending'
      readonly version: string
      readonly place: TriggerPlace
      readonly deploymentId: DeploymentId
    }

export type ScheduledDecision =
  | { readonly kind: 'deploy'; readonly release: ReleaseRef; readonly place: TriggerPlace }
  | { readonly kind: 'not'; readonly why: WhyNotScheduled }

/**
 * Decides what a scheduled trigger does in one place. Whether the lifecycle, the channel and the tenant admit the release is
 * for the creation of the deployment to say, as for any other.
 * Source: domain reference 7.7.
 */
export function decideScheduled(facts: ScheduledFacts): ScheduledDecision {
  const { trigger, project, place, wanted } = facts
  if (trigger.isDisabled) return not({ code: 'trigger-disabled' })
  if (project.isDisabled) return not({ code: 'project-disabled', projectId: project.id })
  if (wanted.kind === 'created') return { kind: 'deploy', release: wanted.found, place }
  const release = wanted.found
  if (release === null) return not({ code: 'no-release', place, wanted })
  if (!trigger.redeploysWhenCurrent) {
    if (facts.current?.id === release.id) return not({ code: 'already-current', version: release.version, place })
    // It will be current: a schedule that comes more often than a deployment takes must not pile them up.
    const pending = facts.pending.find(({ releaseId }) => releaseId === release.id)
    if (pending) return not({ code: 'already-pending', version: release.version, place, deploymentId: pending.id })
  }
  return { kind: 'deploy', release, place }
}

/** A decision as one sentence for a user; `nameOf` gives the name that belongs to any id. */
export function explainScheduledDecision(decision: ScheduledDecision, nameOf: (id: string) => string): string {
  if (decision.kind === 'deploy') {
    return `Release ${decision.release.version} is deployed to ${nameOfPlace(decision.place, nameOf)}.`
  }
  const { why } = decision
  switch (why.code) {
    case 'trigger-disabled':
      return 'The trigger is disabled.'
    case 'project-disabled':
      return `Project ${nameOf(why.projectId)} is disabled.`
    case 'no-release':
      return explainNoRelease(why, nameOf)
    case 'already-current':
      return `${nameOfPlace(why.place, nameOf)} already has release ${why.version}.`
    case 'already-pending':
      return `A deployment of release ${why.version} to ${nameOfPlace(why.place, nameOf)} has not ended yet.`
    default:
      return assertNever(why)
  }
}

function explainNoRelease(
  { wanted, place }: Extract<WhyNotScheduled, { code: 'no-release' }>,
  nameOf: (id: string) => string,
): string {
  const ofChannel = wanted.inChannel === null ? '' : ` of channel ${wanted.inChannel}`
  if (wanted.kind === 'newest-allowed') {
    return `The project has no release${ofChannel} that its lifecycle lets go to ${nameOfPlace(place, nameOf)}.`
  }
  const from = wanted.sources.map(({ environmentId, whose }) => `${nameOf(environmentId)}${whoseWords(whose, nameOf)}`)
  return `No release${ofChannel} has been deployed successfully to ${from.join(' or ')}.`
}

function whoseWords(whose: WhoseReleases, nameOf: (id: string) => string): string {
  switch (whose.kind) {
    case 'anyone':
      return ''
    case 'untenanted':
      return ' without a tenant'
    case 'tenant':
      return ` for ${nameOf(whose.tenantId)}`
    default:
      return assertNever(whose)
  }
}

function not(why: WhyNotScheduled): ScheduledDecision {
  return { kind: 'not', why }
}
