import type { Execution } from '../../features/deployments/execution.ts'

/** The process and the variable sets that a deployment or run was created with; the last set holds what is its own, if anything. */
export const snapshotIdsOf = (execution: Execution) => {
  const document = execution.document as {
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

/** Where a deployment or run goes. */
export const placeIds = (execution: Execution) => ({
  projectId: execution.project_id,
  environmentId: execution.environment_id,
  tenantId: execution.tenant_id,
})
