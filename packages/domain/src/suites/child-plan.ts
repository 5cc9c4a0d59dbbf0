import type { EpochMs } from '@flotilla/kit'
import type { ChannelId, EnvironmentId, ProjectId, ReleaseId, TargetId, TenantId } from '../ids.ts'
import type { ProgressionRefusal } from '../lifecycles/index.ts'
import type { FutureTimeRefusal } from '../schedules/index.ts'
import type { WhyExcluded } from '../targets/index.ts'
import type { TenancyRefusal } from '../tenants/index.ts'
import type { CandidateQuery, Named } from './child-world.ts'
import type { DeploymentMode } from './parse-child-parameters.ts'

export type WhyPassedOver =
  | { readonly kind: 'other-channel'; readonly channelId: ChannelId }
  | { readonly kind: 'filter'; readonly filter: string }
  | ProgressionRefusal

interface ComparedVersions {
  readonly version: string
  /** What the environment runs. */
  readonly current: string
  readonly environmentId: EnvironmentId
}

/** Decisions that end a plan without a deployment. */
export type StopReason =
  | { readonly code: 'space-not-found'; readonly name: string }
  | { readonly code: 'source-is-destination'; readonly name: string }
  | { readonly code: 'machine-not-found'; readonly names: readonly string[] }
  | { readonly code: 'machine-ambiguous'; readonly name: string; readonly ids: readonly TargetId[] }
  | { readonly code: 'project-not-found'; readonly name: string }
  | { readonly code: 'project-disabled'; readonly projectId: ProjectId }
  | { readonly code: 'tenant-not-found'; readonly name: string }
  | { readonly code: 'destination-not-found'; readonly name: string }
  | { readonly code: 'source-not-found'; readonly name: string }
  /** `name` is null when the project has no default channel. */
  | { readonly code: 'channel-not-found'; readonly name: string | null }
  | { readonly code: 'tenant-not-admitted'; readonly because: TenancyRefusal }
  | { readonly code: 'destination-not-in-lifecycle'; readonly environmentId: EnvironmentId }
  | {
      readonly code: 'release-not-found'
      readonly lookedFor: 'promotion' | 'redeployment' | 'newest'
      readonly sourceEnvironmentIds: readonly EnvironmentId[]
      readonly destinationId: EnvironmentId
      /** Null when any channel would have done. */
      readonly channelId: ChannelId | null
      readonly filter: string | null
      readonly passedOver: number
    }
  | { readonly code: 'already-deployed'; readonly version: string; readonly environmentId: EnvironmentId }
  | { readonly code: 'release-not-selected' }
  | { readonly code: 'chosen-release-gone'; readonly version: string }
  | { readonly code: 'release-not-allowed'; readonly version: string; readonly because: ProgressionRefusal }
  | ({ readonly code: 'not-newer' | 'versions-not-comparable' } & ComparedVersions)
  | { readonly code: 'no-machine-steps'; readonly asked: number }
  | { readonly code: 'no-machine-matches'; readonly asked: readonly TargetId[] }
  | { readonly code: 'all-machines-excluded'; readonly excluded: readonly TargetId[] }
  | { readonly code: 'nothing-missing' }
  /** `version` is null when nothing is current any more. */
  | {
      readonly code: 'current-not-deployable'
      readonly version: string | null
      readonly environmentId: EnvironmentId
    }
  | { readonly code: 'prompt-missing'; readonly labels: readonly string[] }
  | FutureTimeRefusal

/** Decisions on the way. */
export type NoteReason =
  | { readonly code: 'tenant-dropped'; readonly tenantId: TenantId }
  | {
      readonly code: 'sources-chosen'
      readonly environmentIds: readonly EnvironmentId[]
      readonly because: 'destination-itself' | 'first-phase' | 'named' | 'walked-back'
    }
  | { readonly code: 'anyones-deployments'; readonly tenantId: TenantId }
  | { readonly code: 'outside-lifecycle'; readonly environmentId: EnvironmentId }
  | { readonly code: 'filter-not-used'; readonly filter: string }
  | { readonly code: 'passed-over'; readonly version: string; readonly because: WhyPassedOver }
  | { readonly code: 'more-passed-over'; readonly count: number }
  | { readonly code: 'channel-instead-of-deployments'; readonly channelId: ChannelId }
  | { readonly code: 'release-fixed'; readonly version: string }
  | { readonly code: 'release-chosen'; readonly version: string; readonly from: CandidateQuery['from'] }
  | { readonly code: 'current-release'; readonly version: string; readonly environmentId: EnvironmentId }
  | { readonly code: 'machines-narrowed'; readonly kept: number; readonly dropped: number }
  | { readonly code: 'narrowed-to-missing'; readonly kept: number; readonly dropped: number }
  | { readonly code: 'mismatch-ignored'; readonly asked: readonly TargetId[] }
  | { readonly code: 'scheduled'; readonly at: EpochMs; readonly expiresAt: EpochMs }
  | { readonly code: 'does-not-wait'; readonly because: 'scheduled' }
  | { readonly code: 'prompt-not-asked'; readonly variableNames: readonly string[] }
  | { readonly code: 'prompt-still-missing'; readonly labels: readonly string[] }
  | { readonly code: 'variables-changed'; readonly refreshes: boolean }

