import { wireDate } from '../../http/dates.ts'
import { spaceAddress } from '../context.ts'
import type { RunbookRunRow, RunbookSnapshotRow } from './queries.ts'

/** A snapshot of a runbook as the API shows it (API reference 5.23). */
export function presentSnapshot(snapshot: RunbookSnapshotRow) {
  const space = spaceAddress(snapshot.space_id)
  const address = `${space}/runbookSnapshots/${snapshot.id}`
  const document = snapshot.document as { readonly Notes: string | null; readonly SelectedPackages: readonly object[] }
  return {
    Id: snapshot.id,
    SpaceId: snapshot.space_id,
    ProjectId: snapshot.project_id,
    RunbookId: snapshot.runbook_id,
    Name: snapshot.name,
    Notes: document.Notes,
    Assembled: wireDate(snapshot.assembled_at),
    SelectedPackages: document.SelectedPackages,
    SelectedGitResources: [],
    FrozenRunbookProcessId: snapshot.process_snapshot_id,
    FrozenProjectVariableSetId: snapshot.variable_snapshot_id,
    ProjectVariableSetSnapshotId: snapshot.variable_snapshot_id,
    LibraryVariableSetSnapshotIds: snapshot.library_snapshot_ids,
    LastModifiedOn: wireDate(snapshot.modified_at),
    LastModifiedBy: snapshot.modified_by,
    Links: {
      Self: address,
      Web: `/app#/${snapshot.space_id}/projects/${snapshot.project_id}/operations/runbooks/${snapshot.runbook_id}/snapshots/${snapshot.id}`,
      Project: `${space}/projects/${snapshot.project_id}`,
      Runbook: `${space}/runbooks/${snapshot.runbook_id}`,
      RunbookProcess: `${space}/runbookProcesses/${snapshot.process_snapshot_id}`,
      RunbookRuns: `${address}/runbookRuns{?skip,take}`,
      RunbookRunTemplate: `${address}/runbookRuns/template`,
      RunbookRunPreview: `${address}/runbookRuns/preview/{environment}{?includeDisabledSteps}`,
      RunbookRunPreviews: `${address}/runbookRuns/previews`,
      SnapshotVariables: `${address}/snapshot-variables`,
      ProjectVariableSnapshot: `${space}/variables/${snapshot.variable_snapshot_id}`,
      Artifacts: `${space}/artifacts?regarding=${snapshot.id}`,
    },
  }
}

/** A run as the API shows it. */
export function presentRun(run: RunbookRunRow) {
  const space = spaceAddress(run.space_id)
  const { DeployedBy, ...facts } = run.document as Record<string, unknown>
  return {
    Id: run.id,
    SpaceId: run.space_id,
    Name: run.name,
    ProjectId: run.project_id,
    RunbookId: run.runbook_id,
    RunbookSnapshotId: run.runbook_snapshot_id,
    FrozenRunbookProcessId: facts.ProcessSnapshotId,
    EnvironmentId: run.environment_id,
    TenantId: run.tenant_id,
    TaskId: run.task_id,
    ManifestVariableSetId: facts.VariableSnapshotId,
    Created: wireDate(run.created_at),
    DeployedBy,
    DeployedById: run.created_by,
    Comments: run.comments,
    FormValues: facts.PublicFormValues ?? {},
    SpecificMachineIds: run.specific_machine_ids,
    ExcludedMachineIds: run.excluded_machine_ids,
    SpecificTargetTagIds: [],
    ExcludedTargetTagIds: [],
    SkipActions: run.skip_actions,
    DeployedToMachineIds: run.deployed_to_machine_ids,
    UseGuidedFailure: run.use_guided_failure,
    ForcePackageDownload: facts.ForcePackageDownload ?? false,
    FailureEncountered: run.failure_encountered,
    FailTargetDiscovery: false,
    Priority: facts.Priority ?? 'LifecycleDefault',
    DebugMode: '',
    QueueTime: facts.QueueTime ?? null,
    QueueTimeExpiry: facts.QueueTimeExpiry ?? null,
    TentacleRetentionPeriod: null,
    Links: {
      Self: `${space}/runbookRuns/${run.id}`,
      Task: `/api/tasks/${run.task_id}`,
      Runbook: `${space}/runbooks/${run.runbook_id}`,
      RunbookSnapshot: `${space}/runbookSnapshots/${run.runbook_snapshot_id}`,
      Project: `${space}/projects/${run.project_id}`,
      Environment: `${space}/environments/${run.environment_id}`,
      ...(run.tenant_id ? { Tenant: `${space}/tenants/${run.tenant_id}` } : {}),
      Web: `/app#/${run.space_id}/projects/${run.project_id}/operations/runbooks/${run.runbook_id}/runs/${run.id}`,
      Artifacts: `${space}/artifacts?regarding=${run.id}`,
      Interruptions: `${space}/interruptions?regarding=${run.id}`,
      Variables: `${space}/variables/${facts.VariableSnapshotId}`,
      RunbookProcess: `${space}/runbookProcesses/${facts.ProcessSnapshotId}`,
    },
  }
}
