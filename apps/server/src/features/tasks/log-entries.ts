import { sql } from 'kysely'
import { type Entry, entry, storing } from './batched-write.ts'

export type ActivityStatus =
  | 'Pending'
  | 'Running'
  | 'Success'
  | 'Failed'
  | 'Skipped'
  | 'SuccessWithWarning'
  | 'Canceled'
export type LogCategory = 'Verbose' | 'Info' | 'Highlight' | 'Wait' | 'Warning' | 'Error' | 'Fatal'

export interface LogLine {
  readonly category: LogCategory
  readonly text: string
  readonly occurredAt: Date
  /** Lines that the server itself writes carry a key: the same key is written once, however often a step is repeated. */
  readonly key?: string
}

export interface ActivityChange {
  readonly key: string
  readonly parentKey: string | null
  readonly name: string
  readonly status: ActivityStatus
  readonly at: Date
  readonly progress?: { readonly percentage: number; readonly message: string }
}

/** Adds lines to an activity. A line whose key is there already is left out. */
export const saying = (activityKey: string, lines: readonly LogLine[]): Entry =>
  entry(
    LINES,
    { activityKey, lines },
    lines.reduce((bytes, { text }) => bytes + text.length + LINE_BYTES, 0),
  )

/** What a line is besides its text, about. */
const LINE_BYTES = 64

/** Starts, changes or ends an activity of the tree, which then waits for nothing. What has ended is not opened again. */
export const showing = (change: ActivityChange): Entry => entry(ACTIVITIES, change)

/** Says what an activity waits for, in words; null: it goes on. */
export const waiting = (activityKey: string, waitsFor: string | null): Entry => entry(WAITS, { activityKey, waitsFor })

interface Waiting {
  readonly activityKey: string
  readonly waitsFor: string | null
}

const WAITS = storing<Waiting>('waits', ({ id }, waits) => {
  const last = new Map(waits.map(({ activityKey, waitsFor }) => [activityKey, waitsFor]))
  return [
    sql`update task_activity activity set waiting_for = wait.words
      from unnest(${[...last.keys()]}::text[], ${[...last.values()]}::text[]) wait(key, words)
      where activity.task_id = ${id} and activity.key = wait.key and activity.ended_at is null
        and activity.waiting_for is distinct from wait.words`,
  ]
})

interface Said {
  readonly activityKey: string
  readonly lines: readonly LogLine[]
}

const LINES = storing<Said>('lines', ({ id }, said) => {
  const lines = freshLines(said)
  if (lines.length === 0) return []
  const column = <T>(read: (line: (typeof lines)[number]) => T) => lines.map(read)
  const places = new Map([...new Set(column(({ activityKey }) => activityKey))].map((key, index) => [key, index + 1]))
  return [
    sql`
      with activity as (
        select place, number from unnest(${[...places.keys()]}::text[]) with ordinality named(key, place)
          join task_activity known on known.task_id = ${id} and known.key = named.key
      ), fresh as (
        select row_number() over (order by place) as rank, line.*
        from unnest(${column(({ activityKey }) => places.get(activityKey))}::int[], ${column(({ category }) => category)}::text[],
          ${column(({ occurredAt }) => occurredAt)}::timestamptz[], ${column(({ text }) => withoutNul(text))}::text[],
          ${column(({ key }) => key ?? null)}::text[]) with ordinality line(activity_place, category, occurred_at, message, line_key, place)
        where line_key is null or not exists (
          select from task_log_line told where told.task_id = ${id} and told.line_key = line.line_key)
      ), counted as (
        update server_task set last_log_number = last_log_number + (select count(*) from fresh), last_updated_time = now(),
          log_bytes = log_bytes + (select coalesce(sum(octet_length(message)), 0) from fresh),
          has_warnings_or_errors = has_warnings_or_errors or exists (select from fresh where category in ('Warning', 'Error', 'Fatal'))
        where id = ${id} and exists (select from fresh)
        returning last_log_number - (select count(*) from fresh) as last_before
      )
      insert into task_log_line (task_id, number, activity_number, category, occurred_at, message, line_key)
      select ${id}, last_before + rank, activity.number, category, occurred_at, message, line_key
      from counted, fresh left join activity on activity.place = activity_place`,
  ]
})