export type ChildReason = StopReason | NoteReason

export interface ChosenRelease {
  readonly id: ReleaseId
  readonly version: string
  readonly channelId: ChannelId
}

export interface DroppedMachine extends Named<TargetId> {
  /**
   * `out-of-reach`: no enabled step of the child would run there, and nothing more is known. `not-missing`: the deployment
   * converges, and the machine lacks nothing of the child.
   */
  readonly why: WhyExcluded | 'out-of-reach' | 'not-missing'
}

/**
 * The machines of the child's deployment.
 *
 * `undecided`: the plan ended before machines were looked at. `all`: nobody narrowed, so `kept` is only what is known
 * today. `only`: exactly `kept`, which is not empty in a plan that deploys.
 */
export interface MachineChoice {
  readonly scope: 'undecided' | 'all' | 'only'
  readonly kept: readonly Named<TargetId>[]
  readonly dropped: readonly DroppedMachine[]
  /** Stay out whatever the scope. */
  readonly excludedIds: readonly TargetId[]
}

/** What the step hands to later steps; a name that is absent is not set. */
export interface ChildOutputs {
  readonly ReleaseToPromote?: string
  readonly ReleaseNotes?: string
  readonly ChildReleaseToDeploy?: 'True' | 'False'
}

/** What every plan carries, whatever its outcome. */
export interface PlanFacts {
  /** `Fixed`: the release was chosen when that of the parent was created. */
  readonly mode: DeploymentMode | 'Fixed'
  readonly isWhatIf: boolean
  readonly projectId: ProjectId | null
  readonly environmentId: EnvironmentId | null
  /** The tenant deployed for; null is an untenanted deployment. */
  readonly tenantId: TenantId | null
  readonly sourceEnvironmentIds: readonly EnvironmentId[]
  readonly release: ChosenRelease | null
  readonly machines: MachineChoice
  /** Form element name to value. */
  readonly promptedValues: Readonly<Record<string, string>>
  /** Null is now. */
  readonly queueTime: EpochMs | null
  readonly queueTimeExpiry: EpochMs | null
  readonly usesGuidedFailure: boolean
  /** Whether the release's variables are to be snapshot again before it is deployed. */
  readonly refreshesVariables: boolean
  readonly waitsForFinish: boolean
  readonly outputs: ChildOutputs
  /** In the order in which they were decided; in a plan that does not deploy the last one is why. */
  readonly reasons: readonly ChildReason[]
}

/** A plan to deploy. When `isWhatIf` it is shown and nothing is created. */
export interface DeployPlan extends PlanFacts {
  readonly kind: 'deploy'
  readonly projectId: ProjectId
  readonly environmentId: EnvironmentId
  readonly release: ChosenRelease
}

/** A plan that ends without a deployment: with success, with success and a warning, or with failure of the step. */
export interface StopPlan extends PlanFacts {
  readonly kind: 'skip' | 'warn' | 'fail'
  readonly why: StopReason
}

export type ChildPlan = DeployPlan | StopPlan

/** Facts without which there is no plan yet. `have` is how many candidates have been read already. */
export type ChildNeed =
  | {
      readonly kind: 'need'
      readonly what: 'candidates'
      readonly query: CandidateQuery
      readonly have: number
    }
  | {
      readonly kind: 'need'
      readonly what: 'release-details'
      readonly releaseId: ReleaseId
      readonly environmentId: EnvironmentId
      readonly tenantId: TenantId | null
    }

/** The `SpecificMachineIds` of the deployment that a plan makes; empty stands for all. */
export function specificMachineIds(plan: DeployPlan): readonly TargetId[] {
  return plan.machines.scope === 'only' ? plan.machines.kept.map(({ id }) => id) : []
}
