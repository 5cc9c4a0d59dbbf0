import type { DeploymentRow } from '../../features/deployments/queries.ts'

/** The process and the variable sets that a deployment was created with; the last set holds what is its own, if anything. */
export const snapshotIdsOf = (deployment: DeploymentRow) => {
  const document = deployment.document as {
    ProcessSnapshotId: string
    VariableSnapshotId: string
    LibrarySnapshotIds: string[]
    OwnVariableSetId?: string | null
  }
  const { OwnVariableSetId } = document
  return {
    processId: document.ProcessSnapshotId,
    variableSetIds: [
      document.VariableSnapshotId,
      ...document.LibrarySnapshotIds,
      ...(OwnVariableSetId ? [OwnVariableSetId] : []),
    ],
  }
}

/** Where a deployment goes. */
export const placeIds = (deployment: DeploymentRow) => ({
  projectId: deployment.project_id,
  environmentId: deployment.environment_id,
  tenantId: deployment.tenant_id,
})
