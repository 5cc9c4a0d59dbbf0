import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { signal } from '../database/signals.ts'

/** Sent when a concurrency lock is given back. */
export const lockTopic = (tag: string): string => `lock:${tag}`
/** Sent when a deployment target is free again. */
export const targetTopic = (targetId: string): string => `target:${targetId}`

/**
 * Takes the concurrency lock `tag` for a task, or says which task is before it: the holder, or one that has waited longer.
 * Asking again for a lock one already holds succeeds, so a resumed task may ask again (reliability C1, C4).
 */
export async function takeLock(
  tx: Tx,
  tag: string,
  taskId: string,
): Promise<Result<void, { kind: 'held'; by: string }>> {
  const { rows } = await sql<{ task_id: string }>`
    insert into concurrency_lock (tag, task_id) values (${tag}, ${taskId})
    on conflict (tag) do update set tag = excluded.tag          -- touches the row so that it is returned, changes nothing
    returning task_id`.execute(tx)
  const holder = rows[0]!.task_id
  if (holder !== taskId) return err({ kind: 'held', by: holder })
  const older = await sql<{ id: string }>`
    select id from server_task
    where waiting_for_lock = ${tag} and state = 'Queued' and id <> ${taskId}
      and number < (select number from server_task where id = ${taskId})
    order by number limit 1`.execute(tx)
  if (!older.rows[0]) return ok()
  await releaseLock(tx, tag, taskId)
  return err({ kind: 'held', by: older.rows[0].id })
}

/** Gives the lock back and wakes who waits for it. */
export async function releaseLock(tx: Tx, tag: string, taskId: string): Promise<void> {
  const { rows } =
    await sql`delete from concurrency_lock where tag = ${tag} and task_id = ${taskId} returning tag`.execute(tx)
  if (rows.length > 0) await signal(tx, lockTopic(tag))
}

/** Gives back everything a task holds. Part of the transaction that stores its final state. */
export async function releaseAllLocks(tx: Tx, taskId: string): Promise<void> {
  const locks = await sql<{
    tag: string
  }>`delete from concurrency_lock where task_id = ${taskId} returning tag`.execute(tx)
  for (const { tag } of locks.rows) await signal(tx, lockTopic(tag))
  const targets = await sql<{
    target_id: string
  }>`delete from target_lock where task_id = ${taskId} returning target_id`.execute(tx)
  for (const { target_id } of targets.rows) await signal(tx, targetTopic(target_id))
}

/**
 * Takes a deployment target for one script, or says which task is before it, and then stands in line: one process a target at
 * a time (reliability C2). Shared users go together, but never past somebody who waits for the target alone
 * (domain reference 3.5).
 */
export async function takeTarget(
  tx: Tx,
  wanted: { readonly targetId: string; readonly ticket: string; readonly taskId: string; readonly isShared: boolean },
): Promise<Result<void, { kind: 'held'; by: string }>> {
  const { targetId, ticket, taskId, isShared } = wanted
  // Two who came at once would not see each other's place in line.
  await sql`select pg_advisory_xact_lock(hashtextextended(${targetTopic(targetId)}, 0))`.execute(tx)
  const { rows } = await sql<{ task_id: string }>`
    with mine as (
      insert into target_lock (target_id, ticket, task_id, is_shared) values (${targetId}, ${ticket}, ${taskId}, ${isShared})
      on conflict (ticket) do update set ticket = excluded.ticket      -- touches the row so that its number is returned
      returning number)
    select before.task_id from target_lock before, mine
    where before.target_id = ${targetId} and before.number < mine.number and not (before.is_shared and ${isShared})
    order by before.number limit 1`.execute(tx)
  return rows[0] ? err({ kind: 'held', by: rows[0].task_id }) : ok()
}

export async function releaseTarget(tx: Tx, targetId: string, ticket: string): Promise<void> {
  const { rows } =
    await sql`delete from target_lock where target_id = ${targetId} and ticket = ${ticket} returning ticket`.execute(tx)
  if (rows.length > 0) await signal(tx, targetTopic(targetId))
}
