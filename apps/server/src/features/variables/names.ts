import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { variableSetIdOf } from '../versioned.ts'

/** Names that the server itself gives to deployments. Source: domain reference 5.7. */
const BUILT_IN = `
Octopus.Action.Id Octopus.Action.IsSkipped Octopus.Action.Name Octopus.Action.Number Octopus.Action.TargetRoles
Octopus.Action.Template.Id Octopus.Action.Template.Version
Octopus.Deployment.Changes Octopus.Deployment.ChangesMarkdown Octopus.Deployment.Comments Octopus.Deployment.Created
Octopus.Deployment.CreatedBy.DisplayName Octopus.Deployment.CreatedBy.EmailAddress Octopus.Deployment.CreatedBy.Id
Octopus.Deployment.CreatedBy.Username Octopus.Deployment.Error Octopus.Deployment.ErrorDetail Octopus.Deployment.ExcludedMachines
Octopus.Deployment.ForcePackageDownload Octopus.Deployment.Id Octopus.Deployment.Machines Octopus.Deployment.Name
Octopus.Deployment.PackageBuildInformation Octopus.Deployment.PreviousSuccessful.Id Octopus.Deployment.SpecificMachines
Octopus.Deployment.Tenant.Id Octopus.Deployment.Tenant.Name Octopus.Deployment.Tenant.Tags Octopus.Deployment.Trigger.Id
Octopus.Deployment.Trigger.Name Octopus.Deployment.WorkItems
Octopus.Environment.Id Octopus.Environment.Name Octopus.Environment.SortOrder
Octopus.Machine.Hostname Octopus.Machine.Id Octopus.Machine.Name Octopus.Machine.Roles
Octopus.Project.Id Octopus.Project.Name Octopus.ProjectGroup.Id Octopus.ProjectGroup.Name
Octopus.Release.Channel.Id Octopus.Release.Channel.Name Octopus.Release.Created Octopus.Release.CurrentForEnvironment.Id
Octopus.Release.CurrentForEnvironment.Number Octopus.Release.Id Octopus.Release.Notes Octopus.Release.Number
Octopus.Release.Previous.Id Octopus.Release.Previous.Number Octopus.Release.PreviousForEnvironment.Id
Octopus.Release.PreviousForEnvironment.Number
Octopus.Runbook.Id Octopus.Runbook.Name Octopus.RunbookRun.Comments Octopus.RunbookRun.Created
Octopus.RunbookRun.CreatedBy.DisplayName Octopus.RunbookRun.CreatedBy.EmailAddress Octopus.RunbookRun.CreatedBy.Id
Octopus.RunbookRun.CreatedBy.Username Octopus.RunbookRun.ExcludedMachines Octopus.RunbookRun.ForcePackageDownload
Octopus.RunbookRun.Id Octopus.RunbookRun.Machines Octopus.RunbookRun.Name Octopus.RunbookRun.SpecificMachines
Octopus.RunbookRun.Tenant.Id Octopus.RunbookRun.Tenant.Name Octopus.RunbookRun.Tenant.Tags
Octopus.RunbookSnapshot.Id Octopus.RunbookSnapshot.Name Octopus.RunbookSnapshot.Notes
Octopus.Space.Id Octopus.Space.Name Octopus.Step.Id Octopus.Step.Name Octopus.Step.Number
Octopus.Task.ConcurrencyTag Octopus.Task.Id Octopus.Task.Name Octopus.Task.QueueTime Octopus.Task.QueueTimeExpiry
Octopus.Tentacle.CurrentDeployment.TargetedRoles
Octopus.Web.BaseUrl Octopus.Web.DeploymentLink Octopus.Web.ProjectLink Octopus.Web.ReleaseLink Octopus.Web.ServerUri
Octopus.WorkerPool.Id Octopus.WorkerPool.Name
`
  .trim()
  .split(/\s+/)

/** Names to offer where a variable may be used: the project's, those of its library sets, and the built-in ones. */
export async function loadVariableNames(db: Queryable, owners: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct variable ->> 'Name' as name
    from variable_set, jsonb_array_elements(document -> 'Variables') variable
    where id = any(${owners.map(variableSetIdOf)}::text[])`.execute(db)
  return [...new Set([...rows.map((row) => row.name), ...BUILT_IN])].sort((a, b) =>
    a.toLowerCase() < b.toLowerCase() ? -1 : 1,
  )
}
