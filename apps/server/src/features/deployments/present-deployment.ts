import { wireDate } from '../../http/dates.ts'
import { spaceAddress } from '../context.ts'
import type { DeploymentRow } from './queries.ts'

/** A deployment as the API shows it (API reference 5.8). `deployedBy` is the name of who created it. */
export function presentDeployment(deployment: DeploymentRow) {
  const space = spaceAddress(deployment.space_id)
  const address = `${space}/deployments/${deployment.id}`
  const { DeployedBy, ...facts } = deployment.document as Record<string, unknown>
  return {
    Id: deployment.id,
    SpaceId: deployment.space_id,
    Name: deployment.name,
    ReleaseId: deployment.release_id,
    ProjectId: deployment.project_id,
    ChannelId: deployment.channel_id,
    EnvironmentId: deployment.environment_id,
    TenantId: deployment.tenant_id,
    TaskId: deployment.task_id,
    DeploymentProcessId: facts.ProcessSnapshotId,
    ManifestVariableSetId: facts.VariableSnapshotId,
    Created: wireDate(deployment.created_at),
    DeployedBy,
    DeployedById: deployment.created_by,
    Comments: deployment.comments,
    FormValues: facts.PublicFormValues ?? {},
    SpecificMachineIds: deployment.specific_machine_ids,
    ExcludedMachineIds: deployment.excluded_machine_ids,
    SpecificTargetTagIds: [],
    ExcludedTargetTagIds: [],
    SkipActions: deployment.skip_actions,
    DeployedToMachineIds: deployment.deployed_to_machine_ids,
    UseGuidedFailure: deployment.use_guided_failure,
    ForcePackageDownload: facts.ForcePackageDownload ?? false,
    ForcePackageRedeployment: facts.ForcePackageRedeployment ?? false,
    FailureEncountered: deployment.failure_encountered,
    FailTargetDiscovery: false,
    Priority: facts.Priority ?? 'LifecycleDefault',
    DebugMode: '',
    QueueTime: facts.QueueTime ?? null,
    QueueTimeExpiry: facts.QueueTimeExpiry ?? null,
    Changes: [],
    ChangesMarkdown: '',
    TentacleRetentionPeriod: null,
    TriggerId: deployment.trigger_id,
    ParentTaskId: deployment.parent_task_id,
    Links: {
      Self: address,
      Task: `/api/tasks/${deployment.task_id}`,
      Release: `${space}/releases/${deployment.release_id}`,
      Project: `${space}/projects/${deployment.project_id}`,
      Environment: `${space}/environments/${deployment.environment_id}`,
      ...(deployment.tenant_id ? { Tenant: `${space}/tenants/${deployment.tenant_id}` } : {}),
      Web: `/app#/${deployment.space_id}/deployments/${deployment.id}`,
      Artifacts: `${space}/artifacts?regarding=${deployment.id}`,
      Interruptions: `${space}/interruptions?regarding=${deployment.id}`,
      Variables: `${space}/variables/${facts.VariableSnapshotId}`,
      DeploymentProcess: `${space}/deploymentprocesses/${facts.ProcessSnapshotId}`,
    },
  }
}
