import { err, ok, type Result } from '@flotilla/kit'
import { sql } from 'kysely'
import { type Statement, type Tx, together } from '../database/connection.ts'
import { notify, signal } from '../database/signals.ts'

/** Sent when a concurrency lock is given back. */
export const lockTopic = (tag: string): string => `lock:${tag}`
/** Sent when a deployment target is free again. */
export const targetTopic = (targetId: string): string => `target:${targetId}`

/**
 * Takes the concurrency lock `tag` for a task, or says which task is before it: the holder, one that somebody moved to the top,
 * one of priority, or one that has waited longer (domain reference 3.5).
 * Asking again for a lock one already holds succeeds, so a resumed task may ask again (reliability C1, C4).
 */
export async function takeLock(
  tx: Tx,
  tag: string,
  taskId: string,
): Promise<Result<void, { kind: 'held'; by: string }>> {
  const [taken, older] = await together(tx, [
    sql<{ task_id: string }>`
      insert into concurrency_lock (tag, task_id) values (${tag}, ${taskId})
      on conflict (tag) do update set tag = excluded.tag          -- touches the row so that it is returned, changes nothing
      returning task_id`,
    sql<{ id: string }>`
      select other.id from server_task other join server_task mine on mine.id = ${taskId}
      where other.waiting_for_lock = ${tag} and other.state = 'Queued' and other.id <> mine.id
        and (other.is_first, other.is_priority, -other.number) > (mine.is_first, mine.is_priority, -mine.number)
      order by other.is_first desc, other.is_priority desc, other.number limit 1`,
  ])
  const holder = taken[0]!.task_id
  if (holder !== taskId) return err({ kind: 'held', by: holder })
  if (!older[0]) return ok()
  await releaseLock(tx, tag, taskId)
  return err({ kind: 'held', by: older[0].id })
}

/** Gives the lock back and wakes who waits for it. */
export async function releaseLock(tx: Tx, tag: string, taskId: string): Promise<void> {
  const { rows } =
    await sql`delete from concurrency_lock where tag = ${tag} and task_id = ${taskId} returning tag`.execute(tx)
  if (rows.length > 0) await signal(tx, lockTopic(tag))
}

/** Gives back everything a task holds. Part of the transaction that stores its final state. */
export async function releaseAllLocks(tx: Tx, taskId: string): Promise<void> {
  await together(tx, releasingAllLocks(taskId))
}

/** The statements that do so. */
export const releasingAllLocks = (taskId: string) => [
  sql`with freed as (delete from concurrency_lock where task_id = ${taskId} returning tag)
    select ${notify(sql`${lockTopic('')} || tag`)} from freed`,
  sql`with freed as (delete from target_lock where task_id = ${taskId} returning target_id)
    select ${notify(sql`${targetTopic('')} || target_id`)} from freed`,
]

/** Takes advisory locks until the transaction ends, in the order of their names, whoever takes them. */
export const takingLocks = (names: readonly string[]): Statement =>
  sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${[...new Set(names)].toSorted()}::text[]) name`

/**
 * The statement by which scripts of a task stand in line for their targets, in this order: one process a target at a time
 * (reliability C2). Who asks again keeps the place. The caller holds the advisory locks {@link targetTopic} of the targets.
 */
export const standingInLine = (
  taskId: string,
  wanted: readonly { readonly targetId: string; readonly ticket: string; readonly isShared: boolean }[],
): Statement => sql`
  insert into target_lock (target_id, ticket, task_id, is_shared)
  select target_id, ticket, ${taskId}, is_shared
  from unnest(${wanted.map(({ targetId }) => targetId)}::text[], ${wanted.map(({ ticket }) => ticket)}::text[],
    ${wanted.map(({ isShared }) => isShared)}::boolean[]) with ordinality wanted(target_id, ticket, is_shared, place)
  where exists (select from server_task where id = ${taskId} and state <> 'Cancelling')
  order by place
  on conflict (ticket) do nothing`

/**
 * Selects the tickets that have somebody before them, with the task of the first: shared users go together, but never past
 * somebody who waits for the target alone (domain reference 3.5).
 */
export const whoIsBefore = (tickets: readonly string[]) => sql<{ ticket: string; task_id: string }>`
  select mine.ticket, first.task_id
  from target_lock mine cross join lateral (
    select before.task_id from target_lock before
    where before.target_id = mine.target_id and before.number < mine.number and not (before.is_shared and mine.is_shared)
    order by before.number limit 1) first
  where mine.ticket = any(${tickets}::text[])`

/** The statement that gives the targets of tickets back, and wakes who waits for them. */
export const releasingTargets = (tickets: readonly string[]): Statement => sql`
  with freed as (delete from target_lock where ticket = any(${tickets}::text[]) returning target_id)
  select ${notify(sql`${targetTopic('')} || target_id`)} from freed`
