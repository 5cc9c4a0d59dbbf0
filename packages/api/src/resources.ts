/** What the wire holds of each resource, as far as clients read it. Source: API reference 5. */

export interface Named {
  readonly Id: string
  readonly Name: string
}

export interface Release {
  readonly Id: string
  readonly Version: string
  readonly ProjectId: string
  readonly ChannelId: string
  readonly ReleaseNotes: string | null
  readonly Assembled: string
}

export interface NewRelease {
  readonly ProjectId: string
  readonly Version: string
  readonly ChannelId?: string | undefined
  readonly ReleaseNotes?: string | undefined
  readonly SelectedPackages?: readonly SelectedPackage[]
  readonly IgnoreChannelRules?: boolean
}

export interface SelectedPackage {
  readonly ActionName: string
  readonly PackageReferenceName: string
  readonly Version: string
}

/** What somebody chose for a deployment of a release to a place. */
export interface DeploymentChoice {
  readonly EnvironmentId: string
  readonly TenantId?: string | undefined
  readonly SpecificMachineIds: readonly string[]
  readonly ExcludedMachineIds: readonly string[]
  /** By form element name. */
  readonly FormValues: Readonly<Record<string, string>>
}

export interface NewDeployment extends DeploymentChoice {
  readonly ReleaseId: string
  readonly SkipActions?: readonly string[]
  readonly UseGuidedFailure?: boolean
  readonly Comments?: string | undefined
  readonly QueueTime?: string | undefined
  readonly QueueTimeExpiry?: string | undefined
}

export interface Deployment {
  readonly Id: string
  readonly ReleaseId: string
  readonly ProjectId: string
  readonly EnvironmentId: string
  readonly TenantId: string | null
  readonly TaskId: string
}

export interface FormElement {
  /** The key in `FormValues`. */
  readonly Name: string
  readonly Control: {
    /** The variable's name. */
    readonly Name: string
    readonly Label: string
    readonly Required: boolean
    readonly IsSecure: boolean
    readonly DisplaySettings: Readonly<Record<string, string>>
  }
}

export interface DeploymentPreview {
  readonly StepsToExecute: readonly {
    readonly ActionId: string
    readonly ActionName: string
    readonly Machines: readonly Named[]
  }[]
  readonly Form: { readonly Elements: readonly FormElement[]; readonly Values: Readonly<Record<string, string>> }
  readonly UseGuidedFailureModeByDefault: boolean
}

export interface PlannedChild {
  readonly ActionId: string
  readonly ActionName: string
  readonly StepName: string
  readonly ProjectName: string
  readonly Outcome: 'deploy' | 'skip' | 'warn' | 'fail' | 'not-run'
  readonly IsWhatIf: boolean
  readonly ReleaseId: string | null
  readonly ReleaseVersion: string | null
  readonly Machines: {
    readonly Scope: 'all' | 'only' | 'undecided'
    readonly Kept: readonly Named[]
    readonly Dropped: readonly (Named & { readonly Reason: string })[]
  }
  /** The sentence that says what comes of it; the last of `Reasons`. */
  readonly Reason: string
  readonly Reasons: readonly string[]
}

export interface SuitePlan {
  readonly ReleaseId: string
  readonly EnvironmentId: string
  readonly TenantId: string | null
  readonly Children: readonly PlannedChild[]
}

export interface Task {
  readonly Id: string
  readonly Description: string
  readonly State: 'Queued' | 'Executing' | 'Cancelling' | 'Success' | 'Failed' | 'Canceled' | 'TimedOut'
  readonly Duration: string
  readonly ErrorMessage: string
  readonly StartTime: string | null
  readonly CompletedTime: string | null
  readonly IsCompleted: boolean
  readonly FinishedSuccessfully: boolean
  readonly HasPendingInterruptions: boolean
  readonly HasWarningsOrErrors: boolean
  /** What a queued task waits for, in words. */
  readonly WaitingFor: string | null
}

export interface Interruption {
  readonly Id: string
  readonly Title: string
  readonly Type: string
  readonly IsPending: boolean
  readonly CanTakeResponsibility: boolean
  readonly HasResponsibility: boolean
  readonly ResponsibleTeamIds: readonly string[]
  readonly Form: {
    readonly Values: Readonly<Record<string, string>>
    /** The last one holds the buttons: what may be answered. */
    readonly Elements: readonly {
      readonly Name: string
      readonly Control: { readonly Type: string; readonly Buttons?: readonly { readonly Value: string }[] }
    }[]
  }
}

export interface Machine extends Named {
  readonly EnvironmentIds: readonly string[]
  readonly Roles: readonly string[]
  readonly TenantIds: readonly string[]
  readonly TenantTags: readonly string[]
  readonly IsDisabled: boolean
  readonly HealthStatus: string
  readonly Endpoint: Readonly<Record<string, unknown>> & { readonly CommunicationStyle: string }
}

export interface NewMachine {
  readonly Name: string
  readonly EnvironmentIds: readonly string[]
  readonly Roles: readonly string[]
  readonly TenantIds?: readonly string[]
  readonly TenantTags?: readonly string[]
  readonly MachinePolicyId?: string
  readonly Endpoint: Readonly<Record<string, unknown>> & { readonly CommunicationStyle: string }
}
