import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { wireDate } from '../../http/dates.ts'

interface ActivityRow {
  number: number
  parent_number: number | null
  key: string
  name: string
  status: string
  started_at: Date | null
  ended_at: Date | null
  progress_percentage: number
  progress_message: string
  waiting_for: string | null
  change_number: number
}
export interface LineRow {
  number: number
  activity_number: number
  category: string
  occurred_at: Date
  message: string
  detail: string | null
}

export async function loadActivities(db: Queryable, taskId: string): Promise<ActivityRow[]> {
  return db.selectFrom('task_activity').selectAll().where('task_id', '=', taskId).orderBy('number').execute()
}

/** Those that were made or changed after the change `after`; what is in another comes behind it. */
export async function loadChangedActivities(db: Queryable, taskId: string, after: number): Promise<ActivityRow[]> {
  return (
    db
      .selectFrom('task_activity')
      .selectAll()
      .where('task_id', '=', taskId)
      // In these words for the index, which has no others.
      .where('change_number', '>', sql.lit(0))
      .where('change_number', '>', after)
      .orderBy('number')
      .execute()
  )
}

/** Lines after `after`, in order, at most `most`. */
export async function loadLines(db: Queryable, taskId: string, after: number, most: number): Promise<LineRow[]> {
  return db
    .selectFrom('task_log_line')
    .select(['number', 'activity_number', 'category', 'occurred_at', 'message', 'detail'])
    .where('task_id', '=', taskId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(most)
    .execute()
}

/** The last `tail` lines of every activity; all of them without `tail`. */
export async function loadLinesByActivity(
  db: Queryable,
  taskId: string,
  tail: number | undefined,
): Promise<Map<number, LineRow[]>> {
  const { rows } = await sql<LineRow>`
    select number, activity_number, category, occurred_at, message, detail from (
      select *, row_number() over (partition by activity_number order by number desc) as from_end
      from task_log_line where task_id = ${taskId}) line
    where ${tail === undefined ? sql`true` : sql`from_end <= ${tail}`} order by number`.execute(db)
  const byActivity = new Map<number, LineRow[]>()
  for (const row of rows) {
    const lines = byActivity.get(row.activity_number)
    if (lines) lines.push(row)
    else byActivity.set(row.activity_number, [row])
  }
  return byActivity
}

export const presentLine = (line: LineRow) => ({
  Category: line.category,
  OccurredAt: wireDate(line.occurred_at),
  MessageText: line.message,
  Detail: line.detail,
  Number: line.number,
})

/** What the answers to those who read the log and those who follow it have of an activity alike. */
export const presentActivity = (activity: ActivityRow) => ({
  Name: activity.name,
  Status: activity.status,
  Started: wireDate(activity.started_at),
  Ended: wireDate(activity.ended_at),
  ProgressPercentage: activity.progress_percentage,
  ProgressMessage: activity.progress_message,
  WaitingFor: activity.ended_at === null ? activity.waiting_for : null,
})

/** The log as a tree: task, steps, targets (API reference 5.10). */
export function presentActivities(
  taskId: string,
  activities: readonly ActivityRow[],
  lines: ReadonlyMap<number, readonly LineRow[]>,
  verbose: boolean,
) {
  const children = new Map<number | null, ActivityRow[]>()
  for (const activity of activities) {
    const siblings = children.get(activity.parent_number)
    if (siblings) siblings.push(activity)
    else children.set(activity.parent_number, [activity])
  }
  const present = (activity: ActivityRow, path: string, depth: number): Record<string, unknown> => ({
    Id: path,
    ...presentActivity(activity),
    ShowAtSummaryLevel: depth < 2,
    LogElements: (lines.get(activity.number) ?? [])
      .filter((line) => verbose || line.category !== 'Verbose')
      .map(presentLine),
    Children: (children.get(activity.number) ?? []).map((child) =>
      present(child, `${path}/${child.number}`, depth + 1),
    ),
  })
  return (children.get(null) ?? []).map((root) => present(root, `${taskId}_${root.number}`, 0))
}
