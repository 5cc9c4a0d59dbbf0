import { assertNever, err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { deleteTasks } from '../tasks/delete-tasks.ts'
import type { ReleaseRow } from './queries.ts'
import { releaseFacts } from './release-facts.ts'

/** Why a release cannot be deleted now. */
export type ReleaseInUse =
  | { readonly kind: 'gone' }
  | { readonly kind: 'being-deployed'; readonly taskIds: readonly string[] }
  | { readonly kind: 'part-of-a-deployment'; readonly taskIds: readonly string[] }
  | { readonly kind: 'pinned'; readonly environmentIds: readonly string[] }
  | { readonly kind: 'deployed-again' }

const TASKS_AT_ONCE = 100

/**
 * Deletes a release with its deployments, tasks, logs and artifacts; never audit events, to which it adds one. It refuses while
 * one of its deployments is unfinished, or belongs to a parent that is, and while triggers are told to use it.
 *
 * Shape: with `latestDeployment` (the number of its newest deployment, 0 for none) it also refuses when there is a newer one.
 * `because` ends the event's sentence.
 * Source: domain reference 2.7, 2.9.
 */
export async function deleteRelease(
  tx: Tx,
  caller: Caller,
  releaseId: string,
  options: { readonly because?: string; readonly latestDeployment?: number } = {},
): Promise<Result<ReleaseRow, ReleaseInUse>> {
  // A deployment that is being created holds a share of this lock: whoever comes second sees what the first one did.
  const release = await tx.selectFrom('release').selectAll().where('id', '=', releaseId).forUpdate().executeTakeFirst()
  if (!release) return err({ kind: 'gone' })
  const use = await usesOf(tx, release, options.latestDeployment)
  if (use) return err(use)
  for (;;) {
    const { rows } = await sql<{ task_id: string }>`
      select task_id from deployment where release_id = ${release.id} order by number limit ${TASKS_AT_ONCE}`.execute(
      tx,
    )
    if (rows.length === 0) break
    await deleteTasks(
      tx,
      rows.map(({ task_id }) => task_id),
    )
  }
  await tx.deleteFrom('release').where('id', '=', release.id).execute()
  await recordEvent(tx, caller, {
    category: 'Deleted',
    message: `Release ${release.version} was deleted${options.because ? `: ${options.because}` : ''}`,
    spaceId: release.space_id,
    related: [release.id, release.project_id],
    details: { before: releaseFacts(release) },
  })
  return ok(release)
}

async function usesOf(
  tx: Tx,
  release: ReleaseRow,
  latestDeployment: number | undefined,
): Promise<ReleaseInUse | undefined> {
  const unfinished = (column: 'task_id' | 'parent_task_id') => sql<{ id: string }>`
    select distinct t.id from deployment d join server_task t on t.id = ${sql.ref(`d.${column}`)}
    where d.release_id = ${release.id} and t.state in ('Queued', 'Executing', 'Cancelling') limit 10`
  const own = await unfinished('task_id').execute(tx)
  if (own.rows.length > 0) return { kind: 'being-deployed', taskIds: own.rows.map(({ id }) => id) }
  const parents = await unfinished('parent_task_id').execute(tx)
  if (parents.rows.length > 0) return { kind: 'part-of-a-deployment', taskIds: parents.rows.map(({ id }) => id) }
  const pins = await sql<{ environment_id: string }>`
    select pinned ->> 'EnvironmentId' as environment_id
    from project, jsonb_array_elements(document -> 'AutoDeployReleaseOverrides') pinned
    where project.id = ${release.project_id} and lower(pinned ->> 'ReleaseId') = lower(${release.id})`.execute(tx)
  if (pins.rows.length > 0)
    return { kind: 'pinned', environmentIds: pins.rows.map(({ environment_id }) => environment_id) }
  if (latestDeployment === undefined) return undefined
  const { rows } = await sql<{ number: number }>`
    select number from deployment where release_id = ${release.id} order by number desc limit 1`.execute(tx)
  return (rows[0]?.number ?? 0) > latestDeployment ? { kind: 'deployed-again' } : undefined
}

/** What follows "Release 1.0.3 cannot be deleted: "; a sentence without its full stop. */
export function explainReleaseInUse(use: ReleaseInUse): string {
  switch (use.kind) {
    case 'gone':
      return 'it does not exist any more'
    case 'being-deployed':
      return `it is being deployed by ${use.taskIds.join(', ')}`
    case 'part-of-a-deployment':
      return `one of its deployments belongs to ${use.taskIds.join(', ')}, which has not ended`
    case 'pinned':
      return `triggers are told to use it in ${use.environmentIds.join(', ')}`
    case 'deployed-again':
      return 'it has been deployed again meanwhile'
    default:
      return assertNever(use)
  }
}
