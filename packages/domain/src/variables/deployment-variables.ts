import type { TargetId, TenantId, TriggerId } from '../ids.ts'
import { booleanText, type NamedValues, namedValues } from './named-values.ts'

export interface DeploymentFacts {
  readonly id: string
  readonly name: string
  readonly comments: string
  /** As the API writes dates. */
  readonly created: string
  readonly createdBy: {
    readonly id: string
    readonly username: string
    readonly displayName: string
    readonly emailAddress: string | null
  }
  readonly forcePackageDownload: boolean
  /** The last successful deployment of the project to this environment and tenant. */
  readonly previousSuccessfulId: string | null
  /** Machines that the steps of the process will touch. */
  readonly machineIds: readonly TargetId[]
  /** Machines that somebody, or a trigger, chose for this deployment. */
  readonly specificMachineIds: readonly TargetId[]
  /** Machines left out by choice; those that are merely unavailable do not belong here. */
  readonly excludedMachineIds: readonly TargetId[]
  /** JSON: a list of releases with their notes, work items and commits. This and the three below are null for a run of a runbook. */
  readonly changes: string | null
  readonly changesMarkdown: string | null
  /** JSON: the work items of all changes. */
  readonly workItems: string | null
  /** JSON: the build information of all changes. */
  readonly packageBuildInformation: string | null
  /** Null for an untenanted deployment. */
  readonly tenant: { readonly id: TenantId; readonly name: string; readonly tags: readonly string[] } | null
  /** Null for a deployment that a person or an API call made. */
  readonly trigger: { readonly id: TriggerId; readonly name: string } | null
}

/** The first failure of a running deployment. */
export interface FailureFacts {
  readonly error: string
  readonly detail: string
}

/**
 * `Octopus.Deployment.*`.
 *
 * The tenant's and the trigger's names are there only when there is one. Processes rely on it: a child step reads the
 * unresolved text `#{Octopus.Deployment.Tenant.Name}` as "no tenant", and prompts test for a trigger's name.
 * Machine lists are there always, comma-separated ids, blank when there are none.
 * Source: domain reference 5.6, 5.7.
 */
export function deploymentVariables(deployment: DeploymentFacts): NamedValues {
  const { createdBy, tenant, trigger } = deployment
  return namedValues([
    ['Octopus.Deployment.Id', deployment.id],
    ['Octopus.Deployment.Name', deployment.name],
    ['Octopus.Deployment.Comments', deployment.comments],
    ['Octopus.Deployment.Created', deployment.created],
    ['Octopus.Deployment.CreatedBy.Id', createdBy.id],
    ['Octopus.Deployment.CreatedBy.Username', createdBy.username],
    ['Octopus.Deployment.CreatedBy.DisplayName', createdBy.displayName],
    ['Octopus.Deployment.CreatedBy.EmailAddress', createdBy.emailAddress],
    ['Octopus.Deployment.ForcePackageDownload', booleanText(deployment.forcePackageDownload)],
    ['Octopus.Deployment.PreviousSuccessful.Id', deployment.previousSuccessfulId],
    ['Octopus.Deployment.Machines', deployment.machineIds.join(',')],
    ['Octopus.Deployment.SpecificMachines', deployment.specificMachineIds.join(',')],
    ['Octopus.Deployment.ExcludedMachines', deployment.excludedMachineIds.join(',')],
    ['Octopus.Deployment.Changes', deployment.changes],
    ['Octopus.Deployment.WorkItems', deployment.workItems],
    ['Octopus.Deployment.PackageBuildInformation', deployment.packageBuildInformation],
    ['Octopus.Deployment.ChangesMarkdown', deployment.changesMarkdown],
    ['Octopus.Deployment.Tenant.Id', tenant?.id],
    ['Octopus.Deployment.Tenant.Name', tenant?.name],
    ['Octopus.Deployment.Tenant.Tags', tenant?.tags.join(',')],
    ['Octopus.Deployment.Trigger.Id', trigger?.id],
    ['Octopus.Deployment.Trigger.Name', trigger?.name],
  ])
}

/** `Octopus.Deployment.Error` and its detail: there only once something has failed. Source: domain reference 3.8. */
export function failureVariables(failure: FailureFacts | null): NamedValues {
  return namedValues([
    ['Octopus.Deployment.Error', failure?.error],
    ['Octopus.Deployment.ErrorDetail', failure?.detail],
  ])
}
