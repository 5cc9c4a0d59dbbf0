import type { Schema } from './typed.ts'

/** What the server gave is looked at, never changed. */
type Given<T> = T extends object ? { readonly [Key in keyof T]: Given<T[Key]> } : T

export type Release = Given<Schema<'Release'>>
export type Deployment = Given<Schema<'Deployment'>>
export type FormElement = Given<Schema<'FormElement'>>
export type DeploymentPreview = Given<Schema<'DeploymentPreview'>>
export type PlannedChild = Given<Schema<'PlannedChild'>>
export type SuitePlan = Given<Schema<'SuitePlan'>>
export type Task = Given<Schema<'Task'>>
export type Interruption = Given<Schema<'Interruption'>>
export type Machine = Given<Schema<'Machine'>>

export interface Named {
  readonly Id: string
  readonly Name: string
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

export interface NewMachine {
  readonly Name: string
  readonly EnvironmentIds: readonly string[]
  readonly Roles: readonly string[]
  readonly TenantIds?: readonly string[]
  readonly TenantTags?: readonly string[]
  readonly MachinePolicyId?: string
  readonly Endpoint: Readonly<Record<string, unknown>> & { readonly CommunicationStyle: string }
}
