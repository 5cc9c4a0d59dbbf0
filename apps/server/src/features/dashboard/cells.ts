import type { AccessScope } from '@flotilla/domain/access'
import { mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'
import { type Caller, spaceAddress } from '../context.ts'
import type { DeploymentRow } from '../deployments/queries.ts'
import { presentTask } from '../tasks/present-task.ts'
import { findTasks, type TaskRow } from '../tasks/queries.ts'
import { latestDeployments, latestSuccesses, type Place } from './queries.ts'

/** A deployment with what a dashboard shows of it. */
export interface CellFacts {
  readonly deployment: DeploymentRow
  readonly task: TaskRow
  readonly version: string
}

/** Loads tasks and versions of deployments, of those that the caller may see. */
export async function loadCells(
  db: Queryable,
  caller: Caller,
  groupOf: (projectId: string) => string,
  deployments: readonly DeploymentRow[],
): Promise<CellFacts[]> {
  const seen = deployments.filter((deployment) => maySee(caller, groupOf, deployment))
  const [tasks, versions] = await Promise.all([
    findTasks(
      db,
      seen.map(({ task_id }) => task_id),
    ),
    versionsOf(db, [...new Set(seen.map(({ release_id }) => release_id))]),
  ])
  return seen.flatMap((deployment) => {
    const task = tasks.get(deployment.task_id)
    const version = versions.get(deployment.release_id)
    return task && version !== undefined ? [{ deployment, task, version }] : []
  })
}

const maySee = (caller: Caller, groupOf: (projectId: string) => string, deployment: DeploymentRow): boolean =>
  mayDo(caller.grants, 'DeploymentView', {
    spaceId: deployment.space_id,
    projectId: deployment.project_id,
    projectGroupId: groupOf(deployment.project_id),
    environmentId: deployment.environment_id,
    tenantId: deployment.tenant_id,
  } as AccessScope)

async function versionsOf(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; version: string }>`
    select id, version from release where id = any(${ids}::text[])`.execute(db)
  return new Map(rows.map(({ id, version }) => [id, version]))
}

/** The two deployments of a place that count: the latest in any state, and what runs there when that is another one. */
export interface Current {
  readonly latest: readonly DeploymentRow[]
  readonly previous: readonly DeploymentRow[]
}

/** Source: domain reference 3.9 ("dashboard cell"). */
export async function loadCurrent(db: Queryable, places: readonly Place[]): Promise<Current> {
  const [latest, successes] = await Promise.all([latestDeployments(db, places), latestSuccesses(db, places)])
  const newest = new Set(latest.map(({ id }) => id))
  return { latest, previous: successes.filter(({ id }) => !newest.has(id)) }
}

/** A cell as the API shows it. Source: API reference 5.28. */
export function presentCell(
  { deployment, task, version }: CellFacts,
  standing: { readonly isCurrent: boolean; readonly isPrevious: boolean },
) {
  const shown = presentTask(task)
  const space = spaceAddress(deployment.space_id)
  return {
    Id: deployment.id,
    ProjectId: deployment.project_id,
    EnvironmentId: deployment.environment_id,
    ReleaseId: deployment.release_id,
    DeploymentId: deployment.id,
    TaskId: deployment.task_id,
    TenantId: deployment.tenant_id,
    ChannelId: deployment.channel_id,
    ReleaseVersion: version,
    Created: wireDate(deployment.created_at),
    QueueTime: shown.QueueTime,
    StartTime: shown.StartTime,
    CompletedTime: shown.CompletedTime,
    State: shown.State,
    HasPendingInterruptions: shown.HasPendingInterruptions,
    HasWarningsOrErrors: shown.HasWarningsOrErrors,
    ErrorMessage: shown.ErrorMessage,
    Duration: shown.Duration,
    IsCurrent: standing.isCurrent,
    IsPrevious: standing.isPrevious,
    IsCompleted: shown.IsCompleted,
    PendingInterruptionTypes: [] as readonly string[],
    Links: {
      Self: `${space}/deployments/${deployment.id}`,
      Release: `${space}/releases/${deployment.release_id}`,
      Task: `/api/tasks/${deployment.task_id}`,
      ...(deployment.tenant_id ? { Tenant: `${space}/tenants/${deployment.tenant_id}` } : {}),
    },
  }
}