/** Each with its activity, without those whose key was said before. */
function freshLines(said: readonly Said[]): readonly (LogLine & { readonly activityKey: string })[] {
  const keys = new Set<string>()
  return said.flatMap(({ activityKey, lines }) =>
    lines.flatMap((line) => {
      if (line.key !== undefined && keys.has(line.key)) return []
      if (line.key !== undefined) keys.add(line.key)
      return [{ ...line, activityKey }]
    }),
  )
}

/** PostgreSQL text cannot hold NUL. */
const withoutNul = (text: string): string => text.replaceAll('\0', '\uFFFD')

const ACTIVITIES = storing<ActivityChange>('activities', ({ id }, changes) => {
  const rows = joinChanges(changes)
  const column = <T>(read: (row: JoinedChange) => T) => rows.map(read)
  return [
    sql`
      with change as (
        select * from unnest(${column(({ key }) => key)}::text[], ${column(({ parentKey }) => parentKey)}::text[],
          ${column(({ name }) => name)}::text[], ${column(({ status }) => status)}::text[],
          ${column(({ startedAt }) => startedAt)}::timestamptz[], ${column(({ endedAt }) => endedAt)}::timestamptz[],
          ${column(({ percentage }) => percentage)}::int[], ${column(({ message }) => message)}::text[])
          with ordinality change(key, parent_key, name, status, started_at, ended_at, percentage, message, place)
      ), changed as (
        update task_activity activity set
          status = case when activity.ended_at is null then change.status else activity.status end,
          started_at = coalesce(activity.started_at, change.started_at), ended_at = coalesce(activity.ended_at, change.ended_at),
          progress_percentage = coalesce(change.percentage, activity.progress_percentage),
          progress_message = coalesce(change.message, activity.progress_message), waiting_for = null
        from change where activity.task_id = ${id} and activity.key = change.key
        returning activity.key
      ), fresh as (
        select row_number() over (order by place) as rank, change.* from change where key not in (select key from changed)
      ), counted as (
        update server_task set last_activity_number = last_activity_number + (select count(*) from fresh)
        where id = ${id} and exists (select from fresh)
        returning last_activity_number - (select count(*) from fresh) as last_before
      )
      insert into task_activity (task_id, number, parent_number, key, name, status, started_at, ended_at, progress_percentage, progress_message)
      select ${id}, last_before + fresh.rank,
        coalesce(last_before + parent.rank, (select number from task_activity where task_id = ${id} and key = fresh.parent_key)),
        fresh.key, fresh.name, fresh.status, fresh.started_at, fresh.ended_at,
        coalesce(fresh.percentage, 0), coalesce(fresh.message, '')
      from counted, fresh left join fresh parent on parent.key = fresh.parent_key
      order by fresh.rank`,
  ]
})

interface JoinedChange extends Omit<ActivityChange, 'at' | 'progress'> {
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly percentage: number | null
  readonly message: string | null
}

/** One a key: what came of an activity by the last of its changes, by the rules of those that are stored. */
function joinChanges(changes: readonly ActivityChange[]): readonly JoinedChange[] {
  const joined = new Map<string, JoinedChange>()
  for (const { at, progress, ...change } of changes) {
    const before = joined.get(change.key)
    const hasEnded = change.status !== 'Pending' && change.status !== 'Running'
    joined.set(change.key, {
      ...(before ?? change),
      status: before?.endedAt ? before.status : change.status,
      startedAt: before?.startedAt ?? (change.status === 'Pending' ? null : at),
      endedAt: before?.endedAt ?? (hasEnded ? at : null),
      percentage: progress?.percentage ?? (hasEnded ? 100 : (before?.percentage ?? null)),
      message: progress?.message ?? before?.message ?? null,
    })
  }
  return [...joined.values()]
}
