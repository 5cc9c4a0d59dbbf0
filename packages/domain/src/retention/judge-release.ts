import type { EpochMs } from '@flotilla/kit'
import { assertNever } from '@flotilla/kit'
import type { EnvironmentId, ReleaseId } from '../ids.ts'
import { type Boundary, isOver } from './count-releases.ts'
import { explainPolicy, type RetentionPolicy } from './policy.ts'
import type { RetentionStage } from './retention-rules.ts'
import type { Shown } from './shown-releases.ts'

/** A release that may have to go, with its latest deployment to each environment, in any state. */
export interface StoredRelease {
  readonly id: ReleaseId
  /** Grows with every release that is created. */
  readonly order: number
  readonly assembledAt: EpochMs
  readonly visits: readonly {
    readonly environmentId: EnvironmentId
    /** Grows with every deployment. */
    readonly order: number
    readonly at: EpochMs
  }[]
}

/** What protects a release, or what it is judged by. */
export interface RetentionFacts {
  readonly stages: readonly (RetentionStage & { readonly boundary: Boundary })[]
  readonly undeployed: { readonly policy: RetentionPolicy; readonly boundary: Boundary }
  readonly shown: Shown | null
  /** Where triggers are told to use it. */
  readonly pinnedTo: readonly EnvironmentId[]
}

export type RetentionVerdict =
  | { readonly kind: 'keep'; readonly why: WhyKept }
  | { readonly kind: 'delete'; readonly over: readonly ReleaseLimit[] }

export type WhyKept =
  | { readonly kind: 'shown'; readonly shown: Shown }
  | { readonly kind: 'pinned'; readonly environmentIds: readonly EnvironmentId[] }
  | { readonly kind: 'within-limit'; readonly limit: ReleaseLimit }

/** A count and its limit; a stage of null is that of undeployed releases. */
export interface ReleaseLimit {
  readonly stageName: string | null
  readonly policy: RetentionPolicy
}

/**
 * Whether retention deletes a release: only if nothing protects it and it is over the limit in every phase that it reached,
 * or, when it was deployed nowhere, in the count of undeployed releases.
 *
 * Shape: every environment that was visited is in one of the stages; a visit elsewhere keeps the release.
 * Source: domain reference 2.9.
 */
export function judgeRelease(release: StoredRelease, facts: RetentionFacts): RetentionVerdict {
  if (facts.shown) return { kind: 'keep', why: { kind: 'shown', shown: facts.shown } }
  if (facts.pinnedTo.length > 0) return { kind: 'keep', why: { kind: 'pinned', environmentIds: facts.pinnedTo } }
  if (release.visits.length === 0) {
    const limit = { stageName: null, policy: facts.undeployed.policy }
    const created = { order: release.order, at: release.assembledAt }
    return isOver(facts.undeployed.boundary, created) ? { kind: 'delete', over: [limit] } : keptBy(limit)
  }
  const over = new Map<string, ReleaseLimit>()
  for (const visit of release.visits) {
    const stage = facts.stages.find(({ environmentIds }) => environmentIds.includes(visit.environmentId))
    if (!stage) return keptBy({ stageName: visit.environmentId, policy: { kind: 'forever' } })
    const limit = { stageName: stage.name, policy: stage.policy }
    if (!isOver(stage.boundary, visit)) return keptBy(limit)
    over.set(stage.name, limit)
  }
  return { kind: 'delete', over: [...over.values()] }
}

const keptBy = (limit: ReleaseLimit): RetentionVerdict => ({ kind: 'keep', why: { kind: 'within-limit', limit } })

/** Names for people. */
export interface RetentionNames {
  readonly environment: (id: EnvironmentId) => string
  readonly tenant: (id: string) => string
}

/** The reason for the log: what follows "Deleted 1.0.3:" or "Kept 1.0.3:". */
export function explainRetention(verdict: RetentionVerdict, names: RetentionNames): string {
  if (verdict.kind === 'delete') return `over the limit of ${verdict.over.map(explainLimit).join(' and of ')}`
  const { why } = verdict
  switch (why.kind) {
    case 'shown':
      return explainShown(why.shown, names)
    case 'pinned':
      return `triggers are told to use it in ${why.environmentIds.map(names.environment).join(', ')}`
    case 'within-limit':
      return `within the limit of ${explainLimit(why.limit)}`
    default:
      return assertNever(why)
  }
}

const explainLimit = ({ stageName, policy }: ReleaseLimit): string =>
  `${stageName ?? 'releases that were not deployed'} (${explainPolicy(policy)})`

function explainShown({ why, environmentId, tenantId }: Shown, names: RetentionNames): string {
  const place = `${names.environment(environmentId)}${tenantId ? ` for ${names.tenant(tenantId)}` : ''}`
  switch (why) {
    case 'current':
      return `it is current in ${place}`
    case 'latest':
      return `it is the latest deployment to ${place}`
    case 'previous':
      return `it ran in ${place} before the current release and stays for a rollback`
    default:
      return assertNever(why)
  }
}
