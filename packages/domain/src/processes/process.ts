import type { ActionId, ChannelId, EnvironmentId, ProjectId, StepId } from '../ids.ts'

export const STEP_CONDITIONS = ['Success', 'Failure', 'Always', 'Variable'] as const
export const ACTION_CONDITIONS = ['Success', 'Variable'] as const
export const START_TRIGGERS = ['StartAfterPrevious', 'StartWithPrevious'] as const
export const PACKAGE_REQUIREMENTS = ['LetOctopusDecide', 'BeforePackageAcquisition', 'AfterPackageAcquisition'] as const

export type StartTrigger = (typeof START_TRIGGERS)[number]
export type PackageRequirement = (typeof PACKAGE_REQUIREMENTS)[number]

/** When something runs, judged while the deployment runs (domain reference 4.4). An action has only the first and last. */
export type RunCondition =
  | { readonly kind: 'Success' }
  | { readonly kind: 'Failure' }
  | { readonly kind: 'Always' }
  | { readonly kind: 'Variable'; readonly expression: string }
export type ActionCondition = Extract<RunCondition, { readonly kind: (typeof ACTION_CONDITIONS)[number] }>

/**
 * Where an action runs: on each applicable machine; once, without a machine; or once for each applicable machine,
 * with its variables, but not on it (domain reference 4.2).
 */
export type RunOn = 'target' | 'server' | 'on-behalf-of-targets'

/** A secret is kept by the server, not by the process: here one only sees that there is one. */
export type PropertyValue = string | { readonly sensitive: true }

export interface PackageReference {
  /** Blank for the action's primary package. */
  readonly name: string
  readonly packageId: string
  readonly feedId: string
  readonly acquisitionLocation: string
  /** Whether it is unpacked where the action runs, as written: possibly an expression. */
  readonly extract: string
}

export interface Action {
  readonly id: ActionId
  /** Unique in the process: outputs are addressed by it. */
  readonly name: string
  readonly slug: string
  readonly actionType: string
  readonly isDisabled: boolean
  /** As the process says; `canBeSkipped` also knows the actions that are required by what they do. */
  readonly isRequired: boolean
  readonly runOn: RunOn
  readonly environmentIds: readonly EnvironmentId[]
  readonly excludedEnvironmentIds: readonly EnvironmentId[]
  readonly channelIds: readonly ChannelId[]
  /** Canonical names, `Set/Tag`. */
  readonly tenantTags: readonly string[]
  readonly condition: ActionCondition
  readonly workerPoolId: string | null
  readonly workerPoolVariable: string
  readonly packages: readonly PackageReference[]
  readonly properties: ReadonlyMap<string, PropertyValue>
}

export interface Step {
  readonly id: StepId
  /** Unique in the process. */
  readonly name: string
  readonly slug: string
  readonly startTrigger: StartTrigger
  readonly packageRequirement: PackageRequirement
  readonly condition: RunCondition
  /** Any of them makes a machine applicable; without roles the step runs once. */
  readonly roles: readonly string[]
  /** The window size as written, possibly an expression; null for a step that does not roll. See `windowSize`. */
  readonly window: string | null
  readonly actions: readonly Action[]
  readonly properties: ReadonlyMap<string, PropertyValue>
}

export interface Process {
  readonly id: string
  readonly projectId: ProjectId | null
  readonly steps: readonly Step[]
}
