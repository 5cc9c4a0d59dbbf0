import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Change, loadChanges } from '../releases/load-changes.ts'
import { findReleaseParts } from '../releases/release-world.ts'
import { type DeploymentRow, findCurrent } from './queries.ts'

/**
 * What a deployment changes in its place: as its scripts saw it, once it has begun, else against what is current there now.
 * Source: domain reference 2.4.
 */
export async function loadOwnChanges(
  db: Queryable,
  deployment: DeploymentRow,
): Promise<{ readonly Changes: readonly Change[]; readonly ChangesMarkdown: string }> {
  const { rows } = await sql<{ name: string; value: string }>`
    select entry ->> 0 as name, entry ->> 1 as value
    from task_snapshot, jsonb_array_elements(document -> 'systemValues') entry
    where task_id = ${deployment.task_id} and entry ->> 0 like 'Octopus.Deployment.Changes%'`.execute(db)
  const seen = new Map(rows.map(({ name, value }) => [name, value]))
  const stored = seen.get('Octopus.Deployment.Changes')
  if (stored !== undefined)
    return {
      Changes: JSON.parse(stored) as Change[],
      ChangesMarkdown: seen.get('Octopus.Deployment.ChangesMarkdown') ?? '',
    }
  const parts = await findReleaseParts(db, deployment.release_id)
  if (!parts) return { Changes: [], ChangesMarkdown: '' }
  const current = await findCurrent(db, {
    projectId: deployment.project_id,
    environmentId: deployment.environment_id,
    tenantId: deployment.tenant_id,
  })
  const { changes, markdown } = await loadChanges(db, parts, current?.releaseId ?? null)
  return { Changes: changes, ChangesMarkdown: markdown }
}
