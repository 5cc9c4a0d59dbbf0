import type { EpochMs } from '@flotilla/kit'
import type { ChannelId, EnvironmentId, ProjectId, ReleaseId, TargetId, TenantId } from '../ids.ts'
import type { Phase, ReleaseHistory } from '../lifecycles/index.ts'
import type { TenantedMode, WhyExcluded } from '../targets/index.ts'
import type { Tenant } from '../tenants/index.ts'
import type { MissingComponent } from './converge.ts'

/** A thing by its id, with the name to show for it. */
export interface Named<I extends string> {
  readonly id: I
  readonly name: string
}

export interface ChildProjectFacts extends Named<ProjectId> {
  readonly isDisabled: boolean
  readonly tenantedMode: TenantedMode
  readonly guidedFailure: 'On' | 'Off' | 'EnvironmentDefault'
}

export interface EnvironmentFacts extends Named<EnvironmentId> {
  readonly usesGuidedFailure: boolean
}

export interface ChannelFacts extends Named<ChannelId> {
  /** The tag filter on tenants, canonical names; empty is no limit. */
  readonly tenantTags: readonly string[]
}

/**
 * Releases that may be chosen: those that succeeded in some environments, or those of a channel.
 *
 * `tenancy` limits the deployments looked at; `anyone` takes every tenant's and untenanted ones.
 * `channelId` is that of the deployment at its time; null is any channel. `filter` lets the server leave out versions
 * that do not match; the plan looks at each again, so it may also leave them in.
 */
export type CandidateQuery =
  | {
      readonly from: 'deployments'
      readonly projectId: ProjectId
      readonly environmentIds: readonly EnvironmentId[]
      readonly tenancy:
        | { readonly kind: 'tenant'; readonly tenantId: TenantId }
        | { readonly kind: 'untenanted' }
        | { readonly kind: 'anyone' }
      readonly channelId: ChannelId | null
      readonly filter: string | null
    }
  | {
      readonly from: 'channel'
      readonly projectId: ProjectId
      readonly channelId: ChannelId
      readonly filter: string | null
    }

export interface Candidate {
  readonly releaseId: ReleaseId
  readonly version: string
  /** Of the deployment for candidates from deployments, of the release for those from a channel. */
  readonly channelId: ChannelId
  readonly history: ReleaseHistory
}

/**
 * The answer to a query, as far as it has been read.
 *
 * Shape: `items` newest first, by start of the successful deployment or by creation of the release; a release at most
 * once per channel. `isComplete` is true when there are no more.
 */
export interface CandidateList {
  readonly query: CandidateQuery
  readonly items: readonly Candidate[]
  readonly isComplete: boolean
}

/** A question of the child's form. `name` is the key of its value, as several may share a variable name. */
export interface ChildPrompt {
  readonly name: string
  readonly variableName: string
  readonly label: string
  readonly isRequired: boolean
  /** Whether the variable has a value of its own that is not blank. */
  readonly hasStoredValue: boolean
}

/** What depends on the release: its frozen process and variables, and what its place holds now. */
export interface ReleaseDetails {
  readonly releaseId: ReleaseId
  readonly environmentId: EnvironmentId
  readonly tenantId: TenantId | null
  /** Release of the latest successful deployment of project, environment and tenant, of any channel. */
  readonly current: { readonly releaseId: ReleaseId; readonly version: string } | null
  /** Whether an enabled step that may run there wants machines, whether there are any or not. */
  readonly hasMachineSteps: boolean
  /** Machines that an enabled step would reach there, for that tenant, each once. */
  readonly deployable: readonly Named<TargetId>[]
  /** Why machines that were asked for are not deployable, as far as it is known. */
  readonly outOfReach: readonly { readonly id: TargetId; readonly why: WhyExcluded }[]
  readonly prompts: readonly ChildPrompt[]
  /** Markdown. */
  readonly notes: string
  readonly haveVariablesChanged: boolean
}

/** What a name or id among the asked machines stands for. */
export interface NamedMachine {
  readonly text: string
  readonly matches: readonly Named<TargetId>[]
}

/** Machines that were chosen for the parent's own deployment; empty lists when nobody chose. */
export interface ParentMachines {
  readonly specific: readonly Named<TargetId>[]
  readonly excluded: readonly Named<TargetId>[]
}

/**
 * All that a plan may look at. Null means that the name in the request matches nothing (or that none was given).
 *
 * The server fills it as far as it knows; what else is needed the plan says, so each fact costs one indexed query.
 */
export interface ChildWorld {
  readonly now: EpochMs
  /** IANA name, for times without a zone of their own. */
  readonly timeZone: string
  readonly space: { readonly name: string } | null
  readonly project: ChildProjectFacts | null
  readonly destination: EnvironmentFacts | null
  readonly source: Named<EnvironmentId> | null
  /** The named channel, else the project's default one. */
  readonly channel: ChannelFacts | null
  readonly tenant: Tenant | null
  /** Effective phases of the channel's lifecycle, else of the project's. */
  readonly phases: readonly Phase[]
  /** How the machine names of the request were understood; a name that is not here is not known. */
  readonly namedMachines: readonly NamedMachine[]
  readonly parentMachines: ParentMachines
  /** What the parent's deployment may bring, when it converges; null for any other. */
  readonly missing: readonly MissingComponent[] | null
  /** Of several answers to one query the last counts. */
  readonly candidates: readonly CandidateList[]
  readonly details: ReleaseDetails | null
}
