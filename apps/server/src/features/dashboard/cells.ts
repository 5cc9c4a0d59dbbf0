import { type AccessScope, mayDo } from '@flotilla/domain/access'
import { wireDate } from '../../http/dates.ts'
import { type Caller, spaceAddress } from '../context.ts'
import { durationOf, isFinal } from '../tasks/present-task.ts'
import type { CellRow } from './queries.ts'

/** The cells that the caller may see. */
export const visibleCells = (
  caller: Caller,
  groupOf: (projectId: string) => string,
  cells: readonly CellRow[],
): CellRow[] =>
  cells.filter(({ space_id, project_id, environment_id, tenant_id }) =>
    mayDo(caller.grants, 'DeploymentView', {
      spaceId: space_id,
      projectId: project_id,
      projectGroupId: groupOf(project_id),
      environmentId: environment_id,
      tenantId: tenant_id,
    } as AccessScope),
  )

/** A cell as the API shows it. Source: API reference 5.28. */
export function presentCell(cell: CellRow, standing: { readonly isCurrent: boolean; readonly isPrevious: boolean }) {
  const space = spaceAddress(cell.space_id)
  return {
    Id: cell.id,
    ProjectId: cell.project_id,
    EnvironmentId: cell.environment_id,
    ReleaseId: cell.release_id,
    DeploymentId: cell.id,
    TaskId: cell.task_id,
    TenantId: cell.tenant_id,
    ChannelId: cell.channel_id,
    ReleaseVersion: cell.version,
    Created: wireDate(cell.created_at),
    QueueTime: wireDate(cell.queue_time),
    StartTime: wireDate(cell.start_time),
    CompletedTime: wireDate(cell.completed_time),
    State: cell.state,
    HasPendingInterruptions: cell.pending_interruptions > 0,
    HasWarningsOrErrors: cell.has_warnings_or_errors,
    ErrorMessage: cell.error_message,
    Duration: durationOf(cell),
    IsCurrent: standing.isCurrent,
    IsPrevious: standing.isPrevious,
    IsCompleted: isFinal(cell.state),
    PendingInterruptionTypes: [] as readonly string[],
    Links: {
      Self: `${space}/deployments/${cell.id}`,
      Release: `${space}/releases/${cell.release_id}`,
      Task: `/api/tasks/${cell.task_id}`,
      ...(cell.tenant_id ? { Tenant: `${space}/tenants/${cell.tenant_id}` } : {}),
    },
  }
}
